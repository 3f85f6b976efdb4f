"""Study which parameters of word2vec and GloVe give good features for classification.

    python benchmarks/features.py mr.csv.gz subj.csv.gz trec.csv.gz 20newsgroups.csv.gz

Each file is a table with the columns ``text`` and ``label``; the docstrings of the
installed packages are an additional set. The page reports the accuracy of logistic regression on
standardized features in stratified cross-validation. The defaults of the classes are based on it.
"""

from __future__ import annotations

import argparse
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from _common import header, load_average, n_cores, one_thread, plural, say, write
from _features.page import (
    ALGORITHMS,
    GLOVE,
    POOLINGS,
    TFIDF,
    WINDOWS,
    WORD2VEC,
    Key,
    Setting,
    columns_of,
    default_setting,
    make_vectorizer,
    page,
)
from joblib import Parallel, delayed
from numpy.typing import NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from skembed.datasets import load_docstrings

RATES = (0.025, 0.05, 0.1)
PASSES = ("auto", 5, 10, 20, 40)
GLOVE_RATES, GLOVE_PASSES, X_MAX = (0.1, 0.2), (10, 25), (1.0, 10.0, 100.0)


class DataSet(NamedTuple):
    """Documents and their classes."""

    name: str
    texts: NDArray[np.object_]
    labels: NDArray[Any]


def main() -> None:
    """Measure everything and write the page."""
    load = load_average()
    options = read_options()
    one_thread()
    sets = [read_set(path, options.limit_documents) for path in options.files]
    sets.append(read_docstrings(options.limit_documents))
    jobs = list(jobs_of(sets, options.folds))
    say(f"{plural(len(sets), 'set')}, {plural(len(jobs), 'fold')} to fit")
    accuracy: dict[Key, list[float]] = {}
    run = Parallel(options.processes, return_as="generator_unordered")
    for done, found in enumerate(run(delayed(evaluate)(*job) for job in jobs), start=1):
        for key, value in found.items():
            accuracy.setdefault(key, []).append(value)
        if done % max(1, len(jobs) // 20) == 0:
            say(f"{done} of {len(jobs)} done")
    sizes = {data.name: len(data.texts) for data in sets}
    write(page(sizes, accuracy, options, header(load)), options.output)


def read_options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add = parser.add_argument
    add("files", type=Path, nargs="*", help="tables with the columns text and label")
    add("--folds", type=int, default=3, help="number of cross-validation folds")
    add(
        "--limit-documents",
        type=int,
        default=4000,
        help="number of documents per set, drawn at random",
    )
    add("--processes", type=int, default=n_cores(), help="number of folds to run in parallel")
    add("--output", type=Path, help="file for the page in reStructuredText; printed if not given")
    add("--quick", action="store_true", help="quick trial with 2,000 documents per set")
    options = parser.parse_args()
    if options.quick:
        options.limit_documents = 2000
    return options


# Data


def read_set(path: Path, limit: int) -> DataSet:
    """Read a table; its name is that of the file."""
    import pandas as pd

    frame = pd.read_csv(path, keep_default_na=False, dtype=str)
    texts, labels = (frame[name].to_numpy(dtype=object) for name in ("text", "label"))
    return drawn(path.name.split(".")[0], texts, labels, limit)


def read_docstrings(limit: int) -> DataSet:
    """Read the docstrings of the installed packages."""
    texts, labels = load_docstrings(return_X_y=True)
    return drawn("docstrings", np.array(texts, dtype=object), labels, limit)


def drawn(name: str, texts: NDArray[Any], labels: NDArray[Any], limit: int) -> DataSet:
    """Draw at most ``limit`` documents."""
    rows = np.random.default_rng(0).permutation(len(texts))[:limit]
    return DataSet(name, texts[rows], labels[rows])


# Trials


def settings() -> list[Setting]:
    """List the settings: those of training at the default window, and windows at the others."""
    defaults = [default_setting(algorithm) for algorithm in ALGORITHMS]
    window = default_setting(GLOVE).window
    found = [Setting(a, r, p, window) for a in WORD2VEC for r in RATES for p in PASSES]
    found += [
        Setting(GLOVE, r, p, window, x) for x in X_MAX for r in GLOVE_RATES for p in GLOVE_PASSES
    ]
    found += [default._replace(window=w) for default in defaults for w in WINDOWS]
    return list(dict.fromkeys([*found, *defaults]))


Job = tuple[DataSet, NDArray[np.int64], NDArray[np.int64], Setting | None, int]


def jobs_of(sets: list[DataSet], n_folds: int) -> Iterator[Job]:
    """List what has to be fitted: every setting, and tf-idf, on every fold of every set."""
    for data in sets:
        folds = StratifiedKFold(n_folds, shuffle=True, random_state=0)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # small classes of a part of a set
            split = list(folds.split(data.texts, data.labels))
        for setting in (None, *settings()):
            for fold, (fitted, held_out) in enumerate(split):
                yield data, fitted, held_out, setting, fold


def evaluate(
    data: DataSet,
    fitted: NDArray[np.int64],
    held_out: NDArray[np.int64],
    setting: Setting | None,
    fold: int,
) -> dict[Key, float]:
    """Fit on the documents of a fold and return the accuracy on the others."""
    one_thread()
    y, y_held_out = data.labels[fitted], data.labels[held_out]
    if setting is None:
        model = make_pipeline(TfidfVectorizer(sublinear_tf=True), LogisticRegression(C=10))
        model.fit(data.texts[fitted], y)
        return {(data.name, None, TFIDF): model.score(data.texts[held_out], y_held_out)}
    vectorizer = make_vectorizer(setting, pooling=list(POOLINGS), random_state=fold, n_jobs=1)
    X = vectorizer.fit_transform(data.texts[fitted])
    X_held_out = vectorizer.transform(data.texts[held_out])
    columns = columns_of(vectorizer.n_components)
    if setting != default_setting(setting.algorithm):
        columns = {"mean": columns["mean"]}
    return {
        (data.name, setting, pooling): score(X[:, at], y, X_held_out[:, at], y_held_out)
        for pooling, at in columns.items()
    }


def score(X: Any, y: Any, X_held_out: Any, y_held_out: Any) -> float:
    """Return the accuracy of a logistic regression on standardized features."""
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=200))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        return float(model.fit(X, y).score(X_held_out, y_held_out))


if __name__ == "__main__":
    main()
