"""Print hashes of what each estimator learns and returns, to see whether a change keeps every bit.

    python tools/fingerprint.py > before.txt     # with the version of before
    python tools/fingerprint.py > after.txt      # with the other one, on the same machine
    diff before.txt after.txt

Only public names are used, so that two versions far apart can be compared. The hashes say nothing
by themselves: they differ between machines, instruction sets and versions of NumPy.
"""

from __future__ import annotations

import argparse
import hashlib
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from sklearn.model_selection import GroupKFold

from skembed import (
    Embedding,
    GloVeVectorizer,
    PretrainedVectorizer,
    SupervisedEmbeddingRegressor,
    SupervisedEmbeddingVectorizer,
    Word2VecVectorizer,
    compare_embeddings,
    cooccurrence_matrix,
    tokenize_documents,
)
from skembed.datasets import load_docstrings

CATEGORIES = ["numpy.linalg", "scipy.fft", "scipy.stats", "sklearn.svm", "sklearn.ensemble"]


def digest(*parts: Any) -> str:
    """Return a hash of arrays, sparse arrays, str and whatever repr shows in full."""
    found = hashlib.sha256()
    for part in parts:
        if hasattr(part, "indptr"):
            found.update(digest(part.data, part.indices, part.indptr).encode())
        elif isinstance(part, np.ndarray) and part.dtype != object:
            found.update(
                f"{part.dtype} {part.shape}".encode() + np.ascontiguousarray(part).tobytes()
            )
        elif isinstance(part, np.ndarray):
            found.update("\n".join(map(str, part.tolist())).encode())
        else:
            found.update(repr(part).encode())
    return found.hexdigest()[:8]


def learned(model: Any) -> list[Any]:
    """Return the fitted attributes that are numbers or terms."""
    names = ("loss_curve_", "n_iter_", "coef_", "intercept_", "validation_scores_")
    return [
        model.embedding_.terms,
        model.embedding_.vectors,
        *(getattr(model, name) for name in names if getattr(model, name, None) is not None),
    ]


Case = tuple[str, Callable[[], list[Any]]]


def unsupervised(texts: list[str]) -> Iterator[Case]:
    """Yield cases of word2vec, GloVe and pretrained vectors."""
    some = {"n_components": 24, "random_state": 7}
    models = [
        Word2VecVectorizer(max_iter=2, **some),
        Word2VecVectorizer(max_iter=2, algorithm="cbow", **some),
        Word2VecVectorizer(max_iter=2, subsample=0, window=2, n_negative=12, pooling="sif", **some),
        Word2VecVectorizer(max_iter=2, algorithm="cbow", pooling=["mean", "max", "idf"], **some),
        Word2VecVectorizer(max_iter=2, analyzer="char_wb", min_df=3, norm="l2", **some),
        Word2VecVectorizer(max_iter=2, solver="gensim", n_jobs=1, max_features=500, **some),
        GloVeVectorizer(max_iter=4, **some),
        GloVeVectorizer(max_iter=4, vectors="both", window=30, pooling="tfidf", **some),
        GloVeVectorizer(max_iter=4, vectors="word", symmetric=False, weighting="uniform", **some),
    ]
    for model in models:

        def run(model: Any = model) -> list[Any]:
            features = model.fit_transform(texts)
            return [*learned(model), features, model.transform(texts[:50])]

        yield repr(model), run

    def threads() -> list[Any]:
        model = Word2VecVectorizer(max_iter=2, n_jobs=2, **some).fit(texts)
        return [*learned(model), model.transform(texts)]

    def warm() -> list[Any]:
        model = Word2VecVectorizer(max_iter=1, warm_start=True, **some).fit(texts)
        other = GloVeVectorizer(max_iter=2, warm_start=True, **some).fit(texts)
        return [*learned(model.fit(texts)), *learned(other.fit(texts))]

    def pretrained() -> list[Any]:
        vectors = Embedding(["the", "of", "matrix"], np.eye(3, 5))
        model = PretrainedVectorizer(vectors, pooling="idf")
        return [model.fit_transform(texts), model.token_coverage_, model.type_coverage_]

    def counts() -> list[Any]:
        words = Word2VecVectorizer(max_iter=1, max_features=300, **some).fit(texts).vocabulary_
        return [
            cooccurrence_matrix(texts, words, window=window, symmetric=symmetric)
            for window in (5, 40)
            for symmetric in (False, True)
        ]

    def tokenized() -> list[Any]:
        model = GloVeVectorizer(max_iter=2, **some).fit(tokenize_documents(texts))
        return learned(model)

    yield "word2vec, two threads", threads
    yield "warm starts", warm
    yield "pretrained", pretrained
    yield "counts", counts
    yield "tokenized", tokenized


