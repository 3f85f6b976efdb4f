"""Vectors made by somebody else, in any form, made an Embedding.

Files are recognised by what is in them, never by their names, and read by gensim.
No file of our own format is defined here.
"""

from __future__ import annotations

import bz2
import gzip
import os
from collections.abc import Callable
from typing import IO, Any, cast

import numpy as np
from sklearn.exceptions import NotFittedError

from ._embedding import Embedding

# Longer than any vector as text; a binary file may have no line end at all.
_LONGEST_LINE = 1 << 20


def as_embedding(source: object, *, name: str = "vectors") -> Embedding:
    """Make an Embedding of what holds vectors.

    Parameters
    ----------
    source : Embedding, gensim KeyedVectors or model, fitted vectorizer, str or path-like
        An Embedding is returned as it is. KeyedVectors and fitted vectorizers give
        theirs without a copy. A path is read: word2vec text or binary, GloVe text
        (each also compressed by gzip or bzip2), or what gensim saved. gensim's own
        files are pickles: open only those that you trust.

    name : str, default="vectors"
        The parameter that it was given as, for messages.

    Returns
    -------
    embedding : Embedding
        Terms and vectors.

    Raises
    ------
    FileNotFoundError
        If there is no such file.

    ValueError
        If the file cannot be read, or its vectors are not usable.

    NotFittedError
        If the vectorizer is not fitted.

    TypeError
        If it is something else.
    """
    if isinstance(source, Embedding):
        return source
    if isinstance(source, (str, os.PathLike)):
        return _from_path(os.fspath(source))
    for holder in (source, getattr(source, "wv", None)):
        if hasattr(holder, "index_to_key") and hasattr(holder, "vectors"):
            return Embedding.from_keyed_vectors(holder)
    embedding = getattr(source, "embedding_", None)
    if isinstance(embedding, Embedding):
        return embedding
    if hasattr(source, "fit") and hasattr(source, "transform"):
        raise NotFittedError(
            f"The {type(source).__name__} given as {name} has no embedding_: fit it first. "
            "Cloning (as a grid search does with the values of a grid) makes it unfitted: pass its "
            "embedding_ instead."
        )
    raise TypeError(
        f"{name} must be an Embedding, gensim KeyedVectors, a fitted vectorizer or a path, got "
        f"{type(source).__name__}."
    )


def _from_path(path: str | bytes) -> Embedding:
    # Absolute, so that gensim cannot take a name for a network address.
    path = os.path.abspath(os.fsdecode(path))
    if not os.path.exists(path):
        raise FileNotFoundError(f"There is no file of vectors at {path!r}.")
    if os.path.isdir(path):
        raise ValueError(f"{path!r} is a folder, not a file of vectors.")
    try:
        return _reader(path)(path)
    except (OSError, MemoryError, ImportError):
        raise
    except Exception as error:
        raise ValueError(
            f"The file {path!r} cannot be read as vectors ({type(error).__name__}: {error}). It "
            "must be word2vec text or binary, GloVe text, or saved by gensim."
        ) from error


def _reader(path: str) -> Callable[[str], Embedding]:
    """Choose how to read a file by its first two lines."""
    with _open(path) as file:
        first, second = file.readline(_LONGEST_LINE), file.readline(_LONGEST_LINE)
    if not first.strip():
        raise ValueError("it is empty, or begins with an empty line")
    # The first byte of a pickle; no UTF-8 text begins with it.
    if first[:1] == b"\x80":
        return _read_saved
    sizes = first.split()
    if len(sizes) == 2 and all(size.isdigit() for size in sizes):
        return _word2vec(binary=not _is_vector_line(second, int(sizes[1])))
    if not _is_vector_line(first, len(sizes) - 1):
        raise ValueError("its first line is neither a header nor a term with its vector")
    return _read_glove


def _open(path: str) -> IO[bytes]:
    """Open a file as gensim will: the name says whether it is compressed."""
    openers: dict[str, Any] = {".gz": gzip.open, ".bz2": bz2.open}
    return cast(IO[bytes], openers.get(os.path.splitext(path)[1], open)(path, "rb"))


def _is_vector_line(line: bytes, n_components: int) -> bool:
    """Tell whether a line is text: a term, then that many numbers."""
    try:
        numbers = [float(number) for number in line.decode("utf-8").split()[1:]]
    except ValueError:
        return False
    return len(numbers) == n_components > 0


def _word2vec(*, binary: bool) -> Callable[[str], Embedding]:
    def read(path: str) -> Embedding:
        from gensim.models import KeyedVectors

        return Embedding.from_keyed_vectors(KeyedVectors.load_word2vec_format(path, binary=binary))

    return read


def _read_glove(path: str) -> Embedding:
    """Read lines of a term and its vector; gensim would cut a term that holds a space."""
    with _open(path) as file:
        n_components = len(file.readline().split()) - 1
        n_terms = 1 + sum(1 for _ in file)
    terms = []
    vectors = np.empty((n_terms, n_components), dtype=np.float32)
    with _open(path) as file:
        for row, line in enumerate(file):
            term, *numbers = line.decode("utf-8").rstrip().rsplit(" ", n_components)
            if len(numbers) != n_components:
                raise ValueError(f"line {row + 1} holds {len(numbers)} of {n_components} numbers")
            vectors[row] = [float(number) for number in numbers]
            terms.append(term)
    return Embedding(terms, vectors)


def _read_saved(path: str) -> Embedding:
    from gensim.utils import SaveLoad

    # What gensim keeps in .npy files beside the pickle is mapped, not read.
    is_compressed = path.endswith((".gz", ".bz2"))
    saved = SaveLoad.load(path, mmap=None if is_compressed else "r")
    holder = getattr(saved, "wv", saved)
    if not hasattr(holder, "index_to_key"):
        raise ValueError(f"it holds a {type(saved).__name__}, which has no word vectors")
    return Embedding.from_keyed_vectors(holder)
