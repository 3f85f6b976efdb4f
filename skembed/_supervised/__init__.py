"""Supervised embeddings, from estimators to training. Kernels are in _kernels/supervised."""
