"""Word2VecVectorizer: word2vec (skip-gram or CBOW, negative sampling) as a transformer.

This file holds the class and documents its parameters. Training is in `_word2vec.trainer`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from numbers import Real
from typing import Any, ClassVar

import numpy as np
from sklearn.utils import check_random_state

from .._base.incremental import IncrementalMixin
from .._base.parameters.decorator import shared_parameters
from .._base.vectorizer import BaseVectorizer
from .._compat.sklearn import FitProgress, Interval, StrOptions, whole_number
from .._compat.threads import n_threads
from .._core.corpus import Corpus, Vocabulary
from .._fit.initial_vectors import add_other_terms, find_initial_vectors
from .._fit.loop import run
from .._fit.schedule import LinearRate, number_of_passes
from ..pooling import Pooling
from .gensim import GensimTrainer
from .plan import MOST_PASSES, SGNSParameters
from .trainer import SGNSTrainer

SOLVERS = {"native": SGNSTrainer, "gensim": GensimTrainer}


@shared_parameters
class Word2VecVectorizer(IncrementalMixin, BaseVectorizer):
    r"""Document features from word2vec: word vectors learned from context, then pooled.

    Skip-gram predicts the words around a word; CBOW predicts a word from the average of
    the words around it. Both learn to distinguish true words from randomly drawn ones
    (negative sampling). No labels are used.

    Read more in the :ref:`User Guide <word2vec>`.

    Parameters
    ----------
    algorithm : {'skip-gram', 'cbow'}, default='skip-gram'
        Training algorithm. Skip-gram is better for rare words and small corpora.

    window : int, default=10
        Maximum number of context words on each side of a word. The actual number is
        drawn uniformly from 1 to ``window``, independently for each word and pass.

    n_negative : int, default=5
        Number of negative samples for each true word, from 1 to 64.

    ns_exponent : float, default=0.75
        Negative samples are drawn in proportion to their word counts raised to this power.

    subsample : float, default=1e-3
        Threshold for randomly dropping frequent words. A word that makes up a fraction
        ``f`` of the corpus is kept with probability :math:`\sqrt{t / f} + t / f`, where
        ``t`` is this threshold. 0 keeps all words.

    max_iter : int or 'auto', default='auto'
        Number of passes over the documents. 'auto' is six million divided by the number of
        tokens, but at least 5 and at most 40: small corpora need more passes. All passes use
        the same random order.

    warm_start : bool, default=False
        If True, `fit` goes on from the last `fit` or `partial_fit`: their words keep their
        rows and start from their vectors, new words follow. Counts of words add up;
        ``subsample``, the negative samples and ``pooling`` follow them. The learning rate
        starts at ``learning_rate`` again. This requires keeping the context vectors, which
        doubles the size of the fitted vectorizer in memory and in a pickle; call
        ``set_params(warm_start=False)`` before pickling to leave them out. Without them,
        training starts from the vectors as from those of ``init``.

    solver : {'native', 'gensim'}, default='native'
        Implementation of the training. 'gensim' trains the same model with gensim; its
        results depend on ``n_jobs`` unless ``n_jobs`` is 1.

    {shared_parameters}

    Attributes
    ----------
    {embedding_attributes}

    n_iter_ : int
        Number of passes made.

    loss_curve_ : ndarray of shape (n_passes,), dtype=float64
        Training loss of each pass: the mean over its examples of
        :math:`-\ln\sigma(v \cdot u_o) - \sum_k \ln\sigma(-v \cdot u_k)`, computed during
        the pass (with ``solver='gensim'``, computed with the vectors after the pass).

    See Also
    --------
    PretrainedVectorizer : Document features from existing word vectors.
    sklearn.feature_extraction.text.TfidfVectorizer : Weighted counts instead of vectors.

    Notes
    -----
    With ``solver='native'``, the same ``random_state`` gives bit-identical results for any
    ``n_jobs``: how the work is divided among threads never changes the order of the updates
    to a row. Results differ slightly between instruction sets (AVX-512, AVX2, others); see
    :ref:`reproducibility`. Documents are shuffled before training, so their order matters no
    more than ``random_state`` does; beyond 34 million tokens they are shuffled in chunks, see
    :ref:`large_corpora`.

    References
    ----------
    .. [1] T. Mikolov, I. Sutskever, K. Chen, G. Corrado, J. Dean, "Distributed
       Representations of Words and Phrases and their Compositionality", NIPS 2013.
       https://arxiv.org/abs/1310.4546

    .. [2] T. Mikolov, K. Chen, G. Corrado, J. Dean, "Efficient Estimation of Word
       Representations in Vector Space", 2013. https://arxiv.org/abs/1301.3781

    Examples
    --------
    >>> from skembed import Word2VecVectorizer
    >>> documents = ["the cat sat on the mat", "the dog sat on the rug"] * 50
    >>> vectorizer = Word2VecVectorizer(n_components=16, window=2, subsample=0, random_state=0)
    >>> vectorizer.fit_transform(documents).shape
    (100, 16)
    >>> [word for word, _ in vectorizer.embedding_.most_similar("cat", n=1)]
    ['dog']
    """

    _parameter_constraints: ClassVar[dict[str, Any]] = {
        "algorithm": [StrOptions({"skip-gram", "cbow"})],
        "n_negative": [whole_number(1, 64)],
        "ns_exponent": [Interval(Real, None, None, closed="neither")],
        "subsample": [Interval(Real, 0, None, closed="left")],
        "solver": [StrOptions(set(SOLVERS))],
    }

    _warm_state: ClassVar[tuple[str, ...]] = ("_context_vectors", "_counted")

    def __init__(
        self,
        *,
        algorithm: str = "skip-gram",
        n_components: int = 100,
        window: int = 10,
        n_negative: int = 5,
        ns_exponent: float = 0.75,
        subsample: float = 1e-3,
        learning_rate: float = 0.05,
        min_learning_rate: float = 1e-4,
        max_iter: int | str = "auto",
        init: object = None,
        warm_start: bool = False,
        solver: str = "native",
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
        self.algorithm = algorithm
        self.n_components = n_components
        self.window = window
        self.n_negative = n_negative
        self.ns_exponent = ns_exponent
        self.subsample = subsample
        self.learning_rate = learning_rate
        self.min_learning_rate = min_learning_rate
        self.max_iter = max_iter
        self.init = init
        self.warm_start = warm_start
        self.solver = solver
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
        n_passes = self._n_passes(corpus)
        rates = LinearRate(self.learning_rate, self.min_learning_rate, n_passes)
        parameters = SGNSParameters(
            algorithm=self.algorithm,
            n_components=self.n_components,
            window=self.window,
            n_negative=self.n_negative,
            ns_exponent=self.ns_exponent,
            subsample=self.subsample,
            n_threads=n_threads(self.n_jobs),
        )
        random_state = check_random_state(self.random_state)
        trainer = SOLVERS[self.solver](
            corpus, vocabulary.counts, vocabulary._terms, parameters, random_state
        )
        self._start(trainer, vocabulary)
        name = type(self).__name__
        state = run(trainer, rates, progress, name=name, verbose=self.verbose)
        if not self.warm_start:
            del state["_context_vectors"]
        embedding = add_other_terms(self, state["embedding_"], warm=self.warm_start)
        return {**state, "embedding_": embedding}

    def _start(self, trainer: SGNSTrainer, vocabulary: Vocabulary) -> None:
        """Replace random initial vectors by those of the previous fit or of ``init``."""
        start = find_initial_vectors(self, vocabulary, self.n_components, warm=self.warm_start)
        if start is None:
            return
        trainer.set_vectors(trainer.input, start.rows, start.vectors)
        if start.warm and self._last_vocabulary() is not None:
            start = start.of_first(len(self._context_vectors))  # of terms that were learned
            trainer.set_vectors(
                trainer.output, start.rows, self._context_vectors[start.source_rows]
            )
