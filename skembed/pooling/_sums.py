"""Weighted sums of vectors, and the weights in them: the arithmetic that poolings share.

A corpus goes through the kernels in pieces, between which Ctrl-C is heard. No pooling is known.
"""

from __future__ import annotations

import sys

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.utils.sparsefuncs_fast import (
    inplace_csr_row_normalize_l1,
    inplace_csr_row_normalize_l2,
)

from .._core.corpus import Corpus
from .._core.embedding import Embedding
from .._core.pieces import Size, cut
from .._kernels import ISA
from .._kernels import pooling as kernel
from .._kernels import text as text_kernel

# Maximum size for one call of a kernel, of some 50 milliseconds: Ctrl-C is handled between calls.
PIECE = Size(2_000_000, sys.maxsize)


def weighted_sum(
    corpus: Corpus,
    weights: NDArray[np.float32] | None,
    embedding: Embedding,
    n_threads: int,
    *,
    by_token: bool = False,
    mean: bool = False,
) -> NDArray[np.float32]:
    """Compute the weighted sum of the vectors of each document's tokens.

    Parameters
    ----------
    corpus : Corpus
        The documents.

    weights : ndarray of shape (n_terms,) or (n_tokens,), dtype=float32, or None
        The weight of each term, or of each token; None means weights of 1.

    embedding : Embedding
        The vectors.

    n_threads : int
        Number of threads.

    by_token : bool, default=False
        Whether there is one weight per token rather than per term.

    mean : bool, default=False
        Whether to divide each sum by the number of tokens of the document.

    Returns
    -------
    sums : ndarray of shape (n_documents, n_components), dtype=float32
        The sums; zeros for a document without tokens.
    """
    vectors, mine = embedding.vectors, weights
    out = np.empty((len(corpus.indptr) - 1, vectors.shape[1]), dtype=np.float32)
    if len(corpus.ids) <= PIECE.n_tokens:  # faster than to cut
        documents = corpus.ids, corpus.indptr
        kernel.weighted_sum(*documents, weights, vectors, out, n_threads, ISA, by_token, mean)
        return out
    for ids, indptr, rows in cut(corpus.ids, corpus.indptr, PIECE):
        if by_token and weights is not None:
            first = corpus.indptr[rows.start]
            mine = weights[first : first + len(ids)]
        kernel.weighted_sum(ids, indptr, mine, vectors, out[rows], n_threads, ISA, by_token, mean)
    return out


def term_counts(corpus: Corpus, n_terms: int) -> sparse.csr_array:
    """Count how often each term occurs in each document.

    Parameters
    ----------
    corpus : Corpus
        The documents.

    n_terms : int
        Number of terms.

    Returns
    -------
    counts : csr_array of shape (n_documents, n_terms), dtype=float32
        The counts, with sorted indices and without duplicates.

    Raises
    ------
    ValueError
        If an id is out of range.
    """
    terms, counts = np.empty(corpus.n_tokens, dtype=np.int32), np.empty(corpus.n_tokens, np.float32)
    ends = np.empty(corpus.n_documents + 1, dtype=np.int64)
    n = text_kernel.count_terms(corpus.ids, corpus.indptr, n_terms, terms, counts, ends)
    for values in (terms, counts):
        values.resize(n, refcheck=False)  # gives the rest back
    found = sparse.csr_array((counts, terms, ends), shape=(corpus.n_documents, n_terms))
    found.has_canonical_format = True  # SciPy need not look
    return found


def scale_documents(weights: sparse.csr_array, norm: str) -> sparse.csr_array:
    """Normalize the non-negative weights of each document to 'l1' or 'l2' norm 1, in place."""
    # `normalize` ends here, too, after checks that take longer than a short document
    scale = {"l1": inplace_csr_row_normalize_l1, "l2": inplace_csr_row_normalize_l2}[norm]
    scale(weights)
    return weights


def divide_rows(features: NDArray[np.float32], divisors: NDArray[np.float64]) -> None:
    """Divide each row by its non-negative divisor, in place; by 0, it is left unchanged."""
    kernel.divide_rows(features, divisors)


def document_sums(corpus: Corpus, weights: NDArray[np.float32]) -> NDArray[np.float64]:
    """Sum the weights of each document's tokens, of shape (n_documents,)."""
    sums = np.zeros(corpus.n_documents, dtype=np.float64)
    filled = np.flatnonzero(corpus.document_lengths)
    if len(filled):
        # reduceat sums from one start to the next, so empty documents must be excluded.
        token_weights = weights[corpus.ids].astype(np.float64)
        sums[filled] = np.add.reduceat(token_weights, corpus.indptr[:-1][filled])
    return sums
