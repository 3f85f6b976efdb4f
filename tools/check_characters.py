"""Check that skembed finds scikit-learn's tokens around every character of Unicode.

    make characters

The tests do this for a sample of the characters. This takes some minutes.
"""

from __future__ import annotations

import sys
from itertools import pairwise, product

from sklearn.feature_extraction.text import CountVectorizer

from skembed import tokenize_documents

PATTERNS = (r"(?u)\b\w\w+\b", r"\b\w+\b", r"\w\w\w+", r"\S+")


def main() -> None:
    """Compare the tokens of short texts around each character, with all parameters."""
    documents = [
        text
        for c in map(chr, range(sys.maxunicode + 1))
        for text in (c, f"Ab{c}De", f"A{c}\u03a3", f"A\u03a3{c}A", f"{c}\u03a3 {c}1{c}")
    ]
    for lowercase, strip_accents, pattern in product(
        (True, False), (None, "unicode", "ascii"), PATTERNS
    ):
        vectorizer = CountVectorizer(
            lowercase=lowercase, strip_accents=strip_accents, token_pattern=pattern
        )
        found = tokenize_documents(documents, vectorizer)
        tokens, analyze = [found.tokens[i] for i in found.ids.tolist()], vectorizer.build_analyzer()
        ends = pairwise(found.indptr.tolist())
        n_different = 0
        for document, (begin, end) in zip(documents, ends, strict=True):
            if tokens[begin:end] != analyze(document):
                n_different += 1
                print("different:", ascii(document), *map(ascii, tokens[begin:end]))
        print(f"{vectorizer}: {n_different} of {len(documents)} different", flush=True)
        if n_different:
            sys.exit(1)


if __name__ == "__main__":
    main()
