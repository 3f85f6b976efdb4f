import numpy as np
from numpy.typing import NDArray

class TokenTable:
    def __init__(self, left_out: NDArray[np.uint8], begins: NDArray[np.int64]) -> None: ...
    def __len__(self) -> int: ...
    def tokens(self, first: int) -> tuple[bytearray, bytearray]: ...

def number_tokens(
    table: TokenTable,
    documents: tuple[str, ...],
    entries: NDArray[np.uint32],
    begins: NDArray[np.int64],
    expansions: NDArray[np.uint32],
    has_sigma: bool,
    kind: int,
    shortest: int,
    longest: int,
    ids: bytearray,
    ends: bytearray,
) -> None: ...
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
    ids: bytearray,
    ends: bytearray,
) -> None: ...
