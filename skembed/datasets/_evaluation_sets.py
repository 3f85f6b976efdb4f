"""Sets that word vectors are judged by: pairs of words that people scored, analogy questions.

Which sets are at hand (gensim ships them, so nothing is downloaded) and how they are asked for. How
vectors do on a set is the matter of `skembed.evaluation`.
"""

from __future__ import annotations

import os
from typing import Any

from skembed.datasets._evaluation_files import Path, read_pairs, read_questions
from skembed.datasets._evaluation_types import AnalogyQuestions, SimilarityPairs, as_rows

# Name -> file in gensim's test data.
_SIMILARITY = {"simlex999": "simlex999.txt", "wordsim353": "wordsim353.tsv"}
_ANALOGIES = {"google": "questions-words.txt"}


def load_similarity(name_or_path: Path) -> SimilarityPairs:
    """Load a set of word pairs that people scored for similarity.

    ==============  =====  ==========================================  ==================
    name            pairs  what was asked                              source
    ==============  =====  ==========================================  ==================
    "wordsim353"    353    how related, by nouns and names mostly      Finkelstein et al.
    "simlex999"     999    how similar, not merely related             Hill et al.
    ==============  =====  ==========================================  ==================

    Both come with gensim; nothing is downloaded.

    Parameters
    ----------
    name_or_path : str or path-like
        A name of the table, or a text file in UTF-8: a line holds two words and a score,
        separated by tabs, commas or white space; lines that begin with ``#`` are comments; the
        first line may name the columns.

    Returns
    -------
    pairs : SimilarityPairs
        The words and scores.

    Raises
    ------
    FileNotFoundError
        If it is neither a name nor a file.
    ValueError
        If a line is not understood; the message names the file and the line.

    References
    ----------
    L. Finkelstein et al., "Placing search in context: the concept revisited", ACM Transactions on
    Information Systems 20(1), 2002. F. Hill, R. Reichart, A. Korhonen, "SimLex-999: Evaluating
    Semantic Models with (Genuine) Similarity Estimation", Computational Linguistics 41(4), 2015.

    Examples
    --------
    >>> from skembed.datasets import load_similarity
    >>> pairs = load_similarity("wordsim353")
    >>> pairs
    SimilarityPairs('wordsim353', n_pairs=353)
    >>> pairs.words[1].tolist(), float(pairs.scores[1])
    (['tiger', 'cat'], 7.35)
    """
    path, name = _find(name_or_path, _SIMILARITY)
    return SimilarityPairs(*read_pairs(path), name=name)


def load_analogies(name_or_path: Path = "google") -> AnalogyQuestions:
    """Load analogy questions.

    The Google set asks 19,544 questions in 14 sections, from capitals of countries to plurals
    (Mikolov et al. 2013). It comes with gensim; nothing is downloaded.

    Parameters
    ----------
    name_or_path : str or path-like, default="google"
        "google", or a text file in UTF-8: four words a line, sections begin with a line
        ``: name``.

    Returns
    -------
    questions : AnalogyQuestions
        The words and sections.

    Raises
    ------
    FileNotFoundError
        If it is neither a name nor a file.
    ValueError
        If a line is not understood; the message names the file and the line.

    References
    ----------
    T. Mikolov, K. Chen, G. Corrado, J. Dean, "Efficient Estimation of Word Representations in
    Vector Space", 2013. https://arxiv.org/abs/1301.3781

    Examples
    --------
    >>> from skembed.datasets import load_analogies
    >>> questions = load_analogies()
    >>> questions
    AnalogyQuestions('google', n_questions=19544, n_sections=14)
    >>> questions.words[0].tolist()
    ['Athens', 'Greece', 'Baghdad', 'Iraq']
    """
    path, name = _find(name_or_path, _ANALOGIES)
    words, sections, names = read_questions(path)
    return AnalogyQuestions(words, sections, names, name=name)


def as_similarity_pairs(source: Any) -> SimilarityPairs:
    """Make SimilarityPairs of a name, a path, or rows of two words and a score."""
    if isinstance(source, SimilarityPairs):
        return source
    if isinstance(source, (str, os.PathLike)):
        return load_similarity(source)
    rows = as_rows(source, 3, "two words and a score")
    return SimilarityPairs([row[:2] for row in rows], [row[2] for row in rows])


def as_analogy_questions(source: Any) -> AnalogyQuestions:
    """Make AnalogyQuestions of a name, a path, or rows of four words."""
    if isinstance(source, AnalogyQuestions):
        return source
    if isinstance(source, (str, os.PathLike)):
        return load_analogies(source)
    return AnalogyQuestions(as_rows(source, 4, "four words"))


def _find(name_or_path: Path, bundled: dict[str, str]) -> tuple[Path, str]:
    """Return the file of a set and its name."""
    given = os.fspath(name_or_path)
    if given in bundled:
        from gensim.test.utils import datapath

        return datapath(bundled[given]), given
    if not os.path.isfile(given):
        names = " and ".join(map(repr, sorted(bundled)))
        raise FileNotFoundError(f"There is no file {given!r}; what comes with skembed: {names}.")
    return given, os.path.splitext(os.path.basename(given))[0]
