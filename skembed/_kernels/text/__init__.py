"""Kernels that find and number tokens, and that check, count and recode token ids."""

from .kernel import check_documents, count_documents, recode
from .tokens import add_tokens, number_tokens

__all__ = ["add_tokens", "check_documents", "count_documents", "number_tokens", "recode"]
