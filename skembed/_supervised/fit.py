"""SupervisedMixin: fit, fit_transform and partial_fit of the vectorizers that learn from y.

Training data are read once (`training_data`) and trained on once, or once for each fold (`train`).
What y is, the subclass says. Here is what scikit-learn calls; nothing changes before the end.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator
from functools import partial
from numbers import Real
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from sklearn.base import TransformerMixin
from sklearn.model_selection import check_cv
from sklearn.utils import Tags
from sklearn.utils.metadata_routing import MetadataRouter, MethodMapping
from sklearn.utils.validation import check_is_fitted

from .._base.vectorizer import (
    N_COMPONENTS_CONSTRAINT,
    VOCABULARY_CONSTRAINTS,
    BaseVectorizer,
    normed,
    with_names,
)
from .._compat.sklearn import (
    FitProgress,
    Interval,
    RealNotInt,
    StrOptions,
    fit_context,
    whole_number,
)
from .._compat.threads import n_threads
from .._core.checks import check_vocabulary
from .._core.corpus import Corpus, Vocabulary
from .._core.embedding import Embedding
from .._core.pieces import stacked
from .._core.snapshots import ArraySnapshot
from .._fit.initial_vectors import Start
from .._fit.loop import LinearRate, run
from .._text.ngrams import check_range, learn_features
from .early_stopping import head_scores, norms_of
from .targets import Problem
from .train import cross_fit, find_folds, make_trainer, put_last, put_start, start_of, teach
from .trainer import Model, Sums
from .training_data import Given, Lesson, read_lesson

# What the parameters may be that both estimators have.
SUPERVISED_CONSTRAINTS: dict[str, list[Any] | str] = {
    **BaseVectorizer._parameter_constraints,
    **VOCABULARY_CONSTRAINTS,
    "n_components": N_COMPONENTS_CONSTRAINT,
    "learning_rate": [Interval(Real, 0, None, closed="neither")],
    "min_learning_rate": [Interval(Real, 0, None, closed="left")],
    "max_iter": [whole_number()],
    "weight_decay": [Interval(Real, 0, None, closed="left")],
    "dropout": [Interval(Real, 0, 1, closed="left")],
    "early_stopping": ["boolean"],
    "validation_fraction": [Interval(RealNotInt, 0, 1, closed="neither")],
    "n_iter_no_change": [whole_number()],
    "tol": [Interval(Real, 0, None, closed="left")],
    "cv": ["cv_object", None],
    "init": "no_validation",
    "freeze": ["boolean"],
    "warm_start": ["boolean"],
    "ngram_range": [tuple, list],
    "char_ngram_range": [tuple, list, None],
    "n_buckets": [whole_number(), StrOptions({"auto"}), None],
    "random_state": ["random_state"],
}


class Explanation(NamedTuple):
    """What each term adds to one score of each document, and what is there without terms.

    ``contributions`` (n_documents, n_terms); ``intercepts`` and ``targets`` (n_documents,).
    """

    contributions: sparse.csr_array
    intercepts: NDArray[np.float64]
    targets: NDArray[Any]


class SupervisedMixin(TransformerMixin):
    """fit, fit_transform and partial_fit for a `BaseVectorizer` that learns from y.

    A subclass says what y is (`_find_problem`).
    """

    @abstractmethod
    def _find_problem(
        self, y: Any, importance: NDArray[np.float64], classes: ArrayLike | None
    ) -> Problem:
        """Return what the targets are."""

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
        *_, attributes = self._learn(Given(X, y, sample_weight, X_val, y_val))
        self._install(attributes)
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
        lesson, start, attributes = self._learn(Given(X, y, sample_weight, X_val, y_val))
        if self.cv is None:
            plain: NDArray[np.float32] = self._install(attributes)._features(lesson.corpus)
            return plain
        folds = find_folds(self, lesson, params)
        features = cross_fit(self, lesson, start, attributes["embedding_"], folds)
        self._install(attributes)
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
        last = self._snapshot()
        go_on = hasattr(last, "embedding_")
        given = Given(X, y, sample_weight, classes=classes)
        lesson = read_lesson(last, given, go_on=go_on)
        trainer = make_trainer(last, lesson, lesson.examples, n_threads(self.n_jobs))
        if go_on:
            put_last(last, trainer, lesson)
        else:
            put_start(last, trainer, lesson, start_of(last, lesson))
        complete = partial(self._attributes, lesson, last if go_on else None)
        progress = FitProgress(self, X, y, n_passes=1, complete=complete)
        rate = LinearRate(self.learning_rate, self.learning_rate, 1)
        state = run(trainer, rate, progress, name=type(self).__name__, verbose=self.verbose)
        attributes = complete({**state, "validation_score_": None, "validation_scores_": None})
        progress.finish(attributes)
        self._install(attributes)
        return self

    def contributions(self, X: Any, *, target: object = None) -> sparse.csr_array:
        r"""Return how much each term of a document adds to a score.

        The model is linear in a document's weighted sum of vectors, so this is exact:
        the score is the intercept and the sum of the row,

        .. math::

            s_c = b_c + \sum_t a_t\, (w_c \cdot v_t)

        with :math:`a_t` the weight of term :math:`t` in the document (over the norm, if
        ``norm`` is given).

        Parameters
        ----------
        X : iterable of str of shape (n_documents,)
            The documents.

        target : object, default=None
            The class (with several labels or numbers, the column) whose score it is.
            None takes the class that is predicted for each document, or the first column.

        Returns
        -------
        contributions : csr_array of shape (n_documents, n_terms), dtype=float64
            Columns are rows of ``embedding_``.

        Raises
        ------
        ValueError
            If there is no such class or column.
        """
        return self._snapshot()._explain(X, target).contributions

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

    # Fitting

    def _learn(self, given: Given) -> tuple[Lesson, Start | None, dict[str, Any]]:
        """Read and train, the estimator being as it was.

        Returns what was read, where the training started, and the fitted attributes.
        """
        before = self._snapshot()  # of which a warm start reads several attributes
        lesson = read_lesson(before, given)
        start = start_of(before, lesson)
        complete = partial(self._attributes, lesson, None)
        progress = FitProgress(self, given.X, given.y, n_passes=self.max_iter, complete=complete)
        state = teach(before, lesson, lesson.examples, start, progress, n_threads(self.n_jobs))
        attributes = complete(state)
        progress.finish(attributes)
        return lesson, start, attributes

    @staticmethod
    def _attributes(lesson: Lesson, last: Any, state: dict[str, Any]) -> dict[str, Any]:
        """Return the fitted attributes; a partial fit goes on from the estimator ``last``."""
        state = dict(state)
        model: Model = state.pop("_model")
        sums: Sums = state.pop("_sums")
        shrinkage: float = state.pop("_shrinkage")
        if last is None:
            assert lesson.vocabulary is not None
            embedding = Embedding(lesson.vocabulary.terms, model.vectors)
            vector_sums = ArraySnapshot(sums.vectors)
        else:
            assert lesson.terms is not None
            embedding = last.embedding_._changed(lesson.terms, model.vectors, shrinkage)
            vector_sums = last._vector_sums.changed(lesson.terms, sums.vectors)
            state["n_iter_"] += last.n_iter_
            state["loss_curve_"] = np.concatenate([last.loss_curve_, state["loss_curve_"]])
        return with_names(
            {
                **state,
                **lesson.problem.fitted(model.head, model.intercept),
                "embedding_": embedding,
                "vocabulary_": embedding.index,
                "pooling_": lesson.pooling,
                "_encoder": lesson.encoder,
                "_problem": lesson.problem,
                "_n_features_out": embedding.n_components,
                "_vector_sums": vector_sums,
                "_head_sums": (sums.head, sums.intercept),
            }
        )

    # Predicting and explaining

    def _predict(
        self, X: Any, turn: Callable[[Any, NDArray[np.float64]], NDArray[Any]]
    ) -> NDArray[Any]:
        """Return what ``turn`` makes of the problem and the head's scores, piece by piece."""
        fitted = self._snapshot()
        check_is_fitted(fitted)
        problem, coef, intercept = fitted._problem, fitted.coef_, fitted.intercept_
        features = map(fitted._features, fitted._encode_pieces(X))
        return stacked((turn(problem, head_scores(f, coef, intercept)) for f in features), X)

    def _explain(self, X: Any, target: object) -> Explanation:
        check_is_fitted(self)
        parts = [self._explain_piece(corpus, target) for corpus in self._encode_pieces(X)]
        if len(parts) == 1:
            return parts[0]
        contributions, intercepts, targets = zip(*parts, strict=True)
        return Explanation(
            sparse.vstack(contributions, format="csr"),
            np.concatenate(intercepts),
            np.concatenate(targets),
        )

    def _explain_piece(self, corpus: Corpus, target: object) -> Explanation:
        vectors = self.embedding_.vectors
        sums = self.pooling_.transform(corpus, self.embedding_, n_threads=n_threads(self.n_jobs))
        lengths = norms_of(sums, self.norm)
        scores = head_scores(normed(sums, self.norm), self.coef_, self.intercept_)
        column, sign, targets = self._problem.explained(scores, target)
        weights = self.pooling_.weights(corpus, len(vectors))
        terms_of = np.diff(weights.indptr)
        data = weights.data * np.repeat(sign / lengths, terms_of)
        used, place = np.unique(weights.indices, return_inverse=True)
        products = head_scores(vectors[used], self.coef_, 0.0)
        data = data * products[place, np.repeat(column, terms_of)]
        contributions = sparse.csr_array(
            (data, weights.indices, weights.indptr), shape=weights.shape
        )
        return Explanation(contributions, sign * np.atleast_1d(self.intercept_)[column], targets)

    def _named(self, document: Any) -> tuple[list[str], NDArray[np.int32]]:
        """Return the terms of a document as they stand in it, and their rows."""
        named: tuple[list[str], NDArray[np.int32]] = self._encoder.named(document, self._analyzer())
        return named

    # What BaseVectorizer asks for

    def _read(self, X: Any) -> tuple[Vocabulary, Corpus, dict[str, Any]]:
        check_range(self.ngram_range, "ngram_range")  # of characters, too
        index = None if self.vocabulary is None else check_vocabulary(self.vocabulary)
        encoder, vocabulary, corpus = learn_features(
            X,
            self._fit_analyzer(index),
            ngram_range=self.ngram_range if self.analyzer == "word" else (1, 1),
            char_ngram_range=self.char_ngram_range,
            n_buckets=self.n_buckets,
            min_df=self.min_df,
            max_df=self.max_df,
            max_features=self.max_features,
            vocabulary=index,
            name=type(self).__name__,
        )
        return vocabulary, corpus, {"_encoder": encoder}

    def _encode_pieces(self, X: Any) -> Iterator[Corpus]:
        corpora: Iterator[Corpus] = self._encoder.encode_pieces(X, self._analyzer())
        return corpora
