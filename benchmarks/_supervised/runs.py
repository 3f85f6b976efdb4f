"""Single fits of skembed, of the fastText program and of tf-idf, each with what it took.

The program reads a text file of the tokens that skembed makes of the same texts, one text a line
after its label. Who is compared with whom is in `supervised.py`; nothing here tunes anything.
"""

from __future__ import annotations

import pickle
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import make_pipeline

from skembed import SupervisedEmbeddingVectorizer

# Rate, passes and n-grams that the program's tutorial ends with; loss and size as by default.
RECIPE = ("-lr", "0.5", "-epoch", "25", "-wordNgrams", "2")
N_COMPONENTS = 100  # for speed: the program's default
NGRAMS = {"unigrams": 1, "bigrams": 2}
# Of the two runs of a timing; many where a pass is short beside what comes before it.
SPEED_PASSES = {"skembed": (2, 82), "fastText": (2, 14)}

Rows = NDArray[np.int64]


class Texts(NamedTuple):
    """A data set: texts, labels and, if there is an official split, "train" or "test"."""

    name: str
    texts: NDArray[np.object_]
    labels: NDArray[np.object_]
    split: NDArray[np.object_]

    def take(self, rows: Rows) -> Texts:
        """Return the texts of some rows."""
        return Texts(self.name, self.texts[rows], self.labels[rows], self.split[rows])

    def repeated(self, n: int) -> Texts:
        """Return the texts repeated several times."""
        return Texts(self.name, *(np.tile(column, n) for column in self[1:]))

    @property
    def lines(self) -> list[str]:
        """Return the lines for the program: the number of the label, then the tokens."""
        analyze = CountVectorizer().build_analyzer()
        numbers = {label: i for i, label in enumerate(sorted(set(self.labels)))}
        return [
            " ".join([f"__label__{numbers[label]}", *analyze(text)]) + "\n"
            for text, label in zip(self.texts, self.labels, strict=True)
        ]


class Fold(NamedTuple):
    """The rows of the training set and of the test set."""

    train: Rows
    test: Rows


def read_texts(path: Path, limit: int | None = None) -> Texts:
    """Read a table, or a random sample of its rows; its name is that of the file."""
    import pandas as pd

    frame = pd.read_csv(path, keep_default_na=False, dtype=str)
    columns = (frame[name].to_numpy(dtype=object) for name in ("text", "label", "split"))
    found = Texts(path.name.split(".")[0], *columns)
    if limit is None or limit >= len(frame):
        return found
    return found.take(np.sort(np.random.default_rng(0).permutation(len(frame))[:limit]))


def folds_of(data: Texts, n_folds: int) -> list[Fold]:
    """Return the official split if there is one, otherwise cross-validation folds."""
    if "test" in data.split:
        return [Fold(*(np.flatnonzero(data.split == part) for part in ("train", "test")))]
    folds = StratifiedKFold(n_folds, shuffle=True, random_state=0)
    return [Fold(*fold) for fold in folds.split(data.texts, data.labels)]


def official_training(data: Texts) -> Texts:
    """Return the texts of the training part."""
    return data.take(np.flatnonzero(data.split == "train"))


# skembed and scikit-learn


def score_skembed(data: Texts, fold: Fold, seed: int, n_threads: int) -> float:
    """Return the accuracy of the classifier with default parameters."""
    model = SupervisedEmbeddingVectorizer(random_state=seed, n_jobs=n_threads)
    return score(model, data, fold)


def score_tfidf(data: Texts, fold: Fold) -> float:
    """Return the accuracy of a logistic regression on tf-idf."""
    tfidf = TfidfVectorizer(sublinear_tf=True)
    return score(make_pipeline(tfidf, LogisticRegression(C=10, max_iter=2000)), data, fold)


def score(model: Any, data: Texts, fold: Fold) -> float:
    """Fit and return the accuracy."""
    model.fit(data.texts[fold.train], data.labels[fold.train])
    return float(model.score(data.texts[fold.test], data.labels[fold.test]))


def time_skembed(data: Texts, n: int, passes: int, n_threads: int) -> float:
    """Return the seconds of a fit with n-grams of up to ``n`` words."""
    model = SupervisedEmbeddingVectorizer(
        n_components=N_COMPONENTS,
        ngram_range=(1, n),
        max_iter=passes,
        random_state=0,
        n_jobs=n_threads,
    )
    begin = perf_counter()
    model.fit(data.texts, data.labels)
    return perf_counter() - begin


class Whole(NamedTuple):
    """The seconds of a complete fit, and the size of the model in bytes."""

    seconds: float
    size: int


def whole_skembed(path: Path, limit: int | None, n_threads: int) -> Whole:
    """Fit on raw strings with bigrams and default parameters; run in a new process."""
    data = official_training(read_texts(path, limit))
    model = SupervisedEmbeddingVectorizer(ngram_range=(1, 2), random_state=0, n_jobs=n_threads)
    begin = perf_counter()
    model.fit(data.texts, data.labels)
    return Whole(perf_counter() - begin, len(pickle.dumps(model)))


# The program


@contextmanager
def training_file(lines: Sequence[str], seed: int) -> Iterator[Path]:
    """Write the lines in random order into a temporary folder."""
    order = np.random.default_rng(seed).permutation(len(lines))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "train.txt").write_text("".join(lines[i] for i in order), encoding="utf-8")
        yield folder


def run_fasttext(program: Path, folder: Path, options: Sequence[str]) -> float:
    """Train on the file in a folder; return the seconds of the process."""
    files = ["-input", "train.txt", "-output", "model", "-verbose", "0"]
    begin = perf_counter()
    subprocess.run(
        [program.resolve(), "supervised", *files, *options],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return perf_counter() - begin


def score_fasttext(program: Path, lines: Sequence[str], fold: Fold, seed: int) -> float:
    """Return the accuracy of the tuned recipe; a text without a predicted label is an error."""
    labels, texts = zip(
        *(lines[i].rstrip("\n").partition(" ")[::2] for i in fold.test), strict=True
    )
    with training_file([lines[i] for i in fold.train], seed) as folder:
        run_fasttext(program, folder, [*RECIPE, "-thread", "1", "-seed", str(seed)])
        (folder / "test.txt").write_text("\n".join(texts) + "\n", encoding="utf-8")
        command = [program.resolve(), "predict", "model.bin", "test.txt"]
        run = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, text=True, check=True)
    predicted = run.stdout.splitlines()
    if len(predicted) != len(labels):
        raise RuntimeError(f"fastText wrote {len(predicted)} lines for {len(labels)} texts")
    return float(np.mean([a == b for a, b in zip(labels, predicted, strict=True)]))


def time_fasttext(program: Path, folder: Path, n: int, passes: int, n_threads: int) -> float:
    """Return the seconds of the process with n-grams of up to ``n`` words."""
    sizes = {"-dim": N_COMPONENTS, "-wordNgrams": n, "-epoch": passes, "-thread": n_threads}
    options = [text for name, value in sizes.items() for text in (name, str(value))]
    return run_fasttext(program, folder, ["-lr", "0.5", *options])


def whole_fasttext(program: Path, folder: Path, n_threads: int) -> Whole:
    """Train with the tuned recipe, from the file of tokens to the files of the model."""
    seconds = run_fasttext(program, folder, [*RECIPE, "-thread", str(n_threads), "-seed", "0"])
    return Whole(seconds, (folder / "model.bin").stat().st_size)