def supervised(texts: list[str], y: list[str]) -> Iterator[Case]:
    """Yield cases of supervised embeddings."""
    some = {"n_components": 16, "max_iter": 3, "random_state": 7}
    groups = np.arange(len(texts)) % 7
    labels = np.array([[c in t for c in ("matrix", "random", "kernel")] for t in texts]).astype(int)
    vectors = Word2VecVectorizer(n_components=16, max_iter=1, random_state=7).fit(texts).embedding_
    weight = 1.0 + np.arange(len(texts)) % 3
    models = [
        SupervisedEmbeddingVectorizer(**some),
        SupervisedEmbeddingVectorizer(cv=None, norm="l2", weight_decay=1e-3, dropout=0.2, **some),
        SupervisedEmbeddingVectorizer(char_ngram_range=(3, 4), n_buckets=2000, cv=2, **some),
        SupervisedEmbeddingVectorizer(early_stopping=True, class_weight="balanced", **some),
        SupervisedEmbeddingVectorizer(init=vectors, freeze=True, pooling="mean", **some),
        SupervisedEmbeddingVectorizer(init=vectors, ngram_range=(1, 1), n_jobs=2, **some),
    ]
    for model in models:

        def run(model: Any = model) -> list[Any]:
            features = model.fit_transform(texts, y, sample_weight=weight)
            return [
                *learned(model),
                features,
                model.predict_proba(texts[:100]),
                model.contributions(texts[:20]),
            ]

        yield repr(model), run

    def labeled() -> list[Any]:
        model = SupervisedEmbeddingVectorizer(cv=3, **some)
        return [model.fit_transform(texts, labels), *learned(model), model.predict(texts)]

    def numbers() -> list[Any]:
        model = SupervisedEmbeddingRegressor(cv=3, early_stopping=True, **some)
        lengths = [float(len(t)) for t in texts]
        return [model.fit_transform(texts, lengths), *learned(model), model.predict(texts)]

    def partial() -> list[Any]:
        model = SupervisedEmbeddingVectorizer(**some)
        for begin in range(0, len(texts), 200):
            here = slice(begin, begin + 200)
            model.partial_fit(texts[here], y[here], classes=sorted(set(y)))
        return [*learned(model), model.predict_proba(texts[:50])]

    def warm() -> list[Any]:
        model = SupervisedEmbeddingVectorizer(warm_start=True, **some).fit(texts, y)
        return learned(model.fit(texts, y))

    def grouped() -> list[Any]:
        model = SupervisedEmbeddingVectorizer(cv=GroupKFold(3), **some)
        return [model.fit_transform(texts, y, groups=groups)]

    def compared() -> list[Any]:
        models = {
            "w": Word2VecVectorizer(n_components=8, max_iter=1, random_state=0),
            "s": SupervisedEmbeddingVectorizer(n_components=8, max_iter=2, random_state=0),
        }
        comparison = compare_embeddings(models, texts, y, cv=3)
        return [list(comparison.names), *comparison.scores.values()]

    yield "several labels", labeled
    yield "numbers", numbers
    yield "partial_fit", partial
    yield "warm start", warm
    yield "groups", grouped
    yield "comparison", compared


def main() -> None:
    """Print a line for each case: a hash of each thing that it returns."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="", help="cases whose name holds this")
    chosen = parser.parse_args().only
    warnings.simplefilter("ignore")
    data = load_docstrings(categories=CATEGORIES)
    texts, y = list(data.data), [data.target_names[t] for t in data.target]
    for name, run in (*unsupervised(texts), *supervised(texts, y)):
        if chosen in name:
            print(*map(digest, run()), " ".join(name.split()), flush=True)


if __name__ == "__main__":
    main()
