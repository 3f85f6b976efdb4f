"""Join encoded documents that do not fit into memory, in unnamed files.

Nothing is left of the files, however the process ends.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from contextlib import ExitStack

import numpy as np

from .._core.corpus import Corpus
from .._core.mapped_corpus import MappedCorpus, mapped_corpus
from .._core.mapped_files import nameless_file


def joined_in_files(parts: Iterable[Corpus], folder: str) -> MappedCorpus:
    """Return one corpus of the documents of all parts.

    The files are in ``folder`` or, if nothing can be written there, in the temporary folder.
    """
    place = folder if os.access(folder, os.W_OK) else None
    try:
        with ExitStack() as stack:
            files = [stack.enter_context(nameless_file(place)) for _ in range(3)]
            n_tokens = 0
            files[1].write(np.zeros(1, dtype=np.int64).tobytes())
            for part in parts:
                arrays = part.ids, part.indptr[1:] + n_tokens, part.n_unknown
                for file, array in zip(files, arrays, strict=True):
                    file.write(np.ascontiguousarray(array).view(np.uint8).data)
                n_tokens += part.n_tokens
            return mapped_corpus(files)
    except OSError as error:
        raise ValueError(
            "The encoded documents could not be copied to a temporary file in "
            f"{place or tempfile.gettempdir()!r}: {error}. They need 4 bytes per token and 16 "
            "bytes per document there."
        ) from error
