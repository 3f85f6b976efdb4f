"""Unsupervised vectors: skip-gram on all pairs of the cells of a row; a row is a short document.

The tokens are column=value: two columns never share one. Unknown values are left out. The trainer
is that of `Word2VecVectorizer`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .._core.corpus import Corpus
from .._core.terms import Terms
from .._fit.loop import run
from .._fit.schedule import LinearRate, number_of_passes
from .._word2vec.plan import MOST_PASSES, SGNSParameters
from .._word2vec.trainer import SGNSTrainer
from .components import find_projection, mean_of_cells, with_unknown
from .table import EncodedTable

LEARNING_RATE, MIN_LEARNING_RATE = 0.05, 1e-4  # those of Word2VecVectorizer
# The window of a cell is drawn from 1 to its maximum; this many times the length of a row, nearly
# all windows hold the whole row.
WINDOW = 16


def learn_context_vectors(
    table: EncodedTable,
    wanted: list[int],
    max_iter: int | str,
    n_threads: int,
    random_state: np.random.RandomState,
    name: str,
) -> tuple[list[NDArray[np.float32]], NDArray[np.float64]]:
    """Return the vectors of each column, with zeros for unknown values, and the loss curve."""
    if len(table.edges) < 3:
        raise ValueError(
            "method='unsupervised' learns a category from the other categories of its row, but X "
            "has one categorical column (n_features = 1 without numbers). Pass several, or use "
            "method='supervised'."
        )
    corpus = as_corpus(table)
    counts = np.bincount(corpus.ids, minlength=table.n_slots)
    parameters = SGNSParameters(
        algorithm="skip-gram",
        n_components=max(wanted),
        window=WINDOW * (len(table.edges) - 1),
        n_negative=5,
        ns_exponent=0.75,
        subsample=0.0,
        n_threads=n_threads,
    )
    terms = Terms.of(map(str, range(table.n_slots)))
    trainer = SGNSTrainer(corpus, counts, terms, parameters, random_state)
    n_passes = number_of_passes(max_iter, corpus.n_tokens, most=MOST_PASSES)
    rates = LinearRate(LEARNING_RATE, MIN_LEARNING_RATE, n_passes)
    state = run(trainer, rates, None, name=name, verbose=0)
    learned = state["embedding_"].vectors.astype(np.float64)
    vectors = []
    for j, n in enumerate(wanted):
        slots = table.slots(j)
        of = counts[slots][:-1].astype(np.float64)
        mine = learned[slots][:-1]
        mine = np.where(of[:, np.newaxis] > 0, mine - mean_of_cells(mine, of), 0)
        vectors.append(with_unknown(mine @ find_projection(mine, of, 0, n)))
    return vectors, state["loss_curve_"]


def as_corpus(table: EncodedTable) -> Corpus:
    """Return each row as a document of the slots of its cells, without unknown values."""
    known = table.codes < np.diff(table.edges).astype(np.int32) - 1
    ids = (table.codes + table.edges[:-1].astype(np.int32))[known]
    lengths = known.sum(axis=1)
    indptr = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    return Corpus(ids, indptr, table.codes.shape[1] - lengths)
