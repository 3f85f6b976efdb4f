import numpy as np
from numpy.typing import NDArray

def weighted_sum(
    ids: NDArray[np.int32],
    indptr: NDArray[np.int64],
    weights: NDArray[np.float32] | None,
    vectors: NDArray[np.float32],
    out: NDArray[np.float32],
    n_threads: int,
    isa: int,
    by_token: bool,
    mean: bool,
) -> None: ...
def extreme(
    ids: NDArray[np.int32],
    indptr: NDArray[np.int64],
    vectors: NDArray[np.float32],
    sign: float,
    out: NDArray[np.float32],
    n_threads: int,
    isa: int,
) -> None: ...
def divide_rows(features: NDArray[np.float32], divisors: NDArray[np.float64]) -> None: ...
