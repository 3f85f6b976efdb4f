"""Analyzer: one document in, its tokens out, by CountVectorizer's rules.

Documents that cannot be are refused here, by their row. Nothing is counted or encoded.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from inspect import signature
from numbers import Number
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer

from .._compat.sklearn import build_analyzer
from .parameter_checks import check_encoding, check_stop_words, check_token_pattern, returning

Tokens = Iterable[str]

LONG = 1_000_000  # characters of a document whose tokens together would take too much memory

# Parameters that say how one document is read; the same for every vectorizer.
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


class Analyzer:
    """Turns one document into its tokens, by CountVectorizer's rules.

    Parameters
    ----------
    **text_parameters
        Parameters of CountVectorizer that say how a document is read: input,
        encoding, decode_error, strip_accents, lowercase, preprocessor, tokenizer,
        analyzer, stop_words, token_pattern, ngram_range (of characters).

    Raises
    ------
    TypeError, ValueError
        If a parameter cannot be; the message names it.
    """

    def __init__(self, **text_parameters: Any) -> None:
        vectorizer = CountVectorizer(**text_parameters)
        self.parameters = {n: getattr(vectorizer, n) for n in (*TEXT_PARAMETERS, "ngram_range")}
        check_encoding(vectorizer.encoding)
        if vectorizer.analyzer == "word":
            check_stop_words(vectorizer.stop_words)
            if vectorizer.tokenizer is None:
                check_token_pattern(vectorizer.token_pattern)
        # A callable of the user may take documents of any kind, lists of tokens too.
        self.needs_text = (
            vectorizer.input == "content"
            and not callable(vectorizer.analyzer)
            and vectorizer.preprocessor is None
            and bool(
                vectorizer.tokenizer is None or vectorizer.lowercase or vectorizer.strip_accents
            )
        )
        self.input = vectorizer.input
        maker = "analyzer" if callable(vectorizer.analyzer) else "tokenizer"
        self.tokens_are = f"The tokens that {maker} returns"
        self.callables = [
            name
            for name in ("strip_accents", "preprocessor", "tokenizer", "analyzer")
            if callable(getattr(vectorizer, name))
        ]
        self._name_callables(vectorizer)
        self.tokens: Callable[[Any], Tokens] = build_analyzer(vectorizer)
        if vectorizer.analyzer == "word" and vectorizer.tokenizer is None:
            self.tokens = one_by_one_if_long(self.tokens, vectorizer)

    @staticmethod
    def _name_callables(vectorizer: CountVectorizer) -> None:
        """Let errors name the callable that returned what nobody can use."""
        if callable(vectorizer.analyzer):
            vectorizer.analyzer = returning(Iterable, vectorizer.analyzer, "analyzer")
            return
        if callable(vectorizer.strip_accents):
            vectorizer.strip_accents = returning(str, vectorizer.strip_accents, "strip_accents")
        if vectorizer.tokenizer is not None and vectorizer.analyzer == "word":
            vectorizer.tokenizer = returning(Iterable, vectorizer.tokenizer, "tokenizer")
        elif vectorizer.preprocessor is not None:
            vectorizer.preprocessor = returning(str, vectorizer.preprocessor, "preprocessor")

    def check(self, document: object, row: int) -> None:
        """Refuse what cannot be a document; called for all that are not plain str."""
        missing = document is None or (isinstance(document, float) and document != document)
        if missing:
            raise ValueError(
                f"The document in row {row} is missing ({document!r}). Leave the row out, or put "
                "an empty string there: it becomes a row of zeros."
            )
        kind = type(document).__name__
        if self.input == "file" and not hasattr(document, "read"):
            raise TypeError(
                f"The document in row {row} must have a read method, because input='file'; got "
                f"{kind}. For texts choose input='content', for names of files input='filename'."
            )
        if self.input == "filename" and not isinstance(document, (str, bytes, os.PathLike)):
            raise TypeError(
                f"The document in row {row} must be the name of a file, because input='filename'; "
                f"got {kind}. For open files choose input='file'."
            )
        if isinstance(document, (str, bytes)):
            return
        if self.needs_text or isinstance(document, Number):
            hint = (
                " Documents that are lists of tokens need a callable analyzer, for example "
                "analyzer=list."
                if isinstance(document, (list, tuple, np.ndarray))
                else ""
            )
            raise TypeError(f"The document in row {row} must be a str, got {kind}.{hint}")

    def explain(self, error: Exception, document: Any, row: int) -> None:
        """Raise a clearer error than one that came up at a document, or add its row to that."""
        if isinstance(error, UnicodeDecodeError):
            raise ValueError(
                f"The document in row {row} is not {error.encoding}: {error}. Set encoding, or "
                "decode_error='replace'."
            ) from error
        if self.input == "filename" and (
            isinstance(error, OSError) or not os.path.exists(document)
        ):
            raise ValueError(
                f"The document in row {row} cannot be read, and input='filename' takes it for the "
                f"name of a file: {error}. For texts choose input='content'."
            ) from error
        by = f", read by the callable {' and '.join(self.callables)}" if self.callables else ""
        error.add_note(f"This happened at the document in row {row}{by}.")


def analyzer_of(estimator: Any) -> Analyzer:
    """Return the analyzer that the parameters of an estimator ask for.

    Parameters
    ----------
    estimator : estimator
        With the text parameters of CountVectorizer. Its ``ngram_range`` counts if its
        tokens are sequences of characters; those of words are made of tokens, later.

    Returns
    -------
    analyzer : Analyzer
        A new one.
    """
    # get_params would read the signature each time, which takes longer than a short document
    given = {name: getattr(estimator, name) for name in TEXT_PARAMETERS}
    if given["analyzer"] in ("char", "char_wb") and hasattr(estimator, "ngram_range"):
        given["ngram_range"] = estimator.ngram_range
    return Analyzer(**given)


def warn_of_parameters(estimator: Any, vocabulary: Mapping[str, int] | None = None) -> None:
    """Warn as CountVectorizer does: of text parameters without effect, or that do not fit.

    Except that upper case in a vocabulary is fine where nothing is converted to lower case.

    Parameters
    ----------
    estimator : estimator
        With the text parameters of CountVectorizer. The default of its ``ngram_range`` never
        warns.

    vocabulary : mapping of str to int or None, default=None
        The parameter ``vocabulary``, checked.
    """
    parameters = estimator.get_params(deep=False)
    given = {name: parameters[name] for name in TEXT_PARAMETERS}
    # CountVectorizer takes these as a list and as a tuple only.
    if isinstance(given["stop_words"], (tuple, set, frozenset)):
        given["stop_words"] = list(given["stop_words"])
    if callable(given["analyzer"]) or given["preprocessor"] is not None:
        given["lowercase"] = False  # what these make is not converted
    if "ngram_range" in parameters:
        default = signature(type(estimator)).parameters["ngram_range"].default
        if tuple(parameters["ngram_range"]) != default:
            given["ngram_range"] = tuple(parameters["ngram_range"])
    # It warns before it reads: with any vocabulary no documents are needed.
    CountVectorizer(**given, vocabulary=vocabulary or ["any"]).fit([])


def one_by_one_if_long(
    tokens: Callable[[Any], Tokens], vectorizer: CountVectorizer
) -> Callable[[Any], Tokens]:
    """Let the tokens of a long document be found one after the other, without a list of all.

    Parameters
    ----------
    tokens : callable
        The analyzer of a vectorizer whose tokens are words by its ``token_pattern``.

    vectorizer : CountVectorizer
        That vectorizer.

    Returns
    -------
    tokens : callable
        The same tokens; slower for long documents, for which it makes an iterator.
    """
    preprocess, stop_words = vectorizer.build_preprocessor(), vectorizer.get_stop_words() or ()
    pattern = re.compile(vectorizer.token_pattern)

    def one_by_one(document: str) -> Iterator[str]:
        for match in pattern.finditer(preprocess(document)):
            token = match[pattern.groups] or ""  # as findall: of a group that is not there, too
            if token not in stop_words:
                yield token

    def either(document: Any) -> Tokens:
        long = type(document) is str and len(document) > LONG
        return one_by_one(document) if long and vectorizer.input == "content" else tokens(document)

    return either
