"""Ctrl-C in the middle of fit, and forks: in processes of their own."""

import pytest
from processes import posix, run

CTRL_C = """
import os, signal, sys, threading, time
from texts import draw_documents
from skembed import GloVeVectorizer, Word2VecVectorizer

algorithm, solver, n_jobs = sys.argv[1], sys.argv[2], int(sys.argv[3])
few, many = draw_documents(60, 40, 15), draw_documents(2000, 3000, 50)
if algorithm == "glove":
    model = GloVeVectorizer(n_iter_no_change=None, n_jobs=n_jobs, random_state=0)
else:
    model = Word2VecVectorizer(algorithm=algorithm, solver=solver, n_jobs=n_jobs, random_state=0)
features = model.fit_transform(few)

class Watcher:
    running = threading.Event()
    def setup(self, estimator, context): pass
    def teardown(self, estimator, context): pass
    def on_fit_task_end(self, estimator, context): pass
    def on_fit_task_begin(self, estimator, context):
        if context.parent is not None:
            self.running.set()

# So many passes that only an interruption can end them.
model.set_params(max_iter=1_000_000, n_components=300).set_callbacks(Watcher())
before = dict(vars(model))
pressed = []

def press():
    Watcher.running.wait()
    time.sleep(0.3)
    pressed.append(time.perf_counter())
    os.kill(os.getpid(), signal.SIGINT)

thread = threading.Thread(target=press)
thread.start()
try:
    model.fit(many)
except KeyboardInterrupt:
    seconds = time.perf_counter() - pressed[0]
else:
    raise AssertionError("fit came to its end")
thread.join()
assert vars(model) == before, "fit changed the estimator"
assert (model.transform(few) == features).all()
model.set_callbacks().set_params(max_iter=2).fit(few)
print(f"{seconds:.3f}", flush=True)
"""


@posix
@pytest.mark.parametrize(
    ("algorithm", "solver", "n_jobs"),
    [
        *[(algorithm, "native", 2) for algorithm in ("skip-gram", "cbow", "glove")],
        ("skip-gram", "gensim", 1),
    ],
)
def test_ctrl_c(algorithm, solver, n_jobs):
    # The bound is generous, as machines may be busy; the aim is half a second.
    assert float(run(CTRL_C, algorithm, solver, str(n_jobs))) < 10


FORK = """
import multiprocessing, sys, warnings
from word2vec_fits import fingerprint, fit

# Python warns of any fork beside threads; ours live for the length of a call.
warnings.filterwarnings("ignore", category=DeprecationWarning)

def child(queue):
    queue.put([fingerprint(fit(a, n_jobs=2)) for a in ("skip-gram", "cbow")])

if sys.argv[1] == "after fit":
    fit("skip-gram", n_jobs=2), fit("cbow", n_jobs=2)
context = multiprocessing.get_context("fork")
queue = context.Queue()
process = context.Process(target=child, args=(queue,))
process.start()
found = queue.get(timeout=60)
process.join()
assert found == [fingerprint(fit(a, n_jobs=2)) for a in ("skip-gram", "cbow")]
"""


@posix
@pytest.mark.parametrize("when", ["after import", "after fit"])
def test_fork(when):
    run(FORK, when)
