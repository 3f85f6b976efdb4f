"""`PretrainedVectorizer`: document features from pretrained vectors.

Vectors are neither trained nor copied.
"""

from __future__ import annotations

import copy
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator

from .._base.coverage import coverage_of
from .._base.parameters.decorator import shared_parameters
from .._base.unsupervised import UnsupervisedMixin
from .._base.vectorizer import BaseVectorizer
from .._compat.sklearn import FitProgress
from .._compat.threads import n_threads
from .._compat.user_warning import warn_user
from .._core.corpus import Corpus, Vocabulary
from .._core.embedding import Embedding
from .._text.analyzer import Analyzer, analyzer_of
from .._text.vocabulary import read_counted
from .._vectors.sources import as_embedding
from ..pooling import Pooling
from .found_terms import FoundTerms, encode_training, find_pieces
from .token_lookup import (
    TermsOfTokens,
    look_up_tokens,
    n_unusable,
    terms_of_tokens,
)

_COVERAGE = (
    "PretrainedVectorizer: {tokens:.1%} of tokens and {types:.1%} of types have a vector, "
    "{subwords:.1%} of tokens by their subwords"
)
_LOST = (
    "{} of the {} terms are n-grams of characters ('char:...') or rows that n-grams share "
    "('bucket:...'): PretrainedVectorizer does not use them. The vectorizer that learned them does."
)


