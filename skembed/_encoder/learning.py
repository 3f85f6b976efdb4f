"""A fit of `EmbeddingEncoder`: from a table to fitted attributes, which are not set here."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.utils import check_consistent_length, check_random_state

from .._compat.threads import n_threads
from .._core.embedding import Embedding
from .._supervised.targets.sample_weight import check_sample_weight
from .components import SUPERVISED, UNSUPERVISED, wanted_components
from .outputs import CLASSES, Outputs, find_outputs, find_target_type
from .supervised import SupervisedVectors, learn_vectors
from .table import EncodedColumn, EncodedTable, find_columns, fit_categories, names_of, read_table
from .unsupervised import learn_context_vectors

Vectors = NDArray[np.float32]

ITERATIONS = 10  # of each of the rounds: what max_iter='auto' stands for in a supervised fit
CLASS_COMPONENTS = 50  # most components for n_components='auto' and several classes or labels


class Learned(NamedTuple):
    """The fitted attributes, and what cross-fitting needs of a supervised fit."""

    attributes: dict[str, Any]
    table: EncodedTable
    supervised: tuple[Outputs, SupervisedVectors] | None


def learn(encoder: Any, X: Any, y: Any, sample_weight: ArrayLike | None) -> Learned:
    """Learn the vectors of a table."""
    categories = fit_categories(
        X,
        categories=encoder.categories,
        handle_unknown=encoder.handle_unknown,
        min_frequency=encoder.min_frequency,
        max_categories=encoder.max_categories,
    )
    columns = find_columns(categories, names_of(X, categories.n_features_in_))
    table = read_table(categories, columns, encoder.handle_unknown, X)
    attributes = {
        "n_features_in_": categories.n_features_in_,
        "categories_": categories.categories_,
        "_categories": categories,
        "_columns": columns,
    }
    if hasattr(categories, "feature_names_in_"):
        attributes["feature_names_in_"] = categories.feature_names_in_
    if encoder.method == "unsupervised":
        found = _learn_without_y(encoder, columns, table, sample_weight)
        return Learned({**attributes, **found}, table, None)
    return _learn_from_y(encoder, columns, table, y, sample_weight, attributes)


def _learn_without_y(
    encoder: Any, columns: list[EncodedColumn], table: EncodedTable, sample_weight: ArrayLike | None
) -> dict[str, Any]:
    if sample_weight is not None:
        raise ValueError("sample_weight is used only with method='supervised'.")
    vectors, losses = learn_context_vectors(
        table,
        wanted_components(encoder.n_components, columns, UNSUPERVISED),
        encoder.max_iter,
        n_threads(encoder.n_jobs),
        check_random_state(encoder.random_state),
        type(encoder).__name__,
    )
    vectors = with_one_hot(columns, vectors, encoder.max_cat_to_onehot)
    return {**embedded(columns, vectors, encoder), "n_iter_": len(losses), "loss_curve_": losses}


def _learn_from_y(
    encoder: Any,
    columns: list[EncodedColumn],
    table: EncodedTable,
    y: Any,
    sample_weight: ArrayLike | None,
    attributes: dict[str, Any],
) -> Learned:
    if y is None:
        raise ValueError(
            f"{type(encoder).__name__} with method='supervised' requires y to be passed, but the "
            "target y is None."
        )
    check_consistent_length(table.codes, y)
    target_type = find_target_type(y, encoder.target_type)
    weights = check_sample_weight(sample_weight, len(table.codes))
    auto = CLASS_COMPONENTS if target_type in CLASSES else SUPERVISED
    wanted = wanted_components(encoder.n_components, columns, auto)
    outputs, classes = find_outputs(y, target_type, weights, max(wanted))
    learned = learn_vectors(table, outputs, wanted, iterations(encoder.max_iter))
    vectors = with_one_hot(columns, learned.vectors, encoder.max_cat_to_onehot)
    attributes = {
        **attributes,
        **embedded(columns, vectors, encoder),
        "target_type_": target_type,
        "classes_": classes,
        "n_iter_": learned.effects.n_iter,
    }
    return Learned(attributes, table, (outputs, learned))


def iterations(max_iter: int | str) -> int:
    """Return the iterations of each round of a supervised fit."""
    return ITERATIONS if max_iter == "auto" else int(max_iter)


def with_one_hot(
    columns: list[EncodedColumn], vectors: list[Vectors], largest: int
) -> list[Vectors]:
    """Replace the vectors of columns with few categories by one-hot ones."""
    return [
        np.eye(len(column.terms) + 1, len(column.terms), dtype=np.float32)
        if len(column.terms) <= largest
        else mine
        for column, mine in zip(columns, vectors, strict=True)
    ]


def embedded(columns: list[EncodedColumn], vectors: list[Vectors], encoder: Any) -> dict[str, Any]:
    """Return the fitted attributes that hold vectors."""
    pairs = zip(columns, vectors, strict=True)
    largest = encoder.max_cat_to_onehot
    return {
        "embeddings_": {
            column.name: Embedding(column.terms, mine[:-1])
            for column, mine in pairs
            if len(column.terms) > largest
        },
        "_vectors": vectors,
        "_n_features_out": sum(mine.shape[1] for mine in vectors),
    }


def features_of(table: EncodedTable, vectors: list[Vectors]) -> Vectors:
    """Return the vectors of the cells of each row, side by side."""
    ends = np.cumsum([0, *(mine.shape[1] for mine in vectors)])
    features = np.empty((len(table.codes), ends[-1]), dtype=np.float32)
    for codes, mine, begin, end in zip(table.codes.T, vectors, ends, ends[1:], strict=False):
        features[:, begin:end] = np.take(mine, codes, axis=0)
    return features
