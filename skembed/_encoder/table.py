"""From a table to codes: the categories of scikit-learn's OrdinalEncoder, each with a slot.

The slots of a column are its categories in their order, the infrequent ones together, the missing
value, and last the unknown value, which has no effect and a vector of zeros. After those of all
columns of categories, each column of numbers has a slot. Nothing is learned.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.preprocessing import OrdinalEncoder

from .._compat.sklearn import is_scalar_nan, n_samples
from .codes import CategorySlots, cells_by_column, different_values

INFREQUENT = "infrequent_sklearn"  # the name that OneHotEncoder gives to the infrequent categories
_DATES = (dt.date, dt.time, dt.timedelta, np.datetime64, np.timedelta64)
# Rows at a time: their intermediate results are few beside the codes, and fit into the cache.
BLOCK = 1 << 15


class EncodedColumn(NamedTuple):
    """A column: its name, its categories as terms, and the slot of the infrequent ones, or -1.

    ``values`` are the categories as they are in cells. ``are_strings``, of the shape of the terms,
    is true for the categories that are strings of their own.
    """

    name: str
    terms: NDArray[np.object_]
    values: CategorySlots
    infrequent: int
    are_strings: NDArray[np.bool_]

    @property
    def unknown(self) -> int:
        """The slot of unknown values."""
        return len(self.terms)


class EncodedTable(NamedTuple):
    """Cells as slots: ``codes`` (n_rows, n_columns), in Fortran order.

    Column j has the slots ``edges[j]`` to ``edges[j + 1] - 1`` of a matrix of all slots. The last
    slots of it are those of standardized ``numbers`` (n_rows, n_numbers), which a fit to y has.
    """

    codes: NDArray[np.int32]
    edges: NDArray[np.int64]
    numbers: NDArray[np.float64]

    @property
    def n_slots(self) -> int:
        """Number of slots of all columns."""
        return int(self.edges[-1] + self.numbers.shape[1])

    @property
    def sizes(self) -> NDArray[np.int64]:
        """Number of slots of each column: first those of categories."""
        return np.append(np.diff(self.edges), np.ones(self.numbers.shape[1], dtype=np.int64))

    @property
    def slots_of_numbers(self) -> slice:
        """The slots of the numbers."""
        return slice(int(self.edges[-1]), self.n_slots)

    def slots(self, j: int) -> slice:
        """Return the slots of a column."""
        return slice(int(self.edges[j]), int(self.edges[j + 1]))

    def take(self, rows: slice | NDArray[np.integer]) -> Self:
        """Return some rows; those of a slice are not copied."""
        codes = self.codes[rows]
        codes = codes if isinstance(rows, slice) else np.asfortranarray(codes)
        return self._replace(codes=codes, numbers=self.numbers[rows])

    def blocks(self) -> Iterator[tuple[slice, Self]]:
        """Yield ranges of rows with their codes; of all rows at once, scores need much memory.

        Sums over slots cost as much as the slots: a block has as many rows at least.
        """
        size = max(BLOCK, self.n_slots)
        for begin in range(0, len(self.codes), size):
            rows = slice(begin, begin + size)
            yield rows, self.take(rows)

    def gather(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Sum the values of the cells of each row; from (n_slots, n) to (n_rows, n)."""
        total = self.numbers @ values[self.slots_of_numbers]
        for j, codes in enumerate(self.codes.T):
            total += np.take(values[self.slots(j)], codes, axis=0)
        return total

    def sums(
        self, values: NDArray[np.float64], total: NDArray[np.float64] | None = None
    ) -> NDArray[np.float64]:
        """Add the values of the rows with each slot, or times the number, to (n_slots, n)."""
        if total is None:
            total = np.zeros((self.n_slots, values.shape[1]))
        total[self.slots_of_numbers] += self.numbers.T @ values
        for k in range(values.shape[1]):
            column = np.ascontiguousarray(values[:, k])
            for j, codes in enumerate(self.codes.T):
                slots = self.slots(j)
                n = slots.stop - slots.start
                total[slots, k] += np.bincount(codes, weights=column, minlength=n)
        return total


