"""What the tests of comparisons share: texts, candidates that keep what they are given, results."""

import numpy as np
import pytest
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.dummy import DummyClassifier
from texts import two_worlds

from skembed import EmbeddingComparison, SupervisedEmbeddingVectorizer, Word2VecVectorizer

# That failures are warned of is in test_comparison_failures.
something_fails = pytest.mark.filterwarnings("ignore::sklearn.exceptions.FitFailedWarning")
TEXTS = two_worlds(n_documents=60, length=8)
Y = np.array(["a", "b"] * 30)
WORD2VEC = Word2VecVectorizer(n_components=4, max_iter=1, subsample=0, random_state=0)
WORDS, PAIRS = ("tf-idf of words",), "tf-idf of words and pairs"
SUPERVISED = SupervisedEmbeddingVectorizer(n_components=4, max_iter=2, random_state=0)


class Recorder(TransformerMixin, BaseEstimator):
    """Keeps in a list of the test what it was given; features: length of the text."""

    calls: list = []

    def __init__(self, name="", needs_y=False, random_state=None):
        self.name = name
        self.needs_y = needs_y
        self.random_state = random_state

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.target_tags.required = self.needs_y
        return tags

    def fit(self, X, y=None):
        self.calls.append((self.name, "fit", list(X), self.random_state))
        self.fitted_ = True
        return self

    def transform(self, X):
        self.calls.append((self.name, "transform", list(X), self.random_state))
        return np.array([[len(x), x.count("a")] for x in X], dtype=float)


class Failing(Recorder):
    def fit(self, X, y=None):
        error = RuntimeError("no\n  luck")
        error.add_note("today")
        raise error


class Judge(DummyClassifier):
    """Keeps in a list of the test what it was given."""

    calls: list = []

    def __init__(self, random_state=None):
        super().__init__(strategy="uniform", random_state=random_state)

    def fit(self, X, y):
        self.calls.append((self.random_state, X))
        return super().fit(X, y)


def comparison_of(scores, test_ratio):
    same = {
        name: np.full(scores.shape, 12.5)
        for name in ("fit_times", "transform_times", "estimator_times", "memory", "n_terms",
                     "n_features", "unknown_shares")
    }  # fmt: skip
    return EmbeddingComparison(
        names=tuple("abcdef"[: len(scores)]),
        scores={"accuracy": scores},
        train_sizes=np.arange(1, scores.shape[1] + 1) * 10,
        seeds=tuple(range(scores.shape[2])),
        test_ratio=test_ratio,
        errors={},
        baselines=("a",),
        dummy=None,
        **same,
    )
