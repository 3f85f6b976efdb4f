"""Token ids: checking, counting and recoding them."""

from .kernel import check_documents, count_documents, recode

__all__ = ["check_documents", "count_documents", "recode"]
