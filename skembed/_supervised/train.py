"""Teaching a lesson: to one model, or to one for each fold of a cross-fitting.

What the model is is `_supervised.trainer`'s, what a pass is is `_fit.loop`'s. Estimators are only
looked at.
"""

from __future__ import annotations

from contextlib import closing
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import check_cv
from sklearn.utils import get_tags
from sklearn.utils.metadata_routing import process_routing

from .._compat.jobs import in_order, stopping
from .._compat.sklearn import FitProgress, routing_enabled
from .._compat.threads import n_threads
from .._core.embedding import Embedding
from .._fit.initial_vectors import Start, find_start
from .._fit.loop import LinearRate, run
from .._text.analyzer import TEXT_PARAMETERS
from .cross_fitting import Fold, Rows, aligned, check_folds, turned
from .early_stopping import Examples, Holdout, features_of
from .targets import Problem
from .trainer import Sums, TextParameters, TextTrainer
from .training_data import Lesson, set_aside


def make_trainer(estimator: Any, lesson: Lesson, examples: Examples, threads: int) -> TextTrainer:
    """Return a trainer of examples of the lesson, with vectors as chance has them."""
    parameters = TextParameters(
        n_components=estimator.n_components,
        norm=estimator.norm,
        weight_decay=estimator.weight_decay,
        dropout=estimator.dropout,
        frozen=estimator.freeze,
        n_threads=threads,
    )
    n_terms = lesson.encoder.n_rows
    return TextTrainer(examples.weights, examples.targets, parameters, lesson.seed, n_terms)


def start_of(estimator: Any, lesson: Lesson, *, may_be_warm: bool = True) -> Start | None:
    """Return where the training of a lesson starts; a path in ``init`` is read here, once."""
    assert lesson.vocabulary is not None  # a lesson that goes on starts from what is
    n_components = estimator.n_components
    return find_start(estimator, lesson.vocabulary, n_components, may_be_warm=may_be_warm)


def put_start(estimator: Any, trainer: TextTrainer, lesson: Lesson, start: Start | None) -> None:
    """Put the vectors of an earlier fit, or of ``init``, in place of the random ones.

    Raises
    ------
    ValueError
        If there are none to freeze.
    """
    if estimator.freeze:
        if start is None:
            raise ValueError("freeze=True keeps the vectors of init as they are: give an init.")
        trainer.vectors[:] = 0  # a term that has no vector has no say
    if start is None:
        return
    trainer.put_vectors(start.here, start.vectors)
    if start.warm and same_targets(estimator._problem, lesson.problem):
        trainer.put_head(*lesson.problem.head(estimator.coef_, estimator.intercept_))


def put_last(estimator: Any, trainer: TextTrainer, lesson: Lesson) -> None:
    """Put what a fitted estimator knows of the lesson's terms in place of the random vectors."""
    trainer.put_vectors(slice(None), estimator.embedding_._take(lesson.terms))
    trainer.put_head(*lesson.problem.head(estimator.coef_, estimator.intercept_))
    trainer.put_sums(Sums(estimator._vector_sums.take(lesson.terms), *estimator._head_sums))


def same_targets(old: Problem, new: Problem) -> bool:
    """Tell whether two fits are about the same classes, or numbers of the same scale."""
    if type(old) is not type(new):
        return False
    pairs = zip(cast(tuple[Any, ...], old), cast(tuple[Any, ...], new), strict=True)
    return all(np.array_equal(a, b) for a, b in pairs)


def teach(
    estimator: Any,
    lesson: Lesson,
    examples: Examples,
    start: Start | None,
    progress: FitProgress | None,
    threads: int,
    *,
    stop: NDArray[np.bool_] | None = None,
) -> dict[str, Any]:
    """Train a model on examples of the lesson.

    Parameters
    ----------
    estimator : SupervisedMixin
        Whose parameters say how.

    lesson : Lesson
        The lesson.

    examples : Examples
        All of the lesson's, or some.

    start : Start or None
        Where it starts from, see `start_of`.

    progress : FitProgress or None
        To be told of each pass; without, nothing is printed either.

    threads : int
        Threads of the kernel.

    stop : ndarray of shape (1,), dtype=bool, default=None
        Set by the caller when nobody wants the model any more; see `run`.

    Returns
    -------
    state : dict
        The model and what is known about its training.
    """
    rates = LinearRate(estimator.learning_rate, estimator.min_learning_rate, estimator.max_iter)
    held_out = lesson.held_out
    if estimator.early_stopping and held_out is None:
        examples, held_out = set_aside(
            examples, lesson.problem, estimator.validation_fraction, lesson.seed
        )
    trainer = make_trainer(estimator, lesson, examples, threads)
    put_start(estimator, trainer, lesson, start)
    holdout = None
    if held_out is not None:
        patience = estimator.tol, estimator.n_iter_no_change
        holdout = Holdout(trainer, held_out, lesson.problem, estimator.norm, *patience)
    state = run(
        trainer,
        rates,
        progress,
        name=type(estimator).__name__,
        verbose=estimator.verbose if progress is not None else 0,
        patience=holdout,
        stop=stop,
    )
    if holdout is None:
        return {**state, "validation_score_": None, "validation_scores_": None}
    return {**state, **holdout.result()}


