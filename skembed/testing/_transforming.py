"""Checks of transform: the row of a document does not depend on the other documents."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from unittest import SkipTest

import numpy as np

from ._documents import DATA, UNKNOWN, TextData
from ._tools import changed_attributes, ensure, ensure_close, ensure_same, fitted, fresh

# More than the 10,000 tokens after which some programs truncate a document.
_MANY = 11_000


def check_order_invariance(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check that permuting the documents permutes the rows."""
    estimator = fitted(estimator, data)
    order = np.random.RandomState(0).permutation(len(data.documents))
    shuffled = estimator.transform([data.documents[row] for row in order])
    expected = estimator.transform(data.documents)[order]
    ensure_close(shuffled, expected, f"{name}.transform of documents in another order")


def check_subset_invariance(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check that transforming documents one at a time gives the same rows."""
    estimator = fitted(estimator, data)
    alone = np.concatenate([estimator.transform([document]) for document in data.documents])
    together = estimator.transform(data.documents)
    ensure_close(alone, together, f"{name}.transform of single documents")


def check_batch_invariance(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check that transforming documents in batches, or repeated, gives the same rows."""
    estimator = fitted(estimator, data)
    together = estimator.transform(data.documents)
    for size in (2, 7, 32):
        starts = range(0, len(data.documents), size)
        batches = [estimator.transform(data.documents[i : i + size]) for i in starts]
        ensure_close(np.concatenate(batches), together, f"{name}.transform in batches of {size}")
    repeated = estimator.transform(data.documents * 10)
    ensure_close(repeated, np.tile(together, (10, 1)), f"{name}.transform of ten times as many")


def check_transform_keeps_state(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check that ``transform`` changes neither estimator nor documents nor later results."""
    estimator = fitted(estimator, data)
    documents = list(data.documents)
    before = dict(vars(estimator))
    first = np.array(estimator.transform(documents))
    estimator.transform([*documents[:3], "", UNKNOWN])
    changed = changed_attributes(estimator, before)
    ensure(not changed, f"{name}.transform changes {changed}.")
    ensure(documents == data.documents, f"{name}.transform changes the documents.")
    ensure_same(estimator.transform(documents), first, f"{name}.transform a second time")


def check_transform_in_threads(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check that one estimator can transform in several threads at once."""
    estimator = fitted(estimator, data)
    expected = np.array(estimator.transform(data.documents))
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(estimator.transform, [data.documents] * 8))
    for features in answers:
        ensure_same(features, expected, f"{name}.transform in a thread")


def check_empty_documents(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check that a document without tokens gives a row of zeros, also in ``fit_transform``."""
    documents = [*data.documents[:3], "", *data.documents[3:], ""]
    y = [*data.y[:3], data.y[0], *data.y[3:], data.y[0]]
    for method, features in (
        ("transform", fitted(estimator, data).transform(documents)),
        ("fit_transform", fresh(estimator).fit_transform(documents, y)),
    ):
        rows = np.asarray(features)[[3, -1]]
        ensure((rows == 0).all(), f"{name}.{method} of empty documents is not 0: {rows}.")


def check_unknown_documents(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check that a document with only out-of-vocabulary words gives a row of zeros."""
    # Include other documents, because a batch of only zeros is still zeros after centering.
    documents = [data.documents[0], UNKNOWN, *data.documents[1:9], UNKNOWN + UNKNOWN]
    estimator = fitted(estimator, data)
    if _has_subwords(estimator):
        raise SkipTest("Unknown words have the vectors of their subwords")
    rows = np.asarray(estimator.transform(documents))[[1, -1]]
    ensure((rows == 0).all(), f"{name}.transform of unknown words is not 0: {rows}.")


def _has_subwords(estimator: Any) -> bool:
    return getattr(getattr(estimator, "embedding_", None), "subwords", None) is not None


def check_has_vector(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check that ``has_vector``, if there is one, tells which documents have a word with a vector.

    An unknown word has one if the embedding has subwords.
    """
    estimator = fitted(estimator, data)
    if not hasattr(estimator, "has_vector"):
        raise SkipTest(f"{name} has no method has_vector")
    documents = ["", *data.documents[:3], UNKNOWN, f"{data.documents[3]} {UNKNOWN}"]
    expected = np.array([False, True, True, True, _has_subwords(estimator), True])
    before = dict(vars(estimator))
    ensure_same(estimator.has_vector(documents), expected, f"{name}.has_vector")
    ensure_same(estimator.has_vector([]), expected[:0], f"{name}.has_vector of no documents")
    changed = changed_attributes(estimator, before)
    ensure(not changed, f"{name}.has_vector changes {changed}.")


def check_no_documents(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check that an empty list gives an array without rows, but with all columns."""
    estimator = fitted(estimator, data)
    n_features = np.asarray(estimator.transform(data.documents)).shape[1]
    shape = np.asarray(estimator.transform([])).shape
    ensure(shape == (0, n_features), f"{name}.transform([]) has the shape {shape}.")


def check_finite(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check that features are finite for unusual documents."""
    odd = ["", "\x00", "🙂🙂", "0 1 2 3.5 -4e10", "a" * 10_000, data.documents[0] * 1000]
    features = np.asarray(fitted(estimator, data).transform([*data.documents, *odd, UNKNOWN]))
    rows = np.flatnonzero(~np.isfinite(features).all(axis=1))
    ensure(not len(rows), f"{name}.transform is not finite in rows {rows.tolist()}.")
    ensure((features[: len(data.documents)] != 0).any(), f"{name}.transform is 0 everywhere.")


def check_float32(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check that features are a two-dimensional ndarray of float32, one row per document."""
    for method, features in (
        ("transform", fitted(estimator, data).transform(data.documents)),
        ("fit_transform", fresh(estimator).fit_transform(data.documents, data.y)),
    ):
        what = f"{name}.{method}"
        ensure(type(features) is np.ndarray, f"{what} gives a {type(features).__name__}.")
        ensure(features.dtype == np.float32, f"{what} gives {features.dtype}, not float32.")
        ensure(features.ndim == 2, f"{what} gives {features.ndim} dimensions.")
        ensure(len(features) == len(data.documents), f"{what} gives {len(features)} rows.")


def check_long_documents(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check that long documents are not truncated."""
    first, other = data.documents[0], data.documents[int(np.argmax(data.y != data.y[0]))]
    begin = " ".join([first] * _MANY)
    rows = fitted(estimator, data).transform([begin, begin + " " + " ".join([other] * _MANY)])
    ensure((rows[0] != rows[1]).any(), f"{name}.transform truncates long documents.")
