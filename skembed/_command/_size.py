"""How many passes and folds suit the size of the data: the only rules of the command about time."""

from __future__ import annotations

CHARACTERS_PER_TOKEN = 6
TOKENS_TO_READ = 8_000_000  # in all passes of one fit together
MOST_PASSES, FEWEST_PASSES = 40, 5
MOST_GLOVE_PASSES = 10  # more cost much and gain nothing, even for few texts
FOLDS, FEWER_FOLDS = 5, 3
MANY_TOKENS = 2_000_000  # from which on there are fewer folds


def n_tokens(texts: list[str]) -> int:
    """Return about the number of tokens, for any language."""
    return sum(map(len, texts)) // CHARACTERS_PER_TOKEN


def n_passes(texts: list[str]) -> int:
    """Return the number of passes of word2vec: more for small data, fewer for large."""
    return min(MOST_PASSES, max(FEWEST_PASSES, TOKENS_TO_READ // max(1, n_tokens(texts))))


def n_glove_passes(texts: list[str]) -> int:
    """Return the number of passes of GloVe."""
    return min(MOST_GLOVE_PASSES, n_passes(texts))


def default_folds(texts: list[str]) -> int:
    """Return the number of folds if the user names none."""
    return FOLDS if n_tokens(texts) < MANY_TOKENS else FEWER_FOLDS