def find_folds(estimator: Any, lesson: Lesson, params: dict[str, Any]) -> list[Fold]:
    """Return the folds of ``estimator.cv``, which may need ``groups`` from the caller.

    Raises
    ------
    ValueError
        If a document is not in the test part of exactly one fold, or all documents to train on
        have weight zero.

    TypeError
        If the caller gave something that no splitter takes.
    """
    y = lesson.examples.y
    is_classifier = get_tags(estimator).estimator_type == "classifier"
    cv = check_cv(estimator.cv, y, classifier=is_classifier)
    given = {key: value for key, value in params.items() if value is not None}
    if given and routing_enabled():
        given = dict(process_routing(estimator, "fit_transform", **given).splitter.split)
    unknown = sorted(set(given) - {"groups"})
    if unknown:
        raise TypeError(f"fit_transform got an unexpected argument: {', '.join(unknown)}.")
    rows = np.arange(lesson.corpus.n_documents)
    folds = check_folds(cv.split(rows, y, **given), len(rows))
    for i, (train, _) in enumerate(folds):
        if not lesson.examples.targets.importance[train].any():
            raise ValueError(
                f"Fold {i} of cv has no document of a weight above zero to train on. Give weights "
                "to more documents, or choose another cv, or cv=None."
            )
    return folds


def cross_fit(
    estimator: Any,
    lesson: Lesson,
    start: Start | None,
    embedding: Embedding,
    folds: list[Fold],
) -> NDArray[np.float32]:
    """Return features of each document by a model that has not seen its target.

    Parameters
    ----------
    estimator : SupervisedMixin
        Whose parameters say how to train.

    lesson : Lesson
        The lesson.

    start : Start or None
        Where the training on all of it started from. If that was the last fit, the folds start
        as without one: its vectors have seen their targets.

    embedding : Embedding
        The vectors learned from all of it, whose space the features are turned into.

    folds : list of (train, test)
        Rows of documents.

    Returns
    -------
    features : ndarray of shape (n_documents, n_components), dtype=float32
        Before the norm.

    Raises
    ------
    ValueError
        If the folds had to keep vectors that have seen their targets.
    """
    if start is not None and start.warm:
        start = start_of(estimator, lesson, may_be_warm=False)
        if start is None and estimator.freeze:
            raise ValueError(
                "freeze=True keeps the vectors of the last fit (warm_start=True), which have seen "
                "the targets that the folds of fit_transform must not see. Give an init, or "
                "cv=None."
            )
    weights = lesson.examples.weights
    common = features_of(weights, embedding.vectors)
    features = np.empty_like(common)

    shared = without_text(estimator), lesson, start, common
    with stopping() as stop:
        tasks = ((*shared, stop, *fold) for fold in folds)
        with closing(in_order(fold_features, tasks, n_threads(estimator.n_jobs))) as parts:
            for (_, test), part in zip(folds, parts, strict=True):
                features[test] = part
    return features


def fold_features(
    estimator: Any,
    lesson: Lesson,
    start: Start | None,
    common: NDArray[np.float32],
    stop: NDArray[np.bool_],
    train: Rows,
    test: Rows,
) -> NDArray[np.float32]:
    """Train on a fold and return the features of the documents left out; a task for joblib.

    Parameters
    ----------
    estimator : SupervisedMixin
        Whose parameters say how to train.

    lesson : Lesson
        The lesson.

    start : Start or None
        Where training starts.

    common : ndarray of shape (n_documents, n_components), dtype=float32
        Features of all documents in the space that these are turned into.

    stop : ndarray of shape (1,), dtype=bool
        Set by the caller when nobody wants the result any more.

    train, test : ndarray
        Rows of documents.

    Returns
    -------
    features : ndarray of shape (n_test, n_components), dtype=float32
        Before the norm.
    """
    weights = lesson.examples.weights
    # One thread: the folds share those that there are.
    state = teach(estimator, lesson, lesson.examples.take(train), start, None, 1, stop=stop)
    vectors = state["_model"].vectors
    rotation = aligned(features_of(weights[train], vectors), common[train])
    return turned(features_of(weights[test], vectors), rotation)


def without_text(estimator: Any) -> Any:
    """Return an estimator, not fitted, with the parameters of the training alone.

    What reads text or makes folds may be a function or an iterator that cannot go to another
    process, and the training needs none of it.
    """
    parameters = estimator.get_params(deep=False)
    unused = parameters.keys() & {*TEXT_PARAMETERS, "vocabulary", "cv"}
    return type(estimator)(**parameters | dict.fromkeys(unused))
