"""The parameters that several classes share: one table, and the decorator that applies it."""
