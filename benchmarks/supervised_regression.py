"""Compare SupervisedEmbeddingRegressor with ridge regression on tf-idf, whose penalty is chosen.

    python benchmarks/supervised_regression.py FOLDER --texts 100 1000 --noise 0.1 0.5

The folder contains the tables of `_sets.py`. Targets are made from the texts: linear functions of
the tf-idf of all words and of 200 words, the logarithm of the length, and a random number for each
class; noise is its share of the variance. RidgeCV chooses among 21 penalties by leave-one-out; on
more than 3,000 texts, by holding a fifth of them out. The result is R2, the mean of the first folds
of five, for docs/develop/measurements.
"""

from __future__ import annotations

import argparse
import warnings
from itertools import product
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np
from _common import one_thread, say, table
from _sets import SETS, read_set
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import Ridge, RidgeCV
from sklearn.metrics import r2_score
from sklearn.model_selection import GridSearchCV, KFold, ShuffleSplit
from sklearn.pipeline import make_pipeline

from skembed import SupervisedEmbeddingRegressor

KINDS = ("linear", "200 words", "length", "class")
PENALTIES = np.logspace(-2, 3, 21)
MOST_LEFT_OUT = 3000  # texts
MOST_CHARACTERS = 2000  # of a text

Texts = NDArray[np.object_]


def problem(
    folder: Path, name: str, kind: str, noise: float, n: int
) -> tuple[Texts, NDArray[np.float64]]:
    """Return n texts and a target for each."""
    data = read_set(folder, name)
    random = np.random.default_rng(0)
    data = data.take(random.permutation(len(data.texts))[:n])
    texts = np.array([text[:MOST_CHARACTERS] for text in data.texts], dtype=object)
    signal = signal_of(texts, data.labels, kind, random)
    signal = (signal - signal.mean()) / signal.std()
    return texts, np.sqrt(1 - noise) * signal + np.sqrt(noise) * random.normal(size=len(texts))


def signal_of(
    texts: Texts, labels: NDArray[np.object_], kind: str, random: np.random.Generator
) -> NDArray[Any]:
    """Return the target without noise."""
    if kind == "length":
        return np.log1p([len(text) for text in texts])
    if kind == "class":
        classes, rows = np.unique(labels.astype(str), return_inverse=True)
        return random.permutation(len(classes)).astype(float)[rows]
    weights = TfidfVectorizer(sublinear_tf=True).fit_transform(texts)
    effects = random.normal(size=weights.shape[1])
    if kind == "200 words":
        frequent = np.flatnonzero(np.bincount(weights.indices) >= max(3, len(texts) // 500))
        effects[np.setdiff1d(np.arange(len(effects)), random.permutation(frequent)[:200])] = 0
    return np.asarray(weights @ effects)


def ridge(n: int, ngrams: int) -> Any:
    """Return ridge regression on tf-idf with a chosen penalty."""
    best = RidgeCV(PENALTIES)
    if n > MOST_LEFT_OUT:
        split = ShuffleSplit(1, test_size=0.2, random_state=0)
        best = GridSearchCV(Ridge(solver="sparse_cg"), {"alpha": PENALTIES}, cv=split)
    return make_pipeline(TfidfVectorizer(sublinear_tf=True, ngram_range=(1, ngrams)), best)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="folder of the csv files")
    parser.add_argument("--sets", nargs="+", choices=SETS, default=("mr", "20newsgroups"))
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=KINDS)
    parser.add_argument("--noise", nargs="+", type=float, default=(0.0, 0.5))
    parser.add_argument("--texts", nargs="+", type=int, default=(100, 1000))
    parser.add_argument("--folds", type=int, default=2, help="number of folds to use, of five")
    options = parser.parse_args()
    one_thread()
    warnings.filterwarnings("ignore", category=RuntimeWarning)
    rows = []
    for name, n, kind, noise in product(options.sets, options.texts, options.kinds, options.noise):
        texts, y = problem(options.folder, name, kind, noise, n)
        scores, seconds = [], 0.0
        splits = KFold(5, shuffle=True, random_state=0).split(texts)
        for _, (train, test) in zip(range(options.folds), splits, strict=False):
            begin = process_time()
            model = SupervisedEmbeddingRegressor(random_state=0).fit(texts[train], y[train])
            seconds += process_time() - begin
            models = [model, *(ridge(n, k).fit(texts[train], y[train]) for k in (1, 2))]
            scores.append([r2_score(y[test], each.predict(texts[test])) for each in models])
        cells = [f"{score:.3f}" for score in np.mean(scores, axis=0)]
        found = f"{model.alpha_:.2g}", f"{model.ngram_weight_:g}"
        rows.append((name, f"{n:,}", kind, f"{noise:g}", *cells, *found, f"{seconds:.2f}"))
        say(" ".join(rows[-1]))
    columns = ("set", "texts", "target", "noise", "skembed", "ridge, words", "ridge, pairs")
    print(table((*columns, "alpha", "ngram_weight", "seconds"), rows))


if __name__ == "__main__":
    main()
