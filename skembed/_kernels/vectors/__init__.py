"""Kernels that read the rows of vector files."""

from .kernel import count_finite, count_lines, parse_rows, split_entries, split_rows

__all__ = ["count_finite", "count_lines", "parse_rows", "split_entries", "split_rows"]
