"""Iterate over documents in any supported container; the documents are not inspected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from itertools import chain
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import issparse

from .partitions import partitions_of

# Number of strings of an Arrow column converted to Python objects at once.
_SLICE = 10_000

_EXPECTED = "Iterable over raw text documents expected"


def iterate_documents(documents: Any, *, rows: bool = False) -> Iterator[Any]:
    """Iterate over documents in any supported container.

    A list, tuple, generator, one-dimensional array, Series, or a dataframe (or two-dimensional
    array) with one column, or Dask's partitions of them; anything else is a TypeError or
    ValueError. If ``rows``, several columns are allowed: a document is then a row, of a dataframe
    as a dict.
    """
    if isinstance(documents, (str, bytes)):
        raise ValueError(f"{_EXPECTED}, string object received. Put it into a list: [text].")
    if (parts := partitions_of(documents)) is not None:  # one after the other is computed
        found = (iterate_documents(part.compute(), rows=rows) for part in parts)
        return chain.from_iterable(found)
    if isinstance(documents, (list, tuple)):
        return iter(documents)
    if issparse(documents):
        raise TypeError(f"{_EXPECTED}, got a sparse matrix.")
    if isinstance(documents, np.ndarray):
        several = rows and documents.ndim > 1 and documents.shape[1] > 1
        return iter(documents if several else _one_dimension(documents))
    if isinstance(documents, (Mapping, AbstractSet)):
        raise TypeError(
            f"{_EXPECTED}, got a {type(documents).__name__}, whose rows have no order. Pass a list."
        )
    native = nw.from_native(documents, allow_series=True, eager_only=True, pass_through=True)
    if isinstance(native, nw.DataFrame):
        if rows and len(native.columns) > 1:
            return native.iter_rows(named=True)
        native = _single_column(native)
    if isinstance(native, nw.Series):
        return _iterate_series(native)
    if not isinstance(documents, Iterable):
        raise TypeError(f"{_EXPECTED}, got {type(documents).__name__}.")
    return _iterate_foreign(documents)


def listed(documents: Any) -> Any:
    """Return documents that can be read more than once: those of an iterator are in a list."""
    return list(iterate_documents(documents)) if isinstance(documents, Iterator) else documents


def _iterate_foreign(documents: Iterable[Any]) -> Iterator[Any]:
    """Iterate over an iterable that may raise errors itself, such as a generator; add the row."""
    n_read = 0
    try:
        for document in documents:
            yield document
            n_read += 1
    except Exception as error:
        error.add_note(f"The iterable of documents raised this when it was asked for row {n_read}.")
        raise


def _one_dimension(array: NDArray[Any]) -> NDArray[Any]:
    if array.ndim == 2 and array.shape[1] == 1:
        return array[:, 0]
    if array.ndim != 1:
        raise ValueError(
            f"{_EXPECTED} in an array of one dimension or one column, got an array of shape "
            f"{array.shape}. Select the column of the texts."
        )
    return array


def _single_column(frame: Any) -> Any:
    columns = frame.columns
    if len(columns) != 1:
        shown = ", ".join(map(repr, columns[:10])) + (", ..." if len(columns) > 10 else "")
        raise ValueError(
            f"{_EXPECTED}, got a dataframe with {len(columns)} columns ({shown}). Select the "
            "column of the texts, or use a ColumnTransformer with one vectorizer for each column."
        )
    return frame[columns[0]]


def _iterate_series(series: Any) -> Iterator[Any]:
    for start in range(0, len(series), _SLICE):
        yield from series[start : start + _SLICE].to_list()
