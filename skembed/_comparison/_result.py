"""`EmbeddingComparison`: the scores, times and sizes of a comparison, and their statistics."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .._core.version import VersionedPickleMixin
from ._ranking import Ranking
from ._splits import Rows
from ._table import as_html, as_text, table_rows


@dataclass(frozen=True, eq=False, repr=False)
class EmbeddingComparison(VersionedPickleMixin, Ranking):
    r"""The result of `compare_embeddings`.

    Print it to see a table. Unless stated otherwise, arrays have shape (n_vectorizers,
    n_sizes, n_seeds, n_folds) and dtype float64, with NaN where a candidate failed or a
    value is not available.

    Parameters
    ----------
    names : tuple of str of shape (n_vectorizers,)
        The names of the candidates.

    scores : dict of str to ndarray
        The scores for each scorer, the main scorer first. Higher is better, as always in
        scikit-learn.

    train_sizes : ndarray of shape (n_sizes,), dtype=int64
        The numbers of labeled training documents; the mean over the folds if they differ
        in size.

    seeds : tuple of int or None of shape (n_seeds,)
        The values of ``random_state``; None if it was left unchanged.

    test_ratio : float
        The number of test documents per training document, averaged over the folds.

    fit_times, transform_times, estimator_times : ndarray
        Seconds to fit the vectorizer and transform the training set, to transform the
        test set, and to fit and score the estimator. The time to tokenize documents once
        for several candidates is included in the times of each of them.

    memory : ndarray
        Size of the fitted vectorizer in bytes: the arrays and strings in its pickle.

    n_terms, n_features : ndarray
        Numbers of terms in the vocabulary and of output features.

    unknown_shares : ndarray
        Fraction of the tokens of the test set that are out of vocabulary.

    errors : dict of str to str
        The first error of each candidate that failed in at least one fit. A score that is
        not finite counts as a failure.

    baselines : tuple of str
        The names of the baselines.

    dummy : str or None
        The name of predictions that ignore the documents: "majority class"
        (:class:`~sklearn.dummy.DummyClassifier` with ``strategy="prior"``) or "mean of the
        targets" (:class:`~sklearn.dummy.DummyRegressor`). It has a place in ``names`` and
        ``scores``, but no times or sizes.

    unit : str, default="documents"
        What a sample is: "documents", or "rows" of a table.

    splits : list of tuple (train, test)
        The rows of the training set and of the test set of each fold.

    vectorizers, test_features : dict of str to list
        The fitted vectorizers and their features of the rows in the test set, one for each
        fold, of the first seed and the largest training set; None for failed fits and for
        folds that were not kept. Empty unless ``return_vectorizers`` is set.

    Examples
    --------
    >>> from skembed import SupervisedEmbeddingVectorizer, compare_embeddings
    >>> from skembed.datasets import load_docstrings
    >>> texts, y = load_docstrings(categories=["scipy.fft", "sklearn.svm"], return_X_y=True)
    >>> vectorizers = {"supervised": SupervisedEmbeddingVectorizer(random_state=0)}
    >>> comparison = compare_embeddings(vectorizers, texts, y, cv=3)
    >>> comparison.names, comparison.scores["accuracy"].shape
    (('supervised', 'tf-idf of words', 'tf-idf of words and pairs', 'majority class'), (4, 1, 1, 3))
    >>> behind, half_width = comparison.differences()
    >>> bool(behind.min() == 0.0)
    True
    """

    splits: list[tuple[Rows, Rows]] = field(default_factory=list)
    vectorizers: dict[str, list[Any]] = field(default_factory=dict)
    test_features: dict[str, list[Any]] = field(default_factory=dict)

    def to_frame(self) -> Any:
        """Return all scores, times and sizes as a dataframe.

        Returns
        -------
        frame : pandas.DataFrame
            One row for each candidate, size, seed and fold.

        Raises
        ------
        ImportError
            If pandas is not installed.
        """
        import pandas as pd

        shape = self.fit_times.shape
        vectorizer, size, seed, fold = (axis.ravel() for axis in np.indices(shape))
        columns = {
            "vectorizer": np.array(self.names, dtype=object)[vectorizer],
            "train_size": self.train_sizes[size],
            "seed": np.array(self.seeds, dtype=object)[seed],
            "fold": fold,
            **{scoring: scores.ravel() for scoring, scores in self.scores.items()},
        }
        measured = {
            "fit_time": self.fit_times,
            "transform_time": self.transform_times,
            "estimator_time": self.estimator_times,
            "memory": self.memory,
            "n_terms": self.n_terms,
            "n_features": self.n_features,
            "unknown_share": self.unknown_shares,
        }
        return pd.DataFrame(columns | {name: each.ravel() for name, each in measured.items()})

    def __str__(self) -> str:
        """Return a table for the terminal, sorted by score."""
        return as_text(self)

    def __repr__(self) -> str:
        """Return the names of the candidates and their mean scores."""
        means = self.mean_scores()[:, -1]
        found = ", ".join(f"{n!r}: {m:.3f}" for n, m in zip(self.names, means, strict=True))
        return f"EmbeddingComparison({self.main_scoring}: {{{found}}})"

    def _repr_html_(self) -> str:
        """Return the table for a notebook."""
        return as_html(self)

    def rows(self, scoring: str | None = None, train_size: int = -1) -> list[list[str]]:
        """Return the cells of the table, for example to format it in another way.

        Parameters
        ----------
        scoring : str, default=None
            Name of the scorer; if None, the first scorer.

        train_size : int, default=-1
            Index into ``train_sizes``.

        Returns
        -------
        rows : list of list of str
            The header, followed by one row per candidate: the best first, failed
            candidates last.
        """
        return table_rows(self, scoring, train_size)
