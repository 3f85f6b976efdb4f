"""Kernels that pool word vectors over documents."""

from .kernel import extreme, weighted_sum

__all__ = ["extreme", "weighted_sum"]
