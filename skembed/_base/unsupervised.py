"""`UnsupervisedMixin`: ``fit`` and ``fit_transform`` of vectorizers that do not need ``y``.

A subclass implements ``_train``, which learns the vectors. Nothing here depends on the method.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import TransformerMixin

from .._compat.sklearn import FitProgress, fit_context
from .._core.corpus import Corpus, Vocabulary
from .._core.pieces import stacked
from .._text.partitions import known_length
from .._text.tokenize import readable_twice


class UnsupervisedMixin(TransformerMixin):
    """Mixin that adds ``fit`` and ``fit_transform`` to vectorizers that learn from documents alone.

    List it to the left of `BaseVectorizer`.

    Notes
    -----
    ``fit`` calls methods that subclasses implement. Their names start with an underscore because
    users never call them, like ``_run_search`` of scikit-learn's searches. For subclasses, they
    are part of the public API:

    - ``_train(corpus, vocabulary, progress)`` returns the vectors. Each subclass implements it.
    - ``_n_passes(corpus)`` returns the maximum number of passes of ``_train``, for callbacks: by
      default the value of ``max_iter``, or 0 if there is no such parameter. Override it if the
      number follows from the documents.
    - ``_read(X)`` of `BaseVectorizer` selects the terms and encodes the documents. Override it if
      the terms do not come from the documents.

    ``fit`` sets all fitted attributes at its very end, or none of them if it fails. Therefore
    these methods return attributes and never set them.
    """

    @abstractmethod
    def _train(
        self, corpus: Corpus, vocabulary: Vocabulary, progress: FitProgress
    ) -> dict[str, Any]:
        """Learn the vectors of the terms, without changing the estimator.

        Parameters
        ----------
        corpus : Corpus
            The training documents.

        vocabulary : Vocabulary
            The terms; row i of the embedding must be the vector of term i. More terms may
            follow in the embedding, which do not occur in the documents.

        progress : FitProgress
            Reports each pass over the data to the callbacks; `run` calls it.

        Returns
        -------
        attributes : dict
            The fitted attributes of the method, including ``embedding_`` unless ``_read``
            already returned it.
        """

    @fit_context
    def fit(self, X: Any, y: Any = None) -> Self:
        """Learn the vocabulary, the vectors and the pooling from training documents.

        Parameters
        ----------
        X : iterable of str of shape (n_documents,)
            The training documents: a list, tuple, generator, array, Series or dataframe
            with one column. If ``analyzer`` is a callable, documents may be lists of tokens.

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
        """Fit to training documents and return their features; the documents are read once.

        Parameters
        ----------
        X : iterable of str of shape (n_documents,)
            The training documents, as for `fit`. A generator works.

        y : Ignored
            Not used, present for API consistency by convention.

        Returns
        -------
        features : ndarray of shape (n_documents, n_features), dtype=float32
            The same as ``fit(X).transform(X)``.
        """
        parameters = self.get_params(deep=False)
        starts = parameters.get("init") is not None or parameters.get("warm_start", False)
        knows_more = starts and parameters["vocabulary"] is None
        if knows_more:
            X = readable_twice(self, X)
        fitted, corpus = self._fit(X, y)
        if knows_more and corpus.n_unknown.any():  # maybe words of init that min_df left out
            pieces = fitted._encode_pieces(X, fitted._analyzer())
            return stacked(map(fitted._features, pieces), known_length(X))
        features: NDArray[np.float32] = fitted._features(corpus)
        return features

    def _fit(self, X: Any, y: Any, before: Any = None) -> tuple[Self, Corpus]:
        """Fit, and set all fitted attributes at the very end, or none of them if this fails.

        ``before`` is the snapshot that is trained, by default one of this vectorizer as it is.
        Returns a snapshot of the fitted vectorizer, and the encoded documents.
        """

        def complete(state: dict[str, Any]) -> dict[str, Any]:
            known_too = {**known, **state}
            attributes: dict[str, Any] = before._fitted_attributes(known_too, corpus, vocabulary)
            return attributes

        if before is None:
            before = self._snapshot()  # a warm start reads several attributes of it
        vocabulary: Vocabulary
        corpus: Corpus
        vocabulary, corpus, known = before._read(X)
        progress = FitProgress(self, X, y, n_passes=before._n_passes(corpus), complete=complete)
        attributes = complete(before._train(corpus, vocabulary, progress))
        progress.finish(attributes)
        return self._install(attributes), corpus

    def _n_passes(self, corpus: Corpus) -> int:
        """Return the maximum number of passes of ``_train``.

        Parameters
        ----------
        corpus : Corpus
            The training documents.

        Returns
        -------
        n_passes : int
            The value of ``max_iter``, or 0 without one.
        """
        return int(getattr(self, "max_iter", 0))
