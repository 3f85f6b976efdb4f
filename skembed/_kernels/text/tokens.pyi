import numpy as np
from numpy.typing import NDArray

class TokenTable:
    def __init__(self, left_out: NDArray[np.uint8], begins: NDArray[np.int64]) -> None: ...
    def __len__(self) -> int: ...
    def tokens(self, first: int, last: int) -> tuple[bytearray, bytearray]: ...

def add_tokens(
    table: TokenTable,
    text: NDArray[np.uint8],
    begins: NDArray[np.int64],
    numbers: NDArray[np.int32],
) -> None: ...
def append_numbers(
    places: list[NDArray[np.int32]],
    numbers: list[NDArray[np.int32]],
    n_in_the_end: int,
    n_threads: int,
    ids: bytearray,
) -> None: ...
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
