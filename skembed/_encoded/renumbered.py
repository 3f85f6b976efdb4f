"""Renumber the tokens of encoded documents as rows of a vocabulary, in unnamed files.

Nothing is left of the files, however the process ends.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from contextlib import ExitStack

import numpy as np
from numpy.typing import NDArray

from .._core.mapped_corpus import MappedCorpus, mapped_corpus
from .._text.numbers import TokenIds
from .._text.vocabulary import corpus_of


def renumbered(
    shards: Iterable[tuple[NDArray[np.int32], NDArray[np.int64]]],
    rows: NDArray[np.int32],
    folder: str,
) -> MappedCorpus:
    """Return all documents as rows of a vocabulary; ``rows`` is -1 for tokens to drop.

    The files are in ``folder`` or, if nothing can be written there, in the temporary folder.
    """
    place = folder if os.access(folder, os.W_OK) else None
    try:
        with ExitStack() as stack:
            files = [
                stack.enter_context(tempfile.TemporaryFile(prefix="skembed-", dir=place))
                for _ in range(3)
            ]
            n_tokens = 0
            files[1].write(np.zeros(1, dtype=np.int64).tobytes())
            for ids, indptr in shards:
                corpus = corpus_of(TokenIds(ids, indptr), rows)
                arrays = corpus.ids, corpus.indptr[1:] + n_tokens, corpus.n_unknown
                for file, array in zip(files, arrays, strict=True):
                    file.write(np.ascontiguousarray(array).view(np.uint8).data)
                n_tokens += corpus.n_tokens
            return mapped_corpus(files)
    except OSError as error:
        raise ValueError(
            "The encoded documents could not be copied to a temporary file in "
            f"{place or tempfile.gettempdir()!r}: {error}. They need 4 bytes per token and 16 "
            "bytes per document there."
        ) from error
