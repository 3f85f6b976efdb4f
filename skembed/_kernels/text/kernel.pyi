import numpy as np
from numpy.typing import NDArray

def check_documents(ids: NDArray[np.int32], indptr: NDArray[np.int64], n_terms: int) -> None: ...
def count_occurrences(
    ids: NDArray[np.int32],
    indptr: NDArray[np.int64],
    n_threads: int,
    counts: NDArray[np.int64],
    document_counts: NDArray[np.int64],
) -> None: ...
def count_terms(
    ids: NDArray[np.int32],
    indptr: NDArray[np.int64],
    n_terms: int,
    terms: NDArray[np.int32],
    counts: NDArray[np.float32],
    ends: NDArray[np.int64],
) -> int: ...
def recode(
    ids: NDArray[np.int32],
    indptr: NDArray[np.int64],
    rows: NDArray[np.int32] | None,
    n_threads: int,
    n_dropped: NDArray[np.int64],
) -> int: ...
def take_lists(
    values: NDArray[np.int32],
    indptr: NDArray[np.int64],
    lists: NDArray[np.int64],
    ends: NDArray[np.int64],
    out: NDArray[np.int32],
) -> None: ...
def append_rows(
    places: NDArray[np.int32],
    rows: NDArray[np.int32] | None,
    indptr: NDArray[np.int64],
    n_threads: int,
    next: NDArray[np.int64],
    out: NDArray[np.int32] | None,
) -> None: ...
