"""Kernels for supervised embeddings: the order of entries, and training on mini-batches."""

from .kernel import sort_entries, train_texts

__all__ = ["sort_entries", "train_texts"]
