"""The example of "How to add a method": vectors from a singular value decomposition."""

from __future__ import annotations

import numpy as np
from sklearn.decomposition import TruncatedSVD

from skembed import Embedding
from skembed.base import BaseVectorizer, UnsupervisedMixin, shared_parameters
from skembed.pooling import term_counts


def train_svd(corpus, vocabulary, n_components: int, random_state) -> np.ndarray:
    """Factorize ln(1 + counts), one row for each document, and return (n_terms, n_components)."""
    counts = term_counts(corpus, len(vocabulary))
    counts.data = np.log1p(counts.data)
    svd = TruncatedSVD(n_components, random_state=random_state).fit(counts)
    return svd.components_.T


@shared_parameters
class SVDVectorizer(UnsupervisedMixin, BaseVectorizer):
    """Features of documents from vectors that a singular value decomposition makes.

    Parameters
    ----------
    {shared_parameters}

    verbose : int, default=0
        Not used.

    Attributes
    ----------
    {embedding_attributes}
    """

    def __init__(
        self,
        *,
        n_components=100,
        input="content",
        encoding="utf-8",
        decode_error="strict",
        strip_accents=None,
        lowercase=True,
        preprocessor=None,
        tokenizer=None,
        analyzer="word",
        stop_words=None,
        token_pattern=r"(?u)\b\w\w+\b",
        handle_missing="error",
        max_df=1.0,
        min_df=1,
        max_features=None,
        vocabulary=None,
        pooling="mean",
        norm=None,
        n_jobs=None,
        random_state=None,
        verbose=0,
    ):
        self.n_components = n_components
        self.input = input
        self.encoding = encoding
        self.decode_error = decode_error
        self.strip_accents = strip_accents
        self.lowercase = lowercase
        self.preprocessor = preprocessor
        self.tokenizer = tokenizer
        self.analyzer = analyzer
        self.stop_words = stop_words
        self.token_pattern = token_pattern
        self.handle_missing = handle_missing
        self.max_df = max_df
        self.min_df = min_df
        self.max_features = max_features
        self.vocabulary = vocabulary
        self.pooling = pooling
        self.norm = norm
        self.n_jobs = n_jobs
        self.random_state = random_state
        self.verbose = verbose

    def _train(self, corpus, vocabulary, progress):
        vectors = train_svd(corpus, vocabulary, self.n_components, self.random_state)
        return {"embedding_": Embedding(vocabulary.terms, vectors)}
