import numpy as np
from numpy.typing import NDArray

def number_ngrams(
    before: NDArray[np.int32],
    ids: NDArray[np.int32],
    indptr: NDArray[np.int64],
    n_before: int,
    n_tokens: int,
    n_threads: int,
    places: NDArray[np.int32],
) -> tuple[bytearray, bytearray, bytearray]: ...
def order_ngrams(
    keys: list[NDArray[np.int64]],
    counts: list[NDArray[np.int64]],
    document_counts: list[NDArray[np.int64]],
    n_tokens: int,
    least: int,
    low: float,
    high: float,
    n_threads: int,
    rows: list[NDArray[np.int32]],
) -> tuple[bytearray, bytearray, bytearray]: ...
def index_ngrams(keys: NDArray[np.int64], slots: NDArray[np.uint32]) -> None: ...
def find_ngrams(
    before: NDArray[np.int32],
    ids: NDArray[np.int32],
    indptr: NDArray[np.int64],
    n_before: int,
    n_tokens: int,
    keys: NDArray[np.int64],
    slots: NDArray[np.uint32],
    n_threads: int,
    places: NDArray[np.int32],
) -> None: ...
