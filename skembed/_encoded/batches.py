"""Iterate over documents that may come in batches: dataframes, Series, or batches of Arrow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import narwhals.stable.v2 as nw

from .._text.containers import iterate_documents


def each_document(documents: Any, *, rows: bool) -> Iterator[Any]:
    """Iterate over documents in any container, and over those of an iterator of batches.

    A batch is a Series, or a dataframe or record batch of Arrow with one column; if ``rows``, with
    any number of columns.
    """
    if not isinstance(documents, Iterator):
        documents = iterate_documents(documents, rows=rows)
    for item in documents:
        batch = None if isinstance(item, (str, bytes, list)) else _as_batch(item)
        if batch is None:
            yield item
        else:
            yield from iterate_documents(batch, rows=rows)


def _as_batch(item: Any) -> Any:
    """Return a dataframe or Series, or None if an item is a document."""
    native = nw.from_native(item, allow_series=True, eager_only=True, pass_through=True)
    if isinstance(native, (nw.DataFrame, nw.Series)):
        return item
    if hasattr(item, "__arrow_c_stream__"):  # a record batch, which narwhals takes this way only
        return nw.from_arrow(item, backend="pyarrow")
    return None
