"""The sets of labeled texts of the benchmarks, and how they are divided.

The folder of the tables is an argument of each script: columns text, label and split ("train",
"test", "dev" or empty). Two sets need no table: the paragraphs of `load_docstrings`, and the part
of 20 Newsgroups that is cut here to unbalanced classes.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import StratifiedKFold

from skembed.datasets import load_docstrings

# The names of files, and of the same sets on the pages.
TITLES = {
    "mr": "MR",
    "subj": "SUBJ",
    "trec": "TREC",
    "banking77": "banking77",
    "clinc150": "clinc150",
    "clinc150_imbalanced": "clinc150 (imbalanced)",
    "docstrings": "docstrings",
    "20newsgroups": "20 Newsgroups",
    "20newsgroups_unbalanced": "20 Newsgroups (unbalanced)",
}
SETS = tuple(TITLES)
CUT = "_unbalanced"
N_UNBALANCED = 2500

Rows = NDArray[np.int64]


class Texts(NamedTuple):
    """A data set: texts, labels and, if there is an official split, "train", "test" or "dev"."""

    name: str
    texts: NDArray[np.object_]
    labels: NDArray[np.object_]
    split: NDArray[np.object_]

    def take(self, rows: Rows) -> Texts:
        """Return the texts of some rows."""
        return Texts(self.name, self.texts[rows], self.labels[rows], self.split[rows])

    def drawn(self, limit: int | None) -> Texts:
        """Return a random sample of at most so many texts."""
        if limit is None or limit >= len(self.texts):
            return self
        return self.take(np.sort(np.random.default_rng(0).permutation(len(self.texts))[:limit]))

    def repeated(self, n: int) -> Texts:
        """Return the texts repeated several times."""
        return Texts(self.name, *(np.tile(column, n) for column in self[1:]))


class Fold(NamedTuple):
    """The rows of the training set and of the test set."""

    train: Rows
    test: Rows


@lru_cache(maxsize=2)
def read_set(folder: Path, name: str, limit: int | None = None) -> Texts:
    """Read a set, or a random sample of its rows."""
    if name == "docstrings":
        texts, labels = load_docstrings(return_X_y=True)
        columns = np.array(list(texts), dtype=object), np.asarray(labels).astype(str)
        found = Texts(name, columns[0], columns[1].astype(object), np.full(len(texts), "", object))
    else:
        found = read_table(folder / f"{name.removesuffix(CUT)}.csv.gz")
    if name.endswith(CUT):
        found = unbalanced(found.take(np.flatnonzero(found.split != "test")), N_UNBALANCED)
    return found.drawn(limit)


def read_table(path: Path) -> Texts:
    """Read a table; its name is that of the file."""
    import pandas as pd

    frame = pd.read_csv(path, keep_default_na=False, dtype=str)
    columns = (frame[name].to_numpy(dtype=object) for name in ("text", "label", "split"))
    return Texts(path.name.split(".")[0], *columns)


def unbalanced(data: Texts, n: int) -> Texts:
    """Return about n texts; the largest class has some twenty times as many as the smallest."""
    rng = np.random.default_rng(0)
    classes = rng.permutation(np.unique(data.labels.astype(str)))
    sizes = np.geomspace(1, 21, len(classes))
    sizes = np.maximum(sizes * n / sizes.sum(), 8).astype(int)
    rows = np.concatenate(
        [
            rng.permutation(np.flatnonzero(data.labels == label))[:size]
            for label, size in zip(classes, sizes, strict=True)
        ]
    )
    found = data.take(rows)
    return found._replace(name=data.name + CUT, split=np.full(len(rows), "", object))


def missing(folder: Path, names: Iterable[str]) -> list[str]:
    """Return the tables of these sets that a folder lacks."""
    files = {f"{name.removesuffix(CUT)}.csv.gz" for name in names if name != "docstrings"}
    return sorted(file for file in files if not (folder / file).is_file())


def folds_of(data: Texts, n_folds: int) -> list[Fold]:
    """Return the official split if there is one ("dev" is unused), otherwise random folds."""
    if "test" in data.split:
        return [Fold(*(np.flatnonzero(data.split == part) for part in ("train", "test")))]
    folds = StratifiedKFold(n_folds, shuffle=True, random_state=0)
    return [Fold(*fold) for fold in folds.split(data.texts, data.labels)]


def official_training(data: Texts) -> Texts:
    """Return the texts of the training part."""
    return data.take(np.flatnonzero(data.split == "train"))
