"""A trial: fit, transform and score one candidate on one fold with one seed.

Each trial is a joblib task with one BLAS thread: trials run in parallel, and on few features
several BLAS threads are slower than one. A trial never raises: errors are part of its result.
No fit sees the test set.
"""

from __future__ import annotations

import pickle
import warnings
from time import perf_counter
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.base import clone

from .._base.fitted_init import fits_init, fitted_init
from .._compat.sklearn import params_of_rows, rows_of
from .._compat.threads import one_blas_thread
from .._text.tokenized import TokenizedDocuments
from ._candidates import Candidate, first_step, with_seed
from ._downstream import suit_features
from ._dummy import dummy_scores
from ._metadata import sample_weights
from ._reading import Reading, describe_error
from ._scoring import by_name
from ._splits import Split, fair_order


class DownstreamTask(NamedTuple):
    """The data and settings that all trials share."""

    y: Any
    estimator: Any
    scorer: Any
    train_sizes: NDArray[np.int64] | None
    use_unlabeled: bool
    classes: bool
    fit_params: dict[str, Any]
    score_params: dict[str, Any]
    is_default: bool


class FitResult(NamedTuple):
    """The result of one fit: a score per scorer, times in seconds, sizes and OOV fraction.

    The fitted vectorizer and the features of the test set are kept if they are asked for.
    """

    scores: dict[str, float]
    fit_time: float
    transform_time: float
    estimator_time: float
    memory: float
    n_terms: float
    n_features: float
    unknown_share: float
    vectorizer: Any = None
    test_features: Any = None


class Features(NamedTuple):
    """The features of the labeled training rows and of the test rows."""

    train: Any
    test: Any
    vectorizer: Any
    result: FitResult


def run_trial(
    task: DownstreamTask,
    candidate: Candidate,
    reading: Reading,
    split: Split,
    seed: int | None,
    fold: int,
    keep: bool,
) -> list[FitResult | str]:
    """Fit and score a candidate, followed by the estimator, for each training set size.

    Parameters
    ----------
    task : DownstreamTask
        Targets, estimator, scorer and sizes.

    candidate : Candidate
        The vectorizer; a clone of it is fitted.

    reading : Reading
        The documents.

    split : Split
        The rows of the training set and of the test set.

    seed : int or None
        The seed of every ``random_state``, and of the choice of labeled documents.

    fold : int
        Index of the fold, which also seeds that choice.

    keep : bool
        Whether to return the vectorizer of the largest size and its features of the test set.

    Returns
    -------
    results : list of (FitResult or str)
        One per size; a str is an error message.
    """
    sets = labeled_sets(task, split, seed, fold)
    if reading.trouble:
        return [reading.trouble] * len(sets)
    shared: list[tuple[Any, float]] = []  # what is fitted on all documents is reused
    results: list[FitResult | str] = []
    for labeled in sets:
        with warnings.catch_warnings(), one_blas_thread():
            # raised for the folds inside a cross-fitted vectorizer, which the user did not choose
            warnings.filterwarnings("ignore", "The least populated class", UserWarning)
            try:
                features = _features(task, candidate, reading, split, labeled, seed, shared)
                result = _score(task, features, labeled, split.test, seed)
                if keep and labeled is sets[-1]:
                    result = result._replace(
                        vectorizer=features.vectorizer, test_features=features.test
                    )
                results.append(result)
            except Exception as error:  # noqa: BLE001  (a failed candidate is a result)
                results.append(describe_error(error))
    return results


def labeled_sets(
    task: DownstreamTask, split: Split, seed: int | None, fold: int
) -> list[NDArray[np.intp]]:
    """Return the labeled rows of a fold for each training set size, nested in each other."""
    if task.train_sizes is None:
        return [split.train]
    chance = int(np.random.SeedSequence([seed or 0, fold]).generate_state(1)[0])
    train = fair_order(split.train, task.y, chance, classes=task.classes)
    return [train[:size] for size in task.train_sizes.tolist()]


def dummy_trial(
    task: DownstreamTask, dummy: Any, scorer: Any, split: Split, seed: int | None, fold: int
) -> list[FitResult | str]:
    """Score predictions that ignore the documents, for each training set size."""
    found = list(sample_weights(task.fit_params).values())
    weights = {"sample_weight": found[0]} if found else {}
    results: list[FitResult | str] = []
    for labeled in labeled_sets(task, split, seed, fold):
        y, tested = rows_of(task.y, labeled), rows_of(task.y, split.test)
        fit_params = params_of_rows(task.y, weights, labeled)
        score_params = params_of_rows(task.y, task.score_params, split.test)
        scores = dummy_scores(dummy, scorer, y, tested, fit_params, score_params)
        results.append(FitResult(scores, *[np.nan] * 7))
    return results


