"""Study the defaults of SupervisedEmbeddingVectorizer by cross-validation and with linear models.

    python benchmarks/supervised_defaults.py FOLDER --vary max_iter=auto,10 ngram_weight=0.5,1
    python benchmarks/supervised_defaults.py FOLDER --baselines
    python benchmarks/supervised_defaults.py FOLDER --labels 50 100 200 500 1000 2000
    python benchmarks/supervised_defaults.py FOLDER --labels 100 500 --stratified --features
    python benchmarks/supervised_defaults.py FOLDER --labels 100 500 --vary n_components=50,100

The folder contains csv files with the columns text, label and split; test sets are never used. To
these come the docstrings that scikit-learn's users know from `load_docstrings`, and the training
part of 20 Newsgroups cut to 2,500 texts of unbalanced classes. One parameter at a time is varied
over the given values, or those below, while the others have their defaults. The result is a table
of mean accuracies for docs/develop/measurements. It is deliberately not a search: defaults should
not be chosen as the best of many combinations.

A curve over numbers of labels has one column for the defaults or for each given value, and one for
logistic regression on words; with --features also one for logistic regression on the features of
fit_transform. The labels are drawn at random or, with --stratified, in equal shares of the classes.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from _common import one_thread, say, table
from _sets import SETS, read_set
from _supervised.models import BASELINES, WORDS
from numpy.typing import NDArray
from sklearn.metrics import accuracy_score, log_loss
from sklearn.model_selection import KFold, StratifiedKFold
from sklearn.pipeline import make_pipeline

from skembed import SupervisedEmbeddingVectorizer
from skembed._comparison._downstream import default_estimator
from skembed._comparison._splits import fair_order

VALUES: dict[str, list[Any]] = {
    "learning_rate": [0.03, 0.06, 0.12],
    "max_iter": ["auto", 10, 20],
    "label_smoothing": [0.0, 0.1, 0.2],
    "ngram_weight": [0.3, 0.5, 0.7, 1.0],
    "ngram_range": [(1, 1), (1, 2), (1, 3)],
    "n_components": [20, 50, 100],
    "pooling": ["tfidf", "idf", "mean"],
    "min_df": [1, 2],
    "weight_decay": [0.0, 0.1],
    "dropout": [0.0, 0.2],
    "calibrate": [True, False],
}
N_DRAWS = 5  # of labels, for each point of the curve
MOST_TESTED = 2500  # texts, for the curve

Texts = tuple[np.ndarray, np.ndarray]


def read(folder: Path, name: str) -> tuple[np.ndarray, np.ndarray]:
    """Return texts and labels, without the test part if there is one."""
    data = read_set(folder, name)
    data = data.take(np.flatnonzero(data.split != "test"))
    return data.texts, data.labels.astype(str)


def folds(labels: np.ndarray, n_folds: int) -> Iterator[tuple[int, np.ndarray, np.ndarray]]:
    """Yield a seed, and the rows of the first folds of five."""
    splits = StratifiedKFold(5, shuffle=True, random_state=0).split(labels, labels)
    for seed, (train, test) in zip(range(n_folds), splits, strict=False):
        yield seed, train, test


def scores(data: Texts, n_folds: int, make: Callable[[int], Any]) -> tuple[float, float]:
    """Return mean accuracy and log loss (NaN without probabilities) of the models of ``make``."""
    texts, labels = data
    found = []
    for seed, train, test in folds(labels, n_folds):
        model = make(seed).fit(texts[train], labels[train])
        loss = np.nan
        if hasattr(model, "predict_proba"):
            loss = log_loss(labels[test], model.predict_proba(texts[test]), labels=model.classes_)
        found.append((accuracy_score(labels[test], model.predict(texts[test])), loss))
    accuracy, loss = np.mean(found, axis=0)
    return float(accuracy), float(loss)


def curve(
    data: Texts,
    sizes: list[int],
    makers: dict[tuple[str, str], Callable[[int], Any]],
    *,
    stratified: bool,
    features: bool,
) -> Iterator[tuple[int, NDArray[np.float64]]]:
    """Yield number of labels and accuracies: of ``makers``, features, logistic regression."""
    texts, labels = data
    _, train, test = next(folds(labels, 1))
    test = np.random.default_rng(0).permutation(test)[:MOST_TESTED]
    for size in (size for size in sizes if size < len(train)):
        found = []
        for draw in range(N_DRAWS):
            rows = fair_order(train, labels, draw, classes=stratified)[:size]
            X, y = texts[rows], labels[rows]
            models = [make(draw).set_params(calibrate=False) for make in makers.values()]
            if features:
                # rows are in random order; stratified folds need a class with a text for each fold
                vectorizer = SupervisedEmbeddingVectorizer(random_state=draw, cv=KFold(5))
                models.append(make_pipeline(vectorizer, default_estimator(y)))
            models.append(BASELINES[WORDS]())
            found.append([model.fit(X, y).score(texts[test], labels[test]) for model in models])
        yield size, np.mean(found, axis=0)


def parse(text: str) -> tuple[str, list[Any]]:
    """Read name=value,value of the command line; 1-2 is the pair (1, 2)."""
    name, values = text.split("=")

    def value(word: str) -> Any:
        if "-" in word:
            return tuple(map(int, word.split("-")))
        for kind in (int, float):
            try:
                return kind(word)
            except ValueError:
                pass
        return {"None": None, "True": True, "False": False}.get(word, word)

    return name, [value(word) for word in values.split(",")]


def print_curve(
    data: dict[str, Texts],
    makers: dict[tuple[str, str], Callable[[int], Any]],
    options: argparse.Namespace,
) -> None:
    """Print the accuracies at each number of labels."""
    rows = []
    for name, texts in data.items():
        flags = {"stratified": options.stratified, "features": options.features}
        for size, found in curve(texts, options.labels, makers, **flags):
            rows.append((name, str(size), *(f"{score:.3f}" for score in found)))
            say(" ".join(rows[-1]))
    columns = ["=".join(maker) for maker in makers] + ["features"] * options.features
    print(table(("set", "labels", *columns, "logistic regression"), rows))


def main() -> None:
    """Print the table that the options ask for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="folder of the csv files")
    parser.add_argument("--sets", nargs="+", choices=SETS, default=SETS)
    parser.add_argument("--vary", nargs="+", type=parse)
    parser.add_argument("--baselines", action="store_true", help="compare with linear models")
    parser.add_argument("--labels", nargs="+", type=int, help="numbers of labels of a curve")
    parser.add_argument("--stratified", action="store_true", help="draw labels class by class")
    parser.add_argument("--features", action="store_true", help="add the features to the curve")
    parser.add_argument("--folds", type=int, default=3, help="number of folds to use, of five")
    options = parser.parse_args()
    one_thread()
    data = {name: read(options.folder, name) for name in options.sets}
    only_defaults = options.labels or options.baselines
    vary = options.vary or ([("n_components", [50])] if only_defaults else [*VALUES.items()])
    makers: dict[tuple[str, str], Callable[[int], Any]] = {
        (name, str(value)): lambda seed, given={name: value}: SupervisedEmbeddingVectorizer(
            random_state=seed, **given
        )
        for name, values in vary
        for value in values
    }
    if options.labels:
        print_curve(data, makers, options)
        return
    if options.baselines:
        linear_models = {(n, ""): lambda _, make=make: make() for n, make in BASELINES.items()}
        makers = {**linear_models, **makers}
    rows = []
    for (name, value), make in makers.items():
        found = [scores(data[s], options.folds, make) for s in options.sets]
        means = np.mean(found, axis=0)
        cells = [f"{accuracy:.3f} / {loss:.3f}" for accuracy, loss in [*found, means]]
        rows.append((name, value, *cells))
        say(" ".join(rows[-1]))
    print(table(("parameter", "value", *(f"{s} (accuracy / log loss)" for s in options.sets),
                 "mean"), rows))  # fmt: skip


if __name__ == "__main__":
    main()
