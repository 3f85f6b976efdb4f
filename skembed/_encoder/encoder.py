"""EmbeddingEncoder: categorical columns to vectors, in the place of OneHotEncoder or TargetEncoder.

This file holds the class and documents its parameters. A fit is in `learning`; `table` reads cells,
`supervised` and `unsupervised` learn the vectors.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils import Tags, check_array
from sklearn.utils.metadata_routing import MetadataRouter
from sklearn.utils.validation import check_is_fitted, validate_data

from .._compat.sklearn import (
    Interval,
    RealNotInt,
    StrOptions,
    feature_names_of,
    fit_context,
    split_metadata,
    splitter_router,
    whole_number,
)
from .._core.version import VersionedPickleMixin
from .cross_fitting import cross_fitted, find_folds
from .learning import FittedColumns, Learned, learn
from .numbers import split_columns
from .table import read_table


class EmbeddingEncoder(VersionedPickleMixin, TransformerMixin, BaseEstimator):
    r"""Vectors for the cells of categorical columns, learned from y or from the other columns.

    Each category of a column has a vector. The features of a row are the vectors of its cells, side
    by side. The encoder takes the place of :class:`~sklearn.preprocessing.OneHotEncoder` or
    :class:`~sklearn.preprocessing.TargetEncoder`, and as there, columns of numbers are categories
    too. If some columns are numbers, give the encoder the whole table with
    ``categorical_features="from_dtype"``: it learns the effects of the categories beside those of
    the numbers, and passes the numbers through.

    Read more in the :ref:`User Guide <encoder>`.

    Parameters
    ----------
    method : {'supervised', 'unsupervised'}, default='supervised'
        How the vectors are learned. 'supervised' learns an embedding for each column and a linear
        head on all of them that predicts y [1]_. 'unsupervised' learns to predict the cells of a
        row from each other, without y: a row is a document of its cells for skip-gram with
        negative sampling [2]_.

    n_components : int, 'auto' or dict, default='auto'
        The largest number of components of a vector, for all columns or by the name of the column
        ('auto' for those that are not in the dict). A column with n categories has at most n - 1,
        and at least 1. With ``method='supervised'`` a linear head has use for one component less
        than there are classes (for two classes, one), and for one for each label or number. For a
        single number, further components describe the distribution of y: whether it is above
        quantiles of y. 'auto' is 4 for numbers, 50 for classes or labels, and 16 if
        unsupervised.

    max_cat_to_onehot : int or 'auto', default='auto'
        Columns with at most this many categories (with the missing value) are one-hot encoded as
        well: a column of features for each category stands beside their vectors. A linear model
        with other features, such as numbers that the encoder does not have, can then correct the
        effect of each category. 'auto' is 20 for columns with ``n_components='auto'`` and a
        supervised method, if all columns are categorical, and 0 for others.

    categorical_features : 'all', 'from_dtype' or array-like, default='all'
        The columns that are categorical: 'all', or their names, places or a boolean mask of them.
        'from_dtype' takes the columns of a dataframe that are not of a numeric type. The other
        columns are numbers: features after those of the categories, unchanged. With
        ``method='supervised'`` they are part of the model, standardized, with a linear effect and
        missing ones at the mean, so that an effect of a number is not counted in the categories
        that it goes with. A linear model on the features needs that; see the user guide.

    categories : 'auto' or list of array-like, default='auto'
        The categories of each categorical column, or 'auto' for those of the training data. See
        :class:`~sklearn.preprocessing.OneHotEncoder`.

    handle_unknown : {'error', 'ignore', 'infrequent_if_exist'}, default='ignore'
        What `transform` does with a category that `fit` has not seen. 'ignore' gives a vector of
        zeros: no effect on y, or if unsupervised, the mean vector of the training cells.
        'infrequent_if_exist' gives the vector of the infrequent categories, if the column has
        any.

    min_frequency : int or float, default=None
        Categories with fewer rows (a proportion of them, if a float) are infrequent and share a
        vector.

    max_categories : int, default=None
        The largest number of vectors of a column, without that of the missing value; the least
        frequent categories share one.

    char_ngram_range : tuple (min_n, max_n), default=None
        Give an unseen string a vector by its spelling: a ridge regression predicts the vectors of
        the categories from the character n-grams of their words, of min_n to max_n characters,
        weighted by tf-idf. (2, 4) is a good choice for job titles and the like. None, and a
        string without any known n-gram: ``handle_unknown`` applies. Use it where the spelling
        means something; if codes or names are arbitrary, it only adds noise.

    target_type : {'auto', 'continuous', 'binary', 'multiclass'}, default='auto'
        Type of y, with ``method='supervised'``. 'auto' finds it by
        :func:`~sklearn.utils.multiclass.type_of_target`; integers are classes then. Several
        columns of numbers, or of labels as zeros and ones, are found too.

    cv : int, cross-validation generator, iterable or None, default=5
        How `fit_transform` splits the rows for cross-fitting, with ``method='supervised'``: the
        features of each row come from a model that has not seen its y. An int means
        shuffled, and for classes stratified, folds. None turns it off.

    max_iter : int or 'auto', default='auto'
        With ``method='supervised'``, the largest number of iterations in each of three rounds, of
        conjugate gradients for numbers and of L-BFGS for classes; 'auto' is 10. Otherwise passes
        over the rows, as in `Word2VecVectorizer`.

    n_jobs : int, default=None
        Number of folds that are trained at the same time, or of threads of an unsupervised
        training. The result does not depend on it.

    random_state : int, RandomState instance or None, default=None
        Seed of the folds of cross-fitting, or of an unsupervised training.

    Attributes
    ----------
    embeddings_ : dict of str to Embedding
        The categories and vectors of each categorical column, by its name, without one-hot
        columns. The infrequent categories share the term ``'infrequent_sklearn'``.

    categories_ : list of ndarray
        The categories of each categorical column, as in
        :class:`~sklearn.preprocessing.OneHotEncoder`.

    target_type_ : str
        Type of y, with ``method='supervised'``.

    classes_ : ndarray or None
        The classes, None for numbers; with ``method='supervised'``.

    n_iter_ : int
        Number of iterations or passes made.

    loss_curve_ : ndarray of shape (n_passes,), dtype=float64
        Training loss of each pass, with ``method='unsupervised'``.

    n_features_in_ : int
        Number of columns.

    feature_names_in_ : ndarray of shape (n_columns,)
        Names of the columns, if all are strings.

    See Also
    --------
    sklearn.preprocessing.TargetEncoder : The mean of y for each category, one column at a time.
    sklearn.preprocessing.OneHotEncoder : A column for each category.

    Notes
    -----
    ``fit(X, y).transform(X)`` does not equal ``fit_transform(X, y)``, which cross-fits. With
    ``method='supervised'`` the vectors are the optimum of a convex problem; see the user guide. The
    memory of a fit is an int32 for each cell, a few numbers for each row, and about 20 for each
    category and output, or 50 for classes. The same ``random_state`` gives bit-identical results
    for any ``n_jobs``.

    References
    ----------
    .. [1] C. Guo, F. Berkhahn, "Entity Embeddings of Categorical Variables", 2016.
       https://arxiv.org/abs/1604.06737

    .. [2] T. Mikolov, I. Sutskever, K. Chen, G. Corrado, J. Dean, "Distributed
       Representations of Words and Phrases and their Compositionality", NIPS 2013.
       https://arxiv.org/abs/1310.4546

    Examples
    --------
    >>> from skembed import EmbeddingEncoder
    >>> X = [["Paris", "bus"], ["Paris", "tram"], ["Oslo", "bus"], ["Oslo", "tram"]] * 10
    >>> y = [1.5, 2.5, 5.5, 6.5] * 10
    >>> encoder = EmbeddingEncoder(n_components=1).fit(X, y)
    >>> encoder.transform([["Paris", "tram"], ["Rome", "tram"]]).round(1)
    array([[-1. ,  0.2],
           [ 0. ,  0.2]], dtype=float32)
    >>> encoder.embeddings_["x0"]["Oslo"].round(1)
    array([1.], dtype=float32)
    """

    _parameter_constraints: ClassVar[dict[str, Any]] = {
        "method": [StrOptions({"supervised", "unsupervised"})],
        "n_components": [whole_number(), StrOptions({"auto"}), Mapping],
        "max_cat_to_onehot": [whole_number(0), StrOptions({"auto"})],
        "categorical_features": [StrOptions({"all", "from_dtype"}), "array-like"],
        "categories": [StrOptions({"auto"}), list],
        "handle_unknown": [StrOptions({"error", "ignore", "infrequent_if_exist"})],
        "min_frequency": [whole_number(), Interval(RealNotInt, 0, 1, closed="neither"), None],
        "max_categories": [whole_number(), None],
        "char_ngram_range": [tuple, list, None],
        "target_type": [StrOptions({"auto", "continuous", "binary", "multiclass"})],
        "cv": ["cv_object", None],
        "max_iter": [whole_number(), StrOptions({"auto"})],
        "n_jobs": [whole_number(None, None), None],
        "random_state": ["random_state"],
    }

    _fitted: FittedColumns

    def __init__(
        self,
        *,
        method: str = "supervised",
        n_components: int | str | Mapping[str, int | str] = "auto",
        max_cat_to_onehot: int | str = "auto",
        categorical_features: str | ArrayLike = "all",
        categories: str | list[ArrayLike] = "auto",
        handle_unknown: str = "ignore",
        min_frequency: float | None = None,
        max_categories: int | None = None,
        char_ngram_range: tuple[int, int] | None = None,
        target_type: str = "auto",
        cv: Any = 5,
        max_iter: int | str = "auto",
        n_jobs: int | None = None,
        random_state: int | np.random.RandomState | None = None,
    ) -> None:
        self.method = method
        self.n_components = n_components
        self.max_cat_to_onehot = max_cat_to_onehot
        self.categorical_features = categorical_features
        self.categories = categories
        self.handle_unknown = handle_unknown
        self.min_frequency = min_frequency
        self.max_categories = max_categories
        self.char_ngram_range = char_ngram_range
        self.target_type = target_type
        self.cv = cv
        self.max_iter = max_iter
        self.n_jobs = n_jobs
        self.random_state = random_state

    @fit_context
    def fit(self, X: Any, y: Any = None, sample_weight: ArrayLike | None = None) -> Self:
        """Learn the categories and their vectors.

        For training data use `fit_transform`, whose features have not seen the y of their row.

        Parameters
        ----------
        X : array-like of shape (n_rows, n_columns)
            The table: a dataframe, array or list of rows.

        y : array-like of shape (n_rows,) or (n_rows, n_outputs), default=None
            The target; required if ``method='supervised'``.

        sample_weight : array-like of shape (n_rows,), default=None
            Weights of the rows, with ``method='supervised'``. Categories are counted without.

        Returns
        -------
        self : object
            The fitted encoder.

        Raises
        ------
        TypeError, ValueError
            If X is sparse, mixes types in a column or holds dates, no column is categorical, or y
            or the weights are invalid; the message names the column or row.
        """
        self._install(learn(self, X, y, sample_weight))
        return self

    @fit_context
    def fit_transform(
        self, X: Any, y: Any = None, sample_weight: ArrayLike | None = None, **params: Any
    ) -> NDArray[Any]:
        """Fit, and return features of the rows from models that have not seen their y.

        Parameters
        ----------
        X : array-like of shape (n_rows, n_columns)
            The table.

        y : array-like of shape (n_rows,) or (n_rows, n_outputs), default=None
            The target; required if ``method='supervised'``.

        sample_weight : array-like of shape (n_rows,), default=None
            Weights of the rows; see `fit`.

        **params : dict
            Metadata for the splitter ``cv``, such as ``groups`` for
            :class:`~sklearn.model_selection.GroupKFold`.

        Returns
        -------
        features : ndarray of shape (n_rows, n_features), dtype=float32 or float64
            As from `transform`. The vectors of each row come from the model of the
            fold that left it out, in the space of the model of all rows; without y, or with
            ``cv=None``, from the fitted model.
        """
        metadata = split_metadata(self, params)
        fit = learn(self, X, y, sample_weight)
        if fit.supervised is None or self.cv is None:
            features = fit.features()
        else:
            weights = fit.supervised.outputs.weights
            folds = find_folds(self, fit, weights, y, metadata)
            features = cross_fitted(self, fit, fit.supervised, folds)
        self._install(fit)
        return features

    def transform(self, X: Any) -> NDArray[Any]:
        """Return the vectors of the cells of each row, side by side, and then its numbers.

        Parameters
        ----------
        X : array-like of shape (n_rows, n_columns)
            The table, with the columns of `fit`.

        Returns
        -------
        features : ndarray of shape (n_rows, n_features), dtype=float32 or float64
            The features; of float64 if some are numbers that are not of float32.
        """
        check_is_fitted(self)
        if getattr(X, "ndim", 2) != 2:
            check_array(X, dtype=None)  # scikit-learn's words
        validate_data(self, X, reset=False, skip_check_array=True)
        fitted = self._fitted
        cells, numbers = split_columns(X, fitted.numbers)
        table = read_table(fitted.columns, self.handle_unknown, cells)
        return fitted.features(cells, table, numbers)

    def get_feature_names_out(self, input_features: Any = None) -> NDArray[np.object_]:
        """Return the names of the features: column_0, ..., column=category if one-hot, and numbers.

        Parameters
        ----------
        input_features : array-like of str or None, default=None
            Names of the columns, if `fit` has seen none.

        Returns
        -------
        names : ndarray of shape (n_features,), dtype=object
            The names.
        """
        check_is_fitted(self)
        names: list[str] = []
        given = feature_names_of(self, input_features)
        fitted = self._fitted
        columns = np.delete(given, fitted.numbers)
        for name, column, also in zip(columns, fitted.columns, fitted.is_one_hot, strict=True):
            n_components = self.embeddings_[column.name].n_components
            names.extend(f"{name}_{i}" for i in range(n_components))
            names.extend(f"{name}={term}" for term in column.terms if also)
        return np.array([*names, *given[fitted.numbers]], dtype=np.object_)

    def get_metadata_routing(self) -> MetadataRouter:
        """Return the metadata routing of this object: ``groups`` is passed to the splitter.

        Returns
        -------
        routing : MetadataRouter
            Routing information; see :ref:`metadata routing <metadata_routing>`.
        """
        return splitter_router(self)

    def __sklearn_tags__(self) -> Tags:
        """Declare that cells are categories, and whether y is required."""
        tags = super().__sklearn_tags__()
        tags.input_tags.categorical = True
        tags.input_tags.string = True
        tags.input_tags.allow_nan = True
        tags.target_tags.required = self.method == "supervised"
        tags.transformer_tags.preserves_dtype = []
        return tags

    def _install(self, fit: Learned) -> None:
        """Replace all fitted attributes of an earlier fit, in one step."""
        old = self.__dict__.get("_fitted_names", ())
        kept = {name: value for name, value in self.__dict__.items() if name not in old}
        # Replace the dict, so that other threads see either all old or all new attributes.
        self.__dict__ = {**kept, **fit.attributes, "_fitted_names": frozenset(fit.attributes)}
