import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ids = NDArray[np.int32]
Offsets = NDArray[np.int64]
Entries = NDArray[np.uint64]

def train_rounds(
    input: Floats,
    output: Floats,
    entries: Entries,
    block_begin: Offsets,
    part_size: int,
    rounds: Ids,
    slice: int,
    n_slices: int,
    x_max: float,
    alpha: float,
    learning_rate: float,
    seed: int,
    losses: NDArray[np.float64],
    n_threads: int,
    isa: int,
) -> None: ...
