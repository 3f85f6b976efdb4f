"""Quality of word vectors on word similarity and analogies, with :mod:`skembed.evaluation`.

Words are lowercased and all terms are candidates. Pairs and questions with out-of-vocabulary words
are skipped.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from skembed import Embedding
from skembed.datasets import AnalogyQuestions, SimilarityPairs, load_analogies, load_similarity
from skembed.evaluation import evaluate_analogies, evaluate_similarity

SIMILARITY_FILES = {
    "WordSim-353": "wordsim353.tsv",
    "SimLex-999": "simlex999.tsv",
    "MEN": "men3000.tsv",
}
ANALOGY_FILE = "questions-words.txt"
MEASURES = (*SIMILARITY_FILES, "analogies")

_lower = np.frompyfunc(str.lower, 1, 1)


class Sets(NamedTuple):
    """The evaluation sets, lower-cased."""

    pairs: dict[str, SimilarityPairs]
    questions: AnalogyQuestions


class Score(NamedTuple):
    """A score and the number of pairs or questions that it is based on."""

    value: float
    n: int


def read_sets(folder: Path) -> Sets:
    """Read the similarity sets (tab-separated, with a header) and the analogy questions."""
    pairs = {name: load_similarity(folder / file) for name, file in SIMILARITY_FILES.items()}
    questions = load_analogies(folder / ANALOGY_FILE)
    return Sets(
        {name: SimilarityPairs(_lower(p.words), p.scores, name) for name, p in pairs.items()},
        AnalogyQuestions(_lower(questions.words), questions.sections, questions.section_names),
    )


def evaluate(terms: Sequence[str], vectors: NDArray[np.float32], sets: Sets) -> dict[str, Score]:
    """Score vectors (n_terms, n_components) on every set.

    Returns
    -------
    scores : dict
        Spearman's rank correlation of the cosines with people's scores for each
        similarity set, and the share of analogy questions answered by 3CosAdd.
    """
    embedding = Embedding(terms, vectors)
    scores = {name: _score(_similarity, embedding, pairs) for name, pairs in sets.pairs.items()}
    scores["analogies"] = _score(_analogies, embedding, sets.questions)
    return scores


def _score(function: Callable[..., Score], *arguments: object) -> Score:
    """Return NaN if the vocabulary is too small, as in a quick trial with few documents."""
    try:
        return function(*arguments)
    except ValueError:
        return Score(float("nan"), 0)


def _similarity(embedding: Embedding, pairs: SimilarityPairs) -> Score:
    result = evaluate_similarity(embedding, pairs, case_sensitive=True)
    return Score(result.spearman, result.n_known)


def _analogies(embedding: Embedding, questions: AnalogyQuestions) -> Score:
    result = evaluate_analogies(embedding, questions, case_sensitive=True, restrict_to=None)
    return Score(result.accuracy, result.n_known)
