"""Word analogies: answer "a is to b as c is to what?" and report accuracy by section.

The search for the best answer is in `_answers`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from skembed._vectors.sources import as_embedding
from skembed.datasets._evaluation_sets import as_analogy_questions
from skembed.datasets._evaluation_types import AnalogyQuestions

from ._analogy_result import AnalogyResult, AnalogySection
from ._answers import best_answers
from ._lookup import Lookup, check_option


def evaluate_analogies(
    embedding: Any,
    questions: AnalogyQuestions | str | os.PathLike[str] | Iterable[tuple[str, str, str, str]],
    *,
    method: Literal["add", "mul"] = "add",
    case_sensitive: bool = False,
    restrict_to: int | None = 300_000,
    unknown: Literal["skip", "wrong"] = "skip",
) -> AnalogyResult:
    r"""Evaluate an embedding on analogies of the form "*a* is to *b* as *c* is to what?".

    The predicted answer is the term :math:`x` with the highest score. For 'add' (3CosAdd, [1]_),
    the score is

    .. math:: \cos(x, b) - \cos(x, a) + \cos(x, c)

    and for 'mul' (3CosMul, [2]_), with cosines shifted to :math:`s = (1 + \cos) / 2`,

    .. math:: \frac{s(x, b) \, s(x, c)}{s(x, a) + \varepsilon} , \qquad \varepsilon = 10^{-6}

    (gensim's value; the paper uses 0.001, which rarely makes a difference). The words of the
    question, also in other letter cases, and terms with a zero vector are never predicted. Scores
    are computed in float32; ties are broken in favor of the first term.

    The results of 'add' are those of gensim's ``evaluate_word_analogies`` with one exception:
    gensim only considers the five best candidates and has no answer if all five are words of the
    question in other letter cases; this function considers all candidates. Malformed lines in a
    file, which gensim skips silently, raise an error.

    Parameters
    ----------
    embedding : Embedding, gensim KeyedVectors, fitted vectorizer, str or path-like
        The embedding to evaluate.

    questions : AnalogyQuestions, str, path-like, or iterable of (str, str, str, str)
        "google", a file (see :func:`~skembed.datasets.load_analogies`), or a tuple of *a*, *b*,
        *c* and the correct answer for each question.

    method : {'add', 'mul'}, default='add'
        The score.

    case_sensitive : bool, default=False
        Whether letter case matters. If False, words that are the same in upper case are
        equivalent: a word has the vector of the first such term, which is the most frequent, and
        any of these terms is a correct answer.

    restrict_to : int or None, default=300_000
        Size of the vocabulary: use only this many of the first terms, both as words of questions
        and as answers. If None, all terms are used.

    unknown : {'skip', 'wrong'}, default='skip'
        How to treat questions with an out-of-vocabulary word: skip them, or count them as wrong
        answers. Use 'wrong' to compare embeddings with different vocabularies.

    Returns
    -------
    result : AnalogyResult
        Total accuracy, accuracy by section, and the predicted answers.

    Raises
    ------
    ValueError
        If every question contains an out-of-vocabulary word and ``unknown='skip'``.

    References
    ----------
    .. [1] T. Mikolov, W. Yih, G. Zweig, "Linguistic Regularities in Continuous Space Word
       Representations", NAACL 2013. https://aclanthology.org/N13-1090

    .. [2] O. Levy, Y. Goldberg, "Linguistic Regularities in Sparse and Explicit Word
       Representations", CoNLL 2014. https://aclanthology.org/W14-1618

    Examples
    --------
    >>> from skembed import Embedding
    >>> from skembed.evaluation import evaluate_analogies
    >>> embedding = Embedding(
    ...     ["king", "queen", "man", "woman", "cabbage"],
    ...     [[1, 1, 0], [1, -1, 0], [0.1, 1, 0], [0.1, -1, 0], [0, 0, 1]],
    ... )
    >>> questions = [("man", "woman", "king", "queen"), ("man", "woman", "boy", "girl")]
    >>> result = evaluate_analogies(embedding, questions)
    >>> result
    AnalogyResult(accuracy=1.000, n_correct=1, n_known=1, n_questions=2)
    >>> result.predictions.tolist()
    ['queen', None]
    """
    check_option("method", method, ("add", "mul"))
    check_option("unknown", unknown, ("skip", "wrong"))
    questions = as_analogy_questions(questions)  # first, because this is fast and may fail
    vectors = as_embedding(embedding, name="embedding")
    lookup = Lookup(vectors.terms.tolist(), case_sensitive=case_sensitive, restrict_to=restrict_to)
    rows = lookup.rows(questions.words)
    is_known = np.asarray((rows >= 0).all(axis=1))
    if not is_known.any() and unknown == "skip":
        raise ValueError(
            f"All {len(questions)} questions of {questions.name!r} contain words that are not in "
            "the embedding. Are words spelled in the same way in both?"
        )
    predictions = np.full(len(questions), None, dtype=object)
    is_correct = np.zeros(len(questions), dtype=bool)
    if is_known.any():
        found = best_answers(vectors.vectors, rows[is_known, :3], lookup.first, method)
        predictions[is_known] = [vectors.terms[row] if row >= 0 else None for row in found]
        is_correct[is_known] = (found >= 0) & (lookup.first[found] == rows[is_known, 3])
    sections, total = _count(questions, is_known, is_correct, is_all_counted=unknown == "wrong")
    return AnalogyResult(questions, predictions, is_correct, sections, total)


def _count(
    questions: AnalogyQuestions,
    is_known: NDArray[np.bool_],
    is_correct: NDArray[np.bool_],
    *,
    is_all_counted: bool,
) -> tuple[tuple[AnalogySection, ...], AnalogySection]:
    """Count correct answers for each section and in total."""

    def figures(name: str, where: NDArray[np.bool_]) -> AnalogySection:
        n_correct, n_known = int(is_correct[where].sum()), int(is_known[where].sum())
        n_questions = int(where.sum())
        n_counted = n_questions if is_all_counted else n_known
        accuracy = n_correct / n_counted if n_counted else float("nan")
        return AnalogySection(name, n_correct, n_known, n_questions, accuracy)

    sections = tuple(
        figures(name, questions.sections == number)
        for number, name in enumerate(questions.section_names)
    )
    return sections, figures("all", np.ones(len(questions), dtype=bool))
