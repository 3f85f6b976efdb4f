"""The page of the features benchmark: tables of accuracy by parameter."""

from __future__ import annotations

import argparse
import statistics
from typing import Any, NamedTuple

import numpy as np
from _common import chosen_on, section, table
from numpy.typing import NDArray

from skembed import GloVeVectorizer, Word2VecVectorizer

WORD2VEC, GLOVE = ("skip-gram", "cbow"), "GloVe"
ALGORITHMS = (*WORD2VEC, GLOVE)
WINDOWS = (2, 5, 10, 20)
POOLINGS = ("mean", "idf", "sif", "max")
MIXED = "mean, max"  # both poolings side by side
TFIDF = "tf-idf"


class Setting(NamedTuple):
    """The parameters that are varied; ``x_max`` is one of GloVe."""

    algorithm: str
    learning_rate: float
    max_iter: int | str
    window: int
    x_max: float | None = None


Trial = tuple[Setting | None, str]  # parameters (None: tf-idf) and pooling
Key = tuple[str, Setting | None, str]  # data set and trial
Means = dict[Trial, list[float]]  # accuracy on each set, then the mean of these

PARAMETERS = {"learning rate": "learning_rate", "passes": "max_iter"}  # others by their own name


def default_setting(algorithm: str) -> Setting:
    """Return the setting of the class itself, with this algorithm."""
    default = GloVeVectorizer() if algorithm == GLOVE else Word2VecVectorizer()
    x_max = getattr(default, "x_max", None)
    return Setting(algorithm, default.learning_rate, default.max_iter, default.window, x_max)


def make_vectorizer(setting: Setting, **parameters: Any) -> GloVeVectorizer | Word2VecVectorizer:
    """Return the vectorizer of a setting."""
    given = {k: v for k, v in setting._asdict().items() if v is not None} | parameters
    if setting.algorithm == GLOVE:
        del given["algorithm"]
        return GloVeVectorizer(**given)
    return Word2VecVectorizer(**given)


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
        "Accuracy of logistic regression on standardized features of ``Word2VecVectorizer`` and "
        f"``GloVeVectorizer``, with {options.folds}-fold cross-validation; the vectors are learned "
        f"only from the training documents. Documents: {documents}."
    )
    if options.quick:
        intro = "**A quick trial run on few documents.** " + intro
    window = Word2VecVectorizer().window
    plain = [(s, p) for s, p in means if s is None or (s.window == window and p == "mean")]
    training = [(s, p) for s, p in plain if s is None or s.algorithm != GLOVE]
    glove = [(s, p) for s, p in plain if s is None or s.algorithm == GLOVE]
    windows = [(default_setting(a)._replace(window=w), "mean") for a in ALGORITHMS for w in WINDOWS]
    poolings = [(default_setting(a), p) for a in ALGORITHMS for p in columns_of(1)]
    parts: dict[str, tuple[tuple[str, ...], list[Trial]]] = {
        "Learning rate and passes": (("learning rate", "passes"), training),
        "Weights of counts, learning rate and passes of GloVe": (
            ("x_max", "learning rate", "passes"),
            glove,
        ),
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
                "Effect of the parameters of word2vec and GloVe on accuracy",
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
        if not own:
            continue
        best = max(own, key=lambda trial: means[trial][-1])
        default = means[default_setting(algorithm), Word2VecVectorizer().pooling][-1]
        setting, pooling = best
        assert setting is not None
        x_max = "" if setting.x_max is None else f"x_max {setting.x_max:g}, "
        parts.append(
            f"{algorithm} {means[best][-1]:.3f} ({x_max}learning rate {setting.learning_rate}, "
            f"passes {setting.max_iter}, window {setting.window}, pooling {pooling}), "
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
    default = {**default_setting(setting.algorithm)._asdict(), "pooling": "mean"}
    given = {**setting._asdict(), "pooling": pooling}
    names = [PARAMETERS.get(name, name) for name in varied]
    marks = [" \\*" if default[name] == given[name] else "" for name in names]
    return (setting.algorithm, *(f"{given[n]}{m}" for n, m in zip(names, marks, strict=True)))
