"""Single fits of skembed, of the fastText program and of linear models, each with what it took.

The program reads a text file of the tokens that skembed makes of the same texts, one text a line
after its label. Who is compared with whom is in `supervised.py`; nothing here tunes anything.
"""

from __future__ import annotations

import argparse
import pickle
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

import numpy as np
from _common import fingerprint, one_thread
from _sets import Fold, Texts, folds_of, official_training, read_set
from sklearn.feature_extraction.text import CountVectorizer

from _supervised.models import BASELINES
from skembed import SupervisedEmbeddingVectorizer

# Rate, passes and n-grams that the program's tutorial ends with; loss and size as by default.
RECIPE = ("-lr", "0.5", "-epoch", "25", "-wordNgrams", "2")
N_COMPONENTS = 100  # for speed: the program's default
NGRAMS = {"unigrams": 1, "bigrams": 2}
# Of the two runs of a timing; many where a pass is short beside what comes before it.
SPEED_PASSES = {"skembed": (2, 82), "fastText": (2, 14)}


def lines_of(data: Texts) -> list[str]:
    """Return the lines for the program: the number of the label, then the tokens."""
    analyze = CountVectorizer().build_analyzer()
    numbers = {label: i for i, label in enumerate(sorted(set(data.labels)))}
    return [
        " ".join([f"__label__{numbers[label]}", *analyze(text)]) + "\n"
        for text, label in zip(data.texts, data.labels, strict=True)
    ]


# skembed and scikit-learn


class Trial(NamedTuple):
    """One fit of the comparison of accuracies: who, on which fold of which set, from which seed."""

    who: str
    name: str
    fold: int
    seed: int


def score_trial(trial: Trial, options: argparse.Namespace) -> tuple[float, bool]:
    """Return an accuracy, and whether it is of an earlier run; run in a process of its own."""
    one_thread()
    data = read_set(options.classification, trial.name, options.limit_documents)
    fold = folds_of(data, options.folds)[trial.fold]
    if trial.who == "fastText":
        return cached_score(options, lines_of(data), fold, trial.seed)
    if trial.who == "skembed":
        model = SupervisedEmbeddingVectorizer(random_state=trial.seed)
    else:
        model = BASELINES[trial.who]()
    model.fit(data.texts[fold.train], data.labels[fold.train])
    return float(model.score(data.texts[fold.test], data.labels[fold.test])), False


def time_skembed(data: Texts, n: int, passes: int, n_threads: int) -> float:
    """Return the seconds of a fit with n-grams of up to ``n`` words."""
    model = SupervisedEmbeddingVectorizer(
        n_components=N_COMPONENTS,
        ngram_range=(1, n),
        max_iter=passes,
        calibrate=False,  # it trains a second model, whose passes would not be counted
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


def whole_skembed(folder: Path, name: str, limit: int | None, n_threads: int) -> Whole:
    """Fit on raw strings with bigrams and default parameters; run in a new process."""
    data = official_training(read_set(folder, name, limit))
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


def cached_score(
    options: argparse.Namespace, lines: Sequence[str], fold: Fold, seed: int
) -> tuple[float, bool]:
    """Return the program's accuracy, of an earlier run on the same lines if there is (True)."""
    program, cache = options.fasttext, options.cache
    if cache is None:
        return score_fasttext(program, lines, fold, seed), False
    parts = ["".join(lines[i] for i in rows) for rows in fold]
    path = cache / f"fasttext-{fingerprint(program, RECIPE, seed, *parts)}.txt"
    if path.exists():
        return float(path.read_text()), True
    found = score_fasttext(program, lines, fold, seed)
    cache.mkdir(parents=True, exist_ok=True)
    path.write_text(repr(found))
    return found, False


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
