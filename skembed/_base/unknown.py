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


def told_if_unknown(
    pieces: Iterator[Corpus], documents: Any, analyzer: Analyzer, fitted_on_lists: bool | None
) -> Iterator[Corpus]:
    """Yield encoded documents; at the end, warn once if there is a reason.

    ``analyzer`` reads the documents meanwhile. ``fitted_on_lists`` is its ``saw_lists`` of fit.
    """
    n_documents, known, some = 0, False, False
    for corpus in pieces:
        n_documents += corpus.n_documents
        known = known or corpus.n_tokens > 0
        some = some or known or bool(corpus.n_unknown.any())
        yield corpus
    lists = analyzer.saw_lists
    if some and None not in (lists, fitted_on_lists) and lists != fitted_on_lists:
        warn_user(_OTHER_FORM.format("" if lists else "not "))
    elif not known and (some or _has_text(documents, analyzer)):
        warn_user(_NOTHING_KNOWN.format(n_documents))


def _has_text(documents: Any, analyzer: Analyzer) -> bool:
    """Return whether a document is a str with more than white space; no iterator is consumed."""
    if isinstance(documents, (Iterator, TokenizedDocuments)) or analyzer.input != "content":
        return False
    each = iterate_documents(documents, rows=True)
    return any(isinstance(document, str) and document.strip() for document in each)
