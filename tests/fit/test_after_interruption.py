"""After Ctrl-C nothing of ours runs on and no file stays: in processes of their own."""

import pytest
from processes import posix, run

PRESS = """
import multiprocessing, os, signal, sys, tempfile, threading, time, warnings
from pathlib import Path

started, caught, pressed = threading.Event(), threading.Event(), []

def press():
    started.wait()
    while sys.argv[1:] == ["multiprocessing"] and len(multiprocessing.active_children()) < 2:
        time.sleep(0.01)  # a pool that is interrupted while it starts leaves its workers
    time.sleep(0.2)
    while not caught.is_set():
        pressed.append(time.perf_counter())
        os.kill(os.getpid(), signal.SIGINT)
        caught.wait(10)  # Python drops an interrupt that comes while it forks

def interrupted(work):
    presser = threading.Thread(target=press, daemon=True)
    presser.start()
    try:
        work()
    except KeyboardInterrupt:
        caught.set()
        return
    raise AssertionError("it came to its end")

def left():
    threads = {t.name for t in threading.enumerate() if t is not threading.main_thread()}
    threads = [*threads - {"QueueFeederThread"}]  # an idle one of joblib's
    files = [str(path) for path in Path(tempfile.gettempdir()).rglob("*") if path.is_file()]
    return threads + multiprocessing.active_children() + files

def check():
    # The bound is generous, as machines may be busy; the aim is half a second.
    while left() and time.perf_counter() < pressed[-1] + 20:
        time.sleep(0.05)
    assert not left(), left()
"""

GENSIM = """
from texts import draw_documents
from skembed import Word2VecVectorizer
from skembed._word2vec import gensim as _gensim

class Watched(_gensim.Sentences):
    def __iter__(self):
        for number, words in enumerate(super().__iter__()):
            yield words
            if number == 3:
                started.set()

_gensim.Sentences = Watched
few = draw_documents(60, 40, 15)
model = Word2VecVectorizer(solver="gensim", n_jobs=2, n_components=300, random_state=0).fit(few)
before = dict(vars(model))
started.clear()
many = draw_documents(2000, 3000, 50) * 20
interrupted(lambda: model.fit(many))
check()
assert vars(model) == before
started.set()
model.fit(few)
"""

CROSS_FITTING = """
import joblib, numpy as np
from texts import draw_documents
from skembed import SupervisedEmbeddingVectorizer
from skembed._supervised import cross_fitting, fit

cross_fit, train = fit.cross_fit, cross_fitting.train
forks = sys.argv[1] == "multiprocessing"

def longer(data, parameters, *rest):
    if forks:  # a pool that is interrupted while it starts leaves its workers
        threading.Thread(target=watch).start()
    else:
        started.set()
    return cross_fit(data, parameters._replace(max_iter=100_000_000), *rest)

def flagged(*data, **options):
    Path(tempfile.gettempdir(), f"trains {os.getpid()}").touch()
    return train(*data, **options)

def watch():
    while len(flags := [*Path(tempfile.gettempdir()).glob("trains *")]) < 2:
        time.sleep(0.01)
    for flag in flags:
        flag.unlink()
    started.set()

fit.cross_fit = longer
if forks:
    cross_fitting.train = flagged
documents = draw_documents(40, 300, 15)
y = np.arange(300) % 3
model = SupervisedEmbeddingVectorizer(n_components=8, max_iter=2, random_state=0)
with joblib.parallel_config(sys.argv[1], n_jobs=2):
    interrupted(lambda: model.fit_transform(documents, y))
    check()
assert not hasattr(model, "embedding_")
"""

COUNTING = """
import joblib, numpy as np
from cooccurrence_tools import count, make_corpus
from skembed._core import mapped_files

original = mapped_files.nameless_file

def watched():
    started.set()
    return original()

mapped_files.nameless_file = watched
rng = np.random.default_rng(0)
corpus = make_corpus((5000 * rng.random(12_000_000) ** 2).astype(np.int32), [0, 12_000_000])
with joblib.parallel_config(sys.argv[1], n_jobs=2):
    interrupted(lambda: count(corpus, 5000, window=60, memory_limit=40_000_000))
    check()
"""

COMPARISON = """
import joblib, numpy as np
from texts import draw_documents
from skembed import SupervisedEmbeddingVectorizer, compare_embeddings

flag = Path(tempfile.gettempdir(), "a worker trains")

class Endless(SupervisedEmbeddingVectorizer):
    def fit_transform(self, X, y):
        flag.touch()
        return super().fit_transform(X, y)

def watch():
    while not flag.exists():
        time.sleep(0.05)
    flag.unlink()
    started.set()

model = Endless(n_components=8, max_iter=100_000_000, cv=None)
documents = draw_documents(40, 300, 15)
y = np.arange(300) % 3
threading.Thread(target=watch).start()
with joblib.parallel_config(sys.argv[1], n_jobs=2):
    interrupted(lambda: compare_embeddings([model], documents, y, cv=3, baseline=False))
    flag.unlink(missing_ok=True)  # of a second worker
    check()
"""


def run_in(folder, code, *arguments):
    temporary = f"import tempfile; tempfile.tempdir = {str(folder)!r}\n"
    temporary += f"import os; os.environ['JOBLIB_TEMP_FOLDER'] = {str(folder)!r}\n"
    run(temporary + PRESS + code, *arguments)


@posix
def test_gensim(tmp_path):
    run_in(tmp_path, GENSIM)


@posix
@pytest.mark.parametrize("backend", ["threading", "loky", "multiprocessing"])
def test_cross_fitting(tmp_path, backend):
    run_in(tmp_path, CROSS_FITTING, backend)


@posix
@pytest.mark.parametrize("backend", ["threading", "loky"])
def test_counting(tmp_path, backend):
    run_in(tmp_path, COUNTING, backend)


@posix
@pytest.mark.parametrize("backend", ["loky", "multiprocessing"])
def test_comparison(tmp_path, backend):
    run_in(tmp_path, COMPARISON, backend)
