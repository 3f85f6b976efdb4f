"""What a ``token_pattern`` drops from texts in scripts that it was not written for.

Texts are examined letter by letter here; nothing is tokenized for use.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any
from unicodedata import category

from sklearn.feature_extraction.text import CountVectorizer

from .._compat.user_warning import warn_user
from .unicode_words import unicode_token_pattern

N_EXAMINED, N_CHARACTERS = 200, 500  # documents, and characters of each

# Share of letters and marks that token_pattern drops and 'unicode' keeps. With the default pattern
# it is 0.6 to 0.8 in the scripts of India, Burma and Cambodia, 0.26 in Thai; with accents as
# combining marks, 0.35 in Vietnamese and Yoruba, at most 0.13 in other European languages.
LARGE_SHARE = 0.2

# Thai to Burmese, Khmer, Japanese, Chinese: scripts without spaces between words
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]"
)


def letters_and_marks(text: str) -> tuple[int, int]:
    """Return the numbers of letters and of combining marks."""
    kinds = Counter(map(category, text))
    letters, marks = (sum(n for kind, n in kinds.items() if kind[0] == k) for k in "LM")
    return letters, marks


def dropped_share(text: str, pattern: re.Pattern[str]) -> float:
    """Return the share of the letters and marks that are in no token."""
    kept = "".join(match[pattern.groups] or "" for match in pattern.finditer(text))
    return 1 - sum(letters_and_marks(kept)) / max(1, sum(letters_and_marks(text)))


def share_lost_by_marks(text: str, pattern: re.Pattern[str]) -> float:
    """Return the share of letters and marks that ``token_pattern='unicode'`` would keep."""
    letters, marks = (0, 0) if text.isascii() else letters_and_marks(text)
    if marks <= 0.1 * letters:
        return 0.0
    return dropped_share(text, pattern) - dropped_share(text, re.compile(unicode_token_pattern()))


def is_without_spaces(text: str) -> bool:
    """Return whether most letters are of a script without spaces, and there are few spaces."""
    few_spaces = len(text) > 10 * len(text.split())
    return few_spaces and len(_UNSPACED.findall(text)) > letters_and_marks(text)[0] / 2


def examined(documents: Iterator[Any], vectorizer: CountVectorizer) -> Iterator[Any]:
    """Yield all documents; after the first ones, warn if ``token_pattern`` cuts words at marks."""
    sample = []
    for document in islice(documents, N_EXAMINED):
        if isinstance(document, str):
            sample.append(document[:N_CHARACTERS])
        yield document
    text = vectorizer.build_preprocessor()("\n".join(sample))
    lost = share_lost_by_marks(text, re.compile(vectorizer.token_pattern))
    if lost > LARGE_SHARE:
        spaces = (
            " If there are no spaces between words, set analyzer='char_wb' (with "
            "ngram_range=(1, 3) where there is one) or a tokenizer for the language."
            if is_without_spaces(text)
            else ""
        )
        warn_user(
            f"token_pattern drops {lost:.0%} of the letters and combining marks of the first "
            "documents, because it ends a word at each mark, such as a vowel sign. Set "
            f"token_pattern='unicode', whose words include marks.{spaces}"
        )
    yield from documents
