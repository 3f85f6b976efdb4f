"""`BaseVectorizer`: read documents and compute features, independent of the method.

``fit`` is defined elsewhere, because some methods need ``y`` (`_supervised.fit`) and others do not
(`_base.unsupervised`). This module reads documents, pools vectors and implements the rest of
scikit-learn's API contract.
"""

from __future__ import annotations

from abc import ABC
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassNamePrefixFeaturesOutMixin, TransformerMixin
from sklearn.preprocessing import normalize
from sklearn.utils import Tags
from sklearn.utils.validation import check_is_fitted

from .._compat.plain_numbers import NOT_PLAIN, plain
from .._compat.sklearn import CallbackSupportMixin
from .._compat.threads import n_threads, n_useful_threads
from .._core.corpus import Corpus, Vocabulary
from .._core.embedding import Embedding
from .._core.pieces import stacked
from .._core.terms import Terms
from .._core.version import VersionedPickleMixin
from .._text.analyzer import Analyzer, analyzer_of, warn_of_parameters
from .._text.composed import compose, composed_pieces
from .._text.encoder import encoder_of_tokens
from .._text.known import KnownTokens
from .._text.parameter_checks import check_vocabulary
from .._text.partitions import known_length
from .._text.vocabulary import (
    encode_pieces,
    encode_with_vocabulary,
    learn_vocabulary,
    read_counted,
    rows_in,
)
from ..pooling import Pooling, resolve
from .compact import CompactDocuments, check_compactable, compacted, with_unseen
from .coverage import coverage_of
from .slices import compute

# Minimum number of tokens to pool for each additional thread.
_PER_THREAD = 1 << 13


