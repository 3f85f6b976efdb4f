"""The workers of pytest share the processors, so BLAS has one thread in each.

With more, the small matrices of the tests take five times as long, as threads wait for each other.
What must hold for other numbers of threads is tested by setting them.
"""

import os

for name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")

collect_ignore_glob = ["conftest.py", "*/conftest.py"]  # there are no doctests in these
