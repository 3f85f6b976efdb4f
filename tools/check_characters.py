"""Check that skembed finds scikit-learn's tokens around every character of Unicode.

    make characters

The tests do this for a sample of the characters. This takes some minutes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from itertools import pairwise, product
from typing import Any

from sklearn.feature_extraction.text import CountVectorizer

from skembed import tokenize_documents, unicode_token_pattern

BLOCK = 1 << 16  # characters whose texts are compared at once
PATTERNS = (r"(?u)\b\w\w+\b", r"\b\w+\b", r"\w\w\w+", r"\S+", unicode_token_pattern())
SETTINGS: list[dict[str, Any]] = [
    *({"token_pattern": pattern} for pattern in PATTERNS),
    *({"analyzer": name, "ngram_range": (2, 4)} for name in ("char", "char_wb")),
]


def main() -> None:
    """Compare the tokens of short texts around each character, with all parameters."""
    for lowercase, strip_accents, settings in product(
        (True, False), (None, "unicode", "ascii"), SETTINGS
    ):
        vectorizer = CountVectorizer(lowercase=lowercase, strip_accents=strip_accents, **settings)
        ranges = (range(start, start + BLOCK) for start in range(0, sys.maxunicode + 1, BLOCK))
        n_different = sum(compare(map(chr, codes), vectorizer) for codes in ranges)
        print(f"{vectorizer}: {n_different} texts different", flush=True)
        if n_different:
            sys.exit(1)


def compare(characters: Iterable[str], vectorizer: CountVectorizer) -> int:
    """Print the texts around some characters whose tokens differ; return their number."""
    documents = [
        text
        for c in characters
        for text in (c, f"Ab{c}De", f"A{c}\u03a3", f"A\u03a3{c}A", f"{c}\u03a3 {c}1{c}", f"1{c} ")
    ]
    documents.append("words")  # there may be no token around any character
    found = tokenize_documents(documents, vectorizer)
    tokens, analyze = [found.tokens[i] for i in found.ids.tolist()], vectorizer.build_analyzer()
    n_different = 0
    for document, (a, b) in zip(documents, pairwise(found.indptr.tolist()), strict=True):
        if tokens[a:b] != analyze(document):
            n_different += 1
            print("different:", ascii(document), *map(ascii, tokens[a:b]))
    return n_different


if __name__ == "__main__":
    main()
