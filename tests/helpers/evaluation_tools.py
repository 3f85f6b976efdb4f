"""Small embeddings and sets of words for the tests of the evaluations."""

import numpy as np

from skembed import Embedding

FEW = Embedding(
    ["king", "queen", "man", "woman", "cabbage", "nothing"],
    [[1, 1, 0, 0], [1, -1, 0, 0], [0.1, 1, 0, 0], [0.1, -1, 0, 0], [0, 0, 0, 3], [0, 0, 0, 0]],
)


def draw(seed, n=60, d=8, n_variants=15):
    """Words, some of them in a second case, in a random order; an equal pair and a zero vector."""
    rng = np.random.default_rng(seed)
    words = [f"word{i}" for i in range(n)]
    cases = [str.capitalize, str.upper]
    more = [cases[i % 2](words[i]) for i in rng.permutation(n)[:n_variants]]
    terms = [str(term) for term in rng.permutation([*words, *more])]
    vectors = rng.normal(size=(len(terms), d)).astype(np.float32) * rng.uniform(
        0.1, 9, (len(terms), 1)
    )
    vectors[7] = vectors[3] * 2
    vectors[terms.index("word11")] = 0
    return Embedding(terms, vectors)


def draw_words(seed, n_rows, size, n=66, *, distinct=True):
    """Rows of words, the last six of which no embedding knows, in all cases."""
    rng = np.random.default_rng(seed)
    cases = [str.lower, str.upper, str.capitalize]
    return [
        tuple(cases[rng.integers(3)](f"word{i}") for i in rng.choice(n, size, replace=not distinct))
        for _ in range(n_rows)
    ]
