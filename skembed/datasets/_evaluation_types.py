"""The types of rated word pairs and of analogy questions.

Both are frozen and validated on construction, like the other core types.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, eq=False, repr=False, init=False)
class SimilarityPairs:
    """Pairs of words with human ratings of their similarity.

    Parameters
    ----------
    words : array-like of str of shape (n_pairs, 2)
        The pairs.
    scores : array-like of shape (n_pairs,)
        The ratings. Higher scores mean more similar words; the scale does not matter.
    name : str, default="pairs"
        Name of the set.

    Attributes
    ----------
    words : ndarray of shape (n_pairs, 2), dtype=object
        The pairs.
    scores : ndarray of shape (n_pairs,), dtype=float64
        Their scores.
    name : str
        Name of the set.

    Raises
    ------
    ValueError
        If there are no pairs, the shapes are inconsistent, or a score is not finite.
    TypeError
        If a word is not a str.

    Examples
    --------
    >>> from skembed.datasets import SimilarityPairs
    >>> SimilarityPairs([("cup", "mug"), ("cup", "moon")], [9.1, 0.8], name="crockery")
    SimilarityPairs('crockery', n_pairs=2)
    """

    words: NDArray[np.object_]
    scores: NDArray[np.float64]
    name: str

    def __init__(self, words: ArrayLike, scores: ArrayLike, name: str = "pairs") -> None:
        self.__dict__["words"] = _as_words(words, 2)
        self.__dict__["scores"] = _as_scores(scores, len(self.words))
        self.__dict__["name"] = name

    def __len__(self) -> int:
        """Return the number of pairs."""
        return len(self.words)

    def __repr__(self) -> str:
        return f"SimilarityPairs({self.name!r}, n_pairs={len(self)})"


@dataclass(frozen=True, eq=False, repr=False, init=False)
class AnalogyQuestions:
    """Questions of the form "*a* is to *b* as *c* is to what?", with their answers.

    Parameters
    ----------
    words : array-like of str of shape (n_questions, 4)
        The words *a*, *b*, *c* and the answer.
    sections : array-like of int of shape (n_questions,), default=None
        The section of each question, an index into ``section_names``. If None, all questions are
        in the first section.
    section_names : sequence of str, default=("questions",)
        The names of the sections.
    name : str, default="questions"
        Name of the set.

    Attributes
    ----------
    words : ndarray of shape (n_questions, 4), dtype=object
        The questions and answers.
    sections : ndarray of shape (n_questions,), dtype=int64
        The section of each question.
    section_names : tuple of str
        The names of the sections.
    name : str
        Name of the set.

    Raises
    ------
    ValueError
        If there are no questions, the shapes are inconsistent, or a section is out of range.
    TypeError
        If a word is not a str.

    Examples
    --------
    >>> from skembed.datasets import AnalogyQuestions
    >>> AnalogyQuestions([("man", "woman", "king", "queen")])
    AnalogyQuestions('questions', n_questions=1, n_sections=1)
    """

    words: NDArray[np.object_]
    sections: NDArray[np.int64]
    section_names: tuple[str, ...]
    name: str

    def __init__(
        self,
        words: ArrayLike,
        sections: ArrayLike | None = None,
        section_names: Sequence[str] = ("questions",),
        name: str = "questions",
    ) -> None:
        self.__dict__["words"] = _as_words(words, 4)
        self.__dict__["section_names"] = tuple(section_names)
        n_questions, n_sections = len(self.words), len(self.section_names)
        given = np.zeros(n_questions) if sections is None else np.asarray(sections)
        if given.shape != (n_questions,):
            raise ValueError(f"sections must have shape ({n_questions},), got {given.shape}.")
        if not np.isin(given, np.arange(n_sections)).all():
            raise ValueError(
                f"sections must be indices into the {n_sections} section_names, from 0 to "
                f"{n_sections - 1}."
            )
        self.__dict__["sections"] = given.astype(np.int64)
        self.__dict__["name"] = name

    def __len__(self) -> int:
        """Return the number of questions."""
        return len(self.words)

    def __repr__(self) -> str:
        sizes = f"n_questions={len(self)}, n_sections={len(self.section_names)}"
        return f"AnalogyQuestions({self.name!r}, {sizes})"


def as_rows(source: Iterable[Any], size: int, what: str) -> list[tuple[Any, ...]]:
    """Return rows as tuples and check their size; error messages describe a row as ``what``."""
    rows = [tuple(row) if not isinstance(row, str) else (row,) for row in source]
    for number, row in enumerate(rows):
        if len(row) != size:
            raise ValueError(f"Each row must be {what}, but row {number} is {row!r}.")
    return rows


def _as_words(words: Any, size: int) -> NDArray[np.object_]:
    """Return an object array of shape (n, size) and check that all entries are str."""
    rows = as_rows(words, size, f"{size} words")
    if not rows:
        raise ValueError("At least one row of words is needed.")
    for number, row in enumerate(rows):
        for word in row:
            if not isinstance(word, str):
                raise TypeError(f"Words must be str, but row {number} contains {word!r}.")
    array = np.empty((len(rows), size), dtype=object)
    array[:] = rows
    return array


def _as_scores(scores: ArrayLike, n_pairs: int) -> NDArray[np.float64]:
    try:
        array = np.array(scores, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"Scores must be numbers: {error}.") from error
    if array.shape != (n_pairs,):
        raise ValueError(f"scores must have shape ({n_pairs},), got {array.shape}.")
    if not np.isfinite(array).all():
        raise ValueError(f"The score in row {int(np.argmin(np.isfinite(array)))} is not finite.")
    return array
