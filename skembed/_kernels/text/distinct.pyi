import numpy as np
from numpy.typing import NDArray

def index_tokens(
    text: NDArray[np.uint8],
    begins: NDArray[np.int64],
    rows: NDArray[np.int32],
    slots: NDArray[np.uint64],
) -> bytearray: ...
def order_tokens(
    text: NDArray[np.uint8],
    begins: NDArray[np.int64],
    counts: NDArray[np.int64],
    n_threads: int,
    places: NDArray[np.int64],
) -> None: ...
def take_tokens(
    text: NDArray[np.uint8], begins: NDArray[np.int64], places: NDArray[np.int64]
) -> tuple[bytearray, bytearray]: ...
def strings_of(
    text: NDArray[np.uint8],
    begins: NDArray[np.int64],
    places: NDArray[np.int32],
    out: NDArray[np.object_],
) -> None: ...
