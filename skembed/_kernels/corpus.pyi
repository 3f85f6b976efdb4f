import numpy as np
from numpy.typing import NDArray

def count_documents(
    ids: NDArray[np.int32],
    indptr: NDArray[np.int64],
    document_counts: NDArray[np.int64],
    last_document: NDArray[np.int64],
) -> None: ...
def recode(
    ids: NDArray[np.int32],
    indptr: NDArray[np.int64],
    rows: NDArray[np.int32],
    n_dropped: NDArray[np.int64],
) -> int: ...
