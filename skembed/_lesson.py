"""Lesson: documents and their targets, read once, as a supervised training needs them.

Strings end here. Nothing is trained; the estimator whose parameters say how to read is only
looked at.
"""

from __future__ import annotations

from typing import Any, NamedTuple, cast

import numpy as np
from numpy.typing import ArrayLike
from scipy import sparse
from sklearn.model_selection import train_test_split
from sklearn.utils import check_random_state

from ._corpus import Corpus, Vocabulary
from ._embedding import Embedding
from ._encoder import FeatureEncoder
from ._holdout import Examples
from ._sklearn import n_samples
from ._targets import Problem, find_importance
from ._training import draw_seed, subseed
from .pooling import Pooling, resolve


class Lesson(NamedTuple):
    """What a training needs, and what becomes of it; ``vocabulary`` is None if that is known."""

    corpus: Corpus
    vocabulary: Vocabulary | None
    encoder: FeatureEncoder
    pooling: Pooling
    problem: Problem
    examples: Examples
    held_out: Examples | None
    seed: int


class Given(NamedTuple):
    """What the caller of a fit method gave."""

    X: Any
    y: Any
    sample_weight: ArrayLike | None = None
    X_val: Any = None
    y_val: Any = None
    classes: ArrayLike | None = None


def read_lesson(estimator: Any, given: Given, *, go_on: bool = False) -> Lesson:
    """Read documents and targets.

    Parameters
    ----------
    estimator : SupervisedMixin
        Whose parameters say how; not changed.

    given : Given
        Documents, targets, weights.

    go_on : bool, default=False
        Take terms, weights and classes from the fitted estimator instead of learning them.

    Returns
    -------
    lesson : Lesson
        Ready to be taught.

    Raises
    ------
    ValueError
        If documents, targets or weights are not usable, or do not fit together.
    """
    name = type(estimator).__name__
    if given.y is None:
        raise ValueError(f"{name} requires y to be passed, but the target y is None.")
    vocabulary = None
    if go_on:
        encoder, pooling = estimator._encoder, estimator.pooling_
        corpus = encoder.encode(given.X, estimator._analyzer())
    else:
        vocabulary, corpus, known = estimator._read(given.X)
        encoder, pooling = known["_encoder"], resolve(estimator.pooling)
    y = as_targets(given.y, corpus.n_documents, "y")
    problem = estimator._problem if go_on else estimator._find_problem(y, given.classes)
    if vocabulary is not None:
        # poolings that are weighted sums learn nothing from the vectors
        no_vectors = np.zeros((len(vocabulary), estimator.n_components), dtype=np.float32)
        pooling.fit(corpus, vocabulary, Embedding(vocabulary.terms, no_vectors))
    class_weight = getattr(estimator, "class_weight", None)
    importance = find_importance(given.sample_weight, class_weight, y, corpus.n_documents)
    weights = pooling.weights(corpus, encoder.n_rows)
    examples = Examples(weights, y, problem.targets(y, importance))
    lesson = Lesson(corpus, vocabulary, encoder, pooling, problem, examples, None, 0)
    seed = draw_seed(check_random_state(estimator.random_state))
    return lesson._replace(
        held_out=read_held_out(estimator, given, lesson),
        seed=subseed(seed, estimator.n_iter_) if go_on else seed,
    )


def as_targets(y: Any, n_documents: int, name: str) -> Any:
    """Return targets as an array or sparse matrix, one row for each document."""
    if n_samples(y) != n_documents:
        raise ValueError(
            f"Found input variables with inconsistent numbers of samples: {n_documents} documents, "
            f"{n_samples(y)} rows of {name}."
        )
    return cast(Any, y).tocsr() if sparse.issparse(y) else np.asarray(y)


def read_held_out(estimator: Any, given: Given, lesson: Lesson) -> Examples | None:
    """Read the documents to judge by, if the caller gave some."""
    if given.X_val is None and given.y_val is None:
        return None
    if not estimator.early_stopping:
        raise ValueError("X_val and y_val are used if early_stopping=True only.")
    if given.X_val is None or given.y_val is None:
        raise ValueError("X_val and y_val belong together: give both of them, or none.")
    corpus = lesson.encoder.encode(given.X_val, estimator._analyzer())
    y = as_targets(given.y_val, corpus.n_documents, "y_val")
    importance = np.ones(corpus.n_documents, dtype=np.float32)
    weights = lesson.pooling.weights(corpus, lesson.encoder.n_rows)
    return Examples(weights, y, lesson.problem.targets(y, importance))


def set_aside(
    examples: Examples, problem: Problem, fraction: float, seed: int
) -> tuple[Examples, Examples]:
    """Split examples into those to learn from and those to judge by.

    Raises
    ------
    ValueError
        If there are too few, or a class is there once only.
    """
    rows = np.arange(examples.weights.shape[0])
    try:
        train, held_out = train_test_split(
            rows,
            test_size=fraction,
            random_state=seed % 2**32,
            stratify=problem.strata(examples.y),
        )
    except ValueError as error:
        raise ValueError(
            f"early_stopping cannot set validation_fraction={fraction:g} of the {len(rows)} "
            f"documents aside: {error} Give X_val and y_val, or more documents of each class, or "
            "turn early_stopping off."
        ) from error
    return examples.take(train), examples.take(held_out)
