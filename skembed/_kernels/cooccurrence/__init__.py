"""Co-occurrence counting: an index of where words stand, and rows of counts made from it."""

from .kernel import count_rows, count_terms, index_occurrences, longest_document

__all__ = ["count_rows", "count_terms", "index_occurrences", "longest_document"]
