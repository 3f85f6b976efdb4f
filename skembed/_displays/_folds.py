"""Features of documents by vectorizers that were not fitted on them, fold by fold, in one space.

Each fold's vectorizer has a space of its own. Its features are rotated into that of the first fold
by documents that both were fitted on. No document that is shown takes part in its own rotation: a
rotation that was fitted on few documents could separate them by classes that it was given.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.linalg import orthogonal_procrustes
from sklearn.decomposition import PCA

from .._comparison._candidates import first_step
from .._comparison._reading import find_documents
from .._compat.sklearn import n_samples, rows_of
from .._core.missing import missing_rows
from .._text.tokenized import TokenizedDocuments
from ._axes import words_of
from ._sources import parts

Rows = NDArray[np.intp]

MOST_COMPONENTS = 50


class Fold(NamedTuple):
    """The rows that a vectorizer was fitted on and others, and its features of both."""

    train: Rows
    test: Rows
    train_features: Any
    test_features: Any


def held_out_features(comparison: Any, name: str, X: Any) -> tuple[Rows, Any]:
    """Return features of documents by the vectorizers of the folds that left them out.

    Parameters
    ----------
    comparison : EmbeddingComparison
        A comparison that kept the vectorizers of some or all folds.

    name : str
        Name of the candidate.

    X : sequence of str of shape (n_documents,)
        The documents that were compared.

    Returns
    -------
    rows : ndarray of shape (n_shown,)
        The documents in the test sets of these folds, without duplicates.

    features : ndarray or sparse array of shape (n_shown, n_features)
        Their features, in the space of the first fold; principal components if there are several
        folds.

    Raises
    ------
    ValueError
        If no fold was kept, a fold has no training documents in common with the first one, or X
        has too few documents.
    """
    found = kept_folds(comparison, name)
    documents = compared_documents(comparison, found[0][1], X)
    if len(found) == 1:
        [((_, rows), _, features)] = found
        return rows, features
    return in_one_space(
        [
            Fold(train, test, vectorizer.transform(rows_of(documents, train)), features)
            for (train, test), vectorizer, features in found
        ]
    )


def compared_documents(comparison: Any, vectorizer: Any, X: Any) -> Any:
    """Return the documents in the form that `compare_embeddings` passed to a vectorizer.

    Missing ones are empty texts, for vectorizers that cannot read them.
    """
    given, texts, _ = find_documents(X)
    n_least = 1 + max(int(rows.max()) for split in comparison.splits for rows in split)
    if n_samples(given) < n_least:
        raise ValueError(
            f"X must hold the documents that were compared, at least {n_least:,}, got "
            f"{n_samples(given):,}."
        )
    if texts is None or not hasattr(first_step(vectorizer), "analyzer"):
        return given
    if not isinstance(texts, TokenizedDocuments):
        for row in missing_rows(texts):
            texts[row] = ""
    return texts


def kept_folds(comparison: Any, name: str) -> list[tuple[tuple[Rows, Rows], Any, Any]]:
    """Return the split, vectorizer and test features of each fold that a comparison kept."""
    kept = zip(
        comparison.splits,
        comparison.vectorizers.get(name, ()),
        comparison.test_features.get(name, ()),
        strict=False,  # both are empty if nothing was kept
    )
    found = [each for each in kept if each[1] is not None]
    if not found:
        raise ValueError(
            f"The comparison has no fitted vectorizer of {name!r}: call compare_embeddings with "
            "return_vectorizers=True, and choose a candidate that did not fail."
        )
    return found


def mean_scores(comparison: Any) -> dict[str, float]:
    """Return the mean score of each candidate for the largest training sets."""
    return dict(zip(comparison.names, comparison.mean_scores()[:, -1].tolist(), strict=True))


def best_kept(comparison: Any, attribute: str = "transform") -> str:
    """Return the best candidate with a kept vectorizer, a step of which has an attribute.

    If there is none, the first candidate.
    """
    means = mean_scores(comparison)
    found = [
        name
        for name, kept in comparison.vectorizers.items()
        if np.isfinite(means[name])
        and any(hasattr(part, attribute) for vectorizer in kept for part in parts(vectorizer))
    ]
    return str(max(found, key=means.__getitem__, default=comparison.names[0]))


def describe_score(comparison: Any, name: str) -> str:
    """Return the mean score of a candidate, and that of the dummy, in words."""
    means = mean_scores(comparison)
    text = f"{words_of(comparison.main_scoring)} {means[name]:.2f}"
    if comparison.dummy is None:
        return text
    return f"{text} ({comparison.dummy}: {means[comparison.dummy]:.2f})"


def in_one_space(folds: list[Fold]) -> tuple[Rows, NDArray[np.float64]]:
    """Reduce the features of folds to principal components, and rotate them into one space."""
    width = min(MOST_COMPONENTS, *(min(fold.train_features.shape) for fold in folds))
    reduced = [_reduced(fold, width) for fold in folds]
    first, parts = reduced[0], []
    for fold in reduced:
        _, mine, firsts = np.intersect1d(fold.train, first.train, return_indices=True)
        if not len(mine):
            raise ValueError(
                "The folds of cv need training documents in common, by which their features are "
                "brought into one space: use at least 3 folds, or a single split."
            )
        own, common = fold.train_features[mine], first.train_features[firsts]
        rotation, _ = orthogonal_procrustes(own - own.mean(axis=0), common - common.mean(axis=0))
        parts.append((fold.test_features - own.mean(axis=0)) @ rotation + common.mean(axis=0))
    rows, kept = np.unique(np.concatenate([fold.test for fold in folds]), return_index=True)
    return rows, np.concatenate(parts)[kept]


def _reduced(fold: Fold, width: int) -> Fold:
    """Reduce features to principal components of the training documents, without their targets."""
    train, test = fold.train_features, fold.test_features
    if not sparse.issparse(train):
        train, test = np.asarray(train, dtype=np.float64), np.asarray(test, dtype=np.float64)
    elif min(train.shape) <= width:
        train, test = train.toarray(), test.toarray()  # too small for the sparse solver
    solver = "arpack" if sparse.issparse(train) else "full"
    pca = PCA(width, svd_solver=solver, random_state=0).fit(train)
    return fold._replace(train_features=pca.transform(train), test_features=pca.transform(test))
