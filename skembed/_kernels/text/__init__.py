"""Kernels that check, count and recode token ids."""

from .kernel import check_documents, count_documents, recode

__all__ = ["check_documents", "count_documents", "recode"]
