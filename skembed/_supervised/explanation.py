"""What each term adds to a score: a linear model explains itself, exactly."""

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
    """What each term adds to one score of each document, and what is there without terms.

    ``contributions`` (n_documents, n_terms); ``intercepts`` and ``targets`` (n_documents,).
    """

    contributions: sparse.csr_array
    intercepts: NDArray[np.float64]
    targets: NDArray[Any]


class ExplanationMixin(PredictionMixin):
    """Contributions of terms, for a fitted supervised vectorizer."""

    def contributions(self, X: Any, *, target: object = None) -> sparse.csr_array:
        r"""Return how much each term of a document adds to a score.

        The model is linear in a document's weighted sum of vectors, so this is exact:
        the score is the intercept and the sum of the row,

        .. math::

            s_c = b_c + \sum_t a_t\, (w_c \cdot v_t)

        with :math:`a_t` the weight of term :math:`t` in the document (over the norm, if
        ``norm`` is given).

        Parameters
        ----------
        X : iterable of str of shape (n_documents,)
            The documents.

        target : object, default=None
            The class (with several labels or numbers, the column) whose score it is.
            None takes the class that is predicted for each document, or the first column.

        Returns
        -------
        contributions : csr_array of shape (n_documents, n_terms), dtype=float64
            Columns are rows of ``embedding_``.

        Raises
        ------
        ValueError
            If there is no such class or column.
        """
        return self._snapshot()._explain(X, target).contributions

    def _explain(self, X: Any, target: object) -> Explanation:
        return explain(FittedModel.of(self), self._encode_pieces(X), target)

    def _named(self, document: Any) -> tuple[list[str], NDArray[np.int32]]:
        """Return the terms of a document as they stand in it, and their rows."""
        named: tuple[list[str], NDArray[np.int32]] = self._encoder.named(document, self._analyzer())
        return named


def explain(model: FittedModel, corpora: Iterable[Corpus], target: object) -> Explanation:
    """Explain one score of each document.

    Parameters
    ----------
    model : FittedModel
        The model.

    corpora : iterable of Corpus
        The documents, in pieces.

    target : object
        The class or column whose score it is; None takes the one that is predicted for each
        document, or the first column.

    Returns
    -------
    explanation : Explanation
        Of all documents.

    Raises
    ------
    ValueError
        If there is no such class or column.
    """
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
    """Return what `normed` divides each row by, (n_documents,): 1 for rows of zeros."""
    if norm is None:
        return np.ones(len(features))
    order = {"l1": 1, "l2": 2, "max": np.inf}[norm]
    lengths = np.linalg.norm(features.astype(np.float64), ord=order, axis=1)
    return np.where(lengths > 0, lengths, 1)
