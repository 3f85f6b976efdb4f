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
    first_word: int,
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
    first_word: int,
    rows: Ids,
    n_parts: int,
    part_size: int,
    offsets: Offsets,
    entries: Entries,
    n_threads: int,
) -> None: ...
def shuffle_blocks(
    entries: Entries,
    block_begin: Offsets,
    first: int,
    n_parts: int,
    seed: int,
    n_threads: int,
) -> None: ...
