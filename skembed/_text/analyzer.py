"""`Analyzer`: split a document into tokens, following CountVectorizer's rules.

Invalid documents raise an error that names their row. Nothing is counted or encoded here.
"""

from __future__ import annotations

import copy
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from inspect import signature
from operator import attrgetter
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer

from .._compat.sklearn import build_analyzer
from .._core.missing import is_missing
from .._core.shown import shown
from .containers import iterate_documents
from .parameter_checks import check_encoding, check_stop_words, check_token_pattern, returning
from .rules import token_rule
from .scripts import examined
from .unicode_words import as_pattern

Tokens = Iterable[str]

LONG = 1_000_000  # characters; a list of the tokens of a longer document would take much memory

_PLAIN = {str, bool, type(None)}  # types of parameters by which an analyzer is found again

# Parameters that determine how a document is read; the same for all vectorizers.
TEXT_PARAMETERS = (
    "input",
    "encoding",
    "decode_error",
    "strip_accents",
    "lowercase",
    "preprocessor",
    "tokenizer",
    "analyzer",
    "stop_words",
    "token_pattern",
)


_text_parameters: Callable[[Any], tuple[Any, ...]] = attrgetter(*TEXT_PARAMETERS)


class Analyzer:
    """Splits documents into tokens, following CountVectorizer's rules.

    Takes the parameters of CountVectorizer that are in `TEXT_PARAMETERS`, ``ngram_range`` of
    characters, ``handle_missing`` and ``n_jobs``. A TypeError or ValueError names an invalid one.
    ``rule`` has the settings if a kernel can read str documents, with the same tokens as the
    callable ``tokens``, else it is None. ``tokens_per_character`` is how many the kernel is
    expected to find, 0 without one.

    ``saw_lists`` says whether a document was a list of tokens, if a callable reads raw documents;
    else it is None.
    """

    examines = False
    first_row = 0
    saw_lists: bool | None = None

    def __init__(
        self, *, handle_missing: str = "error", n_jobs: int | None = None, **text_parameters: Any
    ) -> None:
        self.handle_missing = handle_missing
        self.n_jobs = n_jobs
        vectorizer = CountVectorizer(**text_parameters)
        self.parameters = {n: getattr(vectorizer, n) for n in (*TEXT_PARAMETERS, "ngram_range")}
        vectorizer.token_pattern = as_pattern(vectorizer.token_pattern)
        check_encoding(vectorizer.encoding)
        if vectorizer.analyzer == "word":
            check_stop_words(vectorizer.stop_words)
            if vectorizer.tokenizer is None:
                check_token_pattern(vectorizer.token_pattern)
        self.input = vectorizer.input
        # Whether a callable takes the documents as they are, of any type, as in CountVectorizer.
        self.takes_anything = self.input == "content" and (
            callable(vectorizer.analyzer)
            or vectorizer.preprocessor is not None
            or (
                vectorizer.tokenizer is not None
                and vectorizer.analyzer == "word"
                and not (vectorizer.lowercase or vectorizer.strip_accents)
            )
        )
        self.rule = token_rule(vectorizer)
        self.tokens_per_character = self.rule.tokens_per_character if self.rule else 0.0
        maker = "analyzer" if callable(vectorizer.analyzer) else "tokenizer"
        self.tokens_are = (
            f"The tokens that {maker} returns",
            f" Convert them: {maker}=lambda document: map(str, document) takes lists of anything.",
        )
        self.callables = [
            name
            for name in ("strip_accents", "preprocessor", "tokenizer", "analyzer")
            if callable(getattr(vectorizer, name))
        ]
        by_pattern = vectorizer.analyzer == "word" and vectorizer.tokenizer is None
        can_examine = by_pattern and self.input == "content" and not self.callables
        self._examined_as = vectorizer if can_examine else None
        self._name_callables(vectorizer)
        self.tokens: Callable[[Any], Tokens] = build_analyzer(vectorizer)
        if by_pattern:
            self.tokens = one_by_one_if_long(self.tokens, vectorizer)

    @staticmethod
    def _name_callables(vectorizer: CountVectorizer) -> None:
        """Wrap callables so that an error names the one that returned an invalid value."""
        if callable(vectorizer.analyzer):
            vectorizer.analyzer = returning(Iterable, vectorizer.analyzer, "analyzer")
            return
        if callable(vectorizer.strip_accents):
            vectorizer.strip_accents = returning(str, vectorizer.strip_accents, "strip_accents")
        if vectorizer.tokenizer is not None and vectorizer.analyzer == "word":
            vectorizer.tokenizer = returning(Iterable, vectorizer.tokenizer, "tokenizer")
        elif vectorizer.preprocessor is not None:
            vectorizer.preprocessor = returning(str, vectorizer.preprocessor, "preprocessor")

    def examining(self) -> Analyzer:
        """Return a copy that warns if ``token_pattern`` drops much of what it reads first."""
        analyzer = copy.copy(self)
        analyzer.examines = True
        return analyzer

    def single(self, first_row: int) -> Analyzer:
        """Return a copy for one thread, whose documents are counted from another row."""
        analyzer = copy.copy(self)
        analyzer.n_jobs, analyzer.first_row = 1, first_row
        return analyzer

    @property
    def settings(self) -> dict[str, Any]:
        """The arguments of an analyzer with the same tokens, for another process."""
        return {**self.parameters, "handle_missing": self.handle_missing}

    def examine(self, beginning: list[str]) -> None:
        """Examine documents that another process has read, whose warnings are lost there."""
        if self.examines:
            list(self.iterate(beginning))

    def iterate(self, documents: object) -> Iterator[Any]:
        """Iterate over the documents in any container that this analyzer can read."""
        found = iterate_documents(documents, rows=self.takes_anything)
        if self.takes_anything:
            self.saw_lists = False
        if self.examines and self._examined_as is not None:
            self.examines = False
            return examined(found, self._examined_as)
        return found

    def check(self, document: object, row: int) -> bool:
        """Return whether a document is there to be read; raise an error if it is invalid.

        Called for all documents that are not str. If a callable takes them, only ``numpy.nan`` is
        invalid, as in CountVectorizer.
        """
        missing, row = is_missing(document), row + self.first_row
        if missing and self.handle_missing == "empty":
            return False
        if self.takes_anything and document is not np.nan:  # noqa: PLW0177  (this object alone)
            self.saw_lists = self.saw_lists or isinstance(document, (list, tuple, np.ndarray))
            return True
        if missing:
            raise ValueError(
                f"The document in row {row} is missing ({document!r}). Leave the row out, or put "
                "an empty string there: it becomes a row of zeros, as all missing documents do "
                "with handle_missing='empty'."
            )
        kind = type(document).__name__
        if self.input == "file" and not hasattr(document, "read"):
            raise TypeError(
                f"The document in row {row} must have a read method, because input='file'; got "
                f"{kind}. Choose input='content' for texts, or input='filename' for file names."
            )
        if self.input == "filename" and not isinstance(document, (str, bytes, os.PathLike)):
            raise TypeError(
                f"The document in row {row} must be a file name, because input='filename'; got "
                f"{kind}. Choose input='file' for open files."
            )
        if self.input == "content" and not isinstance(document, (str, bytes)):
            hint = (
                " Documents that are lists of tokens need a callable analyzer, for example "
                "analyzer=list."
                if isinstance(document, (list, tuple, np.ndarray))
                else ""
            )
            raise TypeError(f"The document in row {row} must be a str, got {kind}.{hint}")
        return True

    def explain(self, error: Exception, document: Any, row: int) -> None:
        """Raise a clearer error for one raised by a document, or add the row to that error."""
        row += self.first_row
        if isinstance(error, UnicodeDecodeError):
            raise ValueError(
                f"The document in row {row} is not {error.encoding}: {error}. Set encoding to the "
                "encoding of the documents, or decode_error='replace'."
            ) from error
        if self.input == "filename" and (
            isinstance(error, OSError) or not os.path.exists(document)
        ):
            why = getattr(error, "strerror", None) or error
            raise ValueError(
                f"The document in row {row} cannot be read as a file, which input='filename' "
                f"requires: {why}: {shown(document)}. Choose input='content' for texts."
            ) from error
        by = f", read by the callable {' and '.join(self.callables)}" if self.callables else ""
        error.add_note(f"This happened at the document in row {row}{by}.")


