"""The default estimator of a comparison: a linear model on scaled features.

It must treat dense and sparse features fairly, and it is deliberately not tuned.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self, cast

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

from .._compat.sklearn import Interval, RealNotInt, fit_context, n_samples, whole_number
from .._compat.threads import one_blas_thread
from .._core.version import VersionedPickleMixin
from ._task import task_of

MANY_FEATURES = 10_000  # with fewer, lbfgs is as fast as SAG


class FeatureScaler(OneToOneFeatureMixin, TransformerMixin, VersionedPickleMixin, BaseEstimator):
    """Scale dense and sparse features so that the same regularization suits both.

    Dense features, such as embeddings, are standardized first: each column is centered and
    divided by its standard deviation. Sparse features, such as tf-idf, are not, since their
    weights already give each column its scale. Then all features are multiplied by a single
    factor such that the mean squared norm of the rows is ``squared_norm``, whatever the number
    of columns.

    Parameters
    ----------
    squared_norm : float, default=10
        Mean squared norm of the scaled rows, above 0. With 10, ``LogisticRegression(C=1)`` on
        the scaled features is equivalent to ``C=10`` on tf-idf rows of norm 1, and to
        ``C=0.1`` on 100 standardized columns.

    Attributes
    ----------
    scaler_ : StandardScaler or None
        The scaler of dense features; None if the features are sparse.

    scale_ : float
        The factor of sparse or standardized features.

    See Also
    --------
    compare_embeddings : Applies this scaler in its default estimator.

    Examples
    --------
    >>> import numpy as np
    >>> from scipy.sparse import csr_array
    >>> from skembed import FeatureScaler
    >>> FeatureScaler().fit_transform([[1.0], [3.0]]).round(2)
    array([[-3.16],
           [ 3.16]])
    >>> FeatureScaler().fit_transform(csr_array([[0.6, 0.8], [1.0, 0.0]])).toarray().round(2)
    array([[1.9 , 2.53],
           [3.16, 0.  ]])
    """

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        "squared_norm": [Interval(RealNotInt, 0, None, closed="neither"), whole_number()]
    }

    def __init__(self, *, squared_norm: float = 10.0) -> None:
        self.squared_norm = squared_norm

    @fit_context
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
            The fitted scaler.
        """
        X = self._checked(X, reset=True)
        if sparse.issparse(X):
            self.scaler_ = None
            with one_blas_thread():
                length = float(norm(cast(Any, X))) ** 2 / n_samples(X)
        else:
            self.scaler_ = StandardScaler().fit(X)
            length = float(np.sum(self.scaler_.var_ / self.scaler_.scale_**2))
        self.scale_ = 1.0 if length == 0 else float(np.sqrt(self.squared_norm / length))
        return self

    def transform(self, X: Any) -> Any:
        """Scale features.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_samples, n_features)
            The features, dense or sparse as in `fit`.

        Returns
        -------
        X : {ndarray, sparse matrix} of shape (n_samples, n_features)
            A new array or matrix of the same kind.
        """
        check_is_fitted(self)
        X = self._checked(X, reset=False)
        if sparse.issparse(X) != (self.scaler_ is None):
            raise ValueError(
                f"X is {'sparse' if sparse.issparse(X) else 'dense'}, but this scaler was fitted "
                f"on {'sparse' if self.scaler_ is None else 'dense'} features."
            )
        if self.scaler_ is not None:
            X = self.scaler_.transform(X)
        return X * self.scale_

    def _checked(self, X: Any, *, reset: bool) -> Any:
        formats, dtypes = ["csr", "csc"], [np.float64, np.float32]
        return validate_data(self, X, reset=reset, accept_sparse=formats, dtype=dtypes)

    def __sklearn_tags__(self) -> Tags:
        """Declare support for sparse input and float32."""
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        tags.transformer_tags.preserves_dtype = ["float64", "float32"]
        return tags


def default_estimator(y: ArrayLike, squared_norm: float = 1.0) -> Pipeline:
    """Return the estimator that is trained on the features if the user gives none.

    Parameters
    ----------
    y : array-like of shape (n_documents,) or (n_documents, n_outputs)
        The targets: class labels, a multilabel indicator matrix, or real numbers.

    squared_norm : float, default=1.0
        That of the features of a regression, as in `FeatureScaler`.

    Returns
    -------
    estimator : Pipeline
        `FeatureScaler` followed by :class:`~sklearn.linear_model.LogisticRegression` (one per
        label for multilabel targets), or by :class:`~sklearn.linear_model.Ridge` for real
        numbers.

    Raises
    ------
    ValueError
        If y is of another type.

    Examples
    --------
    >>> from skembed._comparison._downstream import default_estimator
    >>> default_estimator(["a", "b", "a"])[-1]
    LogisticRegression(max_iter=1000)
    """
    task = task_of(y)
    if task == "classification":
        return scaled(LogisticRegression(max_iter=1000))
    if task == "multilabel":
        return scaled(OneVsRestClassifier(LogisticRegression(max_iter=1000)))
    if task == "regression":
        return scaled(Ridge(), squared_norm)
    kind = type_of_target(y, input_name="y")
    if kind == "unknown" and np.ndim(y) == 1:
        name = type(np.asarray(y, dtype=object)[0]).__name__
        raise ValueError(
            f"y has values of type {name}: use str for classes, or numbers for regression."
        )
    raise ValueError(f"There is no default estimator for y of type {kind!r}: pass an estimator.")


def scaled(model: Any, squared_norm: float = 10.0) -> Pipeline:
    """Return a model on features scaled for it; in regression of texts, to rows of norm 1."""
    return make_pipeline(FeatureScaler(squared_norm=squared_norm), model)


def suit_features(pipeline: Pipeline, features: Any) -> None:
    """Choose the solver of the default logistic regression; the model is the same.

    SAG is many times as fast as lbfgs on many sparse features: the cost of its steps does not
    grow with their number, and it does not keep ten earlier gradients. Its tolerance is measured
    in docs/develop/measurements.
    """
    model = pipeline[-1]
    model = model.estimator if isinstance(model, OneVsRestClassifier) else model
    many = sparse.issparse(features) and features.shape[1] > MANY_FEATURES
    if many and isinstance(model, LogisticRegression):
        model.set_params(solver="sag", tol=1e-2, random_state=0)
