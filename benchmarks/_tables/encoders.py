"""The encoders of the benchmark, and the time and memory that one takes."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from importlib.util import find_spec
from time import perf_counter
from typing import Any

from _common import with_peak
from sklearn.base import clone
from sklearn.model_selection import KFold, StratifiedKFold
from sklearn.preprocessing import OneHotEncoder, TargetEncoder

from skembed import EmbeddingEncoder

from .data import TableSet, large_table

ONE_HOT, TARGET, EMBEDDING = "one-hot", "TargetEncoder", "EmbeddingEncoder"
WITH_NUMBERS = f"{EMBEDDING}, numbers"


def encoders(data: TableSet) -> dict[str, Any]:
    """Return the encoders by name, unfitted."""
    kind = "continuous" if data.is_regression else "auto"
    numbers = EmbeddingEncoder(categorical_features="from_dtype", target_type=kind, random_state=0)
    found = {
        ONE_HOT: OneHotEncoder(handle_unknown="ignore"),
        TARGET: TargetEncoder(target_type=kind, cv=splitter(data, 5)),
        EMBEDDING: EmbeddingEncoder(target_type=kind, random_state=0),
        WITH_NUMBERS: numbers,
        f"{WITH_NUMBERS}, n-grams": clone(numbers).set_params(char_ngram_range=(2, 4)),
        f"{EMBEDDING}, unsupervised": EmbeddingEncoder(method="unsupervised", random_state=0),
    }
    if find_spec("skrub"):
        from skrub import MinHashEncoder, StringEncoder, TableVectorizer

        for encoder in (StringEncoder(random_state=0), MinHashEncoder()):
            name = f"skrub's {type(encoder).__name__}"
            found[name] = TableVectorizer(high_cardinality=encoder)
    return found


def splitter(data: TableSet, n_folds: int) -> KFold | StratifiedKFold:
    """Return shuffled folds, stratified for classes."""
    kind = KFold if data.is_regression else StratifiedKFold
    return kind(n_folds, shuffle=True, random_state=0)


def seconds(repeats: int, function: Callable[..., Any], *arguments: Any) -> float:
    """Return the median time of several calls."""
    times = []
    for _ in range(repeats):
        begin = perf_counter()
        function(*arguments)
        times.append(perf_counter() - begin)
    return statistics.median(times)


def fit_large(
    name: str, n_rows: int, n_columns: int, n_categories: int
) -> tuple[float, float, int, int]:
    """Return seconds of fit and transform, and the bytes of the peak and of codes and vectors."""
    X, y = large_table(n_rows, n_columns, n_categories)
    encoder = {
        TARGET: TargetEncoder(target_type="continuous"),
        EMBEDDING: EmbeddingEncoder(target_type="continuous", random_state=0),
    }[name]
    fit, memory = with_peak(seconds, 1, encoder.fit, X, y)
    n_features = encoder.transform(X[:2]).shape[1]
    transform = seconds(1, encoder.transform, X)
    vectors = 4 * (n_categories + 50 * (n_columns - 1)) * max(1, n_features // n_columns)
    return fit, transform, memory, 4 * n_rows * n_columns + vectors
