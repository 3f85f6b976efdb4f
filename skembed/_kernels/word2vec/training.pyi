import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ids = NDArray[np.int32]
Offsets = NDArray[np.int64]
Thresholds = NDArray[np.uint32]

def train_rounds(
    input: Floats,
    output: Floats,
    pairs: Ids,
    block_begin: Offsets,
    part_size: int,
    first: int,
    last: int,
    threshold: Thresholds,
    alias: Ids,
    n_negative: int,
    first_rate: float,
    last_rate: float,
    seed: int,
    losses: NDArray[np.float64],
    n_threads: int,
    isa: int,
) -> None: ...
def train_bags(
    input: Floats,
    output: Floats,
    kept: Ids,
    left: Ids,
    right: Ids,
    begin: int,
    end: int,
    batch_size: int,
    part_size: int,
    threshold: Thresholds,
    alias: Ids,
    n_negative: int,
    first_rate: float,
    last_rate: float,
    seed: int,
    n_threads: int,
    isa: int,
) -> float: ...