def analyzer_of(estimator: Any) -> Analyzer:
    """Create the analyzer for the text parameters of an estimator.

    Its ``ngram_range`` is only used if ``analyzer`` is 'char' or 'char_wb'; n-grams of words are
    built later, from the tokens. Without ``handle_missing``, missing documents are errors.
    """
    # get_params inspects the signature each time, which takes longer than a short document.
    values = _text_parameters(estimator)
    handle_missing = getattr(estimator, "handle_missing", "error")
    n_jobs = getattr(estimator, "n_jobs", None)
    if set(map(type, values)) <= _PLAIN and estimator.analyzer == "word":
        return _word_analyzer(values, handle_missing, n_jobs)
    given = dict(zip(TEXT_PARAMETERS, values, strict=True))
    if given["analyzer"] in ("char", "char_wb") and hasattr(estimator, "ngram_range"):
        given["ngram_range"] = estimator.ngram_range
    return Analyzer(**given, handle_missing=handle_missing, n_jobs=n_jobs)


@lru_cache(maxsize=64)
def _word_analyzer(values: tuple[Any, ...], handle_missing: str, n_jobs: int | None) -> Analyzer:
    parameters = dict(zip(TEXT_PARAMETERS, values, strict=True))
    return Analyzer(**parameters, handle_missing=handle_missing, n_jobs=n_jobs)


