"""From the cells of a column to slots: one look-up a cell, or one a value if the column knows them.

Values and errors are those of scikit-learn's OrdinalEncoder, whose ``transform`` looks at each cell
three times and holds all columns as objects. Which slot a category has is not decided here.
"""

from __future__ import annotations

from itertools import repeat
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.utils import check_array

from .._compat.sklearn import columns_of, is_scalar_nan, n_samples

Slots = NDArray[np.int32]

BLOCK = 1 << 15  # cells at a time: their intermediate results stay in the cache
NUMBERS = "iuf"  # kinds of dtypes whose categories are sorted


class CategorySlots(NamedTuple):
    """The categories of a column, as in ``categories_``, the slot of each, and slots by value.

    Sorted numbers need no ``by_value``: it is empty for them. A missing value is NaN, the last
    category if there is one.
    """

    categories: NDArray[Any]
    slots: Slots
    by_value: dict[Any, int]

    @classmethod
    def of(cls, categories: NDArray[Any], slots: Slots) -> Self:
        """Return categories with their slots."""
        made = cls(categories, slots, {})
        return made if categories.dtype.kind in NUMBERS else made._replace(by_value=made._index())

    def encode(self, cells: Any, unknown: int) -> Slots:
        """Return the slots of the cells of an array or Series, and ``unknown`` for other values."""
        if _knows_its_values(cells):
            codes, values = cells.factorize()  # the code of missing values is -1, the last place
            slots = np.append(self._encode(np.asarray(values), unknown), self._missing(unknown))
            found: Slots = slots.astype(np.int32)[codes]
            return found
        return self._encode(_checked(cells), unknown)

    def _encode(self, values: NDArray[Any], unknown: int) -> Slots:
        are_numbers = values.dtype.kind in NUMBERS and self.categories.dtype.kind in NUMBERS
        index = {} if are_numbers else self.by_value or self._index()
        found = np.empty(len(values), dtype=np.int32)
        for begin in range(0, len(values), BLOCK):
            rows = slice(begin, begin + BLOCK)
            if are_numbers:
                found[rows] = self._search(values[rows], unknown)
            else:
                found[rows] = self._look_up(index, values[rows], unknown)
        return found

    def _look_up(self, index: dict[Any, int], values: NDArray[Any], unknown: int) -> Slots:
        each = list(values) if values.dtype.kind in "mM" else values.tolist()  # dates are no ints
        found = np.fromiter(map(index.get, each, repeat(unknown)), np.int32, len(each))
        missing = self._missing(unknown)
        if missing != unknown:  # NaN has not been found, unless it is the very object
            for i in np.flatnonzero(found == unknown):
                found[i] = missing if is_scalar_nan(each[i]) else unknown
        return found

    def _search(self, values: NDArray[Any], unknown: int) -> Slots:
        places = np.searchsorted(self.categories, values)  # NaN is the last of all numbers
        np.minimum(places, len(self.categories) - 1, out=places)
        found = self.slots[places]
        same = self.categories[places] == values
        if self._missing(unknown) != unknown:
            same |= np.isnan(values)
        found[~same] = unknown
        return found

    def _missing(self, unknown: int) -> int:
        """Return the slot of missing values."""
        return int(self.slots[-1]) if is_scalar_nan(self.categories[-1]) else unknown

    def _index(self) -> dict[Any, int]:
        return dict(zip(self.categories.tolist(), self.slots.tolist(), strict=True))


def cells_by_column(X: Any) -> list[Any]:
    """Return the columns of a table: Series of a pandas dataframe, or arrays, as scikit-learn."""
    if hasattr(X, "iloc") and n_samples(X):
        return [columns_of(X, j) for j in range(X.shape[1])]
    cells = _checked(X, ensure_2d=True)
    if not hasattr(X, "dtype") and cells.dtype.kind == "U":
        cells = _checked(X, ensure_2d=True, dtype=object)  # without numbers turned into strings
    return list(cells.T)


def different_values(cells: Any) -> list[Any]:
    """Return the values of cells, each once."""
    values = np.asarray(cells)
    found = np.unique(values) if values.dtype.kind in NUMBERS else values
    return list(dict.fromkeys(found.tolist()))


def _checked(cells: Any, *, ensure_2d: bool = False, dtype: Any = None) -> NDArray[Any]:
    rules: dict[str, Any] = {"ensure_all_finite": "allow-nan", "ensure_2d": ensure_2d}
    return np.asarray(check_array(cells, dtype=dtype, **rules))


def _knows_its_values(cells: Any) -> bool:
    """Return whether this is a Series of strings or categories with NaN for missing values."""
    missing = getattr(cells.dtype, "na_value", None)
    return bool(cells.dtype.kind == "O" and is_scalar_nan(missing))
