"""Study the defaults of SupervisedEmbeddingVectorizer by cross-validation on four data sets.

    python benchmarks/supervised_defaults.py FOLDER --vary max_iter=5,10 ngram_range=1-1,1-2

The folder contains csv files with the columns text, label and split; test sets are never used. One
parameter at a time is varied over the given values, or those below, while the others have their
defaults. The result is a table of mean accuracies for docs/develop/measurements. It is deliberately
not a search: defaults should not be chosen as the best of many combinations.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from _common import one_thread, say, table
from sklearn.model_selection import StratifiedKFold

from skembed import SupervisedEmbeddingVectorizer

SETS = ("mr", "subj", "trec", "20newsgroups")
VALUES: dict[str, list[Any]] = {
    "learning_rate": [0.01, 0.02, 0.04, 0.08],
    "max_iter": [3, 5, 10, 20],
    "ngram_range": [(1, 1), (1, 2), (1, 3)],
    "n_components": [20, 50, 100, 200],
    "pooling": ["tfidf", "idf", "mean"],
    "min_df": [1, 2],
    "n_buckets": [1 << 14, 1 << 16, 1 << 17, None],
    "weight_decay": [0.0, 0.1, 0.3, 1.0],
    "dropout": [0.0, 0.2, 0.5],
}


def read_training_part(path: Path) -> tuple[np.ndarray, np.ndarray]:
    """Return texts and labels, without the test part if there is one."""
    frame = pd.read_csv(path, keep_default_na=False, dtype=str)
    frame = frame[frame["split"] != "test"]
    return frame["text"].to_numpy(object), frame["label"].to_numpy(str)


def accuracy(texts: np.ndarray, labels: np.ndarray, n_folds: int, **parameters: Any) -> float:
    """Return the mean accuracy over the first folds of five."""
    scores = []
    folds = StratifiedKFold(5, shuffle=True, random_state=0).split(texts, labels)
    for seed, (train, test) in zip(range(n_folds), folds, strict=False):
        model = SupervisedEmbeddingVectorizer(random_state=seed, **parameters)
        model.fit(texts[train], labels[train])
        scores.append(model.score(texts[test], labels[test]))
    return float(np.mean(scores))


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
        return None if word == "None" else word

    return name, [value(word) for word in values.split(",")]


def main() -> None:
    """Vary one parameter at a time and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="folder of the csv files")
    parser.add_argument("--vary", nargs="+", type=parse, default=list(VALUES.items()))
    parser.add_argument("--folds", type=int, default=3, help="number of folds to use, of five")
    options = parser.parse_args()
    one_thread()
    data = {name: read_training_part(options.folder / f"{name}.csv.gz") for name in SETS}
    rows = []
    for name, values in options.vary:
        for value in values:
            found = [accuracy(*data[s], options.folds, **{name: value}) for s in SETS]
            cells = [f"{score:.3f}" for score in [*found, np.mean(found)]]
            rows.append((name, str(value), *cells))
            say(" ".join(rows[-1]))
    print(table(("parameter", "value", *SETS, "mean"), rows))


if __name__ == "__main__":
    main()