def warn_of_parameters(estimator: Any, vocabulary: Mapping[str, int] | None = None) -> None:
    """Warn about text parameters that have no effect or are inconsistent, as CountVectorizer does.

    ``vocabulary`` is already validated. Unlike CountVectorizer, this does not warn about its
    uppercase characters if documents are not converted to lowercase.
    """
    parameters = estimator.get_params(deep=False)
    given = {name: parameters[name] for name in TEXT_PARAMETERS}
    given["token_pattern"] = as_pattern(given["token_pattern"])
    # CountVectorizer only accepts a list of stop words and a tuple as ngram_range.
    if isinstance(given["stop_words"], (tuple, set, frozenset)):
        given["stop_words"] = list(given["stop_words"])
    if callable(given["analyzer"]) or given["preprocessor"] is not None:
        given["lowercase"] = False  # their results are not converted to lowercase
    if "ngram_range" in parameters:
        default = signature(type(estimator)).parameters["ngram_range"].default
        if tuple(parameters["ngram_range"]) != default:
            given["ngram_range"] = tuple(parameters["ngram_range"])
    # It warns before it reads documents; with a vocabulary, it needs no documents.
    CountVectorizer(**given, vocabulary=vocabulary or ["any"]).fit([])


def one_by_one_if_long(
    tokens: Callable[[Any], Tokens], vectorizer: CountVectorizer
) -> Callable[[Any], Tokens]:
    """Wrap the analyzer of a vectorizer that extracts words by ``token_pattern``.

    The tokens are the same, but those of a long document are an iterator, which is slower than a
    list and saves memory.
    """
    preprocess, stop_words = vectorizer.build_preprocessor(), vectorizer.get_stop_words() or ()
    pattern = re.compile(vectorizer.token_pattern)

    def one_by_one(document: str) -> Iterator[str]:
        for match in pattern.finditer(preprocess(document)):
            token = match[pattern.groups] or ""  # as findall does if the group did not match
            if token not in stop_words:
                yield token

    def either(document: Any) -> Tokens:
        long = type(document) is str and len(document) > LONG
        return one_by_one(document) if long and vectorizer.input == "content" else tokens(document)

    return either
