"""The contribution of each term to a score, which is exact because the model is linear."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from .._base.vectorizer import normed
from .._core.corpus import Corpus
from .prediction import FittedModel, PredictionMixin, head_scores


class Explanation(NamedTuple):
    """For one score of each document: the contribution of each term, the intercept, the target.

    ``contributions`` (n_documents, n_terms); ``intercepts`` and ``targets`` (n_documents,).
    """

    contributions: sparse.csr_array
    intercepts: NDArray[np.float64]
    targets: NDArray[Any]


class ExplanationMixin(PredictionMixin):
    """Contributions of terms, for a fitted supervised vectorizer."""

    def contributions(self, X: Any, *, target: object = None) -> sparse.csr_array:
        r"""Return how much each term of a document contributes to a score.

        The contributions are exact, because a score is linear in the weighted sum of the
        vectors: it is the sum of the intercept and the contributions of the document's row,

        .. math::

            s_c = b_c + \sum_t a_t\, (w_c \cdot v_t)

        where :math:`a_t` is the weight of term :math:`t` in the document (divided by the norm
        of the document's sum if ``norm`` is given).

        Parameters
        ----------
        X : iterable of str of shape (n_documents,)
            The documents.

        target : object, default=None
            The class whose score is explained (for multilabel targets or several numbers,
            the column). None means the predicted class of each document, or the first column.

        Returns
        -------
        contributions : csr_array of shape (n_documents, n_terms), dtype=float64
            Contributions of the terms. Column j belongs to row j of ``embedding_``.

        Raises
        ------
        ValueError
            If ``target`` is not a class or column.
        """
        return self._snapshot()._explain(X, target).contributions

    def _explain(self, X: Any, target: object) -> Explanation:
        return explain(FittedModel.of(self), self._encode_pieces(X), target)

    def _named(self, document: Any) -> tuple[list[str], NDArray[np.int32]]:
        """Return the terms of a document in the order of the text, and their rows."""
        named: tuple[list[str], NDArray[np.int32]] = self._encoder.named(document, self._analyzer())
        return named


def explain(model: FittedModel, corpora: Iterable[Corpus], target: object) -> Explanation:
    """Explain one score of each document: that of ``target``, or of the predicted class."""
    parts = [explain_piece(model, corpus, target) for corpus in corpora]
    if len(parts) == 1:
        return parts[0]
    contributions, intercepts, targets = zip(*parts, strict=True)
    return Explanation(
        sparse.vstack(contributions, format="csr"),
        np.concatenate(intercepts),
        np.concatenate(targets),
    )


def explain_piece(model: FittedModel, corpus: Corpus, target: object) -> Explanation:
    """Explain one score of each document of a corpus; see `explain`."""
    vectors, sums = model.embedding.vectors, model.sums(corpus)
    lengths = norms_of(sums, model.norm)
    scores = head_scores(normed(sums, model.norm), model.coef, model.intercept)
    column, sign, targets = model.target_kind.explained(scores, target)
    weights = model.pooling.weights(corpus, len(vectors))
    terms_of = np.diff(weights.indptr)
    data = weights.data * np.repeat(sign / lengths, terms_of)
    used, place = np.unique(weights.indices, return_inverse=True)
    products = head_scores(vectors[used], model.coef, 0.0)
    data = data * products[place, np.repeat(column, terms_of)]
    contributions = sparse.csr_array((data, weights.indices, weights.indptr), shape=weights.shape)
    return Explanation(contributions, sign * np.atleast_1d(model.intercept)[column], targets)


def norms_of(features: NDArray[np.float32], norm: str | None) -> NDArray[np.float64]:
    """Return the norms by which `normed` divides the rows, (n_documents,): 1 for zero rows."""
    if norm is None:
        return np.ones(len(features))
    order = {"l1": 1, "l2": 2, "max": np.inf}[norm]
    lengths = np.linalg.norm(features.astype(np.float64), ord=order, axis=1)
    return np.where(lengths > 0, lengths, 1)
