"""SupervisedMixin: fit, fit_transform and partial_fit of the vectorizers that learn from y.

Each is a line: read, train (`learning`), cross-fit (`cross_fitting`), and at the very end put all
fitted attributes in place. Predictions and explanations have files of their own.
"""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import is_classifier
from sklearn.model_selection import check_cv
from sklearn.utils import Tags
from sklearn.utils.metadata_routing import MetadataRouter, MethodMapping, process_routing

from .._base.vectorizer import normed
from .._compat.sklearn import fit_context, routing_enabled
from .cross_fitting import cross_fit, find_folds
from .explanation import ExplanationMixin
from .learning import LearningMixin
from .training_data import FitInput


class SupervisedMixin(LearningMixin, ExplanationMixin):
    """What scikit-learn calls on a `BaseVectorizer` that learns from y.

    A subclass says what kind of targets y holds (`_find_target_kind`).
    """

    @fit_context
    def fit(
        self,
        X: Any,
        y: Any,
        sample_weight: ArrayLike | None = None,
        X_val: Any = None,
        y_val: Any = None,
    ) -> Self:
        """Learn vectors and head from documents and their targets.

        Parameters
        ----------
        X : iterable of str of shape (n_documents,)
            The documents: a list, tuple, generator, array, Series or a dataframe of
            one column; lists of tokens if ``analyzer`` is a callable.

        y : array-like of shape (n_documents,) or (n_documents, n_outputs)
            The targets.

        sample_weight : array-like of shape (n_documents,), default=None
            How much each document counts. A weight multiplies the loss of its document,
            and AdaGrad counts it as so many documents: 2 is the document twice, up to
            the order in which documents are met. It says nothing about vocabulary and
            idf, for which every document counts once.

        X_val : iterable of str, default=None
            Documents to judge each pass by, if ``early_stopping``; None sets some of
            ``X`` aside.

        y_val : array-like, default=None
            Their targets.

        Returns
        -------
        self : object
            The fitted vectorizer.

        Raises
        ------
        ValueError
            If y or the weights are not usable; the message names the row.
        """
        fit = self._learn(self._snapshot(), FitInput(X, y, sample_weight, X_val, y_val))
        self._install(fit.attributes)
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

        Not the same as ``fit(X, y).transform(X)``, whose features know the targets of
        these very documents, unless ``cv=None``.

        Parameters
        ----------
        X : iterable of str of shape (n_documents,)
            The documents, as for `fit`; a generator works.

        y : array-like of shape (n_documents,) or (n_documents, n_outputs)
            The targets.

        sample_weight : array-like of shape (n_documents,), default=None
            How much each document counts; see `fit`.

        X_val, y_val : iterable of str and array-like, default=None
            Documents to judge each pass by; see `fit`.

        **params : dict
            Metadata for the splitter ``cv``, such as ``groups`` for
            :class:`~sklearn.model_selection.GroupKFold`.

        Returns
        -------
        features : ndarray of shape (n_documents, n_components), dtype=float32
            Those of each document by the model of the fold that it was left out of,
            turned into the space of the model that was fitted to all documents.
        """
        before = self._snapshot()
        fit = self._learn(before, FitInput(X, y, sample_weight, X_val, y_val))
        if before.cv is None:
            fitted = self._install(fit.attributes)
            plain: NDArray[np.float32] = fitted._features(fit.documents.corpus)
            return plain
        metadata = self._split_metadata(params)
        folds = find_folds(before.cv, fit.data, metadata, is_classifier=is_classifier(self))
        start = before._initial_model_of_folds(fit)
        features = cross_fit(fit.data, fit.parameters, start, fit.attributes["embedding_"], folds)
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
        """Make one pass over some documents, with ``learning_rate`` as it is.

        The first call learns terms, and their weights, from its documents; later ones
        leave out what is new, and warn if that is everything. They take the time of their
        own documents, however many terms there are, unless ``weight_decay`` shrinks the
        vectors of all. Training goes on after a pickle as it would have without.

        Parameters
        ----------
        X : iterable of str of shape (n_documents,)
            The documents, as for `fit`.

        y : array-like of shape (n_documents,) or (n_documents, n_outputs)
            The targets.

        classes : array-like of shape (n_classes,), default=None
            All classes that there will be; needed in the first call if its y does not
            hold all of them.

        sample_weight : array-like of shape (n_documents,), default=None
            How much each document counts; see `fit`.

        Returns
        -------
        self : object
            The vectorizer.

        Raises
        ------
        ValueError
            If y holds a class that is not known, or ``n_components`` has changed.
        """
        before = self._snapshot()  # nothing of another thread's fit comes in between
        given = FitInput(X, y, sample_weight, classes=classes)
        if hasattr(before, "embedding_"):
            fit = self._learn_more(before, given)
        else:
            fit = self._learn(before, given, one_pass=True)
        self._install(fit.attributes)
        return self

    def get_metadata_routing(self) -> MetadataRouter:
        """Return what metadata goes where: ``groups`` to the splitter.

        Returns
        -------
        routing : MetadataRouter
            For :ref:`metadata routing <metadata_routing>`.
        """
        mapping = MethodMapping().add(caller="fit_transform", callee="split")
        router = MetadataRouter(owner=self).add_self_request(self)
        return router.add(splitter=check_cv(self.cv), method_mapping=mapping)

    def __sklearn_tags__(self) -> Tags:
        """Say that y is needed."""
        tags = super().__sklearn_tags__()
        tags.target_tags.required = True
        return tags

    def _split_metadata(self, params: dict[str, Any]) -> dict[str, Any]:
        """Return what the caller gave for the splitter.

        Raises
        ------
        TypeError
            If the caller gave something that no splitter takes.
        """
        given = {key: value for key, value in params.items() if value is not None}
        if given and routing_enabled():
            given = dict(process_routing(self, "fit_transform", **given).splitter.split)
        unknown = sorted(set(given) - {"groups"})
        if unknown:
            raise TypeError(f"fit_transform got an unexpected argument: {', '.join(unknown)}.")
        return given
