"""Measure prediction: latency for a single short text, and memory for many texts.

    python benchmarks/latency.py 20newsgroups.csv.gz

The file is a table with the columns ``text`` and ``label``. Each model uses one thread. Training
is short, because training time and accuracy are measured by other benchmarks.
"""

from __future__ import annotations

import argparse
import statistics
import warnings
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, NamedTuple

import joblib
import numpy as np
from _common import (
    forget_peak,
    header,
    isolated,
    load_average,
    one_thread,
    reached,
    resident,
    say,
    section,
    table,
    write,
)
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from skembed import SupervisedEmbeddingVectorizer, Word2VecVectorizer

WORDS = "tf-idf of words, LogisticRegression"
PAIRS = "tf-idf of words and pairs, LogisticRegression"
OURS = "SupervisedEmbeddingVectorizer"
CHARACTERS = "SupervisedEmbeddingVectorizer, characters 3 to 5"
TFIDF, WORD2VEC = "TfidfVectorizer", "Word2VecVectorizer"
METHODS = dict.fromkeys([WORDS, PAIRS, OURS, CHARACTERS], "predict")
METHODS |= dict.fromkeys([TFIDF, WORD2VEC], "transform")
PEERS = {name: PAIRS if method == "predict" else TFIDF for name, method in METHODS.items()}
MANY = (PAIRS, OURS, CHARACTERS)
MOST = {OURS: 1.0, CHARACTERS: 3.0}  # times the time of words and pairs
MOST_MB = 300.0
MB = 1e6


class Texts(NamedTuple):
    """Documents, their classes, short texts one by one, and many texts of some length."""

    documents: list[str]
    labels: list[str]
    short: list[str]
    many: list[str]


def main() -> None:
    """Measure everything and write the page."""
    load = load_average()
    options = read_options()
    one_thread()
    texts = read_texts(options)
    models = fit_models(texts)
    say(f"{len(models)} models fitted")
    times = call_in_turns(models, texts.short)
    say(f"{len(texts.short):,} calls of each")
    memory = {}
    with TemporaryDirectory() as folder:
        for name in MANY:
            path = Path(folder) / "model"
            joblib.dump((models[name], texts.many), path)
            memory[name] = isolated(memory_of_many, path)
            say(f"{len(texts.many):,} texts: {name}")
    write(page(models, texts, times, memory, options, header(load)), options.output)


def read_options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add = parser.add_argument
    add("file", type=Path, help="table with the columns text and label")
    add("--words", type=int, default=10, help="number of words in a short text")
    add(
        "--calls",
        type=int,
        default=1000,
        help="number of calls of each model, each with one short text",
    )
    add("--texts", type=int, default=25_000, help="number of texts to predict in one call")
    add("--output", type=Path, help="file for the page in reStructuredText; printed if not given")
    add(
        "--quick",
        action="store_true",
        help="quick trial with 2,000 documents, 200 calls, 5,000 texts",
    )
    options = parser.parse_args()
    if options.quick:
        options.calls, options.texts = 200, 5000
    return options


def read_texts(options: argparse.Namespace) -> Texts:
    """Read the documents, and cut texts out of them at random: short ones, and of 230 words."""
    import pandas as pd

    frame = pd.read_csv(options.file, keep_default_na=False, dtype=str)
    if options.quick:
        frame = frame.sample(2000, random_state=0)
    random = np.random.default_rng(0)
    words = " ".join(frame["text"]).split()

    def cut(n: int, length: int) -> list[str]:
        starts = random.integers(0, len(words) - length, n).tolist()
        return [" ".join(words[start : start + length]) for start in starts]

    short, many = cut(options.calls, options.words), cut(options.texts, 230)
    return Texts(frame["text"].tolist(), frame["label"].tolist(), short, many)


