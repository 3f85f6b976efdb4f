"""Load sets for evaluating word vectors: word pairs with human ratings, and analogy questions.

The sets are shipped with gensim, so nothing is downloaded. They are used in `skembed.evaluation`.
"""

from __future__ import annotations

import os
from typing import Any

from skembed.datasets._evaluation_files import Path, read_pairs, read_questions
from skembed.datasets._evaluation_types import AnalogyQuestions, SimilarityPairs, as_rows

# Names of the sets and of their files in gensim's test data.
_SIMILARITY = {"simlex999": "simlex999.txt", "wordsim353": "wordsim353.tsv"}
_ANALOGIES = {"google": "questions-words.txt"}


def load_similarity(name_or_path: Path) -> SimilarityPairs:
    """Load a set of word pairs with human ratings of similarity.

    ==============  =====  ==========================================  ==================
    name            pairs  rating                                      source
    ==============  =====  ==========================================  ==================
    "wordsim353"    353    relatedness, mostly of nouns and names      Finkelstein et al.
    "simlex999"     999    similarity, as opposed to relatedness       Hill et al.
    ==============  =====  ==========================================  ==================

    Both sets are shipped with gensim; nothing is downloaded.

    Parameters
    ----------
    name_or_path : str or path-like
        A name from the table, or a UTF-8 text file. Each line of the file contains two words and
        a score, separated by tabs, commas or whitespace. Lines that start with ``#`` are
        comments, and the first line may be a header.

    Returns
    -------
    pairs : SimilarityPairs
        The words and scores.

    Raises
    ------
    FileNotFoundError
        If there is no set and no file of that name.
    ValueError
        If a line is malformed; the message names file and line.

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

    The Google set contains 19,544 questions in 14 sections, from capitals of countries to plurals
    (Mikolov et al. 2013). It is shipped with gensim; nothing is downloaded.

    Parameters
    ----------
    name_or_path : str or path-like, default="google"
        "google", or a UTF-8 text file with four words per line, in sections that start with a
        line ``: name``.

    Returns
    -------
    questions : AnalogyQuestions
        The words and sections.

    Raises
    ------
    FileNotFoundError
        If there is no set and no file of that name.
    ValueError
        If a line is malformed; the message names file and line.

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
    """Return SimilarityPairs from a name, a path, or rows of two words and a score."""
    if isinstance(source, SimilarityPairs):
        return source
    if isinstance(source, (str, os.PathLike)):
        return load_similarity(source)
    rows = as_rows(source, 3, "two words and a score")
    return SimilarityPairs([row[:2] for row in rows], [row[2] for row in rows])


def as_analogy_questions(source: Any) -> AnalogyQuestions:
    """Return AnalogyQuestions from a name, a path, or rows of four words."""
    if isinstance(source, AnalogyQuestions):
        return source
    if isinstance(source, (str, os.PathLike)):
        return load_analogies(source)
    return AnalogyQuestions(as_rows(source, 4, "four words"))


def _find(name_or_path: Path, bundled: dict[str, str]) -> tuple[Path, str]:
    """Return the file and the name of a set."""
    given = os.fspath(name_or_path)
    if given in bundled:
        from gensim.test.utils import datapath

        return datapath(bundled[given]), given
    if not os.path.isfile(given):
        names = " and ".join(map(repr, sorted(bundled)))
        raise FileNotFoundError(f"There is no file {given!r}. Available by name: {names}.")
    return given, os.path.splitext(os.path.basename(given))[0]
