"""Quality of word vectors: similarity judgements of people, and analogies.

The figures are those of gensim's ``evaluate_word_pairs`` (Spearman) and
``evaluate_word_analogies`` (with all words as candidates), made faster by larger products
of matrices. Words are lower-cased; what has a word without a vector is left out.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import spearmanr

Pair = tuple[str, str, float]

SIMILARITY_FILES = {
    "WordSim-353": "wordsim353.tsv",
    "SimLex-999": "simlex999.tsv",
    "MEN": "men3000.tsv",
}
ANALOGY_FILE = "questions-words.txt"
MEASURES = (*SIMILARITY_FILES, "analogies")
_BATCH = 256  # questions answered at once


class Sets(NamedTuple):
    """The evaluation sets, lower-cased."""

    pairs: dict[str, list[Pair]]
    questions: list[list[str]]


class Score(NamedTuple):
    """A figure and how many pairs or questions it is about."""

    value: float
    n: int


def read_sets(folder: Path) -> Sets:
    """Read the similarity sets (tab-separated, with a header) and the analogy questions."""
    pairs = {name: _read_pairs(folder / file) for name, file in SIMILARITY_FILES.items()}
    lines = (folder / ANALOGY_FILE).read_text(encoding="utf-8").splitlines()
    return Sets(pairs, [line.lower().split() for line in lines if not line.startswith(":")])


def _read_pairs(path: Path) -> list[Pair]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t"))[1:]
    return [(a.lower(), b.lower(), float(score)) for a, b, score in rows]


def evaluate(terms: Sequence[str], vectors: NDArray[np.float32], sets: Sets) -> dict[str, Score]:
    """Score vectors (n_terms, n_components) on every set.

    Returns
    -------
    scores : dict
        Spearman's rank correlation of the cosines with people's scores for each
        similarity set, and the share of analogy questions answered by 3CosAdd.
    """
    index = {term: row for row, term in enumerate(terms)}
    unit = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    scores = {name: _similarity(index, unit, pairs) for name, pairs in sets.pairs.items()}
    scores["analogies"] = _analogies(index, unit, sets.questions)
    return scores


def _similarity(index: dict[str, int], unit: NDArray[np.float32], pairs: list[Pair]) -> Score:
    known = [(index[a], index[b], score) for a, b, score in pairs if a in index and b in index]
    if len(known) < 2:
        return Score(float("nan"), len(known))
    a, b, score = (np.array(column) for column in zip(*known, strict=True))
    cosine = np.einsum("ij,ij->i", unit[a], unit[b])
    return Score(float(spearmanr(cosine, score).statistic), len(known))


def _analogies(
    index: dict[str, int], unit: NDArray[np.float32], questions: list[list[str]]
) -> Score:
    """Share of "a is to b as c is to d" where d is nearest to b - a + c (3CosAdd)."""
    known = [[index[w] for w in words] for words in questions if all(w in index for w in words)]
    if not known:
        return Score(float("nan"), 0)
    rows = np.array(known)
    right = 0
    for begin in range(0, len(rows), _BATCH):
        a, b, c, d = rows[begin : begin + _BATCH].T
        cosines = (unit[b] - unit[a] + unit[c]) @ unit.T
        for given in (a, b, c):
            cosines[np.arange(len(given)), given] = -np.inf
        right += int((cosines.argmax(axis=1) == d).sum())
    return Score(right / len(rows), len(rows))
