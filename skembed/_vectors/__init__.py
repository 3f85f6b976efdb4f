"""Vectors that come from elsewhere, made an Embedding. Nothing is trained here."""
