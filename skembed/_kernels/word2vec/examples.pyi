import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int32]
Offsets = NDArray[np.int64]
Thresholds = NDArray[np.uint32]

def alias_tables(
    weights: NDArray[np.float64], part_size: int, threshold: Thresholds, alias: Ids
) -> None: ...
def sample_windows(
    ids: Ids,
    indptr: Offsets,
    begin: int,
    end: int,
    keep: Thresholds,
    rows: Ids,
    window: int,
    span: int,
    seed: int,
    kept: Ids,
    left: Ids,
    right: Ids,
    n_threads: int,
) -> int: ...
def count_pairs(
    kept: Ids,
    left: Ids,
    right: Ids,
    n_parts: int,
    part_size: int,
    counts: Offsets,
    n_threads: int,
) -> None: ...
def fill_pairs(
    kept: Ids,
    left: Ids,
    right: Ids,
    n_parts: int,
    part_size: int,
    offsets: Offsets,
    pairs: Ids,
    n_threads: int,
) -> None: ...
