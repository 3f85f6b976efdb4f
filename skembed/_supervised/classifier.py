"""SupervisedEmbeddingVectorizer: vectors learned with a softmax head; also a classifier.

This file holds the class and documents its parameters. The fit methods are in `_supervised.fit`,
the targets in `_supervised.targets`, the training steps in `_supervised.trainer`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from numbers import Real
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from sklearn.base import ClassifierMixin
from sklearn.utils import Tags

from .._base.parameters.decorator import shared_parameters
from .._base.vectorizer import BaseVectorizer
from .._compat.sklearn import Interval, StrOptions
from ..pooling import Pooling
from .fit import MAX_ITER, SupervisedMixin
from .targets.classes import find_classes


@shared_parameters
class SupervisedEmbeddingVectorizer(ClassifierMixin, SupervisedMixin, BaseVectorizer):
    r"""Document features from term vectors learned for a classification task; also a classifier.

    Each term has a vector. The features of a document are the weighted sum of the vectors of
    its terms, without an activation function, and a softmax head predicts the class from them.
    Vectors and head are trained jointly on the classification loss, like the embedding layer
    of a neural network.

    Read more in the :ref:`User Guide <supervised>`.

    Parameters
    ----------
    label_smoothing : float, default=0.1
        Probability, below 1, that the training target takes from the true class and gives to
        all :math:`K` classes in equal parts, times :math:`1 - 2 / K`: the more classes, the
        more, and nothing for two classes or multilabel targets [3]_. It keeps easy documents
        from dominating the loss.

    class_weight : dict, 'balanced' or None, default=None
        Weights of the classes, multiplied by ``sample_weight``. 'balanced' weights classes
        inversely to their frequency, so that all classes have the same total weight.

    calibrate : bool, default=True
        Divide ``coef_`` and ``intercept_`` by a temperature, so that `predict_proba` returns
        probabilities that fit new documents (temperature scaling [4]_). `predict` and
        `transform` do not depend on it. The temperature is found on the validation set of
        ``early_stopping``; without one, on documents that a second model, trained on a part
        of the documents, has not seen. `partial_fit` keeps the temperature of `fit`; without
        a `fit`, it is 1.

    {supervised_parameters}

    {shared_parameters}

    Attributes
    ----------
    {embedding_attributes}

    classes_ : ndarray of shape (n_classes,)
        The class labels. For multilabel targets, the column indices of the labels.

    coef_ : ndarray of shape (1, n_components) or (n_classes, n_components), dtype=float32
        Coefficients of the head. For two classes, those of the second class.

    intercept_ : ndarray of shape (1,) or (n_classes,), dtype=float32
        Intercepts of the head.

    n_iter_ : int
        Number of passes made.

    loss_curve_ : ndarray of shape (n_passes,), dtype=float64
        Training loss of each pass: the weighted mean over the documents of
        :math:`-\ln p_y`, with label smoothing (for multilabel targets, of the sum of the binary
        losses), computed during the pass, before calibration.

    validation_score_ : float or None
        Validation accuracy after the best pass, whose model was kept. None without
        ``early_stopping``.

    validation_scores_ : ndarray of shape (n_passes,), dtype=float64, or None
        Validation accuracy after each pass. None without ``early_stopping``.

    See Also
    --------
    SupervisedEmbeddingRegressor : The same for regression.
    Word2VecVectorizer : Learns the vectors from context, without labels.

    Notes
    -----
    The same ``random_state`` gives bit-identical results for any ``n_jobs``. Results differ
    slightly between instruction sets (AVX-512, AVX2, others); see :ref:`reproducibility`.

    References
    ----------
    .. [1] A. Joulin, E. Grave, P. Bojanowski, T. Mikolov, "Bag of Tricks for Efficient Text
       Classification", EACL 2017. https://arxiv.org/abs/1607.01759

    .. [2] J. Duchi, E. Hazan, Y. Singer, "Adaptive Subgradient Methods for Online Learning
       and Stochastic Optimization", JMLR 12, 2011.

    .. [3] C. Szegedy, V. Vanhoucke, S. Ioffe, J. Shlens, Z. Wojna, "Rethinking the Inception
       Architecture for Computer Vision", CVPR 2016. https://arxiv.org/abs/1512.00567

    .. [4] C. Guo, G. Pleiss, Y. Sun, K. Weinberger, "On Calibration of Modern Neural Networks",
       ICML 2017. https://arxiv.org/abs/1706.04599

    Examples
    --------
    >>> from skembed import SupervisedEmbeddingVectorizer
    >>> documents = ["a fine film", "a dull film", "what a fine cast", "dull and long"] * 20
    >>> y = ["good", "bad", "good", "bad"] * 20
    >>> model = SupervisedEmbeddingVectorizer(n_components=8, random_state=0).fit(documents, y)
    >>> model.predict(["a dull cast", "a fine one"]).tolist()
    ['bad', 'good']
    >>> model.transform(["a fine film"]).shape
    (1, 8)
    """

    _parameter_constraints: ClassVar[dict[str, Any]] = {
        "max_iter": MAX_ITER,
        "label_smoothing": [Interval(Real, 0, 1, closed="left")],
        "class_weight": [dict, StrOptions({"balanced"}), None],
        "calibrate": ["boolean"],
    }
    _find_target_kind = staticmethod(find_classes)

    def __init__(
        self,
        *,
        n_components: int = 50,
        learning_rate: float = 0.06,
        min_learning_rate: float = 0.0,
        max_iter: int | str = "auto",
        label_smoothing: float = 0.1,
        weight_decay: float = 0.0,
        dropout: float = 0.0,
        class_weight: Mapping[Any, float] | str | None = None,
        calibrate: bool = True,
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
        ngram_weight: float = 0.5,
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
        self.label_smoothing = label_smoothing
        self.weight_decay = weight_decay
        self.dropout = dropout
        self.class_weight = class_weight
        self.calibrate = calibrate
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

    def decision_function(self, X: Any) -> NDArray[np.float64]:
        """Return the scores of the head.

        Parameters
        ----------
        X : iterable of str of shape (n_documents,)
            The documents.

        Returns
        -------
        scores : ndarray of shape (n_documents,) or (n_documents, n_classes), dtype=float64
            The scores. For two classes, one score per document: a score above 0 predicts the
            second class.
        """
        return self._predict(X, lambda classes, s: s[:, 0] if classes.is_binary else s)

    def predict_proba(self, X: Any) -> NDArray[np.float64]:
        """Return the probability of each class.

        Parameters
        ----------
        X : iterable of str of shape (n_documents,)
            The documents.

        Returns
        -------
        probabilities : ndarray of shape (n_documents, n_classes), dtype=float64
            Probabilities of the classes, in the order of ``classes_``. For multilabel
            targets, the probability of each label.
        """
        return self._predict(X, lambda classes, scores: classes.probabilities(scores))

    def predict(self, X: Any) -> NDArray[Any]:
        """Predict the class of each document.

        Parameters
        ----------
        X : iterable of str of shape (n_documents,)
            The documents.

        Returns
        -------
        y : ndarray of shape (n_documents,) or (n_documents, n_labels)
            The most probable classes. For multilabel targets, 1 for each label with a
            probability above 0.5, and 0 for the others.
        """
        return self._predict(X, lambda classes, scores: classes.predictions(scores))

    def __sklearn_tags__(self) -> Tags:
        """Declare that multilabel targets are supported."""
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_label = True
        return tags
