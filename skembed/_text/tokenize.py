"""tokenize_documents: strings read once, for many fits. What becomes of the tokens is theirs."""

from __future__ import annotations

from typing import Any

from sklearn.feature_extraction.text import CountVectorizer

from .._core.checks import as_terms
from .analyzer import analyzer_of, warn_of_parameters
from .reading import number_tokens
from .tokenized import TokenizedDocuments


def tokenize_documents(documents: object, vectorizer: Any = None) -> TokenizedDocuments:
    """Read documents once, for many fits.

    Parameters
    ----------
    documents : iterable of str of shape (n_documents,)
        The documents, in any of the forms that a vectorizer takes.

    vectorizer : estimator, default=None
        A vectorizer, of skembed or :class:`~sklearn.feature_extraction.text.CountVectorizer`
        and the like, whose text parameters say how. None stands for their defaults.

    Returns
    -------
    documents : TokenizedDocuments
        To be given to every vectorizer of skembed that has the same text parameters, in
        place of the documents.

    Raises
    ------
    TypeError, ValueError
        If a document is not usable (the row is named), there is none, or there is no
        token.

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
    analyzer = analyzer_of(reader)
    warn_of_parameters(reader)
    raw, seen = number_tokens(documents, analyzer, "tokenize_documents")
    return TokenizedDocuments(raw.ids, raw.indptr, as_terms(seen), analyzer.parameters)
