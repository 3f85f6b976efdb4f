"""A file of vectors is read once a process, by searches too, and again when it has changed."""

import gc
import os
import time
from threading import Barrier, Thread

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline

from skembed import Embedding, PretrainedVectorizer, SupervisedEmbeddingVectorizer
from skembed._vectors import cache, sources

TEXTS, Y = ["good film", "good", "bad film", "bad"] * 4, [1, 1, 0, 0] * 4


@pytest.fixture
def reads(monkeypatch):
    """The paths that were read."""
    found = []
    read_once = cache.read_once
    cache._recent.clear()

    def counted(path, read):
        def reading():
            found.append(path)
            return read()

        return read_once(path, reading)

    monkeypatch.setattr(sources, "read_once", counted)
    yield found
    cache._recent.clear()


@pytest.fixture
def write(tmp_path):
    def of(name, *rows):
        (tmp_path / name).write_text("".join(f"{row}\n" for row in rows))
        return tmp_path / name

    return of


def test_searches_read_once(reads, write):
    path = write("v.txt", "good 1 0.5", "bad -1 0.5", "film 0 1")
    pipeline = make_pipeline(PretrainedVectorizer(path), LogisticRegression())
    grid = {"pretrainedvectorizer__pooling": ["mean", "idf"], "logisticregression__C": [1, 10]}
    best = GridSearchCV(pipeline, grid, cv=2, error_score="raise").fit(TEXTS, Y).best_estimator_
    assert best.score(TEXTS, Y) == 1
    start = SupervisedEmbeddingVectorizer(
        n_components=2, max_iter=1, random_state=0, init=str(path)
    )
    GridSearchCV(start, {"freeze": [True, False]}, cv=2, error_score="raise").fit(TEXTS, Y)
    assert len(reads) == 1


def test_a_file_that_has_changed_is_read_again(reads, write):
    path = write("v.txt", "good 1 2")
    first = sources.as_embedding(path)
    assert sources.as_embedding(os.fspath(path)) is first
    write("v.txt", "good 3 4")
    os.utime(path, ns=(1, 1))
    assert sources.as_embedding(path)["good"].tolist() == [3, 4]
    assert first["good"].tolist() == [1, 2]
    assert len(reads) == 2


def test_links_to_one_file_are_one_file(reads, write, tmp_path):
    (tmp_path / "link").symlink_to(write("v.txt", "good 1 2"))
    assert sources.as_embedding(tmp_path / "link") is sources.as_embedding(tmp_path / "v.txt")


def test_few_files_stay_in_memory(reads, write):
    paths = [write(f"{i}.txt", f"good {i} 2") for i in range(4)]
    used = sources.as_embedding(paths[0])
    for path in paths:
        sources.as_embedding(path)
    gc.collect()
    assert len(cache._in_use) == 3  # two recent ones, and the one that is still used
    assert sources.as_embedding(paths[0]) is used
    sources.as_embedding(paths[1])
    assert [os.path.basename(path) for path in reads] == [
        "0.txt",
        "1.txt",
        "2.txt",
        "3.txt",
        "1.txt",
    ]


def test_errors_are_not_kept(reads, write, tmp_path):
    for _ in range(2):
        with pytest.raises(ValueError, match=r"cannot be read as vectors|vectors"):
            sources.as_embedding(write("empty.txt"))
        with pytest.raises(FileNotFoundError):
            sources.as_embedding(tmp_path / "none.txt")
    assert len(reads) == 4


def test_threads_wait_for_the_one_that_reads(write):
    path, calls, found = str(write("v.txt", "good 1 2")), [], []
    together = Barrier(3)

    def slow():
        calls.append(1)
        time.sleep(0.05)
        return Embedding(["good"], np.ones((1, 2)))

    def ask():
        together.wait()
        found.append(cache.read_once(path, slow))

    threads = [Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(calls) == 1
    assert found[0] is found[1] is found[2]
