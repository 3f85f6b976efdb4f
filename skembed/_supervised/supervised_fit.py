"""`SupervisedFit`: all that belongs to a fit; and the embedding that a new training leaves.

Words that no document holds are not trained: they get their vectors here. Nothing is read.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .._base.compact import check_compactable
from .._core.checks import check_finite
from .._core.embedding import Embedding
from .._core.mapped_subwords import mapped
from .._core.shared_rows import SharedRows
from .._core.subwords import Subwords
from .frozen_block import FrozenBlock
from .initial_model import InitialModel
from .train import TrainingParameters
from .trainer import Model
from .training_data import EncodedDocuments, TrainingData
from .unseen_terms import changed

# Number of terms whose vectors are made at once.
_CHUNK = 1 << 16


class SupervisedFit(NamedTuple):
    """The data, the parameters and start of the training, and the fitted attributes.

    ``init`` holds the vectors of the parameter; ``kept`` those of the terms, if they stay as they
    are, and ``frozen`` the block of these, if there are two. ``start_of_folds`` is the start of
    trainings on part of the documents, if it is known. ``find_start`` returns the initial model of
    any terms, in a new training.
    """

    documents: EncodedDocuments
    data: TrainingData
    parameters: TrainingParameters
    start: InitialModel
    init: Embedding | None = None
    kept: SharedRows | None = None
    frozen: FrozenBlock | None = None
    attributes: dict[str, Any] = {}  # noqa: RUF012 (never modified)
    start_of_folds: InitialModel | None = None
    find_start: Callable[[NDArray[np.integer]], InitialModel] | None = None

    @property
    def learned_terms(self) -> NDArray[np.integer]:
        """The rows of the terms in ``data``, (n_columns,)."""
        return np.arange(self.documents.n_learned) if self.data.terms is None else self.data.terms

    @property
    def learned_vectors(self) -> NDArray[np.float32]:
        """The learned components of the terms in ``data``, (n_columns, n_components)."""
        edge = 0 if self.frozen is None else self.frozen.n_components
        embedding: Embedding = self.attributes["embedding_"]
        return embedding._take(self.learned_terms)[:, edge:]


def new_embedding(fit: SupervisedFit, model: Model, parts: dict[str, slice]) -> Embedding:
    """Return the embedding of a new training; vectors that stay as they are given are not copied.

    They are if the pooling can only be used with all terms.
    """
    blank, pooling = fit.documents.blank, fit.documents.pooling
    subwords = None
    if fit.documents.composes:
        subwords = _new_subwords(fit, model)
        check_compactable(pooling)
    if fit.kept is None:
        return blank._with_vectors(_of_all_terms(fit, model), parts, subwords)
    rows = fit.kept
    if fit.frozen is not None:
        check_finite(model.vectors, blank._terms)
        rows = rows.beside(model.vectors)
    try:
        check_compactable(pooling)
    except ValueError:
        return blank._with_vectors(rows.array, parts)
    return blank._sharing_terms(rows, parts, subwords)


def _of_all_terms(fit: SupervisedFit, model: Model) -> NDArray[np.float32]:
    """Return the vectors of all terms: those in no document have their initial ones, moved."""
    if fit.data.terms is None:
        return model.vectors
    assert fit.find_start is not None
    rows = np.arange(len(fit.documents.blank))
    vectors = np.zeros((len(rows), model.vectors.shape[1]), dtype=np.float32)
    for start in range(0, len(rows), _CHUNK):
        initial = fit.find_start(rows[start : start + _CHUNK]).vectors
        if initial is not None:
            vectors[start + initial.rows] = changed(initial.vectors, model.change)
    vectors[fit.data.terms] = model.vectors
    return vectors


def _new_subwords(fit: SupervisedFit, model: Model) -> Subwords:
    """Return the subwords of ``init``, moved as words in no document are, or in their block."""
    if fit.frozen is not None:
        assert fit.init is not None
        assert fit.init.subwords is not None
        edge = fit.frozen.n_components
        return mapped(fit.init.subwords, np.eye(edge, edge + model.vectors.shape[1]))
    assert fit.start.vectors is not None
    assert fit.start.vectors.subwords is not None
    subwords = fit.start.vectors.subwords
    return subwords if model.change is None else mapped(subwords, model.change)
