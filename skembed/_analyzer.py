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


class Analyzer:
    """Turns one document into its tokens, by CountVectorizer's rules.

    Parameters
    ----------
    **text_parameters
        Parameters of CountVectorizer that say how a document is read: input,
        encoding, decode_error, strip_accents, lowercase, preprocessor, tokenizer,
        analyzer, stop_words, token_pattern.
    """

    def __init__(self, **text_parameters: Any) -> None:
        vectorizer = CountVectorizer(**text_parameters)
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
