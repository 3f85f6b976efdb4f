r"""The regular expression that ``token_pattern="unicode"`` is: words with combining marks.

It is made from the `unicodedata` of the running Python, as ``\w`` is. Nothing is matched here.
"""

from __future__ import annotations

from functools import cache
from itertools import chain, groupby
from unicodedata import category

UNICODE = "unicode"
JOINERS = "\u200c\u200d"  # zero-width non-joiner and joiner

# Planes 0, 1 and 14; the others have no marks.
_PLACES = (range(0x20000), range(0xE0000, 0xF0000))


@cache
def combining_marks() -> str:
    """Return all combining marks (categories Mn, Mc and Me) as ranges of a character class."""
    codes = [c for c in chain(*_PLACES) if category(chr(c))[0] == "M"]
    consecutive = groupby(enumerate(codes), key=lambda place: place[1] - place[0])
    runs = ([code for _, code in places] for _, places in consecutive)
    return "".join(f"{chr(run[0])}-{chr(run[-1])}" for run in runs)


def unicode_token_pattern() -> str:
    r"""Return the regular expression that ``token_pattern='unicode'`` stands for.

    Use it for tokenizers that only accept a regular expression, such as that of
    :class:`~sklearn.feature_extraction.text.TfidfVectorizer`.

    Returns
    -------
    pattern : str
        Matches words of two or more characters. The first is a letter, a digit or an underscore;
        the others may also be combining marks (Unicode categories Mn, Mc and Me), such as vowel
        signs, and zero-width joiners or non-joiners that another of these characters follows.

    Notes
    -----
    Where there are no marks and joiners, the words are those of the default pattern,
    ``r"(?u)\b\w\w+\b"``. The marks are those of the Unicode version of the running Python.

    Examples
    --------
    >>> from sklearn.feature_extraction.text import TfidfVectorizer
    >>> from skembed import unicode_token_pattern
    >>> TfidfVectorizer().build_analyzer()("अच्छी फ़िल्म")
    ['अच']
    >>> pattern = unicode_token_pattern()
    >>> TfidfVectorizer(token_pattern=pattern).build_analyzer()("अच्छी फ़िल्म")
    ['अच्छी', 'फ़िल्म']
    """
    marks = combining_marks()
    return rf"(?u)\w(?:\w|[{marks}]|[{JOINERS}]+(?=[\w{marks}]))+"


def as_pattern(token_pattern: str | None) -> str | None:
    """Return the regular expression that a value of the parameter ``token_pattern`` stands for."""
    return unicode_token_pattern() if token_pattern == UNICODE else token_pattern
