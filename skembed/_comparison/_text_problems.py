"""Problems of texts: missing, identical, without tokens, in scripts that the pattern cuts up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .._base.parameters.table import PARAMETERS
from .._core.missing import missing_rows
from .._text.scripts import (
    LARGE_SHARE,
    N_CHARACTERS,
    N_EXAMINED,
    dropped_share,
    is_without_spaces,
    letters_and_marks,
    share_lost_by_marks,
)
from .._text.tokenized import TokenizedDocuments
from ._problem import DataProblem, among

TOKEN_PATTERN: str = PARAMETERS["token_pattern"].default

_WITH_DIGITS = re.compile(r"\S*\d\S*")


def text_problems(texts: Sequence[Any], token_patterns: Sequence[str]) -> Iterator[DataProblem]:
    """Yield the problems of the texts alone; see `find_problems`."""
    if isinstance(texts, TokenizedDocuments):
        yield from _empty(np.flatnonzero(np.diff(texts.indptr) == 0).tolist(), len(texts))
        return
    if missing := missing_rows(texts):
        yield DataProblem(
            "missing_texts",
            f"Missing texts: {among(missing, len(texts))}. Leave these rows out, or put an empty "
            "string there, whose features are zeros.",
        )
    strings = [(row, text) for row, text in enumerate(texts) if isinstance(text, str)]
    step = max(1, len(strings) // N_EXAMINED)
    sample = [text[:N_CHARACTERS] for _, text in strings[::step]]
    if _like_ids(sample):
        yield DataProblem(
            "id_texts",
            f"The texts look like numbers or identifiers, not like texts (such as {sample[0]!r}): "
            "nearly all are single words with digits that do not repeat. Choose the column that "
            "holds the texts.",
        )
        return
    patterns = [re.compile(pattern) for pattern in token_patterns]
    without = [row for row, text in strings if not all(p.search(text) for p in patterns)]
    if not patterns:
        without = [row for row, text in strings if not text.strip()]
    yield from _empty(without, len(texts))
    yield from _script(sample, patterns)


def _empty(rows: list[int], n_texts: int) -> Iterator[DataProblem]:
    if rows:
        yield DataProblem(
            "empty_texts",
            f"Texts without a token: {among(rows, n_texts)}. Their features are zeros. Leave them "
            "out or, if they are not empty, set token_pattern, tokenizer or analyzer='char_wb' "
            "such that they have tokens.",
        )


def _like_ids(sample: list[str]) -> bool:
    """Return whether nearly all texts are single words with digits that do not repeat."""
    if len(sample) < 10 or len(set(sample)) < 0.9 * len(sample):
        return False
    return sum(bool(_WITH_DIGITS.fullmatch(text.strip())) for text in sample) >= 0.9 * len(sample)


def _script(sample: list[str], patterns: list[re.Pattern[str]]) -> Iterator[DataProblem]:
    """Letters and marks that the patterns do not keep, and words that they do not separate."""
    text = "\n".join(sample)
    if letters_and_marks(text)[0] < 20 or not patterns:
        return
    if is_without_spaces(text):
        yield DataProblem(
            "no_spaces",
            "The texts are in a script without spaces between words: token_pattern takes whole "
            "phrases as tokens, few of which occur twice. Set analyzer='char_wb' (with "
            "ngram_range=(1, 3) for vectorizers that have it), or a tokenizer for the language "
            "with token_pattern=None.",
        )
        return
    for pattern in patterns:
        dropped = dropped_share(text, pattern)
        by_marks = share_lost_by_marks(text, pattern) > LARGE_SHARE
        if dropped > 0.3 or by_marks:
            yield _dropped(dropped, by_marks)
            return


def _dropped(share: float, by_marks: bool) -> DataProblem:
    why, advice = "", "a pattern that matches the words of the texts"
    if by_marks:
        why = ", because it ends a word at each combining mark (such as vowel signs)"
        advice = "token_pattern='unicode', whose words include marks"
    return DataProblem(
        "dropped_letters",
        f"token_pattern drops {share:.0%} of the letters and marks of the texts{why}. Set "
        f"{advice}; or analyzer='char_wb' (with ngram_range=(1, 3) for vectorizers that have it).",
    )


def identical_texts(
    first: NDArray[np.intp], labels: list[Any] | None, leaked: int | None
) -> Iterator[DataProblem]:
    """Yield the problem of identical texts; ``leaked`` is the result of `n_leaked`, if known."""
    copies = np.flatnonzero(first != np.arange(len(first))).tolist()
    if not copies:
        return
    row = copies[0]
    message = (
        f"Texts that are identical to an earlier one: {len(copies):,} of {len(first):,} (row {row} "
        f"to row {first[row]}, for example)"
    )
    if labels is not None:
        same = sum(labels[row] == labels[first[row]] for row in copies)
        others = f"{len(copies) - same:,} another one" if same < len(copies) else "none another one"
        message += f"; {same:,} have the same label as it, {others}"
    if (n_different := len(first) - len(copies)) <= len(first) / 10:
        message += f". There are only {n_different:,} different texts: is this the right column?"
    if leaked:
        advice = (
            f"With this cv, {leaked:,} times a test text is in the training set too, which "
            "rewards learning by heart. Leave copies out, or keep them in the same fold (a number "
            "as cv, and group_identical=True; there must be enough different texts of each class)."
        )
    elif leaked == 0:
        advice = (
            "They are in the same fold, so that no test text is in the training set. If texts will "
            "repeat in use as well, set group_identical=False, with a number as cv."
        )
    else:
        advice = (
            "Leave the copies out, or keep them in the same fold, so that no test text is in the "
            "training set."
        )
    end = "" if message.endswith("?") else "."
    yield DataProblem("identical_texts", f"{message}{end} {advice}")
