"""The curve over the number of labels: what is fitted to how many, drawn how.

A draw is a random order of the training rows; its first n are the labeled texts. All methods get
the same ones, and are tested on the same rows.
"""

from __future__ import annotations

import argparse
import warnings
from collections.abc import Callable
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import numpy as np
from _common import one_thread
from _sets import Fold, Texts, folds_of, read_set
from _vectors import glove_6b, of_texts, started_from
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from _supervised.models import BASELINES, WORDS
from skembed import Embedding, PretrainedVectorizer, SupervisedEmbeddingVectorizer

LABELS = (50, 100, 200, 500, 1000, 2000)
ENOUGH, MOST_DRAWS = 1000, 4  # see draws_of
MOST_TESTED = 2500
STRENGTHS = (0.1, 1.0)  # C of the logistic regression on frozen vectors

SCRATCH, START = "skembed, defaults", "skembed, pretrained start"
FROZEN = {C: f"frozen vectors, logistic regression C={C:g}" for C in STRENGTHS}


def methods(vectors: Callable[[], Embedding] | None) -> dict[str, Callable[[int], Any]]:
    """Return what makes each model of the curve from a seed; without vectors, two of them."""
    found: dict[str, Callable[[int], Any]] = {
        SCRATCH: lambda seed: SupervisedEmbeddingVectorizer(random_state=seed),
        WORDS: lambda seed: BASELINES[WORDS](),
    }
    if vectors is not None:
        found |= {name: lambda seed, C=C: frozen(vectors(), C) for C, name in FROZEN.items()}
        found[START] = lambda seed: started_from(vectors(), seed)
    return found


def frozen(vectors: Embedding, C: float) -> Any:
    """Return logistic regression on the means of vectors that are not trained."""
    classifier = LogisticRegression(C=C, max_iter=2000)
    return make_pipeline(PretrainedVectorizer(vectors), StandardScaler(), classifier)


@lru_cache(maxsize=1)
def known_vectors(folder: Path, name: str, limit: int | None) -> Embedding:
    """Return the vectors of a set's words: all that its texts can use."""
    return of_texts(glove_6b(), read_set(folder, name, limit).texts)


def curve_fold(data: Texts, n_folds: int) -> Fold:
    """Return the training rows, and the test rows or 2,500 of them."""
    train, test = folds_of(data, n_folds)[0]
    return Fold(train, np.random.default_rng(0).permutation(test)[:MOST_TESTED])


def sizes_of(n_train: int) -> list[int]:
    """Return the numbers of labels that a training set allows."""
    return [n for n in LABELS if n <= n_train]


def draws_of(n: int, draws: int) -> int:
    """Return the number of draws for n labels: more if they are few, as results vary more."""
    return draws * min(max(1, ENOUGH // n), MOST_DRAWS)


def score_draw(name: str, method: str, draw: int, options: argparse.Namespace) -> list[float]:
    """Return the accuracies of a method at each number of labels that has so many draws.

    Run in a process of its own.
    """
    one_thread()
    warnings.filterwarnings("ignore", "The number of unique classes")  # few labels, many classes
    given = options.classification, name, options.limit_documents
    data = read_set(*given)
    train, test = curve_fold(data, options.folds)
    order = np.random.default_rng(draw).permutation(train)
    make = methods(partial(known_vectors, *given))[method]
    found = []
    for n in sizes_of(len(train)):
        if draw >= draws_of(n, options.draws):
            break
        model = make(draw).fit(data.texts[order[:n]], data.labels[order[:n]])
        found.append(float(model.score(data.texts[test], data.labels[test])))
    return found
