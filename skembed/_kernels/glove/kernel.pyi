import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ids = NDArray[np.int32]
Offsets = NDArray[np.int64]
Entries = NDArray[np.uint64]

MAX_PART_SIZE: int

def count_blocks(
    indptr: Offsets,
    indices: Ids,
    data: Floats,
    rows: Ids,
    n_parts: int,
    part_size: int,
    table: Offsets,
    n_threads: int,
) -> None: ...
def fill_blocks(
    indptr: Offsets,
    indices: Ids,
    data: Floats,
    rows: Ids,
    n_parts: int,
    part_size: int,
    offsets: Offsets,
    block_begin: Offsets,
    seed: int,
    entries: Entries,
    n_threads: int,
) -> None: ...
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
