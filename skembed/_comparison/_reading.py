"""Tokenize the documents of a comparison once, for all candidates that agree on how.

Nothing is fitted here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from time import perf_counter
from typing import Any, NamedTuple

from sklearn.base import clone
from sklearn.compose import ColumnTransformer
from sklearn.utils import get_tags

from .._base.fitted_init import fits_init, read_alike
from .._base.vectorizer import BaseVectorizer
from .._compat.dataframes import as_frame
from .._core.missing import missing_rows
from .._text.analyzer import analyzer_of
from .._text.containers import iterate_documents
from .._text.parameter_checks import check_token_pattern
from .._text.stored import StoredDocuments
from .._text.tokenize import tokenized
from .._text.tokenized import TokenizedDocuments
from .._text.unicode_words import as_pattern
from ._candidates import Candidate, first_step

ONLY_OURS = (
    "X is TokenizedDocuments, which only vectorizers of skembed accept. Pass the documents "
    "themselves: they are tokenized once for all candidates."
)


class Documents(NamedTuple):
    """The documents of a comparison.

    ``given`` is the user's X, for candidates that select a column themselves. ``texts`` is the
    same as a list of documents, for candidates that do not support dataframes; None if X has
    several columns, and then ``trouble`` says what candidates that need one column are told.
    """

    given: Any
    texts: Any
    trouble: str | None = None


class Reading(NamedTuple):
    """The documents in the form that a candidate receives.

    ``tokens`` are the tokenized documents, from which out-of-vocabulary tokens are counted; None
    if the candidate has no usable text parameters. ``seconds`` is the time that tokenization took
    if it was done in advance. ``trouble`` says why the documents cannot be tokenized; such a
    candidate is not fitted at all. The message names the row in X rather than in a fold.
    """

    documents: Any
    tokens: TokenizedDocuments | None
    seconds: float = 0.0
    trouble: str | None = None


def find_documents(X: Any) -> Documents:
    """Return the documents in the forms that candidates accept.

    Parameters
    ----------
    X : iterable of str
        The documents in any form that a vectorizer of skembed accepts, or a table from which
        candidates select columns.

    Returns
    -------
    documents : Documents
        Its ``given`` supports indexing by row.

    Raises
    ------
    ValueError
        If X is a single string.

    TypeError
        If X is not iterable or is unordered.
    """
    if isinstance(X, StoredDocuments):
        X = X.read()
    if isinstance(X, TokenizedDocuments):
        return Documents(X, X)
    in_rows = hasattr(X, "__getitem__") and hasattr(X, "__len__")
    try:
        texts = list(iterate_documents(X))
    except ValueError as error:
        if isinstance(X, (str, bytes)) or not in_rows:
            raise
        return Documents(X, None, describe_error(error))  # X has several columns
    return Documents(X if in_rows else texts, texts)


def without_missing(documents: Documents, candidates: list[Candidate]) -> Documents:
    """Replace missing texts by empty ones if all candidates allow it, or raise a ValueError.

    If a callable of a candidate takes missing texts, nothing is replaced.
    """
    if documents.texts is None or isinstance(documents.texts, TokenizedDocuments):
        return documents
    if not (missing := missing_rows(documents.texts)):
        return documents
    readers = [first_step(candidate.vectorizer) for candidate in candidates]
    if any(map(_takes_missing, readers)):
        return documents
    handling = {getattr(r, "handle_missing", "") for r in readers if hasattr(r, "token_pattern")}
    if not handling:
        return documents
    if "error" in handling or "empty" not in handling:
        raise ValueError(
            f"{len(missing):,} of {len(documents.texts):,} documents are missing, the first in row "
            f"{missing[0]} ({documents.texts[missing[0]]!r}). Leave these rows out, put an empty "
            "string there, or set handle_missing='empty' in all vectorizers of skembed."
        )
    if any(reader.input != "content" for reader in readers if hasattr(reader, "input")):
        return documents
    texts = list(documents.texts)
    for row in missing:
        texts[row] = ""
    return documents._replace(texts=texts)


def _takes_missing(reader: Any) -> bool:
    """Return whether a callable of a vectorizer of skembed takes missing texts."""
    with suppress(Exception):  # other transformers, and invalid parameters
        return reader.handle_missing == "error" and analyzer_of(reader).takes_anything
    return False


def examined_texts(documents: Documents, candidates: list[Candidate]) -> Any:
    """Return the texts to examine for problems.

    For a table of several columns these are a dict of the columns that a ColumnTransformer passes
    to a vectorizer of texts; for files, an empty dict.
    """
    readers = list(_text_readers(candidates))
    if any(getattr(reader, "input", "content") != "content" for _, reader in readers):
        return {}
    if documents.texts is not None:
        return documents.texts
    frame = as_frame(documents.given)
    if frame is None:
        return {}
    names = [name for name, reader in readers if hasattr(reader, "token_pattern")]
    return {name: frame[name].to_list() for name in names if name in frame.columns}


def token_patterns(candidates: list[Candidate]) -> list[str]:
    """Return the valid patterns by which candidates find their tokens, each once."""
    patterns: dict[str, None] = {}
    for _, reader in _text_readers(candidates):
        pattern = as_pattern(getattr(reader, "token_pattern", None))
        if isinstance(pattern, str) and reader.analyzer == "word" and reader.tokenizer is None:
            with suppress(ValueError):
                check_token_pattern(pattern)
                patterns[pattern] = None
    return list(patterns)


def _text_readers(candidates: list[Candidate]) -> Iterator[tuple[Any, Any]]:
    """Yield what reads documents first, with the column that a ColumnTransformer passes to it."""
    for candidate in candidates:
        reader = first_step(candidate.vectorizer)
        if isinstance(reader, ColumnTransformer):
            yield from ((column, first_step(part)) for _, part, column in reader.transformers)
        else:
            yield None, reader


def read_once(candidates: list[Candidate], documents: Documents) -> list[Reading]:
    """Tokenize the documents once for all candidates with the same text parameters.

    Parameters
    ----------
    candidates : list of Candidate
        The candidates. Vectorizers of skembed receive the tokens; others tokenize by themselves.

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


