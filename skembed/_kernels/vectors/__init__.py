"""Kernels that read the rows of vector files."""

from .kernel import parse_rows, split_rows

__all__ = ["parse_rows", "split_rows"]
