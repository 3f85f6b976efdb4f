"""Categorical columns to vectors: `EmbeddingEncoder`. It builds on the methods for texts."""