@shared_parameters
class PretrainedVectorizer(UnsupervisedMixin, BaseVectorizer):
    """Document features from pretrained vectors.

    The vectors are frozen. All of them are kept, so `transform` also recognizes terms
    that were not in the training documents. `fit` fits the pooling and determines which
    fraction of the training tokens has a vector.

    A term with spaces, such as ``new york``, is found wherever its tokens follow one another, if
    the text parameters split it at its spaces; its tokens count too. If the vectors have
    ``subwords``, an unknown word gets the mean of those of its n-grams of characters.

    Parameters
    ----------
    vectors : Embedding, dict, DataFrame, KeyedVectors, model, fitted vectorizer, str or path-like
        The pretrained vectors. A dict has the vector of each term, a pandas DataFrame the terms as
        its index; a model is one of gensim or of the fasttext module. A file is read in `fit`
        with :meth:`Embedding.load`, once a process. Load files saved by gensim with
        ``KeyedVectors.load`` first.
        In a parameter grid, use an :class:`Embedding`, which is shared between candidates;
        scikit-learn copies a dict or KeyedVectors there.

    {shared_parameters}

    ngram_weight : float, default=0.5
        Factor, above 0 and at most 1, for the vectors of terms of several tokens. Not for a
        callable ``analyzer`` or n-grams of characters, whose tokens are all there is.

    verbose : int, default=0
        1 prints what finds the tokens, and the fraction of tokens and of types that have a vector.

    Attributes
    ----------
    {embedding_attributes}

    token_coverage_ : float
        Fraction of the tokens of the training documents that have a vector.

    type_coverage_ : float
        Fraction of the distinct tokens of the training documents that have a vector.

    subword_coverage_ : float
        Fraction of the tokens of the training documents that are not among the terms, but have a
        vector by their subwords; `coverage` returns it for other documents.

    See Also
    --------
    Word2VecVectorizer : Learns the vectors from the documents.

    Notes
    -----
    The pickle of a fitted vectorizer contains the vectors only once: if the parameter is
    KeyedVectors, it is pickled as the :class:`Embedding` that shares its memory.

    Examples
    --------
    >>> from skembed import Embedding, PretrainedVectorizer
    >>> vectors = Embedding(["good", "bad"], [[1.0, 0.5], [-1.0, 0.5]])
    >>> vectorizer = PretrainedVectorizer(vectors)
    >>> vectorizer.fit_transform(["good, good!", "bad", "so so"])
    array([[ 1. ,  0.5],
           [-1. ,  0.5],
           [ 0. ,  0. ]], dtype=float32)
    >>> vectorizer.token_coverage_
    0.6
    """

    _parameter_constraints: ClassVar[dict[str, Any]] = {
        # Validated by as_embedding, because constraints cannot refer to gensim's classes.
        "vectors": "no_validation",
    }

    def __init__(
        self,
        vectors: Embedding | Mapping[str, ArrayLike] | str | os.PathLike[str] | Any,
        *,
        input: str = "content",
        encoding: str = "utf-8",
        decode_error: str = "strict",
        strip_accents: str | Callable[[str], str] | None = None,
        lowercase: bool = True,
        preprocessor: Callable[[Any], Any] | None = None,
        tokenizer: Callable[[Any], Iterable[str]] | None = None,
        analyzer: str | Callable[[Any], Iterable[str]] = "word",
        stop_words: str | Iterable[str] | None = None,
        token_pattern: str | None = r"(?u)\b\w\w+\b",
        handle_missing: str = "error",
        ngram_weight: float = 0.5,
        pooling: str | Pooling | list[str | Pooling] = "mean",
        norm: str | None = None,
        n_jobs: int | None = None,
        verbose: int = 0,
    ) -> None:
        self.vectors = vectors
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
        self.ngram_weight = ngram_weight
        self.pooling = pooling
        self.norm = norm
        self.n_jobs = n_jobs
        self.verbose = verbose

    def _rows_of_tokens(self, tokens: list[str]) -> NDArray[np.int32]:
        return look_up_tokens(self.embedding_, self._several, tokens).rows

    def _read(self, X: Any) -> tuple[Vocabulary, Corpus, dict[str, Any]]:
        embedding, analyzer = as_embedding(self.vectors), self._fit_analyzer()
        several = self._terms_of_tokens(embedding)
        given = read_counted(X, analyzer, type(self).__name__)
        tokens, (counts, _) = given.tokens.strings(), given.counts
        known = look_up_tokens(embedding, several, tokens)
        coverage = coverage_of(counts, known.rows, len(embedding))
        if self.verbose:
            print(_COVERAGE.format(**coverage._asdict()))
        vocabulary, corpus = encode_training(given, known, embedding, self.ngram_weight)
        if not corpus.n_tokens:
            raise ValueError(
                f"None of the {counts.sum()} tokens ({len(tokens)} distinct) of the documents has "
                "a vector. Compare them with the terms of the vectors, such as "
                f"{embedding.terms[:5].tolist()}: lowercase, tokenizer or token_pattern may have "
                "to be changed."
            )
        attributes = {
            "embedding_": embedding,
            "token_coverage_": coverage.tokens,
            "type_coverage_": coverage.types,
            "subword_coverage_": coverage.subwords,
            "_several": several,
            "_fitted_on_lists": analyzer.saw_lists,
            "_places": corpus.embedding.index if isinstance(corpus, FoundTerms) else None,
        }
        return vocabulary, corpus, attributes

    def _terms_of_tokens(self, embedding: Embedding) -> TermsOfTokens | None:
        """Find the terms of several tokens, and warn of terms that cannot be found in documents."""
        if self.analyzer != "word":
            return None
        if n_lost := n_unusable(embedding):
            warn_user(_LOST.format(n_lost, len(embedding)))
        of_content = copy.copy(self)  # terms are no files
        of_content.input = "content"
        return terms_of_tokens(embedding, analyzer_of(of_content).tokens)

    def _encode_pieces(self, X: Any, analyzer: Analyzer) -> Iterator[Corpus]:
        if self._places is None:
            return super()._encode_pieces(X, analyzer)
        known = self.embedding_, self._several, self.ngram_weight
        return find_pieces(X, analyzer, *known)

    def _fit_pooling(self, corpus: Corpus, vocabulary: Vocabulary, embedding: Embedding) -> Pooling:
        small = corpus.embedding if isinstance(corpus, FoundTerms) else embedding
        return super()._fit_pooling(corpus, vocabulary, small)

    def _pooled(self, corpus: Corpus) -> NDArray[np.float32]:
        if not isinstance(corpus, FoundTerms):
            return super()._pooled(corpus)
        pooling: Pooling = self.pooling_.for_terms(corpus.places(self._places))
        return pooling.transform(corpus, corpus.embedding, n_threads=n_threads(self.n_jobs))

    def _train(
        self, corpus: Corpus, vocabulary: Vocabulary, progress: FitProgress
    ) -> dict[str, Any]:
        return {}

    def __sklearn_clone__(self) -> PretrainedVectorizer:
        """Clone all parameters except the vectors, which are shared with the clone."""
        shell = copy.copy(self)
        shell.vectors = None
        cloned: PretrainedVectorizer = BaseEstimator.__sklearn_clone__(shell)
        cloned.vectors = self.vectors
        return cloned

    def __getstate__(self) -> dict[str, Any]:
        """Pickle the vectors only once, regardless of the type of the parameter."""
        state = dict(super().__getstate__())
        if "embedding_" in state and not isinstance(self.vectors, (str, os.PathLike)):
            state["vectors"] = self.embedding_
        return state
