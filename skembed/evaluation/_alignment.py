"""Align an embedding with another by orthogonal Procrustes over the shared terms.

The map is a rotation, optionally with a scale factor, because any other map would change cosines.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from skembed._compat.threads import one_blas_thread
from skembed._core.embedding import Embedding
from skembed._core.linalg import find_rotation, rotated, unit_rows
from skembed._vectors.sources import as_embedding

from ._overlap import shared_terms


@dataclass(frozen=True, eq=False, repr=False)
class Alignment:
    """An embedding aligned with the space of another, and the quality of the alignment.

    Attributes
    ----------
    embedding : Embedding
        The aligned embedding: all terms of the source, with its vectors multiplied by ``scale``
        and ``rotation``.

    rotation : ndarray of shape (n_components, n_components), dtype=float32
        An orthogonal matrix, which may include a reflection.

    scale : float
        The scale factor; 1 if ``scale=False``.

    terms : ndarray of shape (n_shared,), dtype=object
        The shared terms, the most frequent first.

    cosines : ndarray of shape (n_shared,), dtype=float64
        Cosine similarity between the aligned source vector and the target vector of each shared
        term; low for words that are used differently.

    residual : float
        The relative error: the Frobenius norm of the difference between aligned source and target
        vectors, divided by the norm of the target vectors.
    """

    embedding: Embedding
    rotation: NDArray[np.float32]
    scale: float
    terms: NDArray[np.object_]
    cosines: NDArray[np.float64]
    residual: float

    @property
    def mean_cosine(self) -> float:
        """Mean cosine similarity of the shared terms."""
        return float(self.cosines.mean())

    def __repr__(self) -> str:
        figures = f"mean_cosine={self.mean_cosine:.3f}, residual={self.residual:.3f}"
        return f"Alignment({figures}, n_shared={len(self.terms)})"


def align(source: Any, target: Any, *, scale: bool = False) -> Alignment:
    r"""Align an embedding with the space of another.

    Let :math:`A` and :math:`B` be the vectors of the shared terms in source and target. The
    alignment solves the orthogonal Procrustes problem [1]_

    .. math:: \min_{R,\, s} \; \lVert s A R - B \rVert_F \qquad \text{with} \quad R^\top R = I

    by the singular value decomposition of :math:`A^\top B`. A rotation leaves all cosines within
    the source unchanged. Vectors are not normalized, so longer vectors have more weight.

    Parameters
    ----------
    source : Embedding, gensim KeyedVectors, fitted vectorizer, str or path-like
        The embedding to align.

    target : Embedding, gensim KeyedVectors, fitted vectorizer, str or path-like
        The embedding with the target space.

    scale : bool, default=False
        Whether to also fit the scale factor :math:`s`; if False, it is 1.

    Returns
    -------
    alignment : Alignment
        The aligned embedding, the rotation, and the similarities of the shared terms.

    Raises
    ------
    ValueError
        If the embeddings have different ``n_components``, or share no term with nonzero vectors.

    Warns
    -----
    UserWarning
        If there are fewer shared terms than components, so that the rotation is not unique.

    References
    ----------
    .. [1] P. H. Schönemann, "A generalized solution of the orthogonal Procrustes problem",
       Psychometrika 31, 1966.

    Examples
    --------
    >>> from skembed import Embedding
    >>> from skembed.evaluation import align
    >>> source = Embedding(["cup", "mug", "sun"], [[1, 0], [2, 1], [0, 1]])
    >>> target = Embedding(["sun", "cup", "mug"], [[-1, 0], [0, 1], [-1, 2]])
    >>> alignment = align(source, target)
    >>> alignment
    Alignment(mean_cosine=1.000, residual=0.000, n_shared=3)
    >>> [term for term, cosine in alignment.embedding.most_similar(target["mug"], n=1)]
    ['mug']
    """
    source, target = as_embedding(source, name="source"), as_embedding(target, name="target")
    if source.n_components != target.n_components:
        raise ValueError(
            "Only embeddings with the same number of components can be aligned: source has "
            f"{source.n_components} components, target has {target.n_components}."
        )
    terms = shared_terms(source, target)
    _check_shared(terms, source.n_components)
    left, right = source[terms], target[terms]
    rotation = find_rotation(left, right)
    near = rotated(left, rotation).astype(np.float64)
    with one_blas_thread():
        factor = float(np.vdot(near, right) / np.vdot(near, near)) if scale else 1.0
        residual = np.linalg.norm(factor * near - right) / np.linalg.norm(right.astype(np.float64))
    cosines = np.einsum("ij,ij->i", unit_rows(near.astype(np.float32)), unit_rows(right))
    vectors = rotated(source.vectors, np.float32(factor) * rotation)
    names = np.array(terms, dtype=object)
    embedding = Embedding(source.terms, vectors)
    return Alignment(embedding, rotation, factor, names, cosines, float(residual))


def _check_shared(terms: list[str], n_components: int) -> None:
    if not terms:
        raise ValueError("The embeddings share no term that has a nonzero vector in both.")
    if len(terms) < n_components:
        warnings.warn(
            f"{len(terms)} shared terms do not determine a rotation in {n_components} dimensions; "
            "the alignment of all other terms is arbitrary.",
            UserWarning,
            stacklevel=3,
        )
