"""The state from which a training starts: new, given, or that of an earlier training.

Nothing is trained here. Where the given vectors come from is decided in `learning`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .._compat.threads import one_blas_thread
from .._fit.initial_vectors import InitialVectors
from .trainer import Sums, SupervisedTrainer

SMALL = 0.1  # norm of the rows of a new head under given vectors


class InitialModel(NamedTuple):
    """The initial vectors, head and sums of a training, where they are known.

    ``vectors`` come from ``init`` or the last fit, ``head`` from the last fit; with the AdaGrad
    ``sums`` a training continues as if it had not been interrupted.
    """

    vectors: InitialVectors | None
    head: tuple[NDArray[np.float32], NDArray[np.float32]] | None = None
    sums: Sums | None = None

    def initialize(self, trainer: SupervisedTrainer) -> None:
        """Set the vectors, the head and the sums of a trainer, where they are not zero.

        A new head is random, so that its gradient moves the vectors away from zero: small under
        given vectors, zero under frozen ones.
        """
        if trainer.parameters.frozen:
            if self.vectors is None:
                raise ValueError("freeze=True keeps the vectors of init as they are: give an init.")
        elif self.head is None:
            shape = trainer.targets.n_outputs, trainer.parameters.n_components
            rows = orthogonal_rows(*shape, np.random.default_rng(trainer.seed))
            trainer.head[:, : shape[1]] = rows if self.vectors is None else SMALL * rows
        if self.vectors is not None:
            trainer.set_vectors(self.vectors.rows, self.vectors.vectors)
        if self.head is not None:
            trainer.set_head(*self.head)
        if self.sums is not None:
            trainer.set_sums(self.sums)


def orthogonal_rows(
    n_rows: int, n_columns: int, random: np.random.Generator
) -> NDArray[np.float64]:
    """Return random rows of norm 1: orthogonal, or with orthogonal columns if there are more."""
    shape = max(n_rows, n_columns), min(n_rows, n_columns)
    with one_blas_thread():
        columns = np.linalg.qr(random.standard_normal(shape))[0]
    rows = columns if n_rows > n_columns else columns.T
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True))
