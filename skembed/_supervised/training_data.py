"""Lesson: documents and their targets, read once, as a supervised training needs them.

Strings end here. Nothing is trained; the estimator whose parameters say how to read is only
looked at.
"""

from __future__ import annotations

import warnings
from typing import Any, NamedTuple, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from sklearn.model_selection import train_test_split
from sklearn.utils import check_random_state

from .._compat.sklearn import n_samples
from .._core.corpus import Corpus, Vocabulary
from .._core.embedding import Embedding
from .._fit.loop import draw_seed, subseed
from .._text.encoder import FeatureEncoder
from ..pooling import Pooling, resolve
from .early_stopping import Examples
from .sample_weight import check_sample_weight, find_importance
from .targets import Problem

_NOTHING_KNOWN = (
    "None of the terms of these {} documents is known: the terms are those of fit, or of the first "
    "call of partial_fit. Only the intercept can learn from them."
)


class Lesson(NamedTuple):
    """What a training needs, and what becomes of it.

    Of a lesson that goes on, ``vocabulary`` is None, and ``terms``, of shape (n_terms_there,),
    are the rows of the terms that its texts hold: the columns of ``examples``.
    """

    corpus: Corpus
    vocabulary: Vocabulary | None
    encoder: FeatureEncoder
    pooling: Pooling
    problem: Problem
    examples: Examples
    held_out: Examples | None
    seed: int
    terms: NDArray[np.integer] | None = None


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
        check_goes_on(estimator, given)
        encoder, pooling = estimator._encoder, estimator.pooling_
        corpus = encoder.encode(given.X, estimator._analyzer())
    else:
        vocabulary, corpus, known = estimator._read(given.X)
        encoder, pooling = known["_encoder"], resolve(estimator.pooling)
    y = as_targets(given.y, corpus.n_documents, "y")
    if vocabulary is not None:
        # poolings that are weighted sums learn nothing from the vectors
        no_vectors = np.zeros((len(vocabulary), estimator.n_components), dtype=np.float32)
        pooling.fit(corpus, vocabulary, Embedding(vocabulary.terms, no_vectors))
    sample_weight = check_sample_weight(given.sample_weight, corpus.n_documents)
    problem = (
        estimator._problem if go_on else estimator._find_problem(y, sample_weight, given.classes)
    )
    targets = problem.targets(y)  # a class that is not known comes first
    importance = find_importance(sample_weight, getattr(estimator, "class_weight", None), y)
    weights = pooling.weights(corpus, encoder.n_rows)
    terms = None
    if go_on:
        weights, terms = of_terms_there(weights)
        if not corpus.n_tokens:
            warnings.warn(_NOTHING_KNOWN.format(corpus.n_documents), UserWarning, stacklevel=4)
    examples = Examples(weights, y, targets._replace(importance=importance))
    lesson = Lesson(corpus, vocabulary, encoder, pooling, problem, examples, None, 0, terms)
    seed = draw_seed(check_random_state(estimator.random_state))
    return lesson._replace(
        held_out=read_held_out(estimator, given, lesson),
        seed=subseed(seed, estimator.n_iter_) if go_on else seed,
    )


def of_terms_there(weights: sparse.csr_array) -> tuple[sparse.csr_array, NDArray[np.integer]]:
    """Leave out the columns of terms that are in no text; return the others' numbers, too."""
    terms, columns = np.unique(weights.indices, return_inverse=True)
    if not len(terms):
        terms = np.zeros(1, dtype=np.intp)  # a model has one row at least
    some = (weights.data, columns, weights.indptr)
    return sparse.csr_array(some, shape=(weights.shape[0], len(terms))), terms


def as_targets(y: Any, n_documents: int, name: str) -> Any:
    """Return targets as an array or sparse matrix, one row for each document."""
    if n_samples(y) != n_documents:
        raise ValueError(
            f"Found input variables with inconsistent numbers of samples: {n_documents} documents, "
            f"{n_samples(y)} rows of {name}."
        )
    if not sparse.issparse(y):
        return np.asarray(y)
    rows = sparse.csr_array(cast(Any, y))
    if not rows.has_canonical_format:
        rows = rows.copy()
        rows.sum_duplicates()
    return rows


def check_goes_on(estimator: Any, given: Given) -> None:
    """Refuse a later call of partial_fit that does not go on with what was learned.

    Raises
    ------
    ValueError
        If there is nothing to learn from, or n_components or the classes are others than before.
    """
    if n_samples(given.y) == 0:
        raise ValueError("partial_fit needs at least one document, got none.")
    learned = estimator.embedding_.n_components
    if estimator.n_components != learned:
        raise ValueError(
            f"n_components={estimator.n_components} is not the same as on last call to "
            f"partial_fit, was: {learned}. Set it back, or begin anew with a clone."
        )
    estimator._problem.check_classes(given.classes)


def read_held_out(estimator: Any, given: Given, lesson: Lesson) -> Examples | None:
    """Read the documents to judge by, if the caller gave some."""
    if given.X_val is None and given.y_val is None:
        return None
    if not estimator.early_stopping:
        raise ValueError("X_val and y_val are used if early_stopping=True only.")
    if given.X_val is None or given.y_val is None:
        raise ValueError("X_val and y_val belong together: give both of them, or none.")
    corpus = lesson.encoder.encode(given.X_val, estimator._analyzer())
    if corpus.n_documents == 0:
        raise ValueError("X_val holds no document: give some, or None to set some of X aside.")
    y = as_targets(given.y_val, corpus.n_documents, "y_val")
    weights = lesson.pooling.weights(corpus, lesson.encoder.n_rows)
    return Examples(weights, y, lesson.problem.targets(y, "y_val"))


def set_aside(
    examples: Examples, problem: Problem, fraction: float, seed: int
) -> tuple[Examples, Examples]:
    """Split examples into those to learn from and those to judge by.

    Documents of weight zero are never those to judge by.

    Raises
    ------
    ValueError
        If there are too few, or a class is there once only.
    """
    counts = examples.targets.importance > 0
    rows = np.flatnonzero(counts)
    y = examples.y if counts.all() else examples.y[rows]
    try:
        train, held_out = train_test_split(
            rows,
            test_size=fraction,
            random_state=seed % 2**32,
            stratify=problem.strata(y),
        )
    except ValueError as error:
        raise ValueError(
            f"early_stopping cannot set validation_fraction={fraction:g} of the {len(rows)} "
            f"documents aside: {error} Give X_val and y_val, or more documents of each class, or "
            "turn early_stopping off."
        ) from error
    if len(rows) < len(counts):
        train = np.concatenate([train, np.flatnonzero(~counts)])
    return examples.take(train), examples.take(held_out)