def _features(
    task: DownstreamTask,
    candidate: Candidate,
    reading: Reading,
    split: Split,
    labeled: NDArray[np.intp],
    seed: int | None,
    shared: list[tuple[Any, float]],
) -> Features:
    """Fit the vectorizer and compute features; times include this candidate's tokenization."""
    X = reading.documents
    reading_time = reading.seconds / len(X)  # per document
    texts, labels, tested = rows_of(X, labeled), rows_of(task.y, labeled), rows_of(X, split.test)
    if not shared:
        shared.append(_fit_without_labels(task, candidate, reading, split, seed))
    vectorizer, fit_time = shared[0]
    begin = perf_counter()
    if task.use_unlabeled and not candidate.needs_y:
        train = vectorizer.transform(texts)
    else:
        vectorizer = clone(vectorizer)  # its init stays fitted
        params = params_of_rows(task.y, candidate.params, labeled)
        train = _fit_transform(vectorizer, texts, labels, params)
    fit_time += perf_counter() - begin + reading_time * len(labeled)
    begin = perf_counter()
    test = vectorizer.transform(tested)
    transform_time = perf_counter() - begin + reading_time * len(split.test)
    result = FitResult(
        scores={},
        fit_time=fit_time,
        transform_time=transform_time,
        estimator_time=np.nan,
        memory=size_of(vectorizer),
        n_terms=float(len(getattr(first_step(vectorizer), "vocabulary_", ())) or np.nan),
        n_features=float(np.shape(train)[1]),
        unknown_share=unknown_share(first_step(vectorizer), reading.tokens, split.test),
    )
    return Features(train, test, vectorizer, result)


def _fit_without_labels(
    task: DownstreamTask, candidate: Candidate, reading: Reading, split: Split, seed: int | None
) -> tuple[Any, float]:
    """With ``use_unlabeled``, fit what needs no y to all training documents; also return the time.

    That is the vectorizer, or the ``init`` of one that needs y, if that is to be fitted first.
    """
    vectorizer = with_seed(candidate.vectorizer, seed)
    reader = first_step(vectorizer)
    if not task.use_unlabeled or (candidate.needs_y and not fits_init(reader)):
        return vectorizer, 0.0
    documents = rows_of(reading.documents, split.train)
    begin = perf_counter()
    if candidate.needs_y:
        reader.init = fitted_init(reader, documents)
    else:
        vectorizer.fit(documents, **params_of_rows(task.y, candidate.params, split.train))
    reading_time = reading.seconds / len(reading.documents) * len(split.train)
    return vectorizer, perf_counter() - begin + reading_time


def _fit_transform(vectorizer: Any, X: Any, y: Any, params: dict[str, Any]) -> Any:
    """Return the features that a pipeline would pass to its next step."""
    if hasattr(vectorizer, "fit_transform"):
        return vectorizer.fit_transform(X, y, **params)
    return vectorizer.fit(X, y, **params).transform(X)


def _score(
    task: DownstreamTask,
    features: Features,
    labeled: NDArray[np.intp],
    test: NDArray[np.intp],
    seed: int | None,
) -> FitResult:
    estimator = with_seed(task.estimator, seed)
    if task.is_default:
        suit_features(estimator, features.train)
    begin = perf_counter()
    params = params_of_rows(task.y, task.fit_params, labeled)
    estimator.fit(features.train, rows_of(task.y, labeled), **params)
    params = params_of_rows(task.y, task.score_params, test)
    scores = task.scorer(estimator, features.test, rows_of(task.y, test), **params)
    seconds = perf_counter() - begin
    found = {name: float(score) for name, score in by_name(scores).items()}
    return features.result._replace(scores=found, estimator_time=seconds)


def size_of(vectorizer: Any) -> float:
    """Return the number of bytes of the pickle of a fitted vectorizer.

    NaN if it cannot be pickled, for example because its tokenizer is a lambda.
    """
    buffers: list[pickle.PickleBuffer] = []  # arrays, counted without copying them
    try:
        rest = len(pickle.dumps(vectorizer, protocol=5, buffer_callback=buffers.append))
    except Exception:  # noqa: BLE001
        return np.nan
    return float(rest + sum(buffer.raw().nbytes for buffer in buffers))


def unknown_share(reader: Any, tokens: TokenizedDocuments | None, test: NDArray[np.intp]) -> float:
    """Return the fraction of the tokens of the test documents that are out of vocabulary."""
    vocabulary = getattr(reader, "vocabulary_", None)
    if tokens is None or vocabulary is None:
        return np.nan
    part = tokens[test]
    if not len(part.ids):
        return np.nan
    counts = np.bincount(part.ids, minlength=len(part.tokens))
    met = np.flatnonzero(counts)
    known = np.fromiter((t in vocabulary for t in part.tokens[met].tolist()), bool, len(met))
    return float(1 - counts[met][known].sum() / len(part.ids))
