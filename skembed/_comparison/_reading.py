"""What each candidate of a comparison is given to read. Nothing is fitted here."""

from __future__ import annotations

from time import perf_counter
from typing import Any, NamedTuple

from sklearn.base import clone

from .._base.vectorizer import BaseVectorizer
from .._text.analyzer import analyzer_of
from .._text.containers import iterate_documents
from .._text.tokenize import tokenize_documents
from .._text.tokenized import TokenizedDocuments
from ._candidates import Candidate, first_step

ONLY_OURS = (
    "X is TokenizedDocuments, which only vectorizers of skembed read. Give the documents "
    "themselves: they are read once for all candidates."
)


class Documents(NamedTuple):
    """The documents of a comparison.

    ``given`` is what the user gave, for candidates that choose a column for themselves. ``texts``
    are the same as a list, for those that read documents and know nothing of dataframes; None if
    there is no such list, and then ``trouble`` says why.
    """

    given: Any
    texts: Any
    trouble: str | None = None


class Reading(NamedTuple):
    """Documents as a candidate is given them.

    ``tokens`` are the same documents, for counting what is unknown; None if the candidate does
    not say how it reads. ``seconds`` is what reading took that the candidate is spared,
    ``trouble`` why it cannot be done, and the candidate is not even tried; it names the row of the
    documents, not that of a fold.
    """

    documents: Any
    tokens: TokenizedDocuments | None
    seconds: float = 0.0
    trouble: str | None = None


def find_documents(X: Any) -> Documents:
    """Return documents in the forms in which candidates take them.

    Parameters
    ----------
    X : iterable of str
        In any form that a vectorizer of skembed takes, or what a candidate finds them in.

    Returns
    -------
    documents : Documents
        What is given can be indexed by rows.

    Raises
    ------
    ValueError
        If it is a single string.

    TypeError
        If it is nothing to iterate over, or has no order.
    """
    if isinstance(X, TokenizedDocuments):
        return Documents(X, X)
    in_rows = hasattr(X, "__getitem__") and hasattr(X, "__len__")
    try:
        texts = list(iterate_documents(X))
    except ValueError as error:
        if isinstance(X, (str, bytes)) or not in_rows:
            raise
        return Documents(X, None, describe(error))  # of several columns
    return Documents(X if in_rows else texts, texts)


def read_once(candidates: list[Candidate], documents: Documents) -> list[Reading]:
    """Read the documents once for all candidates whose text parameters agree.

    Parameters
    ----------
    candidates : list of Candidate
        Those of skembed are given the tokens; others read for themselves.

    documents : Documents
        The documents.

    Returns
    -------
    readings : list of Reading
        One for each candidate.
    """
    read: list[Reading] = []
    readers = [first_step(candidate.vectorizer) for candidate in candidates]
    return [_reading(reader, documents, read) for reader in readers]


def _reading(reader: Any, documents: Documents, read: list[Reading]) -> Reading:
    ours = isinstance(reader, BaseVectorizer)
    given, texts, trouble = documents
    if isinstance(given, TokenizedDocuments):
        return Reading(given, given, trouble=None if ours else ONLY_OURS)
    try:
        analyzer = analyzer_of(reader)
    except Exception as error:  # noqa: BLE001  (it has no such parameters, or bad ones)
        return Reading(given, None, trouble=describe(error) if ours else None)
    if texts is None:
        return Reading(given, None, trouble=trouble)
    try:
        found = next((r for r in read if r.documents.parameters == analyzer.parameters), None)
        if found is None:
            begin = perf_counter()
            tokens = tokenize_documents(texts, reader)
            found = Reading(tokens, tokens, perf_counter() - begin)
            read.append(found)
    except Exception as error:  # noqa: BLE001  (of a tokenizer)
        return Reading(texts, None, trouble=describe(error) if ours else None)
    return (
        found if ours and serves_clones(found.documents, reader) else Reading(texts, found.tokens)
    )


def serves_clones(tokens: TokenizedDocuments, reader: Any) -> bool:
    """Tell whether clones of a reader take the tokens: not if its tokenizer is copied anew."""
    try:
        tokens.check(analyzer_of(clone(reader)))
    except ValueError:
        return False
    return True


def describe(error: Exception) -> str:
    """Return an exception in one line."""
    text = " ".join([str(error), *getattr(error, "__notes__", [])])
    return f"{type(error).__name__}: {' '.join(text.split())}"
