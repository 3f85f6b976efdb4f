"""Slow, obvious twins of the evaluations, written from their definitions, word by word.

All of them are "paper": nothing mirrors the order of our operations. Vectors are float64 here, and
lists are walked one by one.
"""

from __future__ import annotations

import numpy as np


def cosine(u, v):
    """u.v / (|u| |v|); 0 if one of them is zero."""
    u, v = (np.asarray(x, dtype=np.float64) for x in (u, v))
    length = np.sqrt(u @ u) * np.sqrt(v @ v)
    return u @ v / length if length > 0 else 0.0


def pearson(x, y):
    """Covariance over the product of the standard deviations."""
    x, y = np.array(x) - np.mean(x), np.array(y) - np.mean(y)
    return (x @ y) / np.sqrt((x @ x) * (y @ y))


def ranks(values):
    """Number of smaller values, and the mean place among the equal ones."""
    return [
        sum(other < value for other in values) + (sum(other == value for other in values) + 1) / 2
        for value in values
    ]


def spearman(x, y):
    """Pearson's correlation of the ranks."""
    return pearson(ranks(x), ranks(y))


def find(word, terms, case_sensitive):
    """The first row of a word; None if there is none."""
    for row, term in enumerate(terms):
        if term == word or (not case_sensitive and term.upper() == word.upper()):
            return row
    return None


def similarity(terms, vectors, pairs, *, case_sensitive=False, restrict_to=None, unknown="skip"):
    """(Spearman, Pearson, number of known pairs)."""
    terms = terms[:restrict_to]
    found, scores, n_known = [], [], 0
    for one, other, score in pairs:
        i, j = find(one, terms, case_sensitive), find(other, terms, case_sensitive)
        if i is not None and j is not None:
            n_known += 1
            found.append(round(cosine(vectors[i], vectors[j]), 6))
            scores.append(score)
        elif unknown == "zero":
            found.append(0.0)
            scores.append(score)
    return spearman(found, scores), pearson(found, scores), n_known


def analogy(terms, vectors, a, b, c, *, method="add", case_sensitive=False, restrict_to=None):
    """The best answer to "a is to b as c is to what?"; None if a word is unknown."""
    terms = terms[:restrict_to]
    rows = [find(word, terms, case_sensitive) for word in (a, b, c)]
    if None in rows:
        return None
    best, answer = -np.inf, None
    for row, term in enumerate(terms):
        if any(find(term, terms, case_sensitive) == given for given in rows):
            continue
        if not np.any(vectors[row]):
            continue
        to_a, to_b, to_c = (cosine(vectors[row], vectors[given]) for given in rows)
        if method == "add":
            score = to_b - to_a + to_c
        else:
            score = (1 + to_b) / 2 * (1 + to_c) / 2 / ((1 + to_a) / 2 + 1e-6)
        if score > best:
            best, answer = score, term
    return answer


def neighbors(term, shared, embedding, n):
    """The n nearest shared terms, of equal ones the first."""
    others = [other for other in shared if other != term]
    by_cosine = sorted(others, key=lambda other: -cosine(embedding[term], embedding[other]))
    return set(by_cosine[:n])


def overlap(term, shared, a, b, n):
    """Share of the neighbors in both."""
    return len(neighbors(term, shared, a, n) & neighbors(term, shared, b, n)) / n


def procrustes(A, B):
    """The orthogonal R that makes |A R - B| least: U V' of the svd of A'B (Schoenemann)."""
    U, _, Vt = np.linalg.svd(np.asarray(A, dtype=float).T @ np.asarray(B, dtype=float))
    return U @ Vt
