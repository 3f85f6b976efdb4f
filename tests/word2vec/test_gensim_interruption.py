"""Ctrl-C while gensim's threads begin leaves none of them."""

import threading

import pytest
from texts import draw_documents

from skembed import Word2VecVectorizer
from skembed._word2vec import gensim


class InterruptedThread(threading.Thread):
    """The signal is heard while `start` waits for the thread, which is running by then."""

    def start(self):
        super().start()
        raise KeyboardInterrupt


def test_interrupted_while_the_thread_begins(monkeypatch):
    documents = draw_documents(500, 2000, 50)
    monkeypatch.setattr(gensim, "Thread", InterruptedThread)
    before = set(threading.enumerate())
    # So many passes that only an interruption can end them.
    model = Word2VecVectorizer(solver="gensim", n_jobs=2, max_iter=1_000_000, random_state=0)
    with pytest.raises(KeyboardInterrupt):
        model.fit(documents)
    assert set(threading.enumerate()) <= before
    assert not hasattr(model, "embedding_")
