"""``solver="gensim"``: the same model trained by gensim, as a reference for our own solver.

gensim gets the same words, counts, initial vectors and learning rates as our own solver.
No other training code imports gensim, and this file imports it only when it is used.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from threading import Event, Thread
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .._fit.schedule import LinearRate
from .._fit.shuffled import ShuffledCorpus
from .trainer import SGNSTrainer

MAX_TOKENS = 10_000  # gensim's compiled loops ignore all further tokens of a text
POLL = 0.2  # seconds
LAST_JOBS = 5.0  # seconds: more than gensim's threads need to finish their current jobs
MAX_RATE = 100.0  # if vectors overflow, gensim reads beyond its tables and crashes


class Sentences:
    """The corpus as lists of words; long documents are split into several lists.

    Once ``stopped`` is set, the iteration ends early, and with it gensim's threads.
    """

    def __init__(self, documents: ShuffledCorpus, terms: NDArray[np.object_]) -> None:
        self.documents = documents
        self.terms = terms
        self.stopped = False

    def __iter__(self) -> Iterator[list[str]]:
        """Yield lists of at most `MAX_TOKENS` words."""
        for _, chunk in self.documents:
            for begin, end in itertools.pairwise(chunk.indptr.tolist()):
                for at in range(begin, end, MAX_TOKENS):
                    if self.stopped:
                        return
                    yield self.terms[chunk.ids[at : min(at + MAX_TOKENS, end)]].tolist()

    def __len__(self) -> int:
        """Return the number of lists."""
        return int((-(-self.documents.corpus.document_lengths // MAX_TOKENS)).sum())


class GensimTrainer(SGNSTrainer):
    """Like SGNSTrainer, but gensim makes each pass.

    The loss that gensim reports is wrong (its threads overwrite each other's sums, in float32),
    so our kernels compute the loss after each pass, with a learning rate of zero.
    """

    model: Any = None
    sentences: Sentences

    def _make_model(self, rates: LinearRate) -> Any:
        from gensim.models import Word2Vec

        self.sentences = Sentences(self.documents, self.terms.names)
        p = self.parameters
        model = Word2Vec(
            vector_size=p.n_components,
            window=p.window,
            negative=p.n_negative,
            ns_exponent=p.ns_exponent,
            sample=p.subsample,
            sg=int(p.algorithm == "skip-gram"),
            hs=0,
            min_count=1,
            sorted_vocab=0,
            alpha=rates.start,  # gensim warns if a later rate is higher than this
            workers=p.n_threads,
            seed=self.seed % 2**31,
        )
        counts = np.maximum(self.plan.counts, 1).tolist()
        model.build_vocab_from_freq(
            dict(zip(self.terms.names, counts, strict=True)), corpus_count=len(self.sentences)
        )
        model.wv.vectors[:] = self.vectors_of(self.input)
        model.syn1neg[:] = self.vectors_of(self.output)
        return model

    def steps(self, i: int, rates: LinearRate) -> Iterator[tuple[float, int]]:
        """Let gensim make pass ``i``, then yield the losses with the resulting vectors."""
        if rates.start > MAX_RATE:
            raise ValueError(
                f"learning_rate={rates.start:g} is too high for solver='gensim', which accepts at "
                f"most {MAX_RATE:g}. Choose a lower learning_rate."
            )
        if self.model is None:
            self._check_exponent()
            self.model = self._make_model(rates)
        self.model.min_alpha = rates.at(i, 1.0)  # gensim ignores an end_alpha of 0
        self._train_pass(start_alpha=rates.at(i, 0.0), end_alpha=rates.at(i, 1.0))
        every = np.arange(len(self.terms))
        self.set_vectors(self.input, every, self.model.wv.vectors)
        self.set_vectors(self.output, every, self.model.syn1neg)
        yield from super().steps(i, LinearRate(0.0, 0.0, rates.n_passes))

    def _check_exponent(self) -> None:
        """Refuse an exponent with which the sum that gensim draws negatives by is no number."""
        exponent = self.parameters.ns_exponent
        with np.errstate(over="ignore", under="ignore"):
            total = (np.maximum(self.plan.counts, 1) ** float(exponent)).sum()
        if not 0 < total < np.inf:
            raise ValueError(
                f"ns_exponent={exponent:g} is beyond what solver='gensim' can compute with these "
                "counts: choose one nearer to 0, or solver='native'."
            )

    def _train_pass(self, **rates: float) -> None:
        """Run one pass of gensim in a separate thread and wait for it.

        If Ctrl-C interrupted gensim while it waits for its own threads, they would be left
        blocked. Here it interrupts only our waiting: gensim still finishes normally, and does so
        soon because the sentences end early.
        """
        failures: list[BaseException] = []
        finished = Event()

        def train() -> None:
            try:
                n = len(self.sentences)
                self.model.train(self.sentences, total_examples=n, epochs=1, **rates)
            except BaseException as error:  # noqa: BLE001  (raised below)
                failures.append(error)
            finally:
                finished.set()

        thread = Thread(target=train, name="skembed-gensim", daemon=True)
        try:
            thread.start()  # Ctrl-C may be heard in here, with the thread running
            while not finished.wait(POLL):  # Windows hears Ctrl-C between two of them only
                pass
        except BaseException:
            self.sentences.stopped = True
            if finished.wait(LAST_JOBS):
                thread.join()
            raise
        thread.join()
        if failures:
            raise failures[0]
