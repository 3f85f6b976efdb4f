"""`Subwords`: fastText's vectors of character n-grams, which give unknown words a vector.

Arrays and their arithmetic only: files are read elsewhere, and nothing is trained here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .._kernels import ISA
from .._kernels import pooling as kernel
from .checks import as_count, read_only

# The end of a line: a word without n-grams in fastText.
_END_OF_LINE = "</s>"

# Number of words whose n-grams are held at once.
_CHUNK = 4096


@dataclass(frozen=True, eq=False, repr=False)
class Subwords:
    r"""The vectors of character n-grams that fastText learns beside those of words.

    The n-grams of a word share ``n_buckets`` rows: fastText's hash of an n-gram, modulo
    ``n_buckets``, is its row. The vector of an unknown word is the mean of the rows of its n-grams.

    Parameters
    ----------
    rows : array-like of shape (n_buckets, n_components)
        The vector of each bucket. A C-contiguous float32 array, including a read-only memory
        map, is not copied.

    min_n, max_n : int
        Lengths of the n-grams, in characters, with ``<`` before and ``>`` after the word.

    Attributes
    ----------
    rows : ndarray of shape (n_buckets, n_components), dtype=float32
        The vector of each bucket, C-contiguous and read-only.

    Raises
    ------
    ValueError
        If there are no rows, a row is not finite, or not ``0 <= min_n <= max_n`` and ``max_n > 0``.

    Notes
    -----
    The hash is 32-bit FNV-1a over the UTF-8 bytes of the n-gram, each sign-extended to 32 bits as
    in the fastText program [1]_.

    References
    ----------
    .. [1] P. Bojanowski, E. Grave, A. Joulin, T. Mikolov, "Enriching Word Vectors with Subword
       Information", TACL 5, 2017. https://aclanthology.org/Q17-1010/

    Examples
    --------
    >>> import numpy as np
    >>> from skembed import Embedding, Subwords
    >>> rows = np.random.default_rng(0).normal(size=(1000, 2))
    >>> subwords = Subwords(rows, min_n=3, max_n=6)
    >>> embedding = Embedding(["running"], [[1.0, 0.5]], subwords=subwords)
    >>> embedding["runner"].shape
    (2,)
    """

    rows: NDArray[np.float32]
    min_n: int
    max_n: int

    def __post_init__(self) -> None:
        """Validate the rows and the lengths, and convert the rows."""
        rows = np.ascontiguousarray(self.rows, dtype=np.float32)
        if rows.ndim != 2 or 0 in rows.shape:
            raise ValueError(f"rows must have shape (n_buckets, n_components), got {rows.shape}.")
        for start in range(0, len(rows), _CHUNK):
            finite = np.isfinite(rows[start : start + _CHUNK]).all(axis=1)
            if not finite.all():
                raise ValueError(f"Row {start + int(np.argmin(finite))} of rows is not finite.")
        self.__dict__["rows"] = read_only(rows)
        for name in ("min_n", "max_n"):
            self.__dict__[name] = as_count(getattr(self, name), name)
        if not self.min_n <= self.max_n or self.max_n == 0:
            raise ValueError(
                "min_n must not be greater than max_n, which must not be 0; got "
                f"min_n={self.min_n}, max_n={self.max_n}."
            )

    @property
    def n_buckets(self) -> int:
        """Number of rows."""
        return len(self.rows)

    @property
    def n_components(self) -> int:
        """Number of components of each row."""
        return int(self.rows.shape[1])

    def buckets(self, words: Sequence[str]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """Return the rows of the n-grams of words.

        Parameters
        ----------
        words : sequence of str of shape (n_words,)
            The words; any string is one.

        Returns
        -------
        ids : ndarray of shape (n_ngrams,), dtype=int32
            The row of each n-gram, in the order of fastText.

        indptr : ndarray of shape (n_words + 1,), dtype=int64
            The n-grams of word ``j`` are ``ids[indptr[j]:indptr[j + 1]]``.
        """
        hashes, counts = _hash_ngrams(words, max(self.min_n, 1), self.max_n)
        indptr = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(counts)])
        return (hashes % np.uint32(self.n_buckets)).astype(np.int32), indptr

    def vectors(self, words: Sequence[str]) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
        """Return the mean of the rows of the n-grams of each word.

        Parameters
        ----------
        words : sequence of str of shape (n_words,)
            The words.

        Returns
        -------
        vectors : ndarray of shape (n_words, n_components), dtype=float32
            The vectors; zeros for a word without n-grams.

        has_ngrams : ndarray of shape (n_words,), dtype=bool
            Whether each word has n-grams; too short ones have none.
        """
        sums, counts = self._sums(words)
        return sums / np.maximum(counts, 1).astype(np.float32)[:, np.newaxis], counts > 0

    def vectors_of_known(self, words: Sequence[str], word_rows: ArrayLike) -> NDArray[np.float32]:
        """Return the vectors of words that have a row of their own, as fastText does.

        Parameters
        ----------
        words : sequence of str of shape (n_words,)
            The words.

        word_rows : array-like of shape (n_words, n_components)
            The row that fastText learned for each word itself.

        Returns
        -------
        vectors : ndarray of shape (n_words, n_components), dtype=float32
            The mean of the row of each word and the rows of its n-grams.
        """
        sums, counts = self._sums(words)
        sums += np.asarray(word_rows, dtype=np.float32)
        sums /= (1 + counts).astype(np.float32)[:, np.newaxis]
        return sums

    def _has_ngrams(self, word: str) -> bool:
        """Return whether a word of at least one character has n-grams, that is, a vector."""
        return len(word) + 2 >= self.min_n and word != _END_OF_LINE

    def _sums(self, words: Sequence[str]) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Return the sum of the rows of the n-grams of each word, and their number."""
        sums = np.zeros((len(words), self.n_components), dtype=np.float32)
        counts = np.zeros(len(words), dtype=np.int64)
        for start in range(0, len(words), _CHUNK):
            here = slice(start, start + _CHUNK)
            ids, indptr = self.buckets(words[here])
            kernel.weighted_sum(ids, indptr, None, self.rows, sums[here], 1, ISA, False, False)
            counts[here] = np.diff(indptr)
        return sums, counts

    def __repr__(self) -> str:
        """Show the sizes only."""
        return (
            f"Subwords(n_buckets={self.n_buckets}, n_components={self.n_components}, "
            f"min_n={self.min_n}, max_n={self.max_n})"
        )

    def __setstate__(self, state: dict[str, object]) -> None:
        """Restore the rows without a copy; they may be a memory map."""
        self.__dict__.update(state)
        self.__dict__["rows"] = read_only(self.rows)


