"""How many passes word2vec and GloVe make with ``max_iter="auto"``."""

import pytest
from numpy.testing import assert_array_equal
from texts import draw_documents

from skembed import GloVeVectorizer, Word2VecVectorizer
from skembed._fit import schedule
from skembed._fit.schedule import number_of_passes

DOCUMENTS = draw_documents(100, 80, 20)
N_TOKENS = 80 * 20
VECTORIZERS = {
    "word2vec": Word2VecVectorizer(n_jobs=1),
    "gensim": Word2VecVectorizer(solver="gensim", n_jobs=1),
    "GloVe": GloVeVectorizer(),
}


class Watcher:
    """A callback that keeps the number of passes that a fit announces."""

    def setup(self, estimator, context):
        self.n_passes = context.max_subtasks

    def on_fit_task_begin(self, estimator, context):
        pass

    def on_fit_task_end(self, estimator, context):
        pass

    def teardown(self, estimator, context):
        pass


def test_passes_follow_from_the_number_of_tokens():
    sizes = (0, 10_000, 400_000, 999_999, 17_000_000)
    assert [number_of_passes("auto", n, most=40) for n in sizes] == [40, 40, 15, 6, 5]
    assert [number_of_passes("auto", n, most=10) for n in sizes] == [10, 10, 10, 6, 5]
    assert number_of_passes(3, 400_000, most=2) == 3


def test_small_corpora_are_read_most_often():
    model = Word2VecVectorizer(n_components=4, random_state=0).fit(DOCUMENTS)
    assert model.n_iter_ == 40
    model = GloVeVectorizer(n_components=4, n_iter_no_change=None, random_state=0).fit(DOCUMENTS)
    assert model.n_iter_ == 10


@pytest.mark.parametrize("name", VECTORIZERS)
def test_auto_is_that_number(name, monkeypatch):
    monkeypatch.setattr(schedule, "TOKENS_TO_READ", 7 * N_TOKENS)
    model, watcher = VECTORIZERS[name], Watcher()
    model.set_params(n_components=4, random_state=0, max_iter="auto", vocabulary=None)
    model.set_callbacks(watcher).fit(DOCUMENTS)
    assert model.max_iter == "auto"
    assert model.n_iter_ == len(model.loss_curve_) == watcher.n_passes == 7
    learned = model.embedding_.vectors
    # tokens that are not in the vocabulary do not count
    model.set_params(vocabulary=model.embedding_.terms[:20]).fit(DOCUMENTS)
    assert watcher.n_passes > 7
    same = model.set_params(max_iter=7, vocabulary=None).fit(DOCUMENTS)
    assert_array_equal(same.embedding_.vectors, learned)
