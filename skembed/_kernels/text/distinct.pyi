import numpy as np
from numpy.typing import NDArray

def add_tokens(
    found: bytes,
    slots: NDArray[np.uint64],
    begins: NDArray[np.int64],
    text: NDArray[np.uint8],
    n_tokens: int,
    numbers: NDArray[np.int32],
) -> int: ...
