"""The state from which a training starts: new, given, or that of an earlier training.

Nothing is trained here, and no documents are read.
"""

from __future__ import annotations

from typing import Any, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from .._compat.threads import one_blas_thread
from .._core.embedding import Embedding
from .._fit.initial_vectors import InitialVectors, match
from .._fit.matrices import padded
from .targets.target_kind import TargetKind
from .trainer import Sums, SupervisedParameters, SupervisedTrainer

SMALL = 0.1  # norm of the rows of a new head under given vectors


class InitialModel(NamedTuple):
    """The initial vectors, head and sums of a training, where they are known.

    ``vectors`` come from ``init`` or the last fit, ``head`` from the last fit; with the AdaGrad
    ``sums`` a training continues as if it had not been interrupted.
    """

    vectors: InitialVectors | None
    head: tuple[NDArray[np.float32], NDArray[np.float32]] | None = None
    sums: Sums | None = None

    def basis(
        self, n_outputs: int, parameters: SupervisedParameters, seed: int
    ) -> NDArray[np.float32] | None:
        """Return rows that a training never leaves the span of, if it is faster there.

        From zero, the gradients of the vectors are sums of rows of the head, and those of the head
        sums of vectors. So the rows that a new head begins with span all that follows. Their
        coordinates give the same model up to rounding, unless a norm is of the components, or turns
        what rounding adds into directions of its own, as the L2 norm does with two classes.
        """
        is_new = self.vectors is None and self.head is None
        is_narrower = padded(n_outputs) < padded(parameters.n_components)
        if not is_new or not is_narrower or parameters.norm is not None:
            return None
        random = np.random.default_rng(seed)
        return orthogonal_rows(n_outputs, parameters.n_components, random).astype(np.float32)

    def initialize(self, trainer: SupervisedTrainer) -> None:
        """Set the vectors, the head and the sums of a trainer, where they are not zero.

        A new head is random, so that its gradient moves the vectors away from zero: small under
        given vectors, zero under frozen ones.
        """
        if trainer.parameters.frozen:
            if self.vectors is None:
                raise ValueError("freeze=True keeps the vectors of init as they are: give an init.")
        elif trainer.basis is not None:
            np.fill_diagonal(trainer.head, 1)
        elif self.head is None:
            shape = trainer.targets.n_outputs, trainer.parameters.n_components
            rows = orthogonal_rows(*shape, np.random.default_rng(trainer.seed))
            trainer.head[:, : shape[1]] = rows if self.vectors is None else SMALL * rows
        if self.vectors is not None:
            trainer.set_vectors(self.vectors)
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


def find_initial_model(
    before: Any,
    blank: Embedding,
    rows: NDArray[np.integer],
    kind: TargetKind,
    init: Embedding | None,
    *,
    warm: bool,
) -> InitialModel:
    """Return the initial model of a new training of the learned components of some terms.

    They are those in ``rows`` of ``blank``.

    The vectors are those of the last fit if ``warm``, and those of ``init`` for other terms unless
    they have a block of their own.
    """
    is_warm = warm and hasattr(before, "embedding_")
    if init is None and not is_warm:
        return InitialModel(None)
    found, terms = None, blank._terms.take(rows)
    if init is not None and not has_two_blocks(before):
        found = match(init, terms, before.n_components, name="init")
    if not is_warm:
        return InitialModel(found)
    edge = n_frozen_of(before)
    last = match(before.embedding_, terms, edge + before.n_components, name="warm_start")
    subwords = None if edge else last.subwords
    last = last._replace(vectors=last.vectors[:, edge:], warm=True, subwords=subwords)
    vectors = last if found is None else last.over(found)
    if not before._has_fitted_terms() or not _same_targets(before._target_kind, kind):
        return InitialModel(vectors)
    return InitialModel(vectors, learned_head(before))


def saved_model(last: Any, terms: NDArray[np.integer]) -> InitialModel:
    """Return the learned part of a fitted model, and its AdaGrad sums, for some terms."""
    learned = last.embedding_._take(terms)[:, n_frozen_of(last) :]
    vectors = InitialVectors(np.arange(len(terms)), terms, learned, warm=True)
    sums = Sums(last._vector_sums.take(terms), *last._head_sums)
    return InitialModel(vectors, learned_head(last), sums)


def learned_head(last: Any) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the head of a fitted model as it was trained, before it was calibrated."""
    if last._blocks is not None:
        head: tuple[NDArray[np.float32], NDArray[np.float32]] = last._blocks.learned
        return head
    coef, intercept = last._target_kind.head(last.coef_, last.intercept_)
    return coef * np.float32(last._temperature), intercept * np.float32(last._temperature)


def has_two_blocks(estimator: Any) -> bool:
    """Return whether the vectors of ``init`` have a block of their own."""
    return estimator.init is not None and estimator.freeze == "concat"


def n_frozen_of(last: Any) -> int:
    """Return the number of components of the frozen block of a fitted vectorizer."""
    return 0 if last._blocks is None else int(last.pooling_.n_first)


def _same_targets(old: TargetKind, new: TargetKind) -> bool:
    """Return whether two fits have the same classes, or numbers on the same scale."""
    if type(old) is not type(new):
        return False
    pairs = zip(cast(tuple[Any, ...], old), cast(tuple[Any, ...], new), strict=True)
    return all(np.array_equal(a, b) for a, b in pairs)
