"""Supervised embeddings: estimators and training; the kernels are in ``_kernels/supervised``."""
