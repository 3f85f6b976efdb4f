"""Ctrl-C in the middle of fit, and forks: in processes of their own."""

from processes import posix, run

CTRL_C = """
import os, signal, threading, time
from texts import draw_documents
from skembed import GloVeVectorizer, Word2VecVectorizer

few, many = draw_documents(60, 40, 15), draw_documents(2000, 3000, 50)
common = {"n_jobs": 2, "random_state": 0}
models = {
    "skip-gram": Word2VecVectorizer(**common),
    "CBOW": Word2VecVectorizer(algorithm="cbow", **common),
    "GloVe": GloVeVectorizer(n_iter_no_change=None, **common),
    "gensim": Word2VecVectorizer(solver="gensim", n_jobs=1, random_state=0),
}

class Watcher:
    running = threading.Event()
    def setup(self, estimator, context): pass
    def teardown(self, estimator, context): pass
    def on_fit_task_end(self, estimator, context): pass
    def on_fit_task_begin(self, estimator, context):
        if context.parent is not None:
            self.running.set()

pressed = []

def press():
    Watcher.running.wait()
    time.sleep(0.3)
    pressed.append(time.perf_counter())
    os.kill(os.getpid(), signal.SIGINT)

for name, model in models.items():
    features = model.fit_transform(few)
    # So many passes that only an interruption can end them.
    model.set_params(max_iter=1_000_000, n_components=300).set_callbacks(Watcher())
    before = dict(vars(model))
    Watcher.running.clear()
    thread = threading.Thread(target=press)
    thread.start()
    try:
        model.fit(many)
    except KeyboardInterrupt:
        seconds = time.perf_counter() - pressed.pop()
    else:
        raise AssertionError(f"fit of {name} came to its end")
    thread.join()
    assert vars(model) == before, f"fit changed the estimator of {name}"
    assert (model.transform(few) == features).all(), name
    model.set_callbacks().set_params(max_iter=2).fit(few)
    # The bound is generous, as machines may be busy; the aim is half a second.
    assert seconds < 10, (name, seconds)
    print(name, flush=True)
"""


@posix
def test_ctrl_c():
    assert run(CTRL_C).split() == ["skip-gram", "CBOW", "GloVe", "gensim"]


FORK = """
import multiprocessing, warnings
from word2vec_fits import fingerprint, fit

# Python warns of any fork beside threads; ours live for the length of a call.
warnings.filterwarnings("ignore", category=DeprecationWarning)

def child(queue):
    queue.put([fingerprint(fit(a, n_jobs=2)) for a in ("skip-gram", "cbow")])

def in_child():
    context = multiprocessing.get_context("fork")
    queue = context.Queue()
    process = context.Process(target=child, args=(queue,))
    process.start()
    found = queue.get(timeout=60)
    process.join()
    return found

after_import = in_child()
expected = [fingerprint(fit(a, n_jobs=2)) for a in ("skip-gram", "cbow")]
after_fit = in_child()
assert after_import == expected
assert after_fit == expected
"""


@posix
def test_fork_after_import_and_after_fit():
    run(FORK)
