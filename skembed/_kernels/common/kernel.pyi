import numpy as np
from numpy.typing import NDArray

def instruction_sets() -> list[str]: ...
def fail_in_thread(
    n_threads: int, n_items: int, fail_stage: int, failing: int, ran: NDArray[np.int64]
) -> None: ...
