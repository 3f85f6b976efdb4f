"""UnsupervisedMixin: fit and fit_transform of the vectorizers that need no y.

A method says how vectors come about (`_train`). Nothing here knows a method.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import TransformerMixin

from .._compat.sklearn import FitProgress, fit_context
from .._core.corpus import Corpus, Vocabulary


class UnsupervisedMixin(TransformerMixin):
    """fit and fit_transform for a `BaseVectorizer` that learns from documents alone.

    Stands left of `BaseVectorizer` among the bases of a class.

    Notes
    -----
    ``fit`` calls methods that subclasses write. Their names begin with an underscore because
    users of a vectorizer never call them, like ``_run_search`` of scikit-learn's searches; for
    subclasses they are public, and as stable as any name in the reference:

    - ``_train(corpus, vocabulary, progress)`` returns the vectors. Every method writes it.
    - ``_n_passes()`` returns the number of passes that callbacks are told to expect: by default
      the parameter ``max_iter``, and 0 without one.
    - ``_read(X)`` of `BaseVectorizer` selects the terms and encodes the documents. A method whose
      terms do not come from the documents writes its own.

    ``fit`` sets all fitted attributes at its very end, or none of them if it fails. So these
    methods return attributes, and never set one.
    """

    @abstractmethod
    def _train(
        self, corpus: Corpus, vocabulary: Vocabulary, progress: FitProgress
    ) -> dict[str, Any]:
        """Return the vectors of the terms; the estimator itself does not change.

        Parameters
        ----------
        corpus : Corpus
            The documents.

        vocabulary : Vocabulary
            The terms; row i of the embedding must be term i.

        progress : FitProgress
            Tells the callbacks of each pass over the data; `run` calls it.

        Returns
        -------
        attributes : dict
            The fitted attributes that are the method's own, among them ``embedding_``
            (unless ``_read`` already returned it).
        """

    @fit_context
    def fit(self, X: Any, y: Any = None) -> Self:
        """Learn vocabulary, vectors and pooling from documents.

        Parameters
        ----------
        X : iterable of str of shape (n_documents,)
            The documents: a list, tuple, generator, array, Series or a dataframe of
            one column; lists of tokens if ``analyzer`` is a callable.

        y : Ignored
            Not used, present for API consistency by convention.

        Returns
        -------
        self : object
            The fitted vectorizer.
        """
        self._fit(X, y)
        return self

    @fit_context
    def fit_transform(self, X: Any, y: Any = None) -> NDArray[np.float32]:
        """Fit to documents and return their features; reads the documents once.

        Parameters
        ----------
        X : iterable of str of shape (n_documents,)
            The documents, as for `fit`; a generator works.

        y : Ignored
            Not used, present for API consistency by convention.

        Returns
        -------
        features : ndarray of shape (n_documents, n_features), dtype=float32
            The same as ``fit(X).transform(X)``.
        """
        fitted, corpus = self._fit(X, y)
        features: NDArray[np.float32] = fitted._features(corpus)
        return features

    def _fit(self, X: Any, y: Any) -> tuple[Self, Corpus]:
        """Fit, and set all fitted attributes at the very end or none of them.

        Returns the vectorizer as this fit left it, and the documents.
        """

        def complete(state: dict[str, Any]) -> dict[str, Any]:
            known_too = {**known, **state}
            attributes: dict[str, Any] = before._fitted_attributes(known_too, corpus, vocabulary)
            return attributes

        before = self._snapshot()  # of which a warm start reads several attributes
        progress = FitProgress(self, X, y, n_passes=self._n_passes(), complete=complete)
        vocabulary: Vocabulary
        corpus: Corpus
        vocabulary, corpus, known = before._read(X)
        attributes = complete(before._train(corpus, vocabulary, progress))
        progress.finish(attributes)
        return self._install(attributes), corpus

    def _n_passes(self) -> int:
        """Return the maximum number of passes over the data that ``_train`` makes.

        Returns
        -------
        n_passes : int
            The parameter ``max_iter``, or 0 without one.
        """
        return int(getattr(self, "max_iter", 0))