def _reading(reader: Any, all_documents: Documents, read: list[Reading]) -> Reading:
    ours = isinstance(reader, BaseVectorizer)
    given, texts, trouble = all_documents
    if isinstance(given, TokenizedDocuments):
        return Reading(given, given, trouble=None if ours else ONLY_OURS)
    try:
        analyzer = analyzer_of(reader)
    except Exception as error:  # noqa: BLE001  (missing or invalid text parameters)
        documents = texts if texts is not None and _takes_strings(reader) else given
        return Reading(documents, None, trouble=describe_error(error) if ours else None)
    if texts is None and analyzer.takes_anything:
        texts = list(analyzer.iterate(given))  # rows
    if texts is None:
        return Reading(given, None, trouble=trouble)
    try:
        found = next((r for r in read if r.documents.parameters == analyzer.parameters), None)
        if found is None:
            begin = perf_counter()
            tokens = tokenized(texts, reader, analyzer)
            found = Reading(tokens, tokens, perf_counter() - begin)
            read.append(found)
    except Exception as error:  # noqa: BLE001  (a user's tokenizer may raise anything)
        return Reading(texts, None, trouble=describe_error(error) if ours else None)
    return (
        found if ours and serves_clones(found.documents, reader) else Reading(texts, found.tokens)
    )


def _takes_strings(reader: Any) -> bool:
    """Return whether a transformer declares that it takes strings, as text encoders may do."""
    try:
        tags = get_tags(reader).input_tags
    except Exception:  # noqa: BLE001  (a transformer need not have tags)
        return False
    return bool(tags.string or (tags.one_d_array and not tags.two_d_array))


def serves_clones(tokens: TokenizedDocuments, reader: Any) -> bool:
    """Return whether clones of a reader accept the tokens; not if cloning copies its tokenizer.

    An ``init`` that the clones fit has to accept them, too.
    """
    try:
        tokens.check(analyzer_of(clone(reader)))
    except ValueError:
        return False
    return not fits_init(reader) or read_alike(reader, reader.init)


def describe_error(error: Exception) -> str:
    """Return the type and message of an exception in one line."""
    text = " ".join([str(error), *getattr(error, "__notes__", [])])
    return f"{type(error).__name__}: {' '.join(text.split())}"
