"""Parameters shared by several classes: one table, and the decorators that apply it."""
