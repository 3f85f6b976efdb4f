"""The candidates of which_embedding.py. Each has its default parameters but for what is said here.

Their names are those of the page, of its csv file and of the pictures that are drawn from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from _common import say
from _vectors import of_texts, started_from
from numpy.typing import NDArray
from sklearn.preprocessing import FunctionTransformer

from skembed import (
    Embedding,
    GloVeVectorizer,
    PretrainedVectorizer,
    SupervisedEmbeddingVectorizer,
    Word2VecVectorizer,
)

SHARED = {"n_components": 100, "random_state": 0}
SUPERVISED = "supervised"
ENCODER = "wordllama"
ONLY_ALL_LABELS = ("word2vec CBOW", "GloVe")  # the lines of the curves are few


def candidates(texts: Sequence[str], vectors: dict[str, Embedding], encoder: Any) -> dict[str, Any]:
    """Return every vectorizer; ``encoder`` is the sentence encoder or None. tf-idf is added."""
    found: dict[str, Any] = {
        "word2vec": Word2VecVectorizer(pooling="idf", **SHARED),
        "word2vec CBOW": Word2VecVectorizer(algorithm="cbow", pooling="idf", **SHARED),
        "GloVe": GloVeVectorizer(pooling="idf", **SHARED),
        SUPERVISED: SupervisedEmbeddingVectorizer(random_state=0),
        f"{SUPERVISED} with word2vec": started_from(Word2VecVectorizer(**SHARED), 0),
    }
    for name, published in vectors.items():
        known = of_texts(published, texts)
        found[f"{name}, frozen"] = PretrainedVectorizer(known, pooling="idf")
        found[f"{SUPERVISED} with {name}"] = started_from(known, 0)
    if encoder is not None:
        found[ENCODER] = FunctionTransformer(Features(texts, encoder))
    return found


class Features:
    """The features of texts, computed once: an encoder that is not trained has no others."""

    def __init__(self, texts: Sequence[str], encoder: Any) -> None:
        begin = perf_counter()
        order = np.argsort([len(text) for text in texts])  # a batch is as wide as its longest text
        found = encoder.embed([texts[row] for row in order], batch_size=8)
        self.features = np.asarray(found, dtype=np.float32)[np.argsort(order)]
        self.rows = {text: row for row, text in enumerate(texts)}
        say(f"{ENCODER}: {len(texts):,} texts in {perf_counter() - begin:.1f} s")

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self.features[[self.rows[text] for text in texts]]


def load_encoder() -> Any:
    """Return the static sentence encoder whose vectors come in its package; None without it."""
    spec = find_spec(ENCODER)
    if spec is None or spec.origin is None:
        say(f"{ENCODER} is not installed: static sentence encoders are left out")
        return None
    from wordllama import WordLlama

    return WordLlama.load(cache_dir=Path(spec.origin).parent, disable_download=True)
