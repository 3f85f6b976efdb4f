"""A fit of `EmbeddingEncoder`: from a table to fitted attributes, which are not set here."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.utils import check_consistent_length, check_random_state

from .._compat.sklearn import names_of_columns
from .._compat.threads import n_threads, one_blas_thread
from .._core.embedding import Embedding
from .._supervised.targets.sample_weight import check_sample_weight
from .components import (
    ONE_HOT,
    SUPERVISED,
    UNSUPERVISED,
    one_hot_columns,
    wanted_components,
    with_one_hot,
)
from .ngrams import NGramVectors, Spellings, fill_unknown, find_spellings
from .numbers import find_numbers, split_columns, standardized
from .outputs import CLASSES, Outputs, find_outputs, find_target_type
from .supervised import SupervisedVectors, learn_vectors
from .table import EncodedColumn, EncodedTable, find_columns, fit_categories, read_table
from .unsupervised import learn_context_vectors

Vectors = NDArray[np.float32]
Floats = NDArray[np.float64]

ITERATIONS = 10  # of each of the rounds: what max_iter='auto' stands for in a supervised fit
CLASS_COMPONENTS = 50  # most components for n_components='auto' and several classes or labels


class Supervised(NamedTuple):
    """A supervised fit: the table with standardized numbers, the outputs, and what was learned."""

    table: EncodedTable
    outputs: Outputs
    learned: SupervisedVectors


class Trained(NamedTuple):
    """Vectors of all columns, the fitted attributes that belong to the method, and its training."""

    vectors: list[Vectors]
    attributes: dict[str, Any]
    supervised: Supervised | None


class FittedColumns(NamedTuple):
    """All that `transform` needs, in one attribute: another thread may fit at the same time.

    ``numbers`` are the places of columns of numbers. The other lists have an entry for each column
    of categories. ``vectors`` end in one-hot vectors if ``is_one_hot``.
    """

    numbers: list[int]
    columns: list[EncodedColumn]
    is_one_hot: list[bool]
    vectors: list[Vectors]
    ngrams: list[NGramVectors | None]

    def features(self, cells: Any, table: EncodedTable, numbers: Floats | None) -> NDArray[Any]:
        """Return the features of a table: of the cells of categories, with their codes."""
        features = features_of(table, self.vectors, numbers)
        fill_unknown(features, cells, table, self.vectors, self.ngrams)
        return features


class Learned(NamedTuple):
    """The fitted attributes, what was read, and what cross-fitting needs of a supervised fit."""

    attributes: dict[str, Any]
    cells: Any
    table: EncodedTable
    numbers: Floats | None
    supervised: Supervised | None
    spellings: list[Spellings | None]

    def features(self) -> NDArray[Any]:
        """Return the features of the training rows by the model of all rows."""
        fitted: FittedColumns = self.attributes["_fitted"]
        return fitted.features(self.cells, self.table, self.numbers)


def learn(encoder: Any, X: Any, y: Any, sample_weight: ArrayLike | None) -> Learned:
    """Learn the vectors of a table."""
    places = find_numbers(X, encoder.categorical_features)
    cells, numbers = split_columns(X, places)
    categories = fit_categories(
        cells,
        categories=encoder.categories,
        handle_unknown=encoder.handle_unknown,
        min_frequency=encoder.min_frequency,
        max_categories=encoder.max_categories,
    )
    n_features, names = categories.n_features_in_ + len(places), names_of_columns(X)
    each = [f"x{j}" for j in range(n_features)] if names is None else names
    columns = find_columns(categories, np.delete(each, places))
    table = read_table(columns, encoder.handle_unknown, cells)
    is_supervised = encoder.method == "supervised"
    auto = ONE_HOT if is_supervised and not places else 0
    is_one_hot = one_hot_columns(encoder.max_cat_to_onehot, encoder.n_components, columns, auto)
    spellings = spellings_of(encoder, columns)
    with one_blas_thread():  # with more, sums depend on their number
        if is_supervised:
            trained = _learn_from_y(encoder, columns, table, numbers, y, sample_weight)
        else:
            trained = _learn_without_y(encoder, columns, table, sample_weight)
        ngrams = ngrams_of(table, trained.vectors, spellings)
    vectors = with_one_hot(trained.vectors, is_one_hot)
    attributes = {
        **trained.attributes,
        "n_features_in_": n_features,
        "categories_": categories.categories_,
        "embeddings_": {
            column.name: Embedding(column.terms, mine[:-1])
            for column, mine in zip(columns, trained.vectors, strict=True)
        },
        "_fitted": FittedColumns(places, columns, is_one_hot, vectors, ngrams),
    }
    if names is not None:
        attributes["feature_names_in_"] = names
    return Learned(attributes, cells, table, numbers, trained.supervised, spellings)


def _learn_without_y(
    encoder: Any, columns: list[EncodedColumn], table: EncodedTable, sample_weight: Any
) -> Trained:
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
    return Trained(vectors, {"n_iter_": len(losses), "loss_curve_": losses}, None)


def _learn_from_y(
    encoder: Any,
    columns: list[EncodedColumn],
    table: EncodedTable,
    numbers: Floats | None,
    y: Any,
    sample_weight: Any,
) -> Trained:
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
    if numbers is not None:
        table = table._replace(numbers=standardized(numbers, weights))
    learned = learn_vectors(table, outputs, wanted, iterations(encoder.max_iter))
    n_iter = learned.effects.n_iter
    attributes = {"target_type_": target_type, "classes_": classes, "n_iter_": n_iter}
    return Trained(learned.vectors, attributes, Supervised(table, outputs, learned))


def iterations(max_iter: int | str) -> int:
    """Return the iterations of each round of a supervised fit."""
    return ITERATIONS if max_iter == "auto" else int(max_iter)


def spellings_of(encoder: Any, columns: list[EncodedColumn]) -> list[Spellings | None]:
    """Return the n-grams of each column; None where unseen values have vectors of zeros."""
    if encoder.char_ngram_range is None:
        return [None] * len(columns)
    if encoder.handle_unknown != "ignore":
        raise ValueError(
            "char_ngram_range gives unseen values vectors of their own, but "
            f"handle_unknown={encoder.handle_unknown!r} does not. Use handle_unknown='ignore'."
        )
    least, most = encoder.char_ngram_range
    if not 1 <= least <= most:
        raise ValueError(
            f"char_ngram_range={encoder.char_ngram_range!r} must be (min_n, max_n) with "
            "1 <= min_n <= max_n."
        )
    return [find_spellings(column, encoder.char_ngram_range) for column in columns]


def ngrams_of(
    table: EncodedTable, vectors: list[Vectors], spellings: list[Spellings | None]
) -> list[NGramVectors | None]:
    """Learn the vectors of n-grams from those of the categories that have rows."""
    found: list[NGramVectors | None] = []
    for codes, mine, spelling in zip(table.codes.T, vectors, spellings, strict=True):
        known = np.bincount(codes, minlength=len(mine)) > 0
        if spelling is None or not known[spelling.slots].any():
            found.append(None)
            continue
        found.append(spelling.fit(mine, known))
        mine[:] = spelling.filled(mine, known)
    return found


def features_of(
    table: EncodedTable, vectors: list[Vectors], numbers: Floats | None = None
) -> NDArray[Any]:
    """Return the vectors of the cells of each row, side by side, and then its numbers."""
    ends = np.cumsum([0, *(mine.shape[1] for mine in vectors)])
    features = room_for(len(table.codes), ends[-1], numbers)
    for codes, mine, begin, end in zip(table.codes.T, vectors, ends, ends[1:], strict=False):
        features[:, begin:end] = np.take(mine, codes, axis=0)
    return features


def room_for(n_rows: int, n_learned: int, numbers: Floats | None) -> NDArray[Any]:
    """Return features whose ``n_learned`` first columns are to be filled; numbers follow them."""
    if numbers is None:
        return np.empty((n_rows, n_learned), dtype=np.float32)
    shape = n_rows, n_learned + numbers.shape[1]
    features = np.empty(shape, dtype=np.promote_types(np.float32, numbers.dtype))
    features[:, n_learned:] = numbers
    return features
