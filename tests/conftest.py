"""What all tests need: one thread of BLAS, and doctest finds the examples of public names."""

import doctest
import os
from types import FunctionType

# The workers of pytest share the processors. With more threads, the small matrices of the tests
# take five times as long, as threads wait for each other. What must hold for other numbers of
# threads is tested by setting them.
for name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")

collect_ignore_glob = ["conftest.py", "*/conftest.py"]  # there are no doctests in these

import sklearn.ensemble  # noqa: F401  (loads OpenMP)
from threadpoolctl import threadpool_limits

from skembed._core.public_module import DEFINED_IN  # after what BLAS reads

threadpool_limits(1, user_api="openmp")  # the environment variable would limit n_jobs, too


def _from_module(self, module, object, original=doctest.DocTestFinder._from_module):
    """Find public names in the file that defines them, where the methods of a class belong, too."""
    if isinstance(object, type | FunctionType) and object in DEFINED_IN:
        return module.__name__ == DEFINED_IN[object]
    return original(self, module, object)


doctest.DocTestFinder._from_module = _from_module
