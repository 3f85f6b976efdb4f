import numpy as np
from numpy.typing import NDArray

def number_tokens(
    documents: tuple[str, ...],
    entries: NDArray[np.uint32],
    begins: NDArray[np.int64],
    expansions: NDArray[np.uint32],
    has_sigma: bool,
    kind: int,
    shortest: int,
    longest: int,
    n_threads: int,
    ends: NDArray[np.int64],
) -> tuple[bytearray, bytearray, bytearray]: ...
def look_up_tokens(
    documents: tuple[str, ...],
    entries: NDArray[np.uint32],
    begins: NDArray[np.int64],
    expansions: NDArray[np.uint32],
    has_sigma: bool,
    kind: int,
    shortest: int,
    longest: int,
    slots: NDArray[np.uint64],
    long_tokens: NDArray[np.uint64],
    n_threads: int,
    ends: NDArray[np.int64],
) -> bytearray: ...
