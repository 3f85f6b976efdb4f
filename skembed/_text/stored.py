"""`StoredDocuments`: what fits and transforms need of tokenized documents that are in files.

How the files look is decided elsewhere; nothing is read or written here.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from .._core.corpus import Corpus
from .analyzer import Analyzer
from .tokenized import TokenizedDocuments


class StoredDocuments(ABC):
    """Tokenized documents whose distinct tokens are numbered and counted already."""

    @abstractmethod
    def __len__(self) -> int:
        """Return the number of documents."""

    @property
    @abstractmethod
    def tokens(self) -> NDArray[np.object_]:
        """The distinct tokens, of shape (n_types,), in the order of their first occurrence."""

    @property
    @abstractmethod
    def counts(self) -> NDArray[np.int64]:
        """Number of occurrences of each token, of shape (n_types,)."""

    @property
    @abstractmethod
    def document_counts(self) -> NDArray[np.int64]:
        """Number of documents that contain each token, of shape (n_types,)."""

    @abstractmethod
    def check(self, analyzer: Analyzer) -> None:
        """Raise a ValueError if the analyzer of a vectorizer has other parameters."""

    @abstractmethod
    def shards(self) -> Iterator[tuple[NDArray[np.int32], NDArray[np.int64]]]:
        """Read the shards in their order; of each, yield the ids of tokens and ``indptr``."""

    @abstractmethod
    def read(self) -> TokenizedDocuments:
        """Read all documents into memory."""

    @abstractmethod
    def join(self, parts: Iterable[Corpus]) -> Corpus:
        """Return one corpus of the documents of several parts, which need not fit into memory."""
