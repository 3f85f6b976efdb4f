"""GloVeVectorizer: GloVe as a transformer.

This file holds the class and documents its parameters. Counting is in `_cooccurrence.count`,
training on the counts in `_glove.trainer`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from numbers import Real
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from sklearn.utils import check_random_state

from .._base.incremental import IncrementalMixin
from .._base.parameters.decorator import shared_parameters
from .._base.vectorizer import BaseVectorizer
from .._compat.sklearn import FitProgress, Interval, StrOptions, whole_number
from .._compat.threads import n_threads
from .._cooccurrence.count import cached_counts
from .._cooccurrence.memory_limit import as_bytes
from .._core.corpus import Corpus, Vocabulary
from .._fit.initial_vectors import add_other_terms, find_initial_vectors
from .._fit.loop import run
from .._fit.schedule import LinearRate, number_of_passes
from .._fit.stopping import LossPlateau
from ..pooling import Pooling
from .trainer import MOST_PASSES, GloVeParameters, GloVeTrainer


@shared_parameters
class GloVeVectorizer(IncrementalMixin, BaseVectorizer):
    r"""Document features from GloVe: word vectors fitted to co-occurrence counts, then pooled.

    A single pass over the text counts how often words occur near each other; the vectors
    are then fitted to the logarithms of these counts. No labels are used.

    Read more in the :ref:`User Guide <glove>`.

    Parameters
    ----------
    x_max : float, default=1
        Counts below this value get less weight in the loss. The default suits the features
        of small corpora; the paper uses 100, for corpora of billions of tokens.

    alpha : float, default=0.75
        Exponent of the weighting: a count :math:`x` has the weight
        :math:`\min(1, (x / x_{\max})^\alpha)`. With 0, all counts have the same weight.

    learning_rate : float, default=0.2
        Learning rate of AdaGrad.

    max_iter : int or 'auto', default='auto'
        Maximum number of passes over the counts. 'auto' is six million divided by the number
        of tokens, but at least 5 and at most 10.

    tol : float, default=1e-3
        Tolerance of the stopping criterion. A pass counts as an improvement if its loss is
        lower than the lowest previous loss by more than ``tol`` times that loss.

    n_iter_no_change : int or None, default=3
        Training stops after this many consecutive passes without improvement. None makes
        all ``max_iter`` passes.

    vectors : {'sum', 'word', 'both'}, default='sum'
        Which vectors to keep. GloVe learns two for each word, a word vector and a context
        vector. 'sum' keeps their sum, as in the paper; 'word' keeps the word vector; 'both'
        concatenates them, which gives vectors of length ``2 * n_components``.

    init : Embedding, KeyedVectors, fitted vectorizer, str or path-like, default=None
        Initial vectors for the words that they contain. They must have as many components as
        ``embedding_`` will have. With ``vectors='sum'``, the word vector and the context
        vector each start from half of the given vector. Missing words, and all words if None,
        start from small random vectors. Words that no document holds keep their vectors, scaled
        like the others, and come last in ``embedding_``, unless ``vocabulary`` is given; so do the
        ``subwords``, by which `transform` gives other words a vector.

    warm_start : bool, default=False
        If True, `fit` goes on from the last `fit` or `partial_fit`: their words keep their
        rows and start from their vectors, new words follow. The co-occurrence counts are
        those of the new documents alone, and the sums of AdaGrad start anew, unlike in
        `partial_fit`. This requires keeping both factors with their biases and sums, which makes
        the fitted vectorizer five times as large in memory and in a pickle; call
        ``set_params(warm_start=False)`` before pickling to leave them out. Without them,
        training starts from the vectors as from those of ``init``.

    {shared_parameters}

    Attributes
    ----------
    {embedding_attributes}

    n_iter_ : int
        Number of passes made.

    loss_curve_ : ndarray of shape (n_passes,), dtype=float64
        Training loss of each pass: the mean over the non-zero counts of
        :math:`f(X_{ij}) (w_i \cdot c_j + b_i + e_j - \ln X_{ij})^2`, computed during the
        pass. The original GloVe program prints half of this value.

    See Also
    --------
    Word2VecVectorizer : Learns from one context window at a time, without counting.
    cooccurrence_matrix : The co-occurrence counts alone.
    PretrainedVectorizer : Document features from existing word vectors.

    Notes
    -----
    The same ``random_state`` gives bit-identical results for any ``n_jobs`` and
    ``memory_limit``. Results differ slightly between instruction sets (AVX-512, AVX2, others);
    see :ref:`reproducibility`.

    Counts and their copy for training take 8 bytes each for a non-zero count. If both do not fit
    into ``memory_limit``, the copy is mapped from an unnamed file in the temporary folder. `fit`
    raises a ValueError if there is no room for it.

    References
    ----------
    .. [1] J. Pennington, R. Socher, C. D. Manning, "GloVe: Global Vectors for Word
       Representation", EMNLP 2014. https://aclanthology.org/D14-1162/

    .. [2] J. Duchi, E. Hazan, Y. Singer, "Adaptive Subgradient Methods for Online Learning
       and Stochastic Optimization", JMLR 12, 2011. https://jmlr.org/papers/v12/duchi11a.html

    Examples
    --------
    >>> from skembed import GloVeVectorizer
    >>> documents = ["the cat sat on the mat", "the dog sat on the rug"] * 50
    >>> vectorizer = GloVeVectorizer(n_components=16, window=3, random_state=0)
    >>> vectorizer.fit_transform(documents).shape
    (100, 16)
    >>> [word for word, _ in vectorizer.embedding_.most_similar("cat", n=1)]
    ['dog']
    """

    _parameter_constraints: ClassVar[dict[str, Any]] = {
        "x_max": [Interval(Real, 0, None, closed="neither")],
        "alpha": [Interval(Real, 0, None, closed="left")],
        "n_iter_no_change": [whole_number(), None],
        "vectors": [StrOptions({"sum", "word", "both"})],
    }

    _warm_state: ClassVar[tuple[str, ...]] = ("_factors", "_sums", "_counted")

    _settled: ClassVar[tuple[str, ...]] = ("n_components", "vectors")

    def __init__(
        self,
        *,
        n_components: int = 100,
        window: int = 10,
        symmetric: bool = True,
        weighting: str = "harmonic",
        x_max: float = 1.0,
        alpha: float = 0.75,
        learning_rate: float = 0.2,
        max_iter: int | str = "auto",
        tol: float = 1e-3,
        n_iter_no_change: int | None = 3,
        vectors: str = "sum",
        init: object = None,
        warm_start: bool = False,
        memory: Any = None,
        memory_limit: int | str = "1GB",
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
        max_df: float = 1.0,
        min_df: float = 1,
        max_features: int | None = None,
        vocabulary: Mapping[str, int] | Iterable[str] | None = None,
        pooling: str | Pooling | list[str | Pooling] = "mean",
        norm: str | None = None,
        n_jobs: int | None = None,
        random_state: int | np.random.RandomState | None = None,
        verbose: int = 0,
    ) -> None:
        self.n_components = n_components
        self.window = window
        self.symmetric = symmetric
        self.weighting = weighting
        self.x_max = x_max
        self.alpha = alpha
        self.learning_rate = learning_rate
        self.max_iter = max_iter
        self.tol = tol
        self.n_iter_no_change = n_iter_no_change
        self.vectors = vectors
        self.init = init
        self.warm_start = warm_start
        self.memory = memory
        self.memory_limit = memory_limit
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
        self.max_df = max_df
        self.min_df = min_df
        self.max_features = max_features
        self.vocabulary = vocabulary
        self.pooling = pooling
        self.norm = norm
        self.n_jobs = n_jobs
        self.random_state = random_state
        self.verbose = verbose

    def _n_passes(self, corpus: Corpus) -> int:
        return number_of_passes(self.max_iter, corpus.n_tokens, most=MOST_PASSES)

    def _train(
        self, corpus: Corpus, vocabulary: Vocabulary, progress: FitProgress
    ) -> dict[str, Any]:
        counts = self._count(corpus, vocabulary)
        parameters = GloVeParameters(
            n_components=self.n_components,
            x_max=self.x_max,
            alpha=self.alpha,
            vectors=self.vectors,
            n_threads=n_threads(self.n_jobs),
            memory_limit=as_bytes(self.memory_limit),
        )
        random_state = check_random_state(self.random_state)
        trainer = GloVeTrainer(counts, vocabulary._terms, parameters, random_state)
        del counts  # the trainer has copied them into its blocks
        self._start(trainer, vocabulary)
        state = run(
            trainer,
            LinearRate(self.learning_rate, self.learning_rate, self._n_passes(corpus)),
            progress,
            name=type(self).__name__,
            verbose=self.verbose,
            stopping_criterion=LossPlateau(self.tol, self.n_iter_no_change),
        )
        if not self.warm_start:
            del state["_factors"], state["_sums"]
        embedding = add_other_terms(self, state["embedding_"], warm=self.warm_start)
        return {**state, "embedding_": embedding}

    def _count(self, corpus: Corpus, vocabulary: Vocabulary) -> csr_array:
        counts = cached_counts(
            self.memory,
            corpus,
            len(vocabulary),
            window=self.window,
            symmetric=self.symmetric,
            weighting=self.weighting,
            memory_limit=self.memory_limit,
            n_jobs=self.n_jobs,
        )
        if counts.nnz == 0:
            raise ValueError(
                f"No document has two known words: each of the {len(corpus)} documents "
                "has at most one known word, so there is nothing to count. Give longer "
                "documents, or keep more words (min_df, max_df, stop_words, token_pattern)."
            )
        return counts

    def _start(self, trainer: GloVeTrainer, vocabulary: Vocabulary) -> None:
        """Replace random initial vectors by those of the previous fit or of ``init``."""
        d = self.n_components
        n = 2 * d if self.vectors == "both" else d
        start = find_initial_vectors(self, vocabulary, n, warm=self.warm_start)
        if start is None:
            return
        own = start.warm and self._has_fitted_terms()  # the user may have replaced them
        last = self._settled_values["vectors"] if own else self.vectors
        if (last == "both") != (self.vectors == "both"):
            raise ValueError(
                f"warm_start has vectors of a fit with vectors={last!r}, from which a fit with "
                f"vectors={self.vectors!r} cannot start. Set warm_start=False, or vectors={last!r}."
            )
        words: NDArray[np.float32] = start.vectors
        contexts: NDArray[np.float32] | None = None
        if self.vectors == "sum":
            words = contexts = start.vectors / np.float32(2)
        elif self.vectors == "both":
            words, contexts = start.vectors[:, :d], start.vectors[:, d:]
        trainer.set_vectors(trainer.input, start.rows, words)
        if contexts is not None:
            trainer.set_vectors(trainer.output, start.rows, contexts)
        if start.warm and self._last_vocabulary() is not None:
            start = start.of_first(len(self._factors[0]))  # of terms that were learned
            matrices = trainer.input, trainer.output
            for matrix, factor, sums in zip(matrices, self._factors, self._sums, strict=True):
                trainer.set_vectors(matrix, start.rows, factor[start.source_rows])
                if self._is_partial:
                    trainer.set_sums(matrix, start.rows, sums[start.source_rows])
