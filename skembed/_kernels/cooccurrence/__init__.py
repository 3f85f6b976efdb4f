"""Kernels for co-occurrence counting: index the positions of words, then count rows from it."""

from .kernel import count_rows, count_terms, index_occurrences, longest_document

__all__ = ["count_rows", "count_terms", "index_occurrences", "longest_document"]
