"""`PretrainedVectorizer`: document features from pretrained vectors.

Vectors are neither trained nor copied.
"""

from __future__ import annotations

import copy
import os
from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar

from numpy.typing import ArrayLike
from sklearn.base import BaseEstimator

from .._base.parameters.decorator import shared_parameters
from .._base.unsupervised import UnsupervisedMixin
from .._base.vectorizer import BaseVectorizer
from .._compat.sklearn import FitProgress
from .._core.corpus import Corpus, Vocabulary
from .._core.embedding import Embedding
from .._text.vocabulary import encode_with_vocabulary
from .._vectors.sources import as_embedding
from ..pooling import Pooling


@shared_parameters
class PretrainedVectorizer(UnsupervisedMixin, BaseVectorizer):
    """Document features from pretrained vectors.

    The vectors are frozen. All of them are kept, so `transform` also recognizes terms
    that were not in the training documents. `fit` fits the pooling and determines which
    fraction of the training tokens has a vector.

    Parameters
    ----------
    vectors : Embedding, dict, gensim KeyedVectors or model, fitted vectorizer, str or path-like
        The pretrained vectors. A dict has the vector of each term. A file is read in `fit`;
        it may be in word2vec text or binary format or in GloVe format, optionally compressed
        with gzip, bzip2 or xz. Load files saved by gensim with ``KeyedVectors.load`` first.
        In a parameter grid, use an :class:`Embedding`, which is shared between candidates;
        scikit-learn copies a dict or KeyedVectors there.

    {shared_parameters}

    verbose : int, default=0
        1 prints what finds the tokens, and the fraction of tokens and of types that have a vector.

    Attributes
    ----------
    {embedding_attributes}

    token_coverage_ : float
        Fraction of the tokens of the training documents that have a vector.

    type_coverage_ : float
        Fraction of the distinct tokens of the training documents that have a vector.

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
        self.pooling = pooling
        self.norm = norm
        self.n_jobs = n_jobs
        self.verbose = verbose

    def _read(self, X: Any) -> tuple[Vocabulary, Corpus, dict[str, Any]]:
        embedding = as_embedding(self.vectors)
        vocabulary, corpus, n_types = encode_with_vocabulary(
            X, self._fit_analyzer(), embedding.index, name=type(self).__name__
        )
        n_tokens = corpus.n_tokens + int(corpus.n_unknown.sum())
        if not corpus.n_tokens:
            raise ValueError(
                f"None of the {n_tokens} tokens ({n_types} distinct) of the documents has a "
                "vector. Compare them with the terms of the vectors, such as "
                f"{embedding.terms[:5].tolist()}: lowercase, tokenizer or token_pattern may have "
                "to be changed."
            )
        coverage = {
            "token_coverage_": corpus.n_tokens / n_tokens,
            "type_coverage_": int((vocabulary.counts > 0).sum()) / n_types,
        }
        if self.verbose:
            tokens, types = coverage["token_coverage_"], coverage["type_coverage_"]
            print(
                f"PretrainedVectorizer: {tokens:.1%} of tokens and {types:.1%} of types have a "
                "vector"
            )
        return vocabulary, corpus, {"embedding_": embedding, **coverage}

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
