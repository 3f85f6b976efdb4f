"""The linear baselines of supervised embeddings. Their settings are the same on every set."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sklearn.base import ClassifierMixin
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC


def linear(ngram_range: tuple[int, int], classifier: ClassifierMixin) -> Any:
    """Return a linear model on tf-idf."""
    return make_pipeline(TfidfVectorizer(sublinear_tf=True, ngram_range=ngram_range), classifier)


def logistic(ngram_range: tuple[int, int]) -> Any:
    """Return logistic regression on tf-idf."""
    return linear(ngram_range, LogisticRegression(C=10, max_iter=2000))


WORDS = "logistic regression, words"
BASELINES: dict[str, Callable[[], Any]] = {
    WORDS: lambda: logistic((1, 1)),
    "logistic regression, pairs": lambda: logistic((1, 2)),
    "linear SVM, pairs": lambda: linear((1, 2), LinearSVC()),
}
