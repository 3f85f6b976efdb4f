"""EmbeddingComparison: what a comparison found, as users see it. Nothing is computed here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ._measurements import Measurements
from ._table import as_html, as_text, table_rows


@dataclass(frozen=True, eq=False, repr=False)
class EmbeddingComparison(Measurements):
    r"""What `compare_embeddings` found.

    Printing it gives a table. Arrays have the shape (n_vectorizers, n_sizes, n_seeds,
    n_folds), dtype float64, with NaN where a candidate failed or a number does not
    exist.

    Parameters
    ----------
    names : tuple of str of shape (n_vectorizers,)
        The candidates.

    scores : dict of str to ndarray
        For each scorer, the first one being the main one. The greater the better, as
        always in scikit-learn.

    train_sizes : ndarray of shape (n_sizes,), dtype=int64
        Documents with a label that were learned from; for folds of different sizes
        their mean.

    seeds : tuple of int or None of shape (n_seeds,)
        What ``random_state`` was set to; None if it was left as it is.

    test_ratio : float
        Documents that were scored for each one of the training parts, mean over the folds.

    fit_times, transform_times, estimator_times : ndarray
        Seconds to fit the vectorizer and make the features of its documents, to make
        those of the test part, and to fit and score the estimator. Documents that were
        read once for several candidates are charged to each of them.

    memory : ndarray
        Bytes of the fitted vectorizer: the arrays and strings that a pickle of it holds.

    n_terms, n_features : ndarray
        Terms of the vocabulary, and columns of the features.

    unknown_shares : ndarray
        Share of the tokens of the test part that are not in the vocabulary.

    errors : dict of str to str
        For each candidate that failed anywhere, the first thing that went wrong; a score that
        is not finite is a failure.

    baseline : str or None
        Which of the names is the baseline.

    Examples
    --------
    >>> from skembed import SupervisedEmbeddingVectorizer, compare_embeddings
    >>> from skembed.datasets import load_docstrings
    >>> texts, y = load_docstrings(categories=["scipy.fft", "sklearn.svm"], return_X_y=True)
    >>> vectorizers = {"supervised": SupervisedEmbeddingVectorizer(random_state=0)}
    >>> comparison = compare_embeddings(vectorizers, texts, y, cv=3)
    >>> comparison.names, comparison.scores["accuracy"].shape
    (('supervised', 'tf-idf'), (2, 1, 1, 3))
    >>> behind, half_width = comparison.differences()
    >>> bool(behind.min() == 0.0)
    True
    """

    def to_frame(self) -> Any:
        """Return everything as a dataframe.

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
        """Return a table for the terminal, the best first."""
        return as_text(self)

    def __repr__(self) -> str:
        """Return the names and the main score."""
        means = self.mean_scores()[:, -1]
        found = ", ".join(f"{n!r}: {m:.3f}" for n, m in zip(self.names, means, strict=True))
        return f"EmbeddingComparison({self.main_scoring}: {{{found}}})"

    def _repr_html_(self) -> str:
        """Return the table for a notebook."""
        return as_html(self)

    def rows(self, scoring: str | None = None, train_size: int = -1) -> list[list[str]]:
        """Return the cells of the table, for other ways of showing them.

        Parameters
        ----------
        scoring : str, default=None
            Name of the scorer; None takes the first.

        train_size : int, default=-1
            Position among ``train_sizes``.

        Returns
        -------
        rows : list of list of str
            The header, then one row for each candidate, the best first, failed ones
            last.
        """
        return table_rows(self, scoring, train_size)
