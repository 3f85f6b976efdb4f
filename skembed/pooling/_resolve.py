"""What a ``pooling`` parameter stands for: a name, a pooling, or several of these.

The names are those that the classes in the other files of this folder give themselves, so a new
pooling is listed nowhere. No features are made here.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import clone

from .._core.corpus import Corpus, Vocabulary
from .._core.embedding import Embedding
from ._base import Pooling


def named_poolings() -> Iterator[tuple[str, type[Pooling]]]:
    """Yield the poolings that the other files of this folder give a name, by their names."""
    files = {file.name for file in iter_modules([str(Path(__file__).parent)])}
    for file in sorted(files - {__name__.rpartition(".")[2]}):
        for kind in vars(import_module(f"{__package__}.{file}")).values():
            if isinstance(kind, type) and issubclass(kind, Pooling) and vars(kind).get("name"):
                yield str(kind.name), kind


_BY_NAME = dict(named_poolings())

#: The names that the ``pooling`` parameter understands.
POOLINGS: dict[str, type[Pooling]] = {name: _BY_NAME[name] for name in sorted(_BY_NAME)}


class ConcatPooling(Pooling):
    """Concatenation of the features of several poolings.

    Parameters
    ----------
    poolings : sequence of str or Pooling
        The poolings to concatenate, such as ``["mean", "max"]``.

    Attributes
    ----------
    poolings_ : list of Pooling
        The fitted poolings.
    """

    def __init__(self, poolings: Sequence[str | Pooling]) -> None:
        self.poolings = poolings

    def fit(
        self, corpus: Corpus, vocabulary: Vocabulary, embedding: Embedding, *, n_threads: int = 1
    ) -> Self:
        """Fit each pooling; see `Pooling.fit`."""
        if not len(self.poolings):
            raise ValueError("pooling is an empty list: name at least one pooling.")
        self.poolings_ = [
            resolve(pooling).fit(corpus, vocabulary, embedding, n_threads=n_threads)
            for pooling in self.poolings
        ]
        return self

    def transform(
        self, corpus: Corpus, embedding: Embedding, *, n_threads: int = 1
    ) -> NDArray[np.float32]:
        """Compute one row of features for each document; see `Pooling.transform`."""
        parts = [p.transform(corpus, embedding, n_threads=n_threads) for p in self.poolings_]
        return np.hstack(parts)

    def for_terms(self, rows: NDArray[np.integer]) -> Self:
        """Return these poolings for other terms; see `Pooling.for_terms`."""
        other = copy.copy(self)
        other.poolings_ = [pooling.for_terms(rows) for pooling in self.poolings_]
        return other

    def n_features_out(self, embedding: Embedding) -> int:
        """Return the total number of features of all poolings."""
        return sum(pooling.n_features_out(embedding) for pooling in self.poolings_)


def resolve(pooling: str | Pooling | Sequence[str | Pooling]) -> Pooling:
    """Return the pooling object for the value of a ``pooling`` parameter.

    Parameters
    ----------
    pooling : str, Pooling, or sequence of these
        A name, a pooling object, which is cloned, or a sequence of poolings to concatenate.

    Returns
    -------
    pooling : Pooling
        A new unfitted pooling.

    Raises
    ------
    ValueError
        If the name is unknown.

    TypeError
        If the value is of another type.
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
