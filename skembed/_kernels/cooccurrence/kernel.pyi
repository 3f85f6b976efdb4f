import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int32]
Offsets = NDArray[np.int64]
Bits = NDArray[np.uint64]

def count_terms(ids: Ids, counts: Offsets) -> None: ...
def longest_document(indptr: Offsets, n_tokens: int) -> int: ...
def index_occurrences(
    ids: Ids,
    indptr: Offsets,
    begin: int,
    end: int,
    row_begin: int,
    window: int,
    next: Offsets,
    found: Bits,
) -> None: ...
def count_rows(
    ids: Ids,
    found: Bits,
    ends: Offsets,
    counts: Offsets,
    weights: Offsets,
    scale: float,
    symmetric: bool,
    complete: bool,
    budget: int,
    narrow: NDArray[np.uint32],
    wide: Offsets,
    touched: Ids,
    words: Bits,
    tops: Bits,
    columns: Ids,
    values: NDArray[np.float32],
    sizes: Offsets,
    state: Offsets,
) -> None: ...
