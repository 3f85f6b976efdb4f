"""Warn if a vectorizer knows nothing of the documents of a call, or if they are of another form.

No document is changed or refused here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .._compat.user_warning import warn_user
from .._core.corpus import Corpus
from .._text.analyzer import Analyzer
from .._text.containers import iterate_documents
from .._text.tokenized import TokenizedDocuments

_NOTHING_KNOWN = (
    "None of these {} documents has a token that the vectorizer knows, so all their features are "
    "zeros. Is this the right column, in the language of fit? Compare the tokens with the terms of "
    "embedding_ (lowercase? token_pattern? analyzer?). has_vector tells which documents have a "
    "known token."
)
_OTHER_FORM = (
    "These documents are {}lists of tokens, unlike those of fit, and may be read differently. Pass "
    "documents in the form of those of fit."
)


class Known:
    """What is known of the documents of a call, which are added piece by piece."""

    def __init__(self) -> None:
        self.n_documents, self.any_known, self.any_token = 0, False, False

    def add(self, corpus: Corpus) -> None:
        """Add encoded documents."""
        self.n_documents += corpus.n_documents
        self.any_known = self.any_known or corpus.n_tokens > 0
        self.any_token = self.any_token or self.any_known or bool(corpus.n_unknown.any())

    def join(self, other: Known) -> None:
        """Add the documents of another one."""
        self.n_documents += other.n_documents
        self.any_known = self.any_known or other.any_known
        self.any_token = self.any_token or other.any_token

    def warn(self, documents: Any, analyzer: Analyzer, fitted_on_lists: bool | None) -> None:
        """Warn if there is a reason, after all documents were added.

        ``analyzer`` has read the documents. ``fitted_on_lists`` is its ``saw_lists`` of fit.
        """
        lists = analyzer.saw_lists
        if self.any_token and None not in (lists, fitted_on_lists) and lists != fitted_on_lists:
            warn_user(_OTHER_FORM.format("" if lists else "not "))
        elif not self.any_known and (self.any_token or _has_text(documents, analyzer)):
            warn_user(_NOTHING_KNOWN.format(self.n_documents))


def _has_text(documents: Any, analyzer: Analyzer) -> bool:
    """Return whether a document is a str with more than white space; no iterator is consumed."""
    if isinstance(documents, (Iterator, TokenizedDocuments)) or analyzer.input != "content":
        return False
    each = iterate_documents(documents, rows=True)
    return any(isinstance(document, str) and document.strip() for document in each)
