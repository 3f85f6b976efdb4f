"""Kernels that read the rows of vector files."""

from .kernel import count_finite, parse_rows, split_entries, split_rows

__all__ = ["count_finite", "parse_rows", "split_entries", "split_rows"]
