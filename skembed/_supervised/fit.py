"""SupervisedMixin: what the supervised vectorizers share.

A fit reads and trains (`learning`), cross-fits if needed (`cross_fitting`), and sets all fitted
attributes at the very end. A prediction reads all of them from one snapshot.
"""

from __future__ import annotations

import copy
from collections import ChainMap, defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from sklearn.base import TransformerMixin, is_classifier
from sklearn.utils import Tags
from sklearn.utils.metadata_routing import MetadataRouter

from .._base.slices import compute
from .._base.vectorizer import normed
from .._compat.sklearn import (
    StrOptions,
    fit_context,
    split_metadata,
    splitter_router,
    whole_number,
)
from .._core.checks import as_count
from .._core.corpus import Corpus
from .._core.pieces import stacked
from .._text.analyzer import Analyzer
from .._text.composed import composed_pieces
from .._text.encoder import FeatureEncoder
from .._text.partitions import known_length
from .contribution_table import ContributionTable, tabulate
from .cross_fitting import cross_fit, find_folds
from .explanation import Explanation, explain
from .learning import initial_model_of_folds, learn, learn_more
from .prediction import head_scores
from .seen import share_seen
from .targets.target_kind import TargetKind
from .training_data import FitInput

# constraint of the parameter that both supervised vectorizers have in common
MAX_ITER = [whole_number(), StrOptions({"auto"})]


