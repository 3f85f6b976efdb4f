"""Kernels that find and number tokens and n-grams, and that check, count and recode token ids."""

from .distinct import index_tokens, order_tokens, strings_of, take_tokens
from .kernel import (
    append_rows,
    check_documents,
    count_occurrences,
    count_terms,
    recode,
    take_lists,
)
from .ngrams import find_ngrams, index_ngrams, number_ngrams, order_ngrams
from .tokens import TokenTable, add_tokens, append_numbers, look_up_tokens, number_tokens

__all__ = [
    "TokenTable",
    "add_tokens",
    "append_numbers",
    "append_rows",
    "check_documents",
    "count_occurrences",
    "count_terms",
    "find_ngrams",
    "index_ngrams",
    "index_tokens",
    "look_up_tokens",
    "number_ngrams",
    "number_tokens",
    "order_ngrams",
    "order_tokens",
    "recode",
    "strings_of",
    "take_lists",
    "take_tokens",
]