class BaseVectorizer(
    CallbackSupportMixin,
    ClassNamePrefixFeaturesOutMixin,
    TransformerMixin,
    VersionedPickleMixin,
    BaseEstimator,
    ABC,
):
    """Base class of all vectorizers: raw documents in, one row of features per document out.

    It reads documents, pools vectors into features, validates parameters and supports pickling;
    `UnsupervisedMixin` adds ``fit`` and ``fit_transform``.

    Notes
    -----
    A subclass defines:

    - ``__init__``, which lists all parameters explicitly and only stores them. It must have the
      text and output parameters of this class: ``input`` to ``token_pattern``, ``pooling``,
      ``norm``, ``n_jobs`` and ``verbose``; without ``handle_missing``, missing documents are
      errors. It also needs the vocabulary parameters (``max_df``,
      ``min_df``, ``max_features`` and ``vocabulary``) unless the subclass overrides ``_read``.
    - ``_parameter_constraints``, a dict with the constraints of the parameters of the subclass
      alone. The decorator `shared_parameters` adds those of the shared parameters and completes
      the docstring.
    - ``_warm_state``, a tuple with the names of fitted attributes that only ``warm_start`` needs.
      Copies and pickles omit them unless ``warm_start=True``.

    It also implements the methods that `UnsupervisedMixin` lists.
    """

    _parameter_constraints: ClassVar[dict[str, Any]] = {}

    _warm_state: ClassVar[tuple[str, ...]] = ()

    @property
    def vocabulary_(self) -> dict[str, int]:
        """The row of each term in ``embedding_``; it is made when it is first asked for."""
        given = self._known
        return given.index if isinstance(given, Terms) else given

    @vocabulary_.setter
    def vocabulary_(self, index: dict[str, int]) -> None:
        self.__dict__["vocabulary_"] = index

    @property
    def _known(self) -> Terms | dict[str, int]:
        """The terms of the fit, or what was put in place of ``vocabulary_``."""
        state: dict[str, Any] = self.__dict__
        known: Terms | dict[str, int] | None = state.get("vocabulary_", state.get("_terms"))
        if known is None:
            raise AttributeError(f"{type(self).__name__!r} object has no 'vocabulary_' before fit")
        return known

    def transform(self, X: Any) -> NDArray[np.float32]:
        """Transform documents to features.

        Parameters
        ----------
        X : iterable of str of shape (n_documents,)
            The documents, as for `fit`. Out-of-vocabulary tokens are ignored, unless
            ``embedding_`` has ``subwords`` that give them a vector.

        Returns
        -------
        features : ndarray of shape (n_documents, n_features), dtype=float32
            One row per document. A document without any known token has a row of zeros.

        Warns
        -----
        UserWarning
            If no document has a known token although some have text, or if the documents are lists
            of tokens and those of `fit` were not, or the other way round.
        """
        fitted = self._snapshot()
        fitted._check_fitted()
        n_documents = known_length(X)
        return stacked(compute(fitted, X, type(fitted)._features, n_documents), n_documents)

    def has_vector(self, X: Any) -> NDArray[np.bool_]:
        """Return which documents have a vector, that is, at least one known token or n-gram.

        The features of the others are zeros: they are empty, or have out-of-vocabulary tokens only.
        If the embedding has subwords, tokens with known subwords count as known.

        Parameters
        ----------
        X : iterable of str of shape (n_documents,)
            The documents, as for `transform`.

        Returns
        -------
        mask : ndarray of shape (n_documents,), dtype=bool
            True for each document with a vector.
        """
        fitted = self._snapshot()
        fitted._check_fitted()
        pieces = fitted._encode_pieces(X, fitted._analyzer())
        return stacked((piece.document_lengths > 0 for piece in pieces), known_length(X))

    def coverage(self, X: Any) -> dict[str, float]:
        """Return which fractions of the tokens of documents have a vector.

        Parameters
        ----------
        X : iterable of str of shape (n_documents,)
            The documents, as for `transform`; at least one has a token.

        Returns
        -------
        coverage : dict of str to float
            ``"tokens"`` and ``"types"`` are the fractions of the tokens and of the distinct tokens
            that are terms of ``embedding_`` or have a vector by its subwords; ``"subwords"`` is the
            fraction of the tokens with a vector by subwords alone.
        """
        fitted = self._snapshot()
        fitted._check_fitted()
        given = read_counted(X, fitted._analyzer(), "coverage")
        rows = fitted._rows_of_tokens(given.tokens.strings())
        return coverage_of(given.counts[0], rows, len(fitted.embedding_))._asdict()

    def __sklearn_tags__(self) -> Tags:
        """Declare that the input is a list of strings."""
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.one_d_array = True
        tags.input_tags.two_d_array = False
        tags.transformer_tags.preserves_dtype = []
        return tags

    def __getstate__(self) -> dict[str, Any]:
        """Leave out the table of tokens, and attributes that only ``warm_start=True`` needs.

        The terms are strings in the state.
        """
        state: dict[str, Any] = super().__getstate__()
        left_out = () if state.get("warm_start") else self._warm_state
        kept = {key: value for key, value in state.items() if key not in left_out}
        if "_terms" in kept:
            kept["_terms"] = kept["_terms"].names
        return kept | dict.fromkeys(kept.keys() & {"_known_tokens"})

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Restore the state; the table of tokens is made again when it is needed."""
        super().__setstate__(state)
        if "_terms" in self.__dict__:
            embedding: Any = self.__dict__.get("embedding_")
            is_same = getattr(embedding, "terms", None) is self._terms
            self.__dict__["_terms"] = embedding._terms if is_same else Terms(self._terms)
        if "_known_tokens" in self.__dict__:
            self.__dict__["_known_tokens"] = KnownTokens(self._known)

    def _install(self, attributes: dict[str, Any]) -> Self:
        """Replace all fitted attributes of an earlier fit with those of this fit, in one step.

        Return a snapshot of the fitted vectorizer.
        """
        state = self.__dict__.copy()
        for name in state.get("_fitted_names", ()):
            state.pop(name, None)
        # Replace the dict, so that other threads see either all old or all new attributes.
        self.__dict__ = state | attributes
        return self._snapshot_of(state | attributes)

    def _snapshot(self) -> Self:
        """Return a shallow copy that is not affected by a fit in another thread.

        A method that reads fitted attributes must read all of them from one snapshot. In the
        snapshot, NumPy scalars among the parameters are Python numbers.
        """
        return self._snapshot_of(self.__dict__.copy())

    def _check_fitted(self) -> None:
        """Raise if it is not fitted, or ``embedding_`` has another size than the fit gave it."""
        if "_terms" not in self.__dict__:
            check_is_fitted(self)
        embedding, known = self.embedding_, self._known
        n_features = self.pooling_.n_features_out(embedding)
        is_same = embedding._terms is known or len(embedding) == len(known)
        if not is_same or n_features != self._n_features_out:
            raise ValueError(
                f"embedding_ is not the one that was fitted: it has {len(embedding)} terms "
                f"of {embedding.n_components} components, the fit gave it "
                f"{len(known)} terms, for {self._n_features_out} features. Put it back, "
                "or use PretrainedVectorizer for vectors of your own."
            )
        has_subwords = embedding.subwords is not None
        if has_subwords != self.__dict__.get("_has_subwords", has_subwords):
            raise ValueError(
                "embedding_ is not the one that was fitted: only one of them has subwords. Put it "
                "back, or use PretrainedVectorizer for vectors of your own."
            )

    def _has_fitted_terms(self) -> bool:
        """Tell whether ``embedding_`` has the terms and the size that the fit gave it."""
        try:
            self._check_fitted()
        except ValueError:
            return False
        is_same = self.embedding_._terms is self._known
        return is_same or bool(self.embedding_.index == self.vocabulary_)

    def _snapshot_of(self, state: dict[str, Any]) -> Self:
        """Return a vectorizer with this state, which it takes over."""
        snapshot = object.__new__(type(self))
        if not NOT_PLAIN.isdisjoint(map(type, state.values())):  # faster than to look at each
            parameters = self._parameter_constraints
            others = [n for n, x in state.items() if type(x) in NOT_PLAIN and n in parameters]
            for name in others:
                state[name] = plain(state[name])
        snapshot.__dict__ = state
        return snapshot

    def _read(self, X: Any) -> tuple[Vocabulary, Corpus, dict[str, Any]]:
        """Select the terms according to the parameters and encode the documents.

        Return the terms with their counts, the documents encoded as rows of the vocabulary, and the
        fitted attributes that are already known.
        """
        parameters = self.get_params(deep=False)
        name = type(self).__name__
        if parameters["vocabulary"] is not None:
            index = check_vocabulary(parameters["vocabulary"])
            analyzer = self._fit_analyzer(index)
            vocabulary, corpus = encode_with_vocabulary(X, analyzer, index, name=name)
            if not corpus.n_tokens:
                raise ValueError(
                    f"None of the tokens of the {len(corpus)} documents is in the parameter "
                    "vocabulary. Compare its terms with the tokens (case? token_pattern?)."
                )
            return vocabulary, corpus, {"_fitted_on_lists": analyzer.saw_lists}
        limits = {key: parameters[key] for key in ("min_df", "max_df", "max_features")}
        analyzer = self._fit_analyzer()
        vocabulary, corpus = learn_vocabulary(X, analyzer, name=name, **limits)
        return vocabulary, corpus, {"_fitted_on_lists": analyzer.saw_lists}

    def _encode_pieces(self, X: Any, analyzer: Analyzer) -> Iterator[Corpus]:
        """Read new documents in pieces and encode them as rows of the embedding.

        Words that have a vector by its subwords alone get the rows after these.
        """
        subwords = self.embedding_.subwords
        if subwords is not None:
            encoder = self.__dict__.get("_token_encoder")
            if encoder is None or encoder.tokens is not self._known:
                encoder = encoder_of_tokens(Terms.of(check_vocabulary(self.vocabulary_)))
            return composed_pieces(X, analyzer, encoder, subwords)
        known = self.__dict__.get("_known_tokens")
        if known is None or known.given is not self._known:
            known = KnownTokens(self._known)
        return encode_pieces(X, analyzer, known)

    def _rows_of_tokens(self, tokens: list[str]) -> NDArray[np.int32]:
        """Return the row of each token, -1 if it is unknown; see `_encode_pieces`."""
        rows, subwords = rows_in(self.vocabulary_, tokens), self.embedding_.subwords
        if subwords is not None:
            rows, _ = compose(subwords, tokens, rows, len(self._known))
        return rows

    def _analyzer(self) -> Analyzer:
        return analyzer_of(self)

    def _fit_analyzer(self, vocabulary: Mapping[str, int] | None = None) -> Analyzer:
        """Return the analyzer and warn about parameters; used for training documents only."""
        analyzer = self._analyzer().examining()
        warn_of_parameters(self, vocabulary)
        if self.verbose:
            by = "kernel" if analyzer.rule is not None else "scikit-learn's analyzer"
            print(f"[{type(self).__name__}] tokens found by: {by}")
        return analyzer

    def _fitted_attributes(
        self, state: dict[str, Any], corpus: Corpus, vocabulary: Vocabulary
    ) -> dict[str, Any]:
        embedding = state["embedding_"]
        pooling = self._fit_pooling(corpus, vocabulary, embedding)
        composes = embedding.subwords is not None
        return with_names(
            {
                **state,
                "_terms": embedding._terms,
                "_known_tokens": KnownTokens(embedding._terms),
                "_token_encoder": encoder_of_tokens(embedding._terms) if composes else None,
                "pooling_": pooling,
                "_n_features_out": pooling.n_features_out(embedding),
                "_has_subwords": composes,
            }
        )

    def _fit_pooling(self, corpus: Corpus, vocabulary: Vocabulary, embedding: Embedding) -> Pooling:
        if len(embedding) > len(vocabulary):
            vocabulary = vocabulary.with_more(embedding.terms[len(vocabulary) :])
        pooling = resolve(self.pooling)
        if composes := embedding.subwords is not None:
            vocabulary, embedding = with_unseen(vocabulary, embedding)
        pooling.fit(corpus, vocabulary, embedding, n_threads=n_threads(self.n_jobs))
        if composes:
            check_compactable(pooling)
        return pooling

    def _features(self, corpus: Corpus) -> NDArray[np.float32]:
        return normed(self._pooled(corpus), self.norm)

    def _pooled(self, corpus: Corpus) -> NDArray[np.float32]:
        return self._pool(compacted(corpus, self.pooling_, self.embedding_))

    def _pool(self, documents: CompactDocuments) -> NDArray[np.float32]:
        corpus, pooling, embedding, _ = documents
        n = n_useful_threads(self.n_jobs, 1 + corpus.n_tokens // _PER_THREAD)
        pooled: NDArray[np.float32] = pooling.transform(corpus, embedding, n_threads=n)
        return pooled


def with_names(attributes: dict[str, Any]) -> dict[str, Any]:
    """Add the names of the fitted attributes, so that the next fit can remove them."""
    names = {*attributes, "_fitted_names", "vocabulary_"}  # which may have been replaced
    return {**attributes, "_fitted_names": frozenset(names)}


def normed(features: NDArray[np.float32], norm: str | None) -> NDArray[np.float32]:
    """Scale each row of features to norm 1, in place; rows of zeros stay as they are."""
    if norm is None or not len(features):
        return features
    return np.asarray(normalize(features, norm=norm, copy=False))