class SupervisedMixin(TransformerMixin):
    """The methods of a `BaseVectorizer` that learns from y."""

    _find_target_kind: ClassVar[staticmethod[..., TargetKind]]  # of a `FindKind`
    _encoder: FeatureEncoder

    @fit_context
    def fit(
        self,
        X: Any,
        y: Any,
        sample_weight: ArrayLike | None = None,
        X_val: Any = None,
        y_val: Any = None,
    ) -> Self:
        """Learn the vectors and the head from documents and their targets.

        Parameters
        ----------
        X : iterable of str of shape (n_documents,)
            The documents: a list, tuple, generator, array, Series or a dataframe with one
            column; lists of tokens if ``analyzer`` is a callable.

        y : array-like of shape (n_documents,) or (n_documents, n_outputs)
            The targets.

        sample_weight : array-like of shape (n_documents,), default=None
            Weights of the documents. A weight multiplies the loss of its document, and
            AdaGrad treats a document of weight 2 like two copies of it. Up to the order in
            which documents are visited, the effect is that of repeating the document. The
            weights do not affect the vocabulary and idf.

        X_val : iterable of str, default=None
            Documents of the validation set for ``early_stopping``. If None, part of ``X``
            is set aside.

        y_val : array-like, default=None
            Targets of the validation set.

        Returns
        -------
        self : object
            The fitted vectorizer.

        Raises
        ------
        ValueError
            If y or the weights are invalid; the message names the row.
        """
        given = FitInput(X, y, sample_weight, X_val, y_val)
        self._install(learn(self, self._snapshot(), given).attributes)
        return self

    @fit_context
    def fit_transform(
        self,
        X: Any,
        y: Any,
        sample_weight: ArrayLike | None = None,
        X_val: Any = None,
        y_val: Any = None,
        **params: Any,
    ) -> NDArray[np.float32]:
        """Fit, and return features of the documents from models that have not seen their y.

        Unless ``cv=None``, this is not equivalent to ``fit(X, y).transform(X)``, whose
        features come from a model trained on the targets of the same documents.

        Parameters
        ----------
        X : iterable of str of shape (n_documents,)
            The documents, as for `fit`; they may come from a generator.

        y : array-like of shape (n_documents,) or (n_documents, n_outputs)
            The targets.

        sample_weight : array-like of shape (n_documents,), default=None
            Weights of the documents; see `fit`.

        X_val, y_val : iterable of str and array-like, default=None
            The validation set; see `fit`.

        **params : dict
            Metadata for the splitter ``cv``, such as ``groups`` for
            :class:`~sklearn.model_selection.GroupKFold`.

        Returns
        -------
        features : ndarray of shape (n_documents, n_components), dtype=float32
            Features of the documents. Those of each document come from the model of the
            fold that left it out, rotated into the space of the model that was fitted to
            all documents.
        """
        before = self._snapshot()
        fit = learn(self, before, FitInput(X, y, sample_weight, X_val, y_val))
        if before.cv is None:
            fitted = self._install(fit.attributes)
            plain: NDArray[np.float32] = fitted._features(fit.documents.corpus)
            return plain
        metadata = split_metadata(self, params)
        folds = find_folds(before.cv, fit.data, metadata, is_classifier=is_classifier(self))
        start = initial_model_of_folds(before, fit)
        features = cross_fit(fit.data, fit.parameters, start, fit.learned_vectors, folds)
        if fit.frozen is not None:  # it has not seen any y
            features = np.hstack([fit.frozen.features, features])
        self._install(fit.attributes)
        return normed(features, self.norm)

    @fit_context
    def partial_fit(
        self,
        X: Any,
        y: Any,
        classes: ArrayLike | None = None,
        sample_weight: ArrayLike | None = None,
    ) -> Self:
        """Make one pass over a batch of documents, with a constant ``learning_rate``.

        The first call learns the terms and their weights from its documents, and fits an
        ``init`` that is not fitted to them. Later calls ignore new terms, unless
        ``new_terms='add'``, and warn if no term of their documents is known. The weights of
        terms (idf) and the AdaGrad sums of the terms, of which each call changes those in its
        documents, are kept from call to call. The time of a later call depends on its documents
        only, not on the number of terms, unless ``weight_decay`` shrinks all vectors or terms
        are added. A pickled vectorizer can be loaded and trained further, with the same results
        as without pickling.

        Parameters
        ----------
        X : iterable of str of shape (n_documents,)
            The documents, as for `fit`.

        y : array-like of shape (n_documents,) or (n_documents, n_outputs)
            The targets.

        classes : array-like of shape (n_classes,), default=None
            All classes of all calls; required in the first call if its y does not contain
            all of them.

        sample_weight : array-like of shape (n_documents,), default=None
            Weights of the documents; see `fit`.

        Returns
        -------
        self : object
            The fitted vectorizer.

        Raises
        ------
        ValueError
            If y contains an unknown class, ``n_components`` has changed, or ``new_terms='add'``
            cannot be combined with ``freeze``.
        """
        before = self._snapshot()  # a fit in another thread must not interfere
        given = FitInput(X, y, sample_weight, classes=classes)
        if hasattr(before, "embedding_"):
            fit = learn_more(self, before, given)
        else:
            fit = learn(self, before, given, one_pass=True)
        self._install(fit.attributes)
        return self

    def contributions(self, X: Any, *, target: object = None) -> sparse.csr_array:
        r"""Return how much each term of a document contributes to a score.

        The contributions are exact, because a score is linear in the weighted sum of the
        vectors: it is the sum of the intercept and the contributions of the document's row,

        .. math::

            s_c = b_c + \sum_t a_t\, (w_c \cdot v_t)

        where :math:`a_t` is the weight of term :math:`t` in the document (divided by the norm
        of the document's sum if ``norm`` is given).

        Parameters
        ----------
        X : iterable of str of shape (n_documents,)
            The documents.

        target : object, default=None
            The class whose score is explained (for multilabel targets or several numbers,
            the column). None means the predicted class of each document, or the first column.

        Returns
        -------
        contributions : csr_array of shape (n_documents, n_terms + n_words), dtype=float64
            Contributions of the terms. Column j belongs to row j of ``embedding_``. The last
            columns belong to the words of X, sorted, that are no terms but have a vector by
            subwords; without subwords, there are none.

        Raises
        ------
        ValueError
            If ``target`` is not a class or column.
        """
        return self._snapshot()._explain(X, target).contributions

    def top_contributions(
        self, X: Any, *, target: object = None, n_terms: int = 10
    ) -> ContributionTable:
        """Return the terms of each document with the largest contributions, as a table.

        Parameters
        ----------
        X : iterable of str of shape (n_documents,)
            The documents.

        target : object, default=None
            The class or column whose score is explained, as in `contributions`.

        n_terms : int, default=10
            Number of terms per document: those with the largest absolute contributions.

        Returns
        -------
        table : list of Contribution
            Rows with the attributes ``document`` (its index), ``target``, ``term`` and
            ``contribution``, the largest of each document first. It prints as a table;
            ``pandas.DataFrame(table)`` is a dataframe of it. Terms that share a bucket of
            ``n_buckets`` have one row, with their names joined.

        Raises
        ------
        TypeError, ValueError
            If ``target`` is not a class or column, or ``n_terms`` is not an integer from 0 on.
        """
        n_terms = as_count(n_terms, "n_terms")
        fitted, documents = self._snapshot(), list(self._analyzer().iterate(X))
        explanation = fitted._explain(documents, target)
        names = [fitted._names_of_rows(document, explanation.words) for document in documents]
        return tabulate(explanation.contributions, explanation.targets, names, n_terms)

    def get_metadata_routing(self) -> MetadataRouter:
        """Return the metadata routing of this object: ``groups`` is passed to the splitter.

        Returns
        -------
        routing : MetadataRouter
            Routing information; see :ref:`metadata routing <metadata_routing>`.
        """
        return splitter_router(self)

    def __sklearn_clone__(self) -> Self:
        """Clone all parameters; a fitted ``init`` keeps its vectors, or it would be fitted anew."""
        cloned: Self = super().__sklearn_clone__()
        if hasattr(self.init, "embedding_"):
            cloned.init = copy.copy(self.init)
        return cloned

    def __sklearn_tags__(self) -> Tags:
        """Declare that y is required."""
        tags = super().__sklearn_tags__()
        tags.target_tags.required = True
        return tags

    def _encode_pieces(self, X: Any, analyzer: Analyzer) -> Iterator[Corpus]:
        subwords = self.embedding_.subwords
        if subwords is not None:
            return composed_pieces(X, analyzer, self._encoder, subwords)
        return self._encoder.encode_pieces(X, analyzer)

    def _predict(
        self, X: Any, turn: Callable[[Any, NDArray[np.float64]], NDArray[Any]]
    ) -> NDArray[Any]:
        """Return ``turn(target kind, scores of the head)``, computed piece by piece."""
        fitted = self._snapshot()
        fitted._check_fitted()
        n_documents = known_length(X)
        scores = compute(fitted, X, type(fitted)._scores, n_documents)
        return stacked((turn(fitted._target_kind, piece) for piece in scores), n_documents)

    def _scores(self, corpus: Corpus) -> NDArray[np.float64]:
        return head_scores(self._features(corpus), self.coef_, self.intercept_)

    def _explain(self, X: Any, target: object) -> Explanation:
        self._check_fitted()
        return explain(self, X, target)

    def _names_of_rows(self, document: Any, words: dict[int, str]) -> Mapping[int, str]:
        """Return the names of the terms of a document by their row, in the order of the text.

        ``words`` are those of an explanation.
        """
        names: dict[int, dict[str, None]] = defaultdict(dict)
        for name, row in zip(*self._encoder.named(document, self._analyzer()), strict=True):
            names[int(row)][name] = None
        return ChainMap({row: " / ".join(mine) for row, mine in names.items()}, words)

    def _share_seen(self, X: Any) -> float:
        """Estimate the fraction of the documents that the vectorizer was fitted on."""
        fitted = self._snapshot()
        # words that are no terms have other ids in each piece, and none in the sketch
        pieces = fitted._encoder.encode_pieces(X, fitted._analyzer())
        return share_seen(fitted._seen_documents, pieces)
