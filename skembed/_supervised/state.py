"""The fitted attributes of a supervised fit, and the state that a partial fit continues from."""

from __future__ import annotations

from typing import Any, NamedTuple, Self, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .._base.vectorizer import with_names
from .._compat.sklearn import n_samples
from .._core.embedding import Embedding
from .._core.snapshots import ArraySnapshot
from .targets.target_kind import TargetKind
from .train import SavedModel
from .trainer import Model, Sums
from .training_data import EncodedDocuments, TrainingData


class LastFit(NamedTuple):
    """The fitted attributes that a partial fit continues from."""

    embedding: Embedding
    kind: TargetKind
    coef: NDArray[np.float32]
    intercept: Any
    vector_sums: ArraySnapshot
    head_sums: tuple[NDArray[np.float32], NDArray[np.float32]]
    n_iter: int
    loss_curve: NDArray[np.float64]

    @classmethod
    def of(cls, fitted: Any) -> Self:
        """Read them from a fitted estimator, whose ``embedding_`` must be that of its fit."""
        fitted._check_embedding()
        return cls(
            fitted.embedding_,
            fitted._target_kind,
            fitted.coef_,
            fitted.intercept_,
            fitted._vector_sums,
            fitted._head_sums,
            fitted.n_iter_,
            fitted.loss_curve_,
        )

    def check_continues(self, y: Any, n_components: int, classes: ArrayLike | None) -> None:
        """Raise if a call of partial_fit cannot continue the training.

        Raises
        ------
        ValueError
            If there are no documents, or n_components or the classes have changed.
        """
        if n_samples(y) == 0:
            raise ValueError("partial_fit needs at least one document, got none.")
        if n_components != self.embedding.n_components:
            raise ValueError(
                f"n_components={n_components} is not the same as on last call to partial_fit, "
                f"was: {self.embedding.n_components}. Set it back, or start over with a clone."
            )
        self.kind.check_classes(classes)

    def saved_model(self, terms: NDArray[np.integer]) -> SavedModel:
        """Return the model and the AdaGrad sums, restricted to some terms."""
        head = self.kind.head(self.coef, self.intercept)
        model = Model(self.embedding._take(terms), *head)
        return SavedModel(model, Sums(self.vector_sums.take(terms), *self.head_sums))


def fitted_attributes(
    documents: EncodedDocuments, data: TrainingData, last: LastFit | None, state: dict[str, Any]
) -> dict[str, Any]:
    """Return all fitted attributes, from the result of `train`.

    ``last`` is the state that a partial fit continued from.
    """
    state = dict(state)
    model: Model = state.pop("_model")
    sums: Sums = state.pop("_sums")
    shrinkage: float = state.pop("_shrinkage")
    if last is None:
        assert documents.vocabulary is not None
        embedding = Embedding(documents.vocabulary.terms, model.vectors)
        vector_sums = ArraySnapshot(sums.vectors)
    else:
        assert data.terms is not None
        embedding = last.embedding._changed(data.terms, model.vectors, shrinkage)
        vector_sums = last.vector_sums.changed(data.terms, sums.vectors)
        state["n_iter_"] += last.n_iter
        state["loss_curve_"] = np.concatenate([last.loss_curve, state["loss_curve_"]])
    return with_names(
        {
            **state,
            **data.kind.fitted(model.head, model.intercept),
            "embedding_": embedding,
            "vocabulary_": embedding.index,
            "pooling_": documents.pooling,
            "_encoder": documents.encoder,
            "_target_kind": data.kind,
            "_n_features_out": embedding.n_components,
            "_vector_sums": vector_sums,
            "_head_sums": (sums.head, sums.intercept),
        }
    )


def same_targets(old: TargetKind, new: TargetKind) -> bool:
    """Return whether two fits have the same classes, or numbers on the same scale."""
    if type(old) is not type(new):
        return False
    pairs = zip(cast(tuple[Any, ...], old), cast(tuple[Any, ...], new), strict=True)
    return all(np.array_equal(a, b) for a, b in pairs)
