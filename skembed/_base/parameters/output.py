"""Parameters of the features, and general parameters such as ``random_state``."""

from __future__ import annotations

from ..._compat.sklearn import StrOptions, whole_number
from ...pooling import POOLINGS, Pooling
from .parameter import VARIES, Parameter

OUTPUT = {
    "pooling": Parameter(
        "str, Pooling or list of these",
        VARIES,
        [StrOptions(set(POOLINGS)), list, tuple, Pooling],
        """How the vectors of a document's tokens become its features: 'mean', 'sum', 'max',
        'min', 'idf' (mean weighted by inverse document frequency), 'tfidf' (sum weighted by
        tf-idf), 'sif' (smooth inverse frequency), an object of :mod:`skembed.pooling`, or a
        list, whose features are concatenated.""",
    ),
    "norm": Parameter(
        "{'l1', 'l2', 'max'} or None",
        None,
        [StrOptions({"l1", "l2", "max"}), None],
        "Scale each row of features to norm 1. Rows of zeros stay as they are.",
    ),
    "n_jobs": Parameter(
        "int or None",
        None,
        [whole_number(None, None), None],
        """Number of threads. None means 1 unless in a :func:`joblib.parallel_config` context,
        -1 means all processors; more threads than processors are never used. The results do
        not depend on it.""",
    ),
    "random_state": Parameter(
        "int, RandomState instance or None",
        None,
        ["random_state"],
        """Seed of all random numbers. An int gives the same bits in every run, for any
        ``n_jobs``.""",
    ),
    "verbose": Parameter(
        "int",
        0,
        ["verbose"],
        "1 prints what finds the tokens, and a line for each pass over the data.",
    ),
}
