import numpy as np
from numpy.typing import NDArray

def count_lines(
    text: bytes | bytearray | memoryview | NDArray[np.uint8], n_most: int
) -> tuple[int, int]: ...
def parse_rows(
    text: bytes | bytearray | memoryview | NDArray[np.uint8],
    vectors: NDArray[np.float32],
    terms: NDArray[np.uint8],
) -> tuple[int, int, int]: ...
def split_rows(
    data: bytes | bytearray | memoryview | NDArray[np.uint8],
    vectors: NDArray[np.float32],
    terms: NDArray[np.uint8],
    skips_newline: bool,
    bound: float,
) -> tuple[int, int, int]: ...
def split_entries(
    data: bytes | bytearray | memoryview | NDArray[np.uint8],
    n_entries: int,
    n_rest: int,
    words: NDArray[np.uint8],
) -> tuple[int, int, int]: ...
def count_finite(vectors: NDArray[np.float32]) -> int: ...
