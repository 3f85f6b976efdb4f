import numpy as np
from numpy.typing import NDArray

def number_tokens(
    documents: tuple[str, ...],
    entries: NDArray[np.uint32],
    begins: NDArray[np.int64],
    expansions: NDArray[np.uint32],
    has_sigma: bool,
    shortest: int,
    n_threads: int,
    ends: NDArray[np.int64],
) -> tuple[bytes, bytes]: ...
def add_tokens(
    found: bytes,
    slots: NDArray[np.uint64],
    begins: NDArray[np.int64],
    text: NDArray[np.uint8],
    n_tokens: int,
    numbers: NDArray[np.int32],
) -> int: ...
