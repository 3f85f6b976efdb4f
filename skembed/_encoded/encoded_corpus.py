"""`EncodedCorpus`: documents in a folder that `encode` wrote, for fits and transforms.

Shards are read whole, one at a time; nothing is written here.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from .._core.checks import as_terms
from .._core.corpus import Corpus, take_lists
from .._text.analyzer import Analyzer
from .._text.stored import StoredDocuments
from .._text.tokenized import TokenizedDocuments
from .analysis import check_same, from_json
from .files import (
    HEADER,
    UNFINISHED,
    VOCABULARY,
    damaged,
    missing,
    read_counts,
    read_json,
    read_shard,
    shard_name,
    strings_in,
)
from .joined import joined_in_files


class EncodedCorpus(StoredDocuments):
    """Tokenized documents in a folder, which vectorizers accept in place of raw documents.

    Use :func:`encode` to write them. A fit on encoded documents gives the same results, bit for
    bit, as a fit on the raw documents. Encoding fixes the tokens, that is, the text parameters from
    ``input`` to ``token_pattern``; each fit still selects its own terms from the stored counts
    (``min_df``, ``max_df``, ``max_features``, ``vocabulary``).

    The folder is read when its documents are needed, one shard at a time, so an instance is small
    and can be pickled; the folder must then be found under the same path.

    Indexing with a slice, a list, or an array of positions or booleans reads the selected documents
    into memory, as `TokenizedDocuments`. Indexing with an int returns the list of tokens of a
    document; iteration yields these lists.

    Read more in the :ref:`User Guide <large_corpora>`.

    Parameters
    ----------
    path : str or path-like
        The folder.

    Attributes
    ----------
    path : str
        The absolute path of the folder.

    parameters : dict
        The text parameters that the documents were encoded with. A vectorizer must have the same
        to accept the documents. Of a callable, only the name is recorded and compared.

    n_tokens : int
        Number of tokens of all documents.

    Raises
    ------
    ValueError
        If the folder does not contain encoded documents, they are unfinished or of another version
        of the format, or a file is missing or damaged.

    See Also
    --------
    tokenize_documents : Tokenize documents once, in memory.

    Examples
    --------
    >>> import tempfile
    >>> from skembed import EncodedCorpus, encode
    >>> folder = tempfile.TemporaryDirectory()
    >>> _ = encode(["The cat sat", "the dog sat", ""], folder.name)
    >>> documents = EncodedCorpus(folder.name)  # now, or in another program
    >>> len(documents), documents.n_tokens, documents[1]
    (3, 6, ['the', 'dog', 'sat'])
    >>> folder.cleanup()
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        folder = Path(os.fspath(path)).absolute()
        self.path = str(folder)
        header = _read_header(folder)
        try:
            self.parameters = from_json(header["parameters"])
            shards = np.array(header["shards"], dtype=np.int64).reshape(-1, 3)
            self._n_types, n_bytes = map(int, header["vocabulary"])
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise damaged(folder / HEADER, error) from error
        # where the documents of each shard start and end
        self._edges = np.concatenate([[0], np.cumsum(shards[:, 0])])
        self.n_tokens = int(shards[:, 1].sum())
        _check_size(folder / VOCABULARY, n_bytes)
        for i, size in enumerate(shards[:, 2].tolist()):
            _check_size(folder / shard_name(i), size)

    @cached_property
    def _vocabulary(self) -> tuple[NDArray[np.object_], NDArray[np.int64], NDArray[np.int64]]:
        path = Path(self.path, VOCABULARY)
        found = read_counts(path)
        tokens = strings_in(path, found)
        if not len(tokens) == len(found.counts) == len(found.document_counts) == self._n_types:
            raise damaged(path, f"there are not {self._n_types} tokens in it")
        return as_terms(tokens), found.counts, found.document_counts

    @property
    def tokens(self) -> NDArray[np.object_]:
        """The distinct tokens in the order of their first occurrence, of shape (n_types,)."""
        return self._vocabulary[0]

    @property
    def counts(self) -> NDArray[np.int64]:
        """Number of occurrences of each token, of shape (n_types,)."""
        return self._vocabulary[1]

    @property
    def document_counts(self) -> NDArray[np.int64]:
        """Number of documents that contain each token, of shape (n_types,)."""
        return self._vocabulary[2]

    @property
    def shape(self) -> tuple[int]:
        """Number of documents, as a tuple; scikit-learn indexes an object with a shape directly."""
        return (len(self),)

    def __len__(self) -> int:
        """Return the number of documents."""
        return int(self._edges[-1])

    def __repr__(self) -> str:
        """Show the path and the sizes."""
        return f"EncodedCorpus({self.path!r}, n_documents={len(self)}, n_tokens={self.n_tokens})"

    def __getstate__(self) -> dict[str, Any]:
        """Leave out the tokens, which are in the folder."""
        return {name: value for name, value in self.__dict__.items() if name != "_vocabulary"}

    def __iter__(self) -> Iterator[list[str]]:
        """Iterate over the documents; each is a list of tokens."""
        for i in range(len(self._edges) - 1):
            yield from self._tokenized(*self._shard(i))

    @overload
    def __getitem__(self, index: int | np.integer) -> list[str]: ...

    @overload
    def __getitem__(self, index: Any) -> TokenizedDocuments: ...

    def __getitem__(self, index: Any) -> list[str] | TokenizedDocuments:
        """Return the list of tokens of one document, or some documents in memory."""
        if isinstance(index, (int, np.integer)):
            return self[[range(len(self))[index]]][0]
        chosen = np.arange(len(self))[index]
        order = np.argsort(chosen, kind="stable")
        places = np.searchsorted(chosen[order], self._edges)
        parts = [(np.empty(0, dtype=np.int32), np.zeros(1, dtype=np.int64))]
        for i in np.flatnonzero(np.diff(places)).tolist():
            mine = chosen[order[places[i] : places[i + 1]]] - self._edges[i]
            parts.append(take_lists(*self._shard(i), mine))
        lengths = np.concatenate([np.diff(indptr) for _, indptr in parts])
        indptr = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(lengths)])
        back = np.empty(len(order), dtype=np.int64)
        back[order] = np.arange(len(order))
        return self._tokenized(*take_lists(np.concatenate([ids for ids, _ in parts]), indptr, back))

    def read(self) -> TokenizedDocuments:
        """Read all documents into memory.

        Returns
        -------
        documents : TokenizedDocuments
            The documents; they take 4 bytes per token and 8 bytes per document.
        """
        ids = np.empty(self.n_tokens, dtype=np.int32)
        indptr = np.zeros(len(self) + 1, dtype=np.int64)
        at = 0
        for i, (mine, ends) in enumerate(self.shards()):
            ids[at : at + len(mine)] = mine
            indptr[self._edges[i] + 1 : self._edges[i + 1] + 1] = ends[1:] + at
            at += len(mine)
        return self._tokenized(ids, indptr)

    def shards(self) -> Iterator[tuple[NDArray[np.int32], NDArray[np.int64]]]:
        """Read the shards in their order; of each, yield the ids of tokens and ``indptr``."""
        return map(self._shard, range(len(self._edges) - 1))

    def join(self, parts: Iterable[Corpus]) -> Corpus:
        """Return one corpus of the documents of several parts, in unnamed files.

        Parameters
        ----------
        parts : iterable of Corpus
            Encoded documents, for example those of each shard.

        Returns
        -------
        corpus : Corpus
            All of them; its arrays are mapped from the files.
        """
        return joined_in_files(parts, self.path)

    def check(self, analyzer: Analyzer) -> None:
        """Raise a ValueError if the analyzer of a vectorizer has other parameters."""
        to_do = "Encode them with its parameters: encode(documents, path, vectorizer)."
        check_same(self.parameters, analyzer, "this vectorizer", to_do)

    def _shard(self, i: int) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        path = Path(self.path, shard_name(i))
        shard = read_shard(path, self._n_types)
        if len(shard.indptr) - 1 != self._edges[i + 1] - self._edges[i]:
            raise damaged(path, "it has another number of documents than the header says")
        return shard.ids, shard.indptr

    def _tokenized(self, ids: NDArray[np.int32], indptr: NDArray[np.int64]) -> TokenizedDocuments:
        return TokenizedDocuments(ids, indptr, self.tokens, self.parameters)


def _read_header(folder: Path) -> dict[str, Any]:
    try:
        return read_json(folder / HEADER)
    except OSError as error:
        if (folder / UNFINISHED).exists():
            raise ValueError(
                f"The documents in '{folder}' are not all encoded yet. Call encode with all of "
                "them, in the same order: it goes on where it stopped."
            ) from error
        raise ValueError(
            f"'{folder}' is not a folder of encoded documents: its file {HEADER} cannot be read "
            f"({error.strerror}). encode(documents, path) writes such a folder."
        ) from error


def _check_size(path: Path, n_bytes: int) -> None:
    try:
        found = path.stat().st_size
    except OSError as error:
        raise missing(path) from error
    if found != n_bytes:
        raise damaged(path, f"it has {found} bytes instead of {n_bytes}")