def fit_models(texts: Texts) -> dict[str, Any]:
    """Fit a model of each kind, as briefly as it can be."""
    brief: dict[str, Any] = {"max_iter": 1, "random_state": 0}
    tfidf = {"sublinear_tf": True}
    pairs = TfidfVectorizer(ngram_range=(1, 2), min_df=2, **tfidf)  # all pairs take 10 GB
    models = {
        WORDS: make_pipeline(TfidfVectorizer(**tfidf), LogisticRegression(max_iter=2)),
        PAIRS: make_pipeline(pairs, LogisticRegression(max_iter=2)),
        OURS: SupervisedEmbeddingVectorizer(**brief),
        CHARACTERS: SupervisedEmbeddingVectorizer(char_ngram_range=(3, 5), **brief),
        TFIDF: TfidfVectorizer(),
        WORD2VEC: Word2VecVectorizer(**brief),
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        return {name: model.fit(texts.documents, texts.labels) for name, model in models.items()}


def call_in_turns(models: dict[str, Any], short: list[str]) -> dict[str, list[float]]:
    """Return milliseconds of each call with one text; all models take turns at each text."""
    calls = {name: getattr(model, METHODS[name]) for name, model in models.items()}
    times: dict[str, list[float]] = {name: [] for name in models}
    for text in [*short[:20], *short]:
        for name, call in calls.items():
            start = perf_counter()
            call([text])
            times[name].append(1e3 * (perf_counter() - start))
    return {name: mine[20:] for name, mine in times.items()}


def memory_of_many(path: Path) -> tuple[float, float]:
    """Return the megabytes that predicting many texts takes at its peak, and the seconds."""
    model, many = joblib.load(path)
    model.predict(many[:10])
    forget_peak()
    before, start = resident(), perf_counter()
    model.predict(many)
    seconds = perf_counter() - start
    return (resident(peak=True) - before) / MB, seconds


def page(
    models: dict[str, Any],
    texts: Texts,
    times: dict[str, list[float]],
    memory: dict[str, tuple[float, float]],
    options: argparse.Namespace,
    top: str,
) -> str:
    """Return the whole page in reStructuredText."""
    median = {name: statistics.median(mine) for name, mine in times.items()}
    intro = (
        f"Models fitted to {len(texts.documents):,} documents. Short texts have {options.words} "
        f"words; each model was called with {len(texts.short):,} of them, one by one and in turns. "
        "Times are medians. Only skembed keeps pairs of words that occur in a single document."
    )
    if options.quick:
        intro = "**A quick trial run on few documents.** " + intro
    goals: list[tuple[str, float, float, str]] = [
        (
            f"{name}: time relative to tf-idf of words and pairs (at most)",
            most,
            median[name] / median[PAIRS],
            "{:.2f}",
        )
        for name, most in MOST.items()
    ]
    goals += [
        (
            f"{CHARACTERS}: memory for many texts (at most)",
            MOST_MB,
            memory[CHARACTERS][0],
            "{:.0f} MB",
        )
    ]
    calls = [
        (
            name,
            METHODS[name],
            f"{median[name]:.2f}",
            f"{median[name] / median[PEERS[name]]:.2f}",
        )
        for name in models
    ]
    many = [(name, f"{mb:.0f} MB", f"{seconds:.1f}") for name, (mb, seconds) in memory.items()]
    return section(
        "Prediction",
        intro,
        top,
        section(
            "Goals",
            table(
                ("goal", "target", "measured", "reached"),
                [
                    (goal, form.format(needed), form.format(found), reached(needed, found))
                    for goal, needed, found, form in goals
                ],
            ),
        ),
        section(
            "One short text",
            table(("model", "method", "milliseconds", "relative to scikit-learn"), calls),
        ),
        section(
            f"{len(texts.many):,} texts of 230 words in one call of ``predict``",
            "Peak memory in addition to the model and the texts.",
            table(("model", "memory", "seconds"), many),
        ),
        level="-",
    )


if __name__ == "__main__":
    main()
