"""Train word2vec with skembed and with gensim on the same tokens.

The tokens are those of TfidfVectorizer's default ``token_pattern``, lower-cased, of words
with at least `MIN_COUNT` occurrences in the whole corpus. Each function here trains one
model and returns the time of the passes; `word2vec.py` decides what is compared.
"""

from __future__ import annotations

import pickle
import sys
from collections import Counter
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

import numpy as np
from _common import forget_peak, read_documents, resident
from numpy.typing import NDArray
from sklearn.feature_extraction.text import CountVectorizer

from skembed import Word2VecVectorizer

MIN_COUNT = 5
# The parameters of both programs, under the names they have in skembed.
MODEL = {"n_components": 100, "window": 5, "n_negative": 5, "ns_exponent": 0.75, "subsample": 1e-3}
GENSIM_RATE = 0.025  # gensim's default for both algorithms
# Learning rates of skembed in the comparison of quality: for skip-gram the best on this corpus of
# 0.025 to 0.05 (docs/develop/measurements), for CBOW the default.
RATES = {"skip-gram": 0.04, "cbow": 0.05}


class Text(NamedTuple):
    """A corpus as lists of words, and its number of tokens before rare words were removed."""

    sentences: list[list[str]]
    terms: list[str]
    n_read: int

    @property
    def n_tokens(self) -> int:
        """Number of words in the sentences."""
        return sum(map(len, self.sentences))


class Trained(NamedTuple):
    """Vectors, and the seconds of each pass over the corpus; gensim's passes count as one."""

    terms: list[str]
    vectors: NDArray[np.float32]
    seconds: list[float]


class Task(NamedTuple):
    """The program, parameters and seed of one training."""

    program: str
    algorithm: str
    rate: float
    seed: int
    passes: int
    n_threads: int = 1


class PassClock:
    """A scikit-learn callback that measures the time of each pass."""

    def __init__(self) -> None:
        self.first: float = float("nan")
        self.seconds: list[float] = []
        self._begin = 0.0

    def setup(self, estimator: object, context: Any) -> None:
        """Do nothing; part of the protocol."""

    def teardown(self, estimator: object, context: Any) -> None:
        """Do nothing; part of the protocol."""

    def on_fit_task_begin(self, estimator: object, context: Any) -> None:
        """Start the clock."""
        if context.task_name.startswith("pass"):
            self._begin = perf_counter()
            if not self.seconds:
                self.first = self._begin

    def on_fit_task_end(self, estimator: object, context: Any) -> None:
        """Record the time since the pass began."""
        if context.task_name.startswith("pass"):
            self.seconds.append(perf_counter() - self._begin)


def read_text(path: Path, limit: int | None = None) -> Text:
    """Read a corpus and remove rare words; equal words share one string."""
    analyze = CountVectorizer().build_analyzer()
    documents = read_documents(path, limit)
    counts: Counter[str] = Counter()
    for document in documents:
        counts.update(analyze(document))
    kept = {word: word for word, count in counts.items() if count >= MIN_COUNT}
    sentences = [[kept[word] for word in analyze(text) if word in kept] for text in documents]
    return Text(sentences, sorted(kept, key=lambda word: -counts[word]), counts.total())


def train(text: Text, task: Task) -> Trained:
    """Train one model on all sentences with the vocabulary of ``text``."""
    return {"skembed": train_skembed, "gensim": train_gensim}[task.program](text, task)


def train_skembed(text: Text, task: Task) -> Trained:
    """Train with skembed; the time of each pass is measured by a callback."""
    clock = PassClock()
    vectorizer = Word2VecVectorizer(
        **MODEL,
        algorithm=task.algorithm,
        learning_rate=task.rate,
        max_iter=task.passes,
        analyzer=list,
        vocabulary=text.terms,
        random_state=task.seed,
        n_jobs=task.n_threads,
    )
    embedding = vectorizer.set_callbacks(clock).fit(text.sentences).embedding_
    return Trained(embedding.terms.tolist(), embedding.vectors, clock.seconds)


def train_gensim(text: Text, task: Task) -> Trained:
    """Train with gensim; only its ``train`` is timed."""
    from gensim.models import Word2Vec

    model = Word2Vec(
        vector_size=MODEL["n_components"],
        window=MODEL["window"],
        negative=MODEL["n_negative"],
        ns_exponent=MODEL["ns_exponent"],
        sample=MODEL["subsample"],
        alpha=task.rate,
        epochs=task.passes,
        sg=int(task.algorithm == "skip-gram"),
        min_count=1,
        seed=task.seed,
        workers=task.n_threads,
    )
    counts = Counter(word for sentence in text.sentences for word in sentence)
    counts.update(sorted(set(text.terms) - counts.keys()))  # terms not in this part
    model.build_vocab_from_freq(counts, corpus_count=len(text.sentences))
    begin = perf_counter()
    model.train(text.sentences, total_examples=len(text.sentences), epochs=task.passes)
    seconds = perf_counter() - begin
    return Trained(model.wv.index_to_key, model.wv.vectors, [seconds])


class WholeFit(NamedTuple):
    """Seconds and bytes of a fit on raw strings."""

    total: float
    analysis: float
    training: float
    documents: int
    matrices: int
    peak: int
    peak_above_start: int
    pickled: int
    learned: int


def whole_fit(path: Path, limit: int | None, task: Task) -> WholeFit:
    """Fit skembed on raw strings; run in a new process, because peak memory is measured."""
    start = resident()
    documents = read_documents(path, limit)
    clock = PassClock()
    vectorizer = Word2VecVectorizer(
        **MODEL,
        algorithm=task.algorithm,
        max_iter=task.passes,
        min_df=MIN_COUNT,
        random_state=task.seed,
        n_jobs=task.n_threads,
    ).set_callbacks(clock)
    forget_peak()
    begin = perf_counter()
    vectorizer.fit(documents)
    end = perf_counter()
    peak = resident(peak=True)
    embedding = vectorizer.embedding_
    return WholeFit(
        total=end - begin,
        analysis=clock.first - begin,
        training=sum(clock.seconds),
        documents=sys.getsizeof(documents) + sum(map(sys.getsizeof, documents)),
        matrices=2 * embedding.vectors.nbytes,
        peak=peak,
        peak_above_start=peak - start,
        pickled=len(pickle.dumps(vectorizer.set_callbacks())),
        learned=embedding.vectors.nbytes + sum(len(term.encode()) for term in embedding.terms),
    )
