"""The page of the features benchmark: tables of accuracy by parameter."""

from __future__ import annotations

import argparse
import statistics
from typing import NamedTuple

import numpy as np
from _common import chosen_on, section, table
from numpy.typing import NDArray

from skembed import Word2VecVectorizer

ALGORITHMS = ("skip-gram", "cbow")
WINDOWS = (2, 5, 10)
POOLINGS = ("mean", "idf", "sif", "max")
MIXED = "mean, max"  # both poolings side by side
TFIDF = "tf-idf"


class Setting(NamedTuple):
    """The parameters that are varied."""

    algorithm: str
    learning_rate: float
    max_iter: int
    window: int


Trial = tuple[Setting | None, str]  # parameters (None: tf-idf) and pooling
Key = tuple[str, Setting | None, str]  # data set and trial
Means = dict[Trial, list[float]]  # accuracy on each set, then the mean of these

PARAMETERS = {"learning rate": "learning_rate", "passes": "max_iter"}  # others by their own name


def default_setting(algorithm: str) -> Setting:
    """Return the setting of the class itself, with this algorithm."""
    default = Word2VecVectorizer()
    return Setting(algorithm, default.learning_rate, default.max_iter, default.window)


def columns_of(d: int) -> dict[str, NDArray[np.int64]]:
    """Return which features belong to which pooling."""
    at = {name: np.arange(i * d, (i + 1) * d) for i, name in enumerate(POOLINGS)}
    return {**at, MIXED: np.concatenate([at[name] for name in MIXED.split(", ")])}


def page(
    sizes: dict[str, int],
    accuracy: dict[Key, list[float]],
    options: argparse.Namespace,
    top: str,
) -> str:
    """Return the whole page in reStructuredText."""
    means = means_of(list(sizes), accuracy)
    documents = ", ".join(f"{name} ({size:,})" for name, size in sizes.items())
    intro = (
        f"Accuracy of logistic regression on standardized features of ``Word2VecVectorizer``, with "
        f"{options.folds}-fold cross-validation; the vectors are learned only from the training "
        f"documents. Documents: {documents}."
    )
    if options.quick:
        intro = "**A quick trial run on few documents.** " + intro
    window = Word2VecVectorizer().window
    training = [(s, p) for s, p in means if s is None or (s.window == window and p == "mean")]
    windows = [(default_setting(a)._replace(window=w), "mean") for a in ALGORITHMS for w in WINDOWS]
    poolings = [(default_setting(a), p) for a in ALGORITHMS for p in columns_of(1)]
    parts: dict[str, tuple[tuple[str, ...], list[Trial]]] = {
        "Learning rate and passes": (("learning rate", "passes"), training),
        "Window": (("window",), [*windows]),
        "Pooling": (("pooling",), [*poolings]),
    }
    sections = [
        section(
            title,
            table(("algorithm", *varied, *sizes, "mean"), rows(trials, varied, means)),
            verdict(trials, means),
        )
        for title, (varied, trials) in parts.items()
    ]
    return "\n".join(
        [
            section(
                "Effect of word2vec's parameters on accuracy",
                intro,
                *chosen_on(sizes),
                top,
                level="-",
            ),
            *sections,
        ]
    )


def means_of(names: list[str], accuracy: dict[Key, list[float]]) -> Means:
    """Average over the folds, then over the data sets."""
    trials = dict.fromkeys((setting, pooling) for _, setting, pooling in accuracy)
    means = {t: [statistics.fmean(accuracy[name, *t]) for name in names] for t in trials}
    return {trial: [*values, statistics.fmean(values)] for trial, values in means.items()}


def rows(trials: list[Trial], varied: tuple[str, ...], means: Means) -> list[tuple[str, ...]]:
    """Return one row for each trial, the best mean first."""
    best_first = sorted(trials, key=lambda trial: -means[trial][-1])
    return [(*labels(*trial, varied), *(f"{v:.3f}" for v in means[trial])) for trial in best_first]


def verdict(trials: list[Trial], means: Means) -> str:
    """Compare the default parameters with the best of the table, for each algorithm."""
    parts = []
    for algorithm in ALGORITHMS:
        own = [trial for trial in trials if trial[0] and trial[0].algorithm == algorithm]
        best = max(own, key=lambda trial: means[trial][-1])
        default = means[default_setting(algorithm), Word2VecVectorizer().pooling][-1]
        setting, pooling = best
        assert setting is not None
        parts.append(
            f"{algorithm} {means[best][-1]:.3f} (learning rate {setting.learning_rate}, "
            f"{setting.max_iter} passes, window {setting.window}, pooling {pooling}), "
            f"{default:.3f} with default parameters"
        )
    return (
        f"Best mean: {'; '.join(parts)}. An asterisk marks default values; parameters that are not "
        "in the table have their default values."
    )


def labels(setting: Setting | None, pooling: str, varied: tuple[str, ...]) -> tuple[str, ...]:
    """Return the algorithm and the varied parameters of a row; an asterisk marks defaults."""
    if setting is None:
        return (pooling, *("" for _ in varied))
    default = Word2VecVectorizer()
    given = {**setting._asdict(), "pooling": pooling}
    names = [PARAMETERS.get(name, name) for name in varied]
    marks = [" \\*" if getattr(default, name) == given[name] else "" for name in names]
    return (setting.algorithm, *(f"{given[n]}{m}" for n, m in zip(names, marks, strict=True)))
