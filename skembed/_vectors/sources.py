"""Vectors made by somebody else, in any form, made an Embedding.

What reads files stands in `_vectors.files`.
"""

from __future__ import annotations

import os

from sklearn.exceptions import NotFittedError

from .._core.embedding import Embedding
from .files import read_vectors


def as_embedding(source: object, *, name: str = "vectors") -> Embedding:
    """Make an Embedding of what holds vectors.

    Parameters
    ----------
    source : Embedding, gensim KeyedVectors or model, fitted vectorizer, str or path-like
        An Embedding is returned as it is. KeyedVectors and fitted vectorizers give
        theirs without a copy. A path is read: word2vec text or binary, or GloVe text, each
        also compressed by gzip, bzip2 or xz. What gensim itself saved is a pickle, which
        could run code: no path is unpickled, so load it with ``KeyedVectors.load``.

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
        return _from_path(os.fspath(source), name)
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


def _from_path(path: str | bytes, name: str) -> Embedding:
    path = os.path.abspath(os.fsdecode(path))
    if not os.path.exists(path):
        raise FileNotFoundError(f"There is no file of vectors at {path!r} (parameter {name}).")
    if os.path.isdir(path):
        raise ValueError(f"{path!r} (parameter {name}) is a folder, not a file of vectors.")
    try:
        return read_vectors(path)
    except MemoryError:
        raise
    except Exception as error:
        # The system's own errors have a number; those of damaged compressed files have none.
        if isinstance(error, OSError) and error.errno is not None:
            raise
        reason = str(error).rstrip(".")
        raise ValueError(
            f"The file {path!r} (parameter {name}) cannot be read as vectors: {reason}."
        ) from error
