"""What comes of analogy questions: the answers, and the figures of each section.

Counts nothing and asks nothing; that is `_analogies`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from skembed.datasets._evaluation_types import AnalogyQuestions


@dataclass(frozen=True)
class AnalogySection:
    """How many questions of a section were answered rightly.

    Attributes
    ----------
    name : str
        What the section is called.

    n_correct : int
        Questions answered rightly.

    n_known : int
        Questions of which all four words have a vector.

    n_questions : int
        Questions asked.

    accuracy : float
        Share of right answers among the questions that count: those known, or all with
        ``unknown='wrong'``. NaN if there are none.
    """

    name: str
    n_correct: int
    n_known: int
    n_questions: int
    accuracy: float


@dataclass(frozen=True, eq=False, repr=False)
class AnalogyResult:
    """How many analogy questions were answered rightly; ``str()`` gives a table of the sections.

    Attributes
    ----------
    questions : AnalogyQuestions
        What was asked.

    predictions : ndarray of shape (n_questions,), dtype=object
        The answer to each question: a term of the embedding, None where a word is unknown.

    is_correct : ndarray of shape (n_questions,), dtype=bool
        Whether it is the right one.

    sections : tuple of AnalogySection
        The figures of each section.

    total : AnalogySection
        Those of all questions.
    """

    questions: AnalogyQuestions
    predictions: NDArray[np.object_]
    is_correct: NDArray[np.bool_]
    sections: tuple[AnalogySection, ...]
    total: AnalogySection

    @property
    def accuracy(self) -> float:
        """Share of right answers among the questions that count."""
        return self.total.accuracy

    @property
    def n_correct(self) -> int:
        """Number of questions answered rightly."""
        return self.total.n_correct

    @property
    def n_known(self) -> int:
        """Number of questions of which all four words have a vector."""
        return self.total.n_known

    @property
    def n_questions(self) -> int:
        """Number of questions asked."""
        return self.total.n_questions

    @property
    def coverage(self) -> float:
        """Share of the questions of which all four words have a vector, from 0 to 1."""
        return self.n_known / self.n_questions

    def mistakes(self) -> list[tuple[str, str, str, str, str]]:
        """List the questions that were answered wrongly.

        Returns
        -------
        mistakes : list of (a, b, c, expected, predicted)
            In the order of the questions; those with an unknown word are not among them.
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
