"""`StoredVectors`: terms and vectors that can be saved in a file and loaded; see `_files`."""

from __future__ import annotations

import os
from collections.abc import Iterable
from numbers import Real
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from .._compat.threads import n_threads
from .._files.layout import NGramRows, Request, VectorTable
from .._files.opening import check_there
from .._files.reading import FORMATS, read_file, unreadable
from .._files.writing import write_file
from .checks import as_count, read_only
from .quantized import QuantizedRows
from .snapshots import ArraySnapshot
from .subwords import Subwords
from .term_vectors import TermVectors


class StoredVectors(TermVectors):
    """Terms and vectors, with their files; see `Embedding`."""

    @classmethod
    def load(
        cls,
        path: str | os.PathLike[str],
        *,
        format: str | None = None,
        limit: int | None = None,
        vocabulary: Iterable[str] | None = None,
        encoding: str = "utf-8",
        errors: str = "strict",
        max_expansion: float = 100,
        n_jobs: int | None = None,
    ) -> Self:
        r"""Load vectors from a file.

        The formats are those of word2vec (text and binary), GloVe (text), fastText (``.vec`` and
        ``.bin``, with its :class:`Subwords`) and safetensors. The file may be compressed with
        gzip, bzip2, xz or zip. Nothing is ever unpickled, so that loading a file never runs code.

        Parameters
        ----------
        path : str or path-like
            The file. A file in a zip archive with several is given as ``archive.zip/name``.

        format : {"word2vec", "word2vec-binary", "glove", "fasttext", "safetensors"}, default=None
            The format; ``"word2vec"`` is also that of fastText's ``.vec`` files, and
            ``"fasttext"`` that of its ``.bin`` files. None recognizes it by the content.

        limit : int, default=None
            Number of rows to read, from the first one; in most files, these are the most frequent
            terms. The rest of the file is not read. None reads all.

        vocabulary : iterable of str, default=None
            Terms to keep; the others take no memory. None keeps all.

        encoding : str, default="utf-8"
            Encoding of the terms.

        errors : str, default="strict"
            What to do with terms that cannot be decoded, as in ``bytes.decode``: ``"strict"``
            raises an error, ``"replace"`` and ``"ignore"`` change the term.

        max_expansion : float, default=100
            A compressed file may have a content of at most this many times its size, or of 64 MiB.

        n_jobs : int, default=None
            Number of threads for parsing text. The result does not depend on it.

        Returns
        -------
        embedding : Embedding
            The terms in the order of the file. If a term is repeated, its first row is kept, and a
            warning says how many rows were left out.

        Raises
        ------
        FileNotFoundError
            If there is no such file.

        ValueError
            If the file cannot be read: the message says why, and names the row.

        Notes
        -----
        The file that :meth:`save` writes as safetensors is mapped into memory instead of read, so
        that loading it takes milliseconds and several processes share it. Its numbers are not
        checked again.

        Examples
        --------
        >>> import tempfile
        >>> from pathlib import Path
        >>> from skembed import Embedding
        >>> path = Path(tempfile.mkdtemp(), "glove.txt")
        >>> _ = path.write_text("king 1.0 0.1\nqueen 1.0 0.2\n")
        >>> Embedding.load(path)["queen"]
        array([1. , 0.2], dtype=float32)
        """
        if format is not None and format not in FORMATS:
            raise ValueError(f"format must be one of {', '.join(FORMATS)} or None, got {format!r}.")
        if not isinstance(max_expansion, Real) or not max_expansion >= 1:
            raise ValueError(
                f"max_expansion must be a number of at least 1, got {max_expansion!r}."
            )
        request = Request(
            None if limit is None else as_count(limit, "limit"),
            None if vocabulary is None else _as_terms(vocabulary),
            encoding,
            errors,
            n_threads(n_jobs),
        )
        if request.limit == 0:
            raise ValueError("limit must be at least 1, or None to read all rows.")
        file = os.path.abspath(os.fsdecode(path))
        check_there(file)
        table = read_file(file, request, format, float(max_expansion))
        vectors, subwords = table.vectors, None
        if table.ngrams is not None:
            try:
                vectors, subwords = _with_ngrams(table, table.ngrams)
            except ValueError as error:
                raise unreadable(file, error) from error
        rows = (
            ArraySnapshot(read_only(vectors))
            if table.scales is None
            else QuantizedRows(vectors, table.scales)
        )
        return cls._of_checked(table.terms, rows, table.blocks or {}, subwords)

    def save(self, path: str | os.PathLike[str], *, format: str | None = None) -> None:
        """Save the terms and vectors in a file.

        safetensors holds every embedding, with its ``blocks`` and ``subwords``, to the bit, and
        8-bit integers as such. The other formats are for other programs, and hold terms and vectors
        only: if they cannot hold a term, this is an error, and a warning names other parts that are
        left out.

        Parameters
        ----------
        path : str or path-like
            The file, which is replaced when the new one is complete.

        format : {"safetensors", "word2vec", "word2vec-binary", "glove"}, default=None
            The format. None chooses it by the ending: ``.safetensors``, ``.bin`` for word2vec's
            binary format, ``.txt`` or ``.vec`` for its text format. After ``.txt`` or ``.vec``,
            the ending ``.gz``, ``.bz2`` or ``.xz`` compresses the file.

        Raises
        ------
        ValueError
            If the format is unknown, or cannot hold a term.

        Examples
        --------
        >>> import tempfile
        >>> from pathlib import Path
        >>> from skembed import Embedding
        >>> path = Path(tempfile.mkdtemp(), "vectors.safetensors")
        >>> Embedding(["new york", "rome"], [[1.0, 0.5], [0.5, 1.0]]).save(path)
        >>> Embedding.load(path)["new york"]
        array([1. , 0.5], dtype=float32)
        """
        rows, ngrams = self._rows, None
        vectors, scales = (
            (rows.codes, rows.scales) if isinstance(rows, QuantizedRows) else (self.vectors, None)
        )
        if self.subwords is not None:
            lengths = self.subwords.min_n, self.subwords.max_n
            ngrams = NGramRows(self.subwords.rows, *lengths, are_added=True)
        table = VectorTable(self.terms.tolist(), vectors, scales, dict(self.blocks), ngrams)
        write_file(os.fsdecode(path), table, format)


def _with_ngrams(table: VectorTable, ngrams: NGramRows) -> tuple[NDArray[Any], Subwords]:
    """Return the vectors of the terms, with those of their n-grams, and the subwords."""
    subwords = Subwords(ngrams.rows, ngrams.min_n, ngrams.max_n)
    if ngrams.are_added:
        return table.vectors, subwords
    with np.errstate(over="ignore", invalid="ignore"):
        vectors = subwords.vectors_of_known(table.terms, table.vectors)
    finite = np.isfinite(vectors).all(axis=1)
    if not finite.all():
        term = table.terms[int(np.argmin(finite))]
        raise ValueError(f"the mean of the rows of {term!r} and its n-grams is not finite")
    return vectors, subwords


def _as_terms(vocabulary: Iterable[str]) -> frozenset[str]:
    if isinstance(vocabulary, str):
        raise TypeError("vocabulary must be an iterable of str, got a single str.")
    return frozenset(vocabulary)
