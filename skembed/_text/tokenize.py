"""`tokenize_documents`: read documents once for many fits; each fit selects its own terms."""

from __future__ import annotations

from typing import Any

from sklearn.feature_extraction.text import CountVectorizer

from .analyzer import Analyzer, analyzer_of, warn_of_parameters
from .containers import listed
from .reading import number_tokens
from .tokenized import TokenizedDocuments


def tokenize_documents(documents: object, vectorizer: Any = None) -> TokenizedDocuments:
    """Tokenize documents once, to use them in many fits.

    Parameters
    ----------
    documents : iterable of str of shape (n_documents,)
        The documents, in any container that a vectorizer accepts.

    vectorizer : estimator, default=None
        A vectorizer whose text parameters determine the tokens: one of skembed, or
        :class:`~sklearn.feature_extraction.text.CountVectorizer` or a similar class. None uses
        the default text parameters. Missing documents are errors, or documents without tokens
        if the vectorizer has ``handle_missing='empty'``.

    Returns
    -------
    documents : TokenizedDocuments
        The tokenized documents. Pass them, in place of the documents, to any vectorizer of
        skembed that has the same text parameters.

    Raises
    ------
    TypeError, ValueError
        If a document is invalid (the message names its row), or there are no documents or no
        tokens.

    Examples
    --------
    >>> from sklearn.linear_model import LogisticRegression
    >>> from sklearn.model_selection import GridSearchCV
    >>> from sklearn.pipeline import make_pipeline
    >>> from skembed import Word2VecVectorizer, tokenize_documents
    >>> texts = ["to be or not", "be that as it may", "let it be", "it is what it is"] * 5
    >>> y = [0, 1, 0, 1] * 5
    >>> pipeline = make_pipeline(Word2VecVectorizer(subsample=0), LogisticRegression())
    >>> documents = tokenize_documents(texts, pipeline[0])
    >>> search = GridSearchCV(pipeline, {"word2vecvectorizer__window": [2, 5]}, cv=2)
    >>> search.fit(documents, y).predict(documents[:2]).shape  # the texts are read once
    (2,)
    """
    reader = CountVectorizer() if vectorizer is None else vectorizer
    return tokenized(documents, reader, analyzer_of(reader).examining())


def tokenized(documents: object, reader: Any, analyzer: Analyzer) -> TokenizedDocuments:
    """Tokenize documents with the analyzer of ``reader``, and warn about its parameters."""
    warn_of_parameters(reader)
    raw, seen = number_tokens(documents, analyzer, "tokenize_documents")
    return TokenizedDocuments(raw.ids, raw.indptr, seen.terms(), analyzer.parameters)


def readable_twice(reader: Any, documents: Any) -> Any:
    """Return documents that can be read more than once, by ``reader``."""
    if isinstance(documents, TokenizedDocuments):
        return documents
    if reader.input == "file":
        return tokenized(documents, reader, analyzer_of(reader))
    return listed(documents)
