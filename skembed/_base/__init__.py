"""Base classes of all vectorizers and their shared parameters; no embedding method is here."""
