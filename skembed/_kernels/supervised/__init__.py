"""Kernels for supervised embeddings: training on mini-batches of texts."""

from .kernel import train_texts

__all__ = ["train_texts"]
