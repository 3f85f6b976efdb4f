"""Vectors of terms under a linear head: the matrices of a model in training, and its passes.

The arithmetic is in the kernel; here is what follows from the documents' weights and their
targets. It refuses to know estimators, labels of any other type than numbers, and callbacks.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from .._fit.matrices import zeros
from .._fit.partition import deal, part_size
from .._fit.schedule import LinearRate
from .._fit.seeds import subseed
from .._kernels import ISA, supervised
from .targets.target_kind import Targets

LOSSES = ("softmax", "sigmoid", "squared")
NORMS = (None, "l2", "l1", "max")

N_PARTS = 8  # of the rows: as many threads can share a training
MIN_PART_SIZE = 16  # rows; fewer are not worth a part
BATCH_SIZE = 64  # documents whose gradients are found before any row moves, at most,
BATCH_BYTES = 1 << 22  # and so many that their rows are still in the cache when they move
CALL_WORK = 100_000_000  # entries x components of one kernel call: some 30 milliseconds
SMALLEST_SUM = 1e-16  # AdaGrad's sums begin here, so that a gradient of zero moves nothing


class SupervisedParameters(NamedTuple):
    """The parameters that the kernel needs."""

    n_components: int
    norm: str | None
    weight_decay: float
    dropout: float
    frozen: bool
    n_threads: int


class Model(NamedTuple):
    """Vectors of the terms (n_terms, n_components), head (n_outputs, n_components), intercept."""

    vectors: NDArray[np.float32]
    head: NDArray[np.float32]
    intercept: NDArray[np.float32]


class Sums(NamedTuple):
    """AdaGrad's sums for each term, row of the head, and intercept."""

    vectors: NDArray[np.float32]
    head: NDArray[np.float32]
    intercept: NDArray[np.float32]


