"""Find the best answers to analogies: from the rows of *a*, *b* and *c* to the row of the answer.

Candidates are processed in blocks that fit into the cache. There are few distinct words in the
questions, so their cosines with a block are one small matrix product, and the scores of a question
are the sum of two rows: one for its pair (a, b) and one for c.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from skembed._core.linalg import unit_rows

Rows = NDArray[np.int64]
Matrix = NDArray[np.float32]

# Maximum number of candidates in a block, and of questions scored at once, to fit into the cache.
_BLOCK = 512
_CHUNK = 256
# Maximum number of entries in the matrices of a block, for very large sets of questions.
_MAX_CELLS = 1 << 21

# 3CosMul: the constant in the denominator (as in gensim; 0.001 in the paper), and the smallest
# value in the numerator.
_EPSILON = np.float32(1e-6)
_TINY = np.float32(1e-30)


def best_answers(vectors: Matrix, questions: Rows, first: Rows, method: str) -> Rows:
    """Return the row of the best answer to each question, the lowest of a tie, or -1 if none.

    ``questions`` are the rows of a, b and c, each the first row of its word; ``first`` maps the row
    of each candidate to the first row of the same word, possibly in another letter case. Rows of
    the words of a question, and rows of zeros, are not valid answers. ``method`` is 'add' or 'mul'.
    """
    words, inverse = np.unique(questions, return_inverse=True)
    a, b, c = inverse.reshape(questions.shape).T
    pair_keys, pair = np.unique(a * len(words) + b, return_inverse=True)
    pairs = np.column_stack(np.divmod(pair_keys, len(words)))
    hidden_words, hidden_pairs = _hidden(words[:, np.newaxis], first), _hidden(words[pairs], first)
    units = unit_rows(vectors[words]).astype(np.float32)
    scorer = _Scorer(pair.reshape(-1), c)
    size = min(max(_MAX_CELLS // (len(words) + len(pairs)), 1), _BLOCK)
    for start in range(0, len(first), size):
        stop = min(start + size, len(first))
        block = vectors[start:stop]
        near, far = _terms(units @ unit_rows(block).astype(np.float32).T, method)
        difference = near[pairs[:, 1]] - far[pairs[:, 0]]
        difference[:, ~block.any(axis=1)] = -np.inf
        _hide(difference, hidden_pairs, start, stop)
        _hide(near, hidden_words, start, stop)
        scorer.look_at(difference, near, start)
    return scorer.answers


class _Scorer:
    """The best answers in the blocks processed so far."""

    def __init__(self, pair: Rows, third: Rows) -> None:
        self._pair, self._third = pair, third
        self._best = np.full(len(pair), -np.inf, dtype=np.float32)
        self.answers: Rows = np.full(len(pair), -1, dtype=np.int64)

    def look_at(self, difference: Matrix, near: Matrix, start: int) -> None:
        """Score the candidates of a block, one per column, and keep better answers.

        Most blocks contain no better answer to most questions. Such questions are skipped if the
        sum of the two row maxima, an upper bound of their scores, is not better; since rounding is
        monotonic, no better answer is missed.
        """
        bound = difference.max(axis=1)[self._pair] + near.max(axis=1)[self._third]
        open_questions = np.flatnonzero(bound > self._best)
        for begin in range(0, len(open_questions), _CHUNK):
            questions = open_questions[begin : begin + _CHUNK]
            scores = difference[self._pair[questions]]
            scores += near[self._third[questions]]
            column = scores.argmax(axis=1)
            value = scores[np.arange(len(questions)), column]
            better = value > self._best[questions]
            self._best[questions[better]] = value[better]
            self.answers[questions[better]] = start + column[better]


def _terms(cosines: Matrix, method: str) -> tuple[Matrix, Matrix]:
    """Return what b and c add to a score, and what a subtracts; may return the same array twice."""
    if method == "add":
        return cosines, cosines
    shifted = (1 + cosines) / 2
    return np.log(np.maximum(shifted, _TINY)), np.log(np.maximum(shifted, 0) + _EPSILON)


def _hidden(words: Rows, first: Rows) -> tuple[Rows, Rows]:
    """Return the rows that are not valid answers: those of the words of each question.

    The result is pairs of an index into ``words`` and a row of one of its words, sorted by row.
    """
    by_word = np.argsort(first, kind="stable")
    begin, end = (
        np.searchsorted(first[by_word], words.ravel(), side) for side in ("left", "right")
    )
    count = end - begin
    index = np.repeat(np.repeat(np.arange(len(words)), words.shape[1]), count)
    within = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    row = by_word[np.repeat(begin, count) + within]
    order = np.argsort(row, kind="stable")
    return index[order], row[order]


def _hide(scores: Matrix, hidden: tuple[Rows, Rows], start: int, stop: int) -> None:
    """Set the scores of invalid answers in a block to minus infinity."""
    index, row = hidden
    part = slice(*np.searchsorted(row, [start, stop]))
    scores[index[part], row[part] - start] = -np.inf
