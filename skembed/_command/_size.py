"""How many folds suit the size of the data: the only rule of the command about time."""

from __future__ import annotations

CHARACTERS_PER_TOKEN = 6
FOLDS, FEWER_FOLDS = 5, 3
MANY_TOKENS = 2_000_000  # from which on there are fewer folds


def n_tokens(texts: list[str]) -> int:
    """Return about the number of tokens, for any language."""
    return sum(map(len, texts)) // CHARACTERS_PER_TOKEN


def default_folds(texts: list[str]) -> int:
    """Return the number of folds if the user names none."""
    return FOLDS if n_tokens(texts) < MANY_TOKENS else FEWER_FOLDS