def _hash_ngrams(
    words: Sequence[str], min_n: int, max_n: int
) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """Return the hashes of the n-grams of all words, one after the other, and their numbers."""
    padded = [b"<%b>" % word.encode("utf-8", "surrogatepass") for word in words]
    text = np.frombuffer(b"".join(padded), dtype=np.int8)
    signed = text.astype(np.int32).view(np.uint32)  # fastText casts each byte to int8_t
    is_start = np.append((text & np.int8(-64)) != -128, True)  # of a character, and the end
    ends = np.cumsum([len(word) for word in padded], dtype=np.int64)
    begin = np.flatnonzero(is_start[:-1])
    word = np.searchsorted(ends, begin, side="right")
    first = np.append(0, ends)[word]
    live = np.flatnonzero(np.array([w != _END_OF_LINE for w in words], dtype=bool)[word])
    hashes, lengths, at = np.full(len(begin), 2166136261, np.uint32), 0 * begin, begin.copy()
    found = [(live[:0], hashes[:0], lengths[:0])]
    while len(live):  # each n-gram that begins at a live character grows by one byte
        hashes[live] = (hashes[live] ^ signed[at[live]]) * np.uint32(16777619)
        at[live] += 1
        lengths[live] += is_start[at[live]]
        n, here = lengths[live], at[live]
        is_bracket = (n == 1) & ((begin[live] == first[live]) | (here == ends[word[live]]))
        whole = live[is_start[here] & (n >= min_n) & ~is_bracket]
        found.append((whole, hashes[whole], lengths[whole]))
        live = live[(here < ends[word[live]]) & (n < max_n)]
    place, hashed, n = (np.concatenate(part) for part in zip(*found, strict=True))
    order = np.lexsort((n, place))
    return hashed[order], np.bincount(word[place], minlength=len(words)).astype(np.int64)
