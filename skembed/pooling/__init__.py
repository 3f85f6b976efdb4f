"""Poolings: how the vectors of a document's tokens become one row of features."""

from __future__ import annotations

from collections.abc import Sequence

from sklearn.base import clone

from ._base import Pooling, term_counts, weighted_sum
from ._concat import ConcatPooling
from ._extreme import MaxPooling, MinPooling
from ._idf import IdfPooling
from ._mean import MeanPooling, SumPooling
from ._sif import SifPooling
from ._tfidf import TfidfPooling

__all__ = [
    "POOLINGS",
    "ConcatPooling",
    "IdfPooling",
    "MaxPooling",
    "MeanPooling",
    "MinPooling",
    "Pooling",
    "SifPooling",
    "SumPooling",
    "TfidfPooling",
    "resolve",
    "term_counts",
    "weighted_sum",
]

#: The names that the ``pooling`` parameter understands.
POOLINGS: dict[str, type[Pooling]] = {
    "mean": MeanPooling,
    "sum": SumPooling,
    "max": MaxPooling,
    "min": MinPooling,
    "idf": IdfPooling,
    "sif": SifPooling,
    "tfidf": TfidfPooling,
}


def resolve(pooling: str | Pooling | Sequence[str | Pooling]) -> Pooling:
    """Make the pooling that a ``pooling`` parameter stands for.

    Parameters
    ----------
    pooling : str, Pooling, or sequence of these
        A name, an object (which is cloned), or several to be concatenated.

    Returns
    -------
    pooling : Pooling
        A new pooling, not fitted.

    Raises
    ------
    ValueError
        If the name is unknown.

    TypeError
        If it is none of these.
    """
    if isinstance(pooling, Pooling):
        fresh: Pooling = clone(pooling)
        return fresh
    if isinstance(pooling, str):
        if pooling not in POOLINGS:
            raise ValueError(f"pooling must be one of {list(POOLINGS)}, got {pooling!r}.")
        return POOLINGS[pooling]()
    if isinstance(pooling, (list, tuple)):
        return ConcatPooling(list(pooling))
    raise TypeError(
        f"pooling must be a name, a Pooling or a list of these, got {type(pooling).__name__}."
    )
