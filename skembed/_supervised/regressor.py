"""SupervisedEmbeddingRegressor: vectors learned with a linear head; also a regressor.

This file holds the class and documents its parameters. The fit methods are in `_supervised.fit`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from numbers import Real
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from sklearn.base import RegressorMixin
from sklearn.utils import Tags

from .._base.parameters.decorator import shared_parameters
from .._base.vectorizer import BaseVectorizer
from .._compat.sklearn import Interval, StrOptions
from ..pooling import Pooling
from .fit import MAX_ITER, SupervisedMixin
from .targets.numbers import find_numbers


@shared_parameters
class SupervisedEmbeddingRegressor(RegressorMixin, SupervisedMixin, BaseVectorizer):
    r"""Document features from term vectors learned for a regression task; also a regressor.

    Like `SupervisedEmbeddingVectorizer`, but with a linear head and the squared error.

    Read more in the :ref:`User Guide <supervised>`.

    Parameters
    ----------
    {supervised_parameters}

    alpha : float or 'auto', default='auto'
        Penalty of the squared norms of the vectors, as in :class:`~sklearn.linear_model.Ridge`
        on the weights of the terms and y in standard deviations. 'auto' is found by
        cross-validation on a sample of the documents. `fit` then makes steps of conjugate
        gradients, one a pass, until they converge, at most 100 if ``max_iter`` is 'auto',
        without a ``learning_rate``. There is no penalty with a ``norm``, ``dropout``
        or ``weight_decay``, if ``freeze`` is True, if vectors of ``init`` are trained further
        (``freeze=False``), if y has more columns than there are components, and in
        `partial_fit`.

    ngram_weight : float or 'auto', default='auto'
        Factor, above 0 and at most 1, for the weights of n-grams of several tokens and of
        characters, before the weights of a document are normalized. 'auto' is 0.1, or 0.5 if
        that is clearly better in the cross-validation described at ``alpha``.

    {shared_parameters}

    Attributes
    ----------
    {embedding_attributes}

    alpha_ : float or None
        The penalty; None if there is none.

    ngram_weight_ : float
        The factor for the weights of n-grams.

    coef_ : ndarray of shape (n_components,) or (n_targets, n_components), dtype=float32
        Coefficients of the head.

    intercept_ : float or ndarray of shape (n_targets,)
        Intercepts of the head.

    n_iter_ : int
        Number of passes made.

    loss_curve_ : ndarray of shape (n_passes,), dtype=float64
        Training loss of each pass: the weighted mean over the documents of half the squared
        error, summed over the targets, computed during the pass. Errors are measured in
        standard deviations of y.

    validation_score_ : float or None
        Validation R2 after the best pass, whose model was kept. None without
        ``early_stopping``.

    validation_scores_ : ndarray of shape (n_passes,), dtype=float64, or None
        Validation R2 after each pass. None without ``early_stopping``.

    See Also
    --------
    SupervisedEmbeddingVectorizer : The same for classification.

    Examples
    --------
    >>> from skembed import SupervisedEmbeddingRegressor
    >>> documents = ["one apple", "three pears", "one pear", "three apples"] * 20
    >>> model = SupervisedEmbeddingRegressor(n_components=8, random_state=0)
    >>> model.fit(documents, [1, 3, 1, 3] * 20).predict(["one", "three"]).round().tolist()
    [1.0, 3.0]
    """

    _parameter_constraints: ClassVar[dict[str, Any]] = {
        "max_iter": MAX_ITER,
        "alpha": [Interval(Real, 0, None, closed="left"), StrOptions({"auto"})],
        "ngram_weight": [Interval(Real, 0, 1, closed="right"), StrOptions({"auto"})],
    }
    _find_target_kind = staticmethod(find_numbers)

    def __init__(
        self,
        *,
        n_components: int = 50,
        learning_rate: float = 0.06,
        min_learning_rate: float = 0.0,
        max_iter: int | str = "auto",
        alpha: float | str = "auto",
        weight_decay: float = 0.0,
        dropout: float = 0.0,
        early_stopping: bool = False,
        validation_fraction: float = 0.1,
        n_iter_no_change: int = 5,
        tol: float = 1e-4,
        cv: Any = 5,
        init: object = None,
        freeze: bool | str = "concat",
        warm_start: bool = False,
        new_terms: str = "ignore",
        input: str = "content",
        encoding: str = "utf-8",
        decode_error: str = "strict",
        strip_accents: str | Callable[[str], str] | None = None,
        lowercase: bool = True,
        preprocessor: Callable[[Any], Any] | None = None,
        tokenizer: Callable[[str], list[str]] | None = None,
        analyzer: str | Callable[[Any], Iterable[str]] = "word",
        stop_words: str | list[str] | None = None,
        token_pattern: str | None = r"(?u)\b\w\w+\b",
        handle_missing: str = "error",
        ngram_range: tuple[int, int] = (1, 2),
        ngram_weight: float | str = "auto",
        char_ngram_range: tuple[int, int] | None = None,
        n_buckets: int | str | None = "auto",
        max_df: float = 1.0,
        min_df: float = 1,
        max_features: int | None = None,
        vocabulary: Mapping[str, int] | Iterable[str] | None = None,
        pooling: str | Pooling = "tfidf",
        norm: str | None = None,
        n_jobs: int | None = None,
        random_state: int | np.random.RandomState | None = None,
        verbose: int = 0,
    ) -> None:
        self.n_components = n_components
        self.learning_rate = learning_rate
        self.min_learning_rate = min_learning_rate
        self.max_iter = max_iter
        self.alpha = alpha
        self.weight_decay = weight_decay
        self.dropout = dropout
        self.early_stopping = early_stopping
        self.validation_fraction = validation_fraction
        self.n_iter_no_change = n_iter_no_change
        self.tol = tol
        self.cv = cv
        self.init = init
        self.freeze = freeze
        self.warm_start = warm_start
        self.new_terms = new_terms
        self.input = input
        self.encoding = encoding
        self.decode_error = decode_error
        self.strip_accents = strip_accents
        self.lowercase = lowercase
        self.preprocessor = preprocessor
        self.tokenizer = tokenizer
        self.analyzer = analyzer
        self.stop_words = stop_words
        self.token_pattern = token_pattern
        self.handle_missing = handle_missing
        self.ngram_range = ngram_range
        self.ngram_weight = ngram_weight
        self.char_ngram_range = char_ngram_range
        self.n_buckets = n_buckets
        self.max_df = max_df
        self.min_df = min_df
        self.max_features = max_features
        self.vocabulary = vocabulary
        self.pooling = pooling
        self.norm = norm
        self.n_jobs = n_jobs
        self.random_state = random_state
        self.verbose = verbose

    def predict(self, X: Any) -> NDArray[np.float64]:
        """Predict the targets.

        Parameters
        ----------
        X : iterable of str of shape (n_documents,)
            The documents.

        Returns
        -------
        y : ndarray of shape (n_documents,) or (n_documents, n_targets), dtype=float64
            The predictions, in the units of y.
        """
        return self._predict(X, lambda numbers, scores: numbers.predictions(scores))

    def __sklearn_tags__(self) -> Tags:
        """Declare that several targets are supported."""
        tags = super().__sklearn_tags__()
        tags.target_tags.multi_output = True
        return tags
