"""Convert vectors from other sources to an Embedding; `_files` reads files."""

from __future__ import annotations

import os
from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike
from sklearn.exceptions import NotFittedError

from .._core.embedding import Embedding
from .._core.fasttext_model import is_fasttext_model
from .cache import read_once


def as_embedding(source: object, *, name: str = "vectors") -> Embedding:
    """Convert a source of vectors to an Embedding; ``name`` is its parameter in error messages.

    An Embedding is returned unchanged. A dict has the vector of each term, a pandas DataFrame the
    terms as its index. The vectors of gensim's KeyedVectors and models and of fitted vectorizers
    are not copied, those of a model of the fasttext module are. A path names a file that
    `Embedding.load` reads, once a process. Anything else is a TypeError.
    """
    if isinstance(source, Embedding):
        return source
    if isinstance(source, (str, os.PathLike)):
        return _from_path(os.fsdecode(source), name)
    if isinstance(source, Mapping):
        return _from_mapping(source, name)
    if hasattr(source, "to_numpy") and getattr(source, "ndim", 0) == 2 and hasattr(source, "index"):
        return Embedding(source.index, source.to_numpy())
    for holder in (source, getattr(source, "wv", None)):
        if hasattr(holder, "index_to_key") and hasattr(holder, "vectors"):
            return Embedding.from_keyed_vectors(holder)
    if is_fasttext_model(source):
        return Embedding.from_fasttext(source)
    embedding = getattr(source, "embedding_", None)
    if isinstance(embedding, Embedding):
        return embedding
    got = type(source).__name__
    if isinstance(source, type):
        got = f"the class {source.__name__} itself"
    elif hasattr(source, "fit") and hasattr(source, "transform"):
        raise NotFittedError(
            f"The {got} given as {name} has no embedding_: fit it first. "
            "If it was fitted, it has been cloned since, as a grid search clones the values of its "
            "grid: pass its embedding_ instead."
        )
    raise TypeError(
        f"{name} must be an Embedding, a dict of term to vector, a DataFrame with the terms as "
        f"its index, gensim KeyedVectors, a fitted vectorizer or a path, got {got}."
    )


def _from_path(path: str, name: str) -> Embedding:
    try:
        return read_once(path, lambda: Embedding.load(path))
    except (FileNotFoundError, ValueError) as error:
        kind = FileNotFoundError if isinstance(error, FileNotFoundError) else ValueError
        raise kind(f"The file given as parameter {name} cannot be read. {error}") from error


def _from_mapping(vectors: Mapping[str, ArrayLike], name: str) -> Embedding:
    rows = [np.asarray(vector) for vector in vectors.values()]
    for term, row in zip(vectors, rows, strict=True):
        if row.ndim != 1 or row.shape != rows[0].shape:
            raise ValueError(
                f"The vectors in {name} must have one dimension and one length: that of {term!r} "
                f"has shape {row.shape}, the first one {rows[0].shape}."
            )
    return Embedding(vectors, rows)