class SupervisedTrainer:
    """Vectors of terms under a linear head, as `skembed._fit.loop.run` wants it.

    Parameters
    ----------
    weights : csr_array of shape (n_documents, n_terms), dtype=float32
        The weight of each term in the sum of each document, no term twice in a document. Only read.

    targets : Targets
        What the documents are to predict.

    parameters : SupervisedParameters
        See there.

    seed : int
        Everything random follows from it: the start is the same whatever the documents are.

    documents : ndarray of shape (n_chosen,), default=None
        Rows of the documents to train on; None stands for all.

    n_terms : int, default=None
        Terms of the whole vocabulary, if the weights are those of some of them only: the steps
        have the same bits as with columns of zeros for the others.
    """

    def __init__(
        self,
        weights: sparse.csr_array,
        targets: Targets,
        parameters: SupervisedParameters,
        seed: int,
        *,
        documents: NDArray[np.integer] | None = None,
        n_terms: int | None = None,
    ) -> None:
        if documents is not None:
            weights, targets = weights[documents], targets.take(documents)
        self.targets = targets
        self.parameters = parameters
        self.seed = seed
        self.n_documents, self.n_terms = weights.shape
        self.n_parts = max(1, min(N_PARTS, (n_terms or self.n_terms) // MIN_PART_SIZE))
        self.part_size = part_size(self.n_terms, self.n_parts)
        # Rows of the vectors' matrix, dealt by how many documents hold the term.
        self.rows = deal(np.bincount(weights.indices, minlength=self.n_terms), self.n_parts)
        n_rows = self.n_parts * self.part_size
        self.indptr, self.indices, self.data = in_row_order(
            weights, self.rows, n_rows, copy=documents is None
        )
        self.vectors = zeros(n_rows, parameters.n_components)
        n_bytes = len(self.data) * self.vectors.shape[1] * self.vectors.itemsize
        fitting = BATCH_BYTES * self.n_documents // max(n_bytes, 1)
        self.batch_size = min(max(fitting // 8, 1) * 8, BATCH_SIZE)
        self.head = zeros(targets.n_outputs, parameters.n_components)
        self.intercept = np.zeros(targets.n_outputs, dtype=np.float32)
        self.vector_sums = np.full(n_rows, SMALLEST_SUM, dtype=np.float32)
        self.head_sums, self.intercept_sums = np.full(
            (2, targets.n_outputs), SMALLEST_SUM, dtype=np.float32
        )
        self.scale = self.folded = 1.0
        self.set_vectors(slice(None), self.random_vectors())

    def random_vectors(self) -> NDArray[np.float32]:
        """Return small random vectors, the same for one seed whatever the documents."""
        d = self.parameters.n_components
        vectors = np.random.default_rng(self.seed).random((self.n_terms, d), dtype=np.float32)
        return (vectors - np.float32(0.5)) * np.float32(2 / d)

    def set_vectors(self, terms: slice | NDArray[np.integer], vectors: NDArray[np.float32]) -> None:
        """Set the vectors of some terms."""
        self.vectors[self.rows[terms], : self.parameters.n_components] = vectors

    def set_head(self, head: NDArray[np.float32], intercept: NDArray[np.float32]) -> None:
        """Set the head."""
        self.head[:, : self.parameters.n_components] = head
        self.intercept[:] = intercept

    def set_sums(self, sums: Sums) -> None:
        """Go on with the sums of an earlier training on the same terms."""
        self.vector_sums[self.rows] = sums.vectors
        self.head_sums[:], self.intercept_sums[:] = sums.head, sums.intercept

    @property
    def sums(self) -> Sums:
        """AdaGrad's sums as they stand, in the order of the terms."""
        return Sums(self.vector_sums[self.rows], self.head_sums.copy(), self.intercept_sums.copy())

    @property
    def model(self) -> Model:
        """Copies of what has been learned so far."""
        d = self.parameters.n_components
        vectors = self.vectors[self.rows, :d] * np.float32(self.scale)
        return Model(vectors, self.head[:, :d].copy(), self.intercept.copy())

    @property
    def shrinkage(self) -> float:
        """Factor that weight decay has shrunk vectors of terms by that are in no document."""
        return self.folded * self.scale

    def result(self) -> dict[str, Any]:
        """Return the model, AdaGrad's sums, and what became of terms that are in no document."""
        return {"_model": self.model, "_sums": self.sums, "_shrinkage": self.shrinkage}

    def matrices(self) -> tuple[NDArray[np.float32], ...]:
        """Return what cannot be finite if vectors that were trained with are not.

        The sums stand for the vectors, which would take a tenth of a pass to look through.
        """
        return self.vector_sums[:, np.newaxis], self.head, self.intercept[:, np.newaxis]

    @cached_property
    def loss_at_start(self) -> float:
        """Mean loss of a document before any training; not below that of knowing nothing."""
        t = self.targets
        if t.loss == "softmax":
            ignorant = float(np.log(t.n_outputs))
        elif t.loss == "sigmoid":
            ignorant = float(np.log(2) * t.n_outputs)
        else:
            ignorant = t.n_outputs / 2  # the unit of the values is their standard deviation
        if self.head.any() or self.intercept.any():
            return max(ignorant, self._loss_without_steps())
        if t.loss == "squared":
            values = t.values_of(np.arange(self.n_documents))
            squares = np.square(values, dtype=np.float64).sum(axis=1)
            return max(ignorant, float(np.average(squares, weights=t.sample_weight) / 2))
        return ignorant

    def _loss_without_steps(self) -> float:
        """Mean loss that the first pass would meet if its learning rate were 0."""
        still = copy(self)
        still.parameters = self.parameters._replace(frozen=True)
        still.head_sums, still.intercept_sums = self.head_sums.copy(), self.intercept_sums.copy()
        loss, weight = np.sum(list(still.steps(0, LinearRate(0.0, 0.0, 1))), axis=0)
        return float(loss / weight)

    def steps(self, i: int, rates: LinearRate) -> Iterator[tuple[float, float]]:
        """Train pass ``i``; after each kernel call yield (sum of losses, sum of weights)."""
        p, t = self.parameters, self.targets
        seed = subseed(self.seed, i)
        order = np.random.default_rng(seed).permutation(self.n_documents).astype(np.int64)
        for begin, end in self._calls():
            documents = order[begin:end]
            loss, self.scale = supervised.train_texts(
                self.vectors,
                self.vector_sums,
                self.head,
                self.head_sums,
                self.intercept,
                self.intercept_sums,
                p.n_components,
                self.indptr,
                self.indices,
                self.data,
                t.sample_weight,
                t.labels,
                t.values_of(documents),
                documents,
                LOSSES.index(t.loss),
                NORMS.index(p.norm),
                self.batch_size,
                self.part_size,
                p.dropout,
                p.weight_decay,
                p.frozen,
                rates.at(i, begin / self.n_documents),
                rates.at(i, end / self.n_documents),
                self.scale,
                seed,
                p.n_threads,
                ISA,
            )
            yield loss, float(t.sample_weight[documents].sum(dtype=np.float64))
        self._fold_scale()

    def _calls(self) -> Iterator[tuple[int, int]]:
        """Ranges of the order, of whole batches, for one kernel call each."""
        d = self.parameters.n_components
        work = (len(self.data) / self.n_documents + self.targets.n_outputs + 1) * d
        size = max(1, int(CALL_WORK / work) // self.batch_size) * self.batch_size
        for begin in range(0, self.n_documents, size):
            yield begin, min(begin + size, self.n_documents)

    def _fold_scale(self) -> None:
        """Put the scale into the vectors before it becomes too small a number."""
        if self.scale < 1e-3:
            self.vectors *= np.float32(self.scale)
            self.folded *= self.scale
            self.scale = 1.0


def in_row_order(
    weights: sparse.csr_array, rows: NDArray[np.int32], n_rows: int, *, copy: bool
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float32]]:
    """Return indptr, indices and data of the weights, terms by their rows and sorted so.

    ``copy`` leaves the data of the weights as they are.
    """
    data = weights.data.astype(np.float32, copy=copy)
    arrays = data, rows[weights.indices], weights.indptr
    ordered = sparse.csr_array(arrays, shape=(weights.shape[0], n_rows))
    ordered.sort_indices()
    indptr = ordered.indptr.astype(np.int64, copy=False)
    return indptr, ordered.indices.astype(np.int32, copy=False), np.asarray(ordered.data)
