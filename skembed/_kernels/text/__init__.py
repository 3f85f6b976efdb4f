"""Kernels that find and number tokens, and that check, count and recode token ids."""

from .distinct import add_tokens
from .kernel import check_documents, count_documents, recode
from .tokens import look_up_tokens, number_tokens

__all__ = [
    "add_tokens",
    "check_documents",
    "count_documents",
    "look_up_tokens",
    "number_tokens",
    "recode",
]
