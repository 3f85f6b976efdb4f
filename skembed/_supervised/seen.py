"""A sketch of the documents that a vectorizer was fitted on, so that displays can recognize them.

A document is known by a 64-bit hash of the bag of its terms. The sketch holds the smallest of these
hashes: a uniform sample of the distinct documents, of a fixed size (the bottom-k sketch of Cohen
and Kaplan, 2007). Nothing here trains, and no text can be recovered from a sketch.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from .._core.corpus import TAKEN_AT_ONCE, Corpus
from .._core.mapped_corpus import parts_of
from .._core.pieces import Size

SKETCH_SIZE = 1024
PARTS = Size(TAKEN_AT_ONCE, TAKEN_AT_ONCE)  # of the documents, hashed at once

Hashes = NDArray[np.uint64]


def sketch(corpus: Corpus, before: Hashes | None = None) -> Hashes:
    """Return the smallest hashes of documents, together with those of an earlier sketch.

    Parameters
    ----------
    corpus : Corpus
        The documents.

    before : ndarray of shape (n_before,), dtype=uint64, default=None
        The sketch of documents of earlier calls.

    Returns
    -------
    hashes : ndarray of shape (n_hashes,), dtype=uint64
        At most `SKETCH_SIZE` distinct hashes, sorted. Documents without known terms have none.
    """
    hashes = np.concatenate([hash_bags(part) for part in parts_of(corpus, PARTS)])
    return np.unique(hashes if before is None else np.append(before, hashes))[:SKETCH_SIZE]


def share_seen(hashes: Hashes, corpora: Iterable[Corpus]) -> float:
    """Estimate the fraction of the documents that a sketch was made from.

    Only documents whose hash is at most the largest one of a full sketch can be recognized, and
    the fraction among them is the estimate. It is exact for a sketch of few documents.

    Parameters
    ----------
    hashes : ndarray of shape (n_hashes,), dtype=uint64
        The sketch.

    corpora : iterable of Corpus
        The documents to look for, in pieces, encoded with the same terms.

    Returns
    -------
    share : float
        A number from 0 to 1; 0 if no document can be recognized.
    """
    found = np.concatenate([np.empty(0, np.uint64), *map(hash_bags, corpora)])
    if len(hashes) >= SKETCH_SIZE:
        found = found[found <= hashes[-1]]
    return float(np.isin(found, hashes).mean()) if len(found) else 0.0


def hash_bags(corpus: Corpus) -> Hashes:
    """Hash the bag of terms of each document that has some, with its number of unknown terms.

    The hash of a bag is the sum of the hashes of its terms, modulo 2^64, so that their order does
    not matter.

    Parameters
    ----------
    corpus : Corpus
        The documents.

    Returns
    -------
    hashes : ndarray of shape (n_hashed,), dtype=uint64
        One hash for each document with known terms.
    """
    sums = np.zeros(corpus.n_documents + 1, dtype=np.uint64)
    total = np.uint64(0)
    edges = [*range(0, corpus.n_tokens, TAKEN_AT_ONCE), corpus.n_tokens]
    places = np.searchsorted(corpus.indptr, edges, side="right")
    for (low, high), (first, last) in zip(
        itertools.pairwise(edges), itertools.pairwise(places), strict=True
    ):
        running = np.cumsum(mixed(corpus.ids[low:high].astype(np.uint64))) + total
        sums[first:last] = running[corpus.indptr[first:last] - low - 1]
        total = running[-1]
    hashes = mixed(np.diff(sums) + corpus.n_unknown.astype(np.uint64))
    return hashes[corpus.document_lengths > 0]


def mixed(numbers: NDArray[np.uint64]) -> Hashes:
    """Map numbers to pseudo-random ones (splitmix64; Steele, Lea and Flood, 2014)."""
    mixed = numbers + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))
