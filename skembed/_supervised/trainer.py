"""Term vectors with a linear head: the matrices of the model and the passes that train them.

The arithmetic is in the kernel. This file prepares the weights and targets of the documents and
schedules the kernel calls. Nothing here depends on estimators, non-numeric labels or callbacks.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from functools import cached_property, partial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from .._compat.threads import one_blas_thread
from .._fit.initial_vectors import InitialVectors
from .._fit.matrices import padded, zeros
from .._fit.partition import deal, part_size
from .._fit.schedule import LinearRate
from .._fit.seeds import subseed
from .._kernels import ISA, supervised
from .stored_weights import by_blocks, let_go
from .targets.target_kind import Targets
from .unseen_terms import changed, find_moves

LOSSES = ("softmax", "sigmoid", "squared")
NORMS = (None, "l2", "l1", "max")

N_PARTS = 8  # parts of the rows; also the maximum number of threads that can share a training
MIN_PART_SIZE = 16  # rows; smaller parts are not worth it
BATCH_SIZE = 64  # maximum number of documents in a mini-batch; batches are smaller if needed
BATCH_BYTES = 1 << 22  # so that all their rows are still in the cache when they are updated
CALL_WORK = 100_000_000  # entries x components of one kernel call: about 30 milliseconds
AT_ONCE = 1 << 24  # indices counted at once; NumPy first converts them to 64 bits
SMALLEST_SUM = 1e-16  # initial AdaGrad sum: positive, so that a zero gradient gives a zero step


class SupervisedParameters(NamedTuple):
    """The parameters that the kernel needs."""

    n_components: int
    norm: str | None
    label_smoothing: float
    weight_decay: float
    dropout: float
    frozen: bool
    n_threads: int
    alpha: float | None = None  # the penalty of ridge regression; None: it is not one


class Model(NamedTuple):
    """Term vectors (n_terms, n_dimensions), head (n_outputs, n_dimensions), and intercept.

    The dimensions are the components, or the coordinates on ``basis``, orthonormal rows of shape
    (n_dimensions, n_components), if there is one: scores and lengths are the same. The initial
    vectors of terms that no document holds were multiplied by ``change``, of shape (n_components,
    n_components), if it is known.
    """

    vectors: NDArray[np.float32]
    head: NDArray[np.float32]
    intercept: NDArray[np.float32]
    change: NDArray[np.float64] | None = None
    basis: NDArray[np.float32] | None = None

    def in_components(self) -> Model:
        """Return the same model without a basis."""
        if self.basis is None:
            return self
        with one_blas_thread():
            vectors, head = self.vectors @ self.basis, self.head @ self.basis
        return self._replace(vectors=vectors, head=head, basis=None)


class Sums(NamedTuple):
    """AdaGrad sums of each term, each row of the head, and each intercept."""

    vectors: NDArray[np.float32]
    head: NDArray[np.float32]
    intercept: NDArray[np.float32]


class SupervisedTrainer:
    """Term vectors with a linear head, a trainer for `skembed._fit.loop.run`.

    ``weights`` (n_documents, n_terms) are those of the terms in the sum of each document, without
    duplicate entries; they are not modified. ``documents`` holds the indices of those to train on,
    None means all. ``n_terms`` is the size of the whole vocabulary, if the weights have columns for
    some of its terms only: the steps are bit-identical to those with zero columns for the others.
    ``weight_scale`` is the typical norm of the weights of a document. The model starts at zero. It
    is trained by its coordinates if there is a ``basis`` that it stays in the span of; see `Model`.
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
        weight_scale: float = 1.0,
        basis: NDArray[np.float32] | None = None,
    ) -> None:
        if documents is not None:
            weights, targets = weights[documents], targets.take(documents)
        self.targets = targets
        self.parameters = parameters
        self.seed = seed
        self.weight_scale = weight_scale
        self.n_documents, self.n_terms = weights.shape
        self.n_parts = max(1, min(N_PARTS, (n_terms or self.n_terms) // MIN_PART_SIZE))
        self.part_size = part_size(self.n_terms, self.n_parts)
        # Matrix row of each term, dealt by the number of documents that contain the term.
        self.rows = deal(document_counts(weights), self.n_parts)
        n_rows = self.n_parts * self.part_size
        given = partial(
            in_row_order,
            rows=self.rows,
            n_rows=n_rows,
            copy=documents is None,
            n_threads=parameters.n_threads,
        )
        ordered = by_blocks(weights, given)
        self.ordered, self.data = ordered, ordered.data
        self.indptr = ordered.indptr.astype(np.int64, copy=False)
        self.indices = ordered.indices.astype(np.int32, copy=False)
        self.basis = basis
        self.n_dimensions = parameters.n_components if basis is None else len(basis)
        self.vectors = zeros(n_rows, self.n_dimensions)
        n_bytes = len(self.data) * padded(parameters.n_components) * self.vectors.itemsize
        fitting = BATCH_BYTES * self.n_documents // max(n_bytes, 1)
        self.batch_size = min(max(fitting // 8, 1) * 8, BATCH_SIZE)
        self.head = zeros(targets.n_outputs, self.n_dimensions)
        self.intercept = np.zeros(targets.n_outputs, dtype=np.float32)
        self.vector_sums = np.full(n_rows, SMALLEST_SUM, dtype=np.float32)
        self.head_sums, self.intercept_sums = np.full(
            (2, targets.n_outputs), SMALLEST_SUM, dtype=np.float32
        )
        self.scale = self.folded = 1.0
        self.is_given_head = False
        self.initial: InitialVectors | None = None

    def set_vectors(self, initial: InitialVectors) -> None:
        """Set the initial vectors of some terms, which move together; see `model`."""
        self.vectors[self.rows[initial.rows], : self.n_dimensions] = initial.vectors
        self.initial = initial

    def set_head(self, head: NDArray[np.float32], intercept: NDArray[np.float32]) -> None:
        """Set the head of an earlier training."""
        self.is_given_head = True
        self.head[:, : self.n_dimensions] = head
        self.intercept[:] = intercept

    def set_sums(self, sums: Sums) -> None:
        """Set the AdaGrad sums, to continue an earlier training on the same terms.

        Terms that it has not seen stay where they are, or they would move with each batch.
        """
        self.initial = None
        self.vector_sums[self.rows] = sums.vectors
        self.head_sums[:], self.intercept_sums[:] = sums.head, sums.intercept

    @property
    def sums(self) -> Sums:
        """Copies of the current AdaGrad sums, in the order of the terms."""
        return Sums(self.vector_sums[self.rows], self.head_sums.copy(), self.intercept_sums.copy())

    @property
    def model(self) -> Model:
        """Copies of the current vectors, head and intercept.

        Initial vectors of terms that no document holds are moved as the others have been.
        """
        d, change = self.n_dimensions, None
        vectors = self.vectors[self.rows, :d]
        if self.scale != 1:
            vectors *= np.float32(self.scale)
        if self.initial is not None and not self.parameters.frozen:
            terms = self.initial.rows
            is_seen = self.vector_sums[self.rows[terms]] > np.float32(SMALLEST_SUM)
            if self.initial.subwords is not None or self.initial.leads_others or not is_seen.all():
                shrinkage = self.folded * self.scale
                initial = self.initial.vectors[is_seen] * np.float32(shrinkage)
                moves = find_moves(initial, vectors[terms[is_seen]])
                change = shrinkage * (np.eye(d) + moves)
                vectors[terms[~is_seen]] = changed(self.initial.vectors[~is_seen], change)
        head, intercept = self.head[:, :d].copy(), self.intercept.copy()
        return Model(vectors, head, intercept, change, self.basis)

    def result(self) -> dict[str, Any]:
        """Return the model, the AdaGrad sums, and the shrinkage of terms that are in no document.

        The latter is the factor by which weight decay has shrunk their vectors.
        """
        shrinkage = self.folded * self.scale
        return {"_model": self.model, "_sums": self.sums, "_shrinkage": shrinkage}

    def matrices(self) -> tuple[NDArray[np.float32], ...]:
        """Return arrays that are not all finite if a trained vector is not finite.

        The AdaGrad sums stand in for the vectors, whose check would take a tenth of a pass.
        """
        return self.vector_sums[:, np.newaxis], self.head, self.intercept[:, np.newaxis]

    @cached_property
    def loss_at_start(self) -> float:
        """Mean loss per document before training; at least that of uninformed predictions."""
        t = self.targets
        if t.loss == "softmax":
            ignorant = float(np.log(t.n_outputs))
        elif t.loss == "sigmoid":
            ignorant = float(np.log(2) * t.n_outputs)
        else:
            ignorant = t.n_outputs / 2  # the unit of the values is their standard deviation
        if self.is_given_head:
            return max(ignorant, self._loss_without_steps())
        if t.loss == "squared":
            values = t.values_of(np.arange(self.n_documents))
            squares = np.square(values, dtype=np.float64).sum(axis=1)
            return max(ignorant, float(np.average(squares, weights=t.sample_weight) / 2))
        return ignorant

    @property
    def smoothing(self) -> float:
        """Label smoothing of the softmax: that of the parameters, and less for few classes."""
        if self.targets.loss != "softmax":
            return 0.0
        return max(0.0, self.parameters.label_smoothing * (1 - 2 / self.targets.n_outputs))

    def _loss_without_steps(self) -> float:
        """Return the mean loss of the first pass if its learning rate were 0."""
        still = copy(self)
        still.parameters = self.parameters._replace(frozen=True)
        still.head_sums, still.intercept_sums = self.head_sums.copy(), self.intercept_sums.copy()
        loss, weight = np.sum(list(still.steps(0, LinearRate(0.0, 0.0, 1))), axis=0)
        return float(loss / weight)

    def steps(self, i: int, rates: LinearRate) -> Iterator[tuple[float, float]]:
        """Make pass ``i``; after each kernel call yield (sum of losses, sum of weights)."""
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
                self.smoothing,
                self.weight_scale**-1.5,
                p.weight_decay,
                p.frozen,
                rates.at(i, begin / self.n_documents),
                rates.at(i, end / self.n_documents),
                self.scale,
                seed,
                p.n_threads,
                ISA,
            )
            let_go(self.ordered)
            yield loss, float(t.sample_weight[documents].sum(dtype=np.float64))
        self._fold_scale()

    def _calls(self) -> Iterator[tuple[int, int]]:
        """Yield the range of each kernel call in the order of the documents, in whole batches."""
        d = self.n_dimensions
        work = (len(self.data) / self.n_documents + self.targets.n_outputs + 1) * d
        size = max(1, int(CALL_WORK / work) // self.batch_size) * self.batch_size
        for begin in range(0, self.n_documents, size):
            yield begin, min(begin + size, self.n_documents)

    def _fold_scale(self) -> None:
        """Multiply the scale into the vectors before it becomes too small."""
        if self.scale < 1e-3:
            self.vectors *= np.float32(self.scale)
            self.folded *= self.scale
            self.scale = 1.0


def document_counts(weights: sparse.csr_array) -> NDArray[np.int64]:
    """Return the number of documents that contain each term, (n_terms,)."""
    counts = np.zeros(weights.shape[1], dtype=np.int64)
    for begin in range(0, len(weights.indices), AT_ONCE):
        here = weights.indices[begin : begin + AT_ONCE]
        counts += np.bincount(here, minlength=len(counts))
    return counts


def in_row_order(
    weights: sparse.csr_array,
    rows: NDArray[np.int32],
    n_rows: int,
    *,
    copy: bool,
    n_threads: int,
) -> sparse.csr_array:
    """Return the weights with terms replaced by sorted matrix rows, (n_documents, n_rows).

    Without ``copy``, the data may be modified.
    """
    data, indices = weights.data.astype(np.float32, copy=copy), rows[weights.indices]
    indptr = weights.indptr.astype(np.int64, copy=False)
    supervised.sort_entries(indptr, indices, data, n_rows, n_threads)
    return sparse.csr_array((data, indices, weights.indptr), shape=(weights.shape[0], n_rows))
