"""Kernels that pool word vectors over documents."""

from .kernel import divide_rows, extreme, weighted_sum

__all__ = ["divide_rows", "extreme", "weighted_sum"]