def fit_categories(
    X: Any, *, categories: Any, handle_unknown: str, min_frequency: Any, max_categories: Any
) -> OrdinalEncoder:
    """Find the categories of each column; errors are scikit-learn's, with the column named."""
    if sparse.issparse(X):
        raise TypeError(
            "Sparse data was passed, but categories are cells of a dense table. Use X.toarray() to "
            "convert it, or pass the columns before they were one-hot encoded."
        )
    encoder = OrdinalEncoder(
        categories=categories,
        dtype=np.int32,
        handle_unknown="error" if handle_unknown == "error" else "use_encoded_value",
        unknown_value=None if handle_unknown == "error" else -1,
        encoded_missing_value=-2,  # as the code of unknown values, required but not used
        min_frequency=min_frequency,
        max_categories=max_categories,
    )
    encoder.set_output(transform="default")  # whatever the configuration is
    try:
        return encoder.fit(X)
    except TypeError as error:
        if "uniformly strings or numbers" not in str(error):
            raise
        raise TypeError(f"{_mixed_column(X)}: {error}") from error


def _mixed_column(X: Any) -> str:
    """Return the name of the first column that scikit-learn cannot sort."""
    columns = getattr(X, "columns", None)
    cells = np.asarray(X, dtype=object)
    for j in range(cells.shape[1]):
        try:
            OrdinalEncoder().fit(cells[:, j : j + 1])
        except TypeError:
            return f"Column {j if columns is None else columns[j]!r} mixes types"
    return "A column mixes types"


def find_columns(
    encoder: OrdinalEncoder, names: Iterable[str] | None = None
) -> list[EncodedColumn]:
    """Describe the columns of a fitted encoder, with their names; dates are refused."""
    n_columns = encoder.n_features_in_
    if names is None:
        names = getattr(encoder, "feature_names_in_", [f"x{j}" for j in range(n_columns)])
    infrequent = getattr(encoder, "infrequent_categories_", [None] * n_columns)
    columns = []
    for name, values, rare in zip(names, encoder.categories_, infrequent, strict=True):
        if values.dtype.kind in "mM" or isinstance(values[0], _DATES):
            raise TypeError(
                f"Column {name!r} holds dates or times: each would be a category of its own. "
                "Derive columns such as year, month and weekday, or numbers, and pass those."
            )
        left_out = set() if rare is None else set(rare.tolist())
        labels, slots, rare_slot = _label_slots(values, left_out)
        strings = np.array([isinstance(label, str) for label in labels])
        if rare_slot >= 0:
            strings[rare_slot] = False
        known = CategorySlots.of(values, slots)
        columns.append(EncodedColumn(str(name), _as_terms(labels), known, rare_slot, strings))
    return columns


def _label_slots(values: NDArray[Any], rare: set[Any]) -> tuple[list[Any], NDArray[np.int32], int]:
    """Return a label for each slot, the slot of each category, and that of the infrequent ones."""
    known = values.tolist()
    missing = [known.pop()] if is_scalar_nan(values[-1]) else []
    kept = [value for value in known if value not in rare]
    labels = [*kept, *([INFREQUENT] if rare else []), *missing]
    slots = np.cumsum([value not in rare for value in known], dtype=np.int32) - np.int32(1)
    if rare:
        slots[[value in rare for value in known]] = len(kept)
    slots = np.append(slots, np.full(len(missing), len(labels) - 1, dtype=np.int32))
    return labels, slots, len(kept) if rare else -1


def _as_terms(labels: list[Any]) -> NDArray[np.object_]:
    """Return labels as different strings."""
    terms = [str(label) for label in labels]
    if len(set(terms)) < len(terms):
        terms = [repr(label) for label in labels]
    return np.array(terms, dtype=object)


def read_table(columns: list[EncodedColumn], handle_unknown: str, X: Any) -> EncodedTable:
    """Encode the cells of a table, a column at a time; errors are scikit-learn's."""
    n_rows = n_samples(X)
    codes = np.empty((n_rows, len(columns)), dtype=np.int32, order="F")
    for j, (column, cells) in enumerate(zip(columns, cells_by_column(X), strict=True)):
        unknown = column.unknown
        if handle_unknown == "infrequent_if_exist" and column.infrequent >= 0:
            unknown = column.infrequent
        codes[:, j] = column.values.encode(cells, unknown)
        if handle_unknown == "error" and (codes[:, j] == unknown).any():
            found = different_values(cells[codes[:, j] == unknown])
            raise ValueError(f"Found unknown categories {found} in column {j} during transform")
    edges = np.cumsum([0, *(column.unknown + 1 for column in columns)], dtype=np.int64)
    return EncodedTable(codes, edges, np.empty((n_rows, 0)))
