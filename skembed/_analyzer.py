"""Analyzer: one document in, its tokens out, by CountVectorizer's rules.

Documents that cannot be are refused here, by their row. Nothing is counted or encoded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from numbers import Number
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer

Tokens = Iterable[str]

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
    """

    def __init__(self, **text_parameters: Any) -> None:
        vectorizer = CountVectorizer(**text_parameters)
        self.parameters = {n: getattr(vectorizer, n) for n in (*TEXT_PARAMETERS, "ngram_range")}
        self.tokens: Callable[[Any], Tokens] = vectorizer.build_analyzer()
        self.encoding = vectorizer.encoding
        # A callable of the user may take documents of any kind, lists of tokens too.
        self.needs_text = (
            vectorizer.input == "content"
            and not callable(vectorizer.analyzer)
            and vectorizer.preprocessor is None
            and bool(
                vectorizer.tokenizer is None or vectorizer.lowercase or vectorizer.strip_accents
            )
        )

    def check(self, document: object, row: int) -> None:
        """Refuse what cannot be a document; called for all that are not plain str."""
        if isinstance(document, (str, bytes)):
            return
        missing = document is None or (isinstance(document, float) and document != document)
        if missing:
            raise ValueError(
                f"The document in row {row} is missing ({document!r}). Leave the row out, or put "
                "an empty string there: it becomes a row of zeros."
            )
        if self.needs_text or isinstance(document, Number):
            kind = type(document).__name__
            hint = (
                " Documents that are lists of tokens need a callable analyzer, for example "
                "analyzer=list."
                if isinstance(document, (list, tuple, np.ndarray))
                else ""
            )
            raise TypeError(f"The document in row {row} must be a str, got {kind}.{hint}")


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
    parameters = estimator.get_params(deep=False)
    given = {name: parameters[name] for name in TEXT_PARAMETERS}
    if given["analyzer"] in ("char", "char_wb") and "ngram_range" in parameters:
        given["ngram_range"] = parameters["ngram_range"]
    return Analyzer(**given)
