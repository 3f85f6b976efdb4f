"""What stands behind the vectorizers if the user names nothing: a scaled linear model.

It has to be fair to dense and to sparse features alike, and refuses to be tuned.
"""

from __future__ import annotations

from typing import Any, Self, cast

import numpy as np
from numpy.typing import ArrayLike
from scipy import sparse
from scipy.sparse.linalg import norm
from sklearn.base import BaseEstimator, OneToOneFeatureMixin, TransformerMixin
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils import Tags
from sklearn.utils.multiclass import type_of_target
from sklearn.utils.validation import check_is_fitted, validate_data

from .._compat.sklearn import n_samples
from .._compat.threads import one_blas_thread
from .._core.version import VersionedPickleMixin

# Mean squared length of scaled sparse rows. With rows of length 1, as tf-idf makes them, that is
# LogisticRegression(C=10) on the rows as they are, the value that serves tf-idf best.
SPARSE_LENGTH = 10.0


class FeatureScaler(OneToOneFeatureMixin, TransformerMixin, VersionedPickleMixin, BaseEstimator):
    """Bring features of any kind to a scale at which one penalty suits all of them.

    Dense features, such as embeddings, are standardized, each column by its mean and its
    standard deviation. Sparse ones, such as tf-idf, whose columns have the scale that their
    weights give them, are multiplied by one number, after which the mean of the rows'
    squared lengths is 10: for tf-idf with rows of length 1 a model with ``C=1`` behind it is
    a model with ``C=10`` on the features as they are.

    Attributes
    ----------
    scaler_ : StandardScaler or None
        For dense features.

    scale_ : float or None
        What sparse features are multiplied by.

    See Also
    --------
    compare_embeddings : Uses it before its default estimator.

    Examples
    --------
    >>> import numpy as np
    >>> from scipy.sparse import csr_array
    >>> from skembed import FeatureScaler
    >>> FeatureScaler().fit_transform([[1.0], [3.0]])
    array([[-1.],
           [ 1.]])
    >>> FeatureScaler().fit_transform(csr_array([[0.6, 0.8], [1.0, 0.0]])).toarray().round(2)
    array([[1.9 , 2.53],
           [3.16, 0.  ]])
    """

    def fit(self, X: Any, y: Any = None) -> Self:
        """Learn the scale.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_samples, n_features)
            The features.

        y : Ignored
            Not used, present for API consistency by convention.

        Returns
        -------
        self : FeatureScaler
            Fitted.
        """
        X = self._checked(X, reset=True)
        self.scaler_ = self.scale_ = None
        if sparse.issparse(X):
            with one_blas_thread():
                length = float(norm(cast(Any, X))) ** 2 / n_samples(X)
            self.scale_ = float(np.sqrt(SPARSE_LENGTH / length)) if length > 0 else 1.0
        else:
            self.scaler_ = StandardScaler().fit(X)
        return self

    def transform(self, X: Any) -> Any:
        """Scale features.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_samples, n_features)
            Dense or sparse, as in `fit`.

        Returns
        -------
        X : {ndarray, sparse matrix} of shape (n_samples, n_features)
            A new one, of the same kind.
        """
        check_is_fitted(self)
        X = self._checked(X, reset=False)
        if sparse.issparse(X) != (self.scaler_ is None):
            raise ValueError(
                f"X is {'sparse' if sparse.issparse(X) else 'dense'}, but the features of fit were "
                f"{'sparse' if self.scaler_ is None else 'dense'}."
            )
        return X * self.scale_ if self.scaler_ is None else self.scaler_.transform(X)

    def _checked(self, X: Any, *, reset: bool) -> Any:
        formats, dtypes = ["csr", "csc"], [np.float64, np.float32]
        return validate_data(self, X, reset=reset, accept_sparse=formats, dtype=dtypes)

    def __sklearn_tags__(self) -> Tags:
        """Say that sparse features are welcome."""
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        tags.transformer_tags.preserves_dtype = ["float64", "float32"]
        return tags


def default_estimator(y: ArrayLike) -> Pipeline:
    """Return the model that stands behind every vectorizer if none is given.

    Parameters
    ----------
    y : array-like of shape (n_documents,) or (n_documents, n_outputs)
        The targets: classes, indicators of several labels, or numbers.

    Returns
    -------
    estimator : Pipeline
        `FeatureScaler`, then :class:`~sklearn.linear_model.LogisticRegression` (one for each
        label), or :class:`~sklearn.linear_model.Ridge` for numbers.

    Raises
    ------
    ValueError
        If y is none of these.

    Examples
    --------
    >>> from skembed._comparison._downstream import default_estimator
    >>> default_estimator(["a", "b", "a"])[-1]
    LogisticRegression(max_iter=1000)
    """
    kind = type_of_target(y, input_name="y")
    if kind in {"binary", "multiclass"}:
        return make_pipeline(FeatureScaler(), LogisticRegression(max_iter=1000))
    if kind == "multilabel-indicator":
        model = OneVsRestClassifier(LogisticRegression(max_iter=1000))
        return make_pipeline(FeatureScaler(), model)
    if kind in {"continuous", "continuous-multioutput"}:
        return make_pipeline(FeatureScaler(), Ridge())
    raise ValueError(f"There is no default estimator for y of type {kind!r}: give an estimator.")
