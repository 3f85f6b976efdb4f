"""The result of an evaluation on analogies; the evaluation itself is in `_analogies`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from skembed.datasets._evaluation_types import AnalogyQuestions


@dataclass(frozen=True)
class AnalogySection:
    """The accuracy on one section of the questions.

    Attributes
    ----------
    name : str
        Name of the section.

    n_correct : int
        Number of questions answered correctly.

    n_known : int
        Number of questions whose four words are all in the vocabulary.

    n_questions : int
        Number of questions.

    accuracy : float
        Fraction of correct answers among the known questions, or among all questions with
        ``unknown='wrong'``. NaN if there are no such questions.
    """

    name: str
    n_correct: int
    n_known: int
    n_questions: int
    accuracy: float


@dataclass(frozen=True, eq=False, repr=False)
class AnalogyResult:
    """The accuracy on analogy questions; ``str()`` formats it as a table of the sections.

    Attributes
    ----------
    questions : AnalogyQuestions
        The questions.

    predictions : ndarray of shape (n_questions,), dtype=object
        The predicted answer to each question: a term of the embedding, or None if the question
        has an out-of-vocabulary word.

    is_correct : ndarray of shape (n_questions,), dtype=bool
        Whether each answer is correct.

    sections : tuple of AnalogySection
        The results for each section.

    total : AnalogySection
        The result for all questions.
    """

    questions: AnalogyQuestions
    predictions: NDArray[np.object_]
    is_correct: NDArray[np.bool_]
    sections: tuple[AnalogySection, ...]
    total: AnalogySection

    @property
    def accuracy(self) -> float:
        """Fraction of correct answers among the questions that count."""
        return self.total.accuracy

    @property
    def n_correct(self) -> int:
        """Number of questions answered correctly."""
        return self.total.n_correct

    @property
    def n_known(self) -> int:
        """Number of questions whose four words are all in the vocabulary."""
        return self.total.n_known

    @property
    def n_questions(self) -> int:
        """Number of questions."""
        return self.total.n_questions

    @property
    def coverage(self) -> float:
        """Fraction of the questions whose four words are all in the vocabulary."""
        return self.n_known / self.n_questions

    def mistakes(self) -> list[tuple[str, str, str, str, str]]:
        """List the questions that were answered incorrectly.

        Returns
        -------
        mistakes : list of (a, b, c, expected, predicted)
            The wrong answers in the order of the questions, without questions that have an
            out-of-vocabulary word.
        """
        rows = np.flatnonzero(~self.is_correct)
        answers = [(self.questions.words[row], self.predictions[row]) for row in rows]
        return [(*words, answer) for words, answer in answers if answer is not None]

    def __repr__(self) -> str:
        counts = f"n_correct={self.n_correct}, n_known={self.n_known}"
        return (
            f"AnalogyResult(accuracy={self.accuracy:.3f}, {counts}, n_questions={self.n_questions})"
        )

    def __str__(self) -> str:
        width = max(len(section.name) for section in (*self.sections, self.total))
        head = f"{'section':{width}}  correct    known    asked  accuracy"
        rule = "-" * len(head)
        rows = [
            f"{part.name:{width}}  {part.n_correct:7,}  {part.n_known:7,}  {part.n_questions:7,}  "
            f"{part.accuracy:8.3f}"
            for part in (*self.sections, self.total)
        ]
        return "\n".join([head, rule, *rows[:-1], rule, rows[-1]])
