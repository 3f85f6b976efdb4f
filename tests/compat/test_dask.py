"""Dask with a real scheduler and two worker processes: same bits, also if a worker is killed.

Starting a worker takes two seconds of CPU. So all checks are one test, on one cluster, and only
counting and `encode` lose a worker; with KILL_WORKERS=1 (`make cluster`), all do.
"""

import mmap
import os
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

import joblib
import numpy as np
import pandas as pd
import pytest
from cooccurrence_tools import bits, count, drawn
from dying import Dying
from full_files import open_in
from numpy.testing import assert_array_equal
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, KFold
from sklearn.pipeline import make_pipeline
from topics import LABELS, SMALL, TEXTS

import skembed._comparison._compare
import skembed._cooccurrence.count
from skembed import SupervisedEmbeddingVectorizer, Word2VecVectorizer, compare_embeddings, encode
from skembed._compat import cluster as _cluster
from skembed._compat import mapped_arguments
from skembed._compat.cluster import dask_backend, with_arguments
from skembed._compat.jobs import kept_arguments, n_at_a_time, run_in_threads
from skembed._cooccurrence import rows
from skembed._core.pieces import Size
from skembed._encoded import encode as encoding

REASON = "Dask is not installed: the extra dask of skembed installs it"
distributed = pytest.importorskip("distributed", reason=REASON)
dask = pytest.importorskip("dask", reason=REASON)

ALL_LOSE_ONE = bool(os.environ.get("KILL_WORKERS"))
FAST = {**SMALL, "max_iter": 1}


class Cluster:
    """A Dask client, and functions whose first call in a worker kills it."""

    def __init__(self, client, folder):
        self.client, self.folder, self.killed = client, folder, 0

    def dying(self, function, *, always=False):
        if not always and not ALL_LOSE_ONE:
            return function
        self.client.wait_for_workers(2, timeout=60)
        self.killed += 1
        return Dying(function, self.folder / f"killed {self.killed}")

    def check(self):
        assert len(list(self.folder.iterdir())) == self.killed  # each function killed a worker


def check_counting(cluster, monkeypatch):
    corpus = drawn(3, n_terms=500, n_documents=1000)
    expected = bits(count(corpus, 500))
    module = skembed._cooccurrence.count
    monkeypatch.setattr(module, "count_range", cluster.dying(module.count_range, always=True))
    with joblib.parallel_config("dask", workers=list(cluster.client.ncores())[:1]):
        assert n_at_a_time(None) == 1
    with joblib.parallel_config("dask"):
        with monkeypatch.context() as patch:
            patch.setenv("LOKY_MAX_CPU_COUNT", "1")
            assert n_at_a_time(None) == 2  # both workers, though this process may use one core
        assert bits(count(corpus, 500)) == expected


def check_arguments(cluster, monkeypatch):
    """Each worker gets a large argument once, and again if it was lost."""
    cluster.client.wait_for_workers(2, timeout=60)
    ids, documents, few = np.arange(1000), ["a text"] * 1000, np.arange(3)

    def sent(backend, *task):
        with with_arguments(backend, [task], may_map=True) as backend:
            keys = {i: future.key for i, future in backend.data_futures.items()}
        holders = cluster.client.who_has(list(backend.data_futures.values()))
        assert all(set(found) == set(cluster.client.ncores()) for found in holders.values())
        return backend, keys

    with joblib.parallel_config("dask"):
        first, keys = sent(dask_backend(), ids, documents, few, "a")
    assert set(keys) == {id(ids), id(documents)}
    with joblib.parallel_config(backend=first):
        assert sent(dask_backend(), documents, ids)[1] == keys
    cluster.client.cancel(first.data_futures[id(ids)])  # as when all that have it are lost
    again = sent(first, documents, ids)[1]
    assert again[id(ids)] != keys[id(ids)]
    assert again[id(documents)] == keys[id(documents)]

    def n_holders(array, most_copies):
        with monkeypatch.context() as patch:
            patch.setattr(_cluster, "_MOST_COPIES", most_copies)
            with with_arguments(first, [(array,)], may_map=True) as backend:
                pass
        future = backend.data_futures[id(array)]
        return len(cluster.client.who_has([future])[future.key])

    assert n_holders(np.arange(1000), 1) == 1
    lost, there = {"tcp://127.0.0.1:1": 1}, cluster.client.ncores()
    with monkeypatch.context() as patch:
        patch.setattr(cluster.client, "ncores", lambda workers: {**lost, **there})
        assert n_holders(np.arange(1000), 3) == 2
        assert n_holders(np.arange(1000), 1) == 1  # any worker, in place of the one that is lost


def seen(array, i):
    """Return what a task gets: the values, and whether they are mapped from a file."""
    if i < 0:
        raise KeyError("a task")
    memory = array
    while not isinstance(memory, mmap.mmap) and memory is not None:
        memory = memory.obj if isinstance(memory, memoryview) else getattr(memory, "base", None)
    return i, array.sum(), memory is not None, os.getpid()


def check_mapped_arguments(cluster, monkeypatch):
    """Workers of this machine map large arrays; they are sent where that is impossible."""
    if sys.platform != "linux":
        return
    cluster.client.wait_for_workers(2, timeout=60)
    (folder := cluster.folder.parent / "arrays").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setattr(mapped_arguments, "LEAST_BYTES", 1000)
    monkeypatch.setattr(mapped_arguments, "_in_huge_pages", lambda array: True)
    arrays = [np.arange(500), np.arange(900)]
    tasks = [(arrays[i > 3], i) for i in range(8)]
    put_in_file, n_files = mapped_arguments.put_in_file, []

    def counting(array):
        n_files.append(len(array))
        return put_in_file(array)

    def unreachable(array):
        file, mapped = put_in_file(array)
        is_other = len(array) in others
        return file, replace(mapped, identity=("another machine",)) if is_other else mapped

    def run(tasks=tasks, function=seen):
        with joblib.parallel_config("dask"):
            yield from run_in_threads(function, tasks, 2)

    def check_mapped(*mapped, function=seen, only_some=False):
        found = list(run(function=function))
        assert [(i, total) for i, total, *_ in found] == [(i, a.sum()) for a, i in tasks]
        were_mapped = {i for i, _, is_mapped, _ in found if is_mapped}
        assert were_mapped <= set(mapped)
        assert only_some or were_mapped == set(mapped)
        assert open_in(folder) == []
        return {process for *_, process in found}

    assert os.getpid() not in check_mapped(*range(8), function=cluster.dying(seen))
    results = run()
    next(results)
    assert len(open_in(folder)) == 3  # the arrays and a trial
    results.close()
    assert open_in(folder) == []
    with pytest.raises(KeyError, match="a task"):
        list(run([*tasks, (arrays[0], -1)]))
    assert open_in(folder) == []
    with monkeypatch.context() as patch:  # a worker of another machine was there, or comes
        patch.setattr(_cluster, "put_in_file", unreachable)
        others = {2 * mapped_arguments.HUGE_PAGE}
        check_mapped()
        others = {900}
        check_mapped(*range(4), only_some=True)  # some results may be lost with the first error
    with monkeypatch.context() as patch:  # the disk is full
        patch.setattr(tempfile, "tempdir", os.devnull)
        check_mapped()
    with monkeypatch.context() as patch:
        patch.setattr(_cluster, "put_in_file", counting)
        with joblib.parallel_config("dask"), kept_arguments(*arrays):
            assert all(is_mapped for *_, is_mapped, _ in run_in_threads(seen, tasks, 2))
            assert n_files.count(500) == 1
        assert open_in(folder) == []
    with joblib.parallel_config("dask", scatter=arrays):  # they are on the workers already
        assert not any(is_mapped for *_, is_mapped, _ in run_in_threads(seen, tasks, 2))
    corpus = drawn(3, n_terms=500, n_documents=1000)
    expected = bits(count(corpus, 500))
    module = skembed._cooccurrence.count
    monkeypatch.setattr(module, "count_range", cluster.dying(rows.count_range))
    with monkeypatch.context() as patch, joblib.parallel_config("dask"):
        patch.setattr(_cluster, "put_in_file", counting)
        assert bits(count(corpus, 500)) == expected
    assert n_files.count(len(corpus.ids)) == 1
    monkeypatch.undo()


def check_comparison(cluster, monkeypatch):
    candidates = [SupervisedEmbeddingVectorizer(**FAST), Word2VecVectorizer(**FAST, subsample=0)]
    expected = compare_embeddings(candidates, TEXTS, LABELS, cv=2)
    module = skembed._comparison._compare
    monkeypatch.setattr(module, "run_trial", cluster.dying(module.run_trial))
    with joblib.parallel_config("dask"):
        found = compare_embeddings(candidates, TEXTS, LABELS, cv=2)
    assert found.errors == {}
    assert_array_equal(found.scores["accuracy"], expected.scores["accuracy"])


def check_grid_search(cluster, monkeypatch):
    def search(split):
        vectorizer = Word2VecVectorizer(**FAST, subsample=0, tokenizer=split, token_pattern=None)
        pipe = make_pipeline(vectorizer, LogisticRegression())
        return GridSearchCV(pipe, {"word2vecvectorizer__window": [1, 2]}, cv=folds)

    # Lists are part of each task; arrays of this size would be lost with their worker.
    texts, y = TEXTS * 2, LABELS.tolist() * 2
    folds = [(train.tolist(), test.tolist()) for train, test in KFold(2).split(texts)]
    expected = search(str.split).fit(texts, y).cv_results_["mean_test_score"]
    with joblib.parallel_config("dask"):
        found = search(cluster.dying(str.split)).fit(texts, y).cv_results_["mean_test_score"]
    assert_array_equal(found, expected)


def check_cross_fitting(cluster, monkeypatch):
    expected = SupervisedEmbeddingVectorizer(**FAST).fit_transform(TEXTS, LABELS)
    with joblib.parallel_config("dask"):
        found = SupervisedEmbeddingVectorizer(**FAST).fit_transform(TEXTS, LABELS)
    assert_array_equal(found, expected)


def collections():
    import dask.array
    import dask.bag
    import dask.dataframe

    frame = dask.dataframe.from_pandas(pd.DataFrame({"text": TEXTS, "n": 0}), npartitions=3)
    array = dask.array.from_array(np.array(TEXTS, dtype=object), chunks=40)
    return {
        "bag": dask.bag.from_sequence(TEXTS, npartitions=4),
        "array": array,
        "column": array[:, np.newaxis],
        "Series": frame["text"],
        "dataframe": frame[["text"]],
        "delayed": frame["text"].to_delayed(),
        "two columns": frame,
    }


def check_collections(cluster, monkeypatch):
    """The workers read them in fit, this process reads one partition at a time in transform."""
    fitted = Word2VecVectorizer(**FAST, subsample=0).fit(TEXTS)
    given = collections()
    with pytest.raises(ValueError, match=r"got a dataframe with 2 columns \('text', 'n'\)"):
        fitted.transform(given.pop("two columns"))
    for kind, documents in given.items():
        again = Word2VecVectorizer(**FAST, subsample=0).fit(documents)
        assert_array_equal(again.embedding_.vectors, fitted.embedding_.vectors, err_msg=kind)
        features = fitted.transform(documents)
        assert_array_equal(features, fitted.transform(TEXTS), err_msg=kind)
    supervised = SupervisedEmbeddingVectorizer(**FAST).fit(TEXTS, LABELS)
    again = SupervisedEmbeddingVectorizer(**FAST).fit(given["bag"], LABELS)
    assert_array_equal(again.embedding_.vectors, supervised.embedding_.vectors)


def check_encoding(cluster, monkeypatch):
    bag = collections()["bag"].map(str.upper)
    split = {"tokenizer": cluster.dying(str.split), "token_pattern": None, "lowercase": False}
    wanted = Word2VecVectorizer(**FAST, subsample=0).fit(TEXTS).embedding_
    found = Word2VecVectorizer(**FAST, subsample=0, **split).fit(bag).embedding_
    assert [term.lower() for term in found] == list(wanted)
    assert_array_equal(found.vectors, wanted.vectors)
    lists = dask.bag.from_sequence([["a", "b"]] * 4, npartitions=2)
    assert Word2VecVectorizer(**FAST, analyzer=list, subsample=0).fit(lists)._fitted_on_lists


def check_problems_of_collections(cluster, monkeypatch):
    """Errors name the partition, and warnings of workers come here."""
    model = Word2VecVectorizer(**FAST, subsample=0)
    with pytest.raises(ValueError, match="The document in row 2 is missing") as caught:
        model.fit(dask.bag.from_sequence(["a word"] * 5 + [None], npartitions=2))
    assert "This happened in partition 1" in caught.value.__notes__[0]
    hindi = dask.bag.from_sequence(
        ["\u0939\u093f\u0928\u094d\u0926\u0940 \u0939\u093f\u0928\u094d\u0926\u0940 a word word"]
        * 9
    )
    for read in (model.fit, partial(encode, path=cluster.folder.parent / "hindi")):
        with pytest.warns(UserWarning, match="token_pattern") as warned:
            read(hindi)
        assert [w.filename for w in warned if "token_pattern" in str(w.message)] == [__file__]


def features(texts, vectorizer):
    return vectorizer.transform(texts)


def check_partitions(cluster, monkeypatch):
    """Each worker transforms its own partitions with the fitted vectorizer."""
    model = Word2VecVectorizer(**FAST, subsample=0, tokenizer=str.split, token_pattern=None)
    given, wanted = collections(), model.fit(TEXTS).transform(TEXTS)
    model.set_params(tokenizer=cluster.dying(str.split))
    parts = given["bag"].map_partitions(features, dask.delayed(model)).to_delayed()
    parts = dask.compute(*parts)
    assert_array_equal(np.concatenate(parts), wanted)
    chunks = given["array"].chunks[0], (8,)
    blocks = given["array"].map_blocks(model.transform, new_axis=1, chunks=chunks, dtype="f4")
    assert_array_equal(blocks.compute(), wanted)
    model.set_output(transform="pandas")
    meta = pd.DataFrame(columns=model.get_feature_names_out(), dtype="f4")
    frame = given["Series"].map_partitions(features, dask.delayed(model), meta=meta)
    assert_array_equal(frame.compute().to_numpy(), wanted)


def check_corpus(cluster, monkeypatch):
    """The workers encode; a folder has the same bytes, wherever its documents were read."""
    monkeypatch.setattr(encoding, "SHARD", Size(300, 1000))
    documents = [*TEXTS, "", "Grüße a new one"]
    split = cluster.dying(str.split, always=True)
    reader = CountVectorizer(tokenizer=split, token_pattern=None, stop_words=["alpha"])
    local, remote = (cluster.folder.parent / name for name in ("local", "remote"))
    encode(documents, local, reader)
    bag = dask.bag.from_sequence([*documents, None], npartitions=7)
    with pytest.raises(ValueError, match=r"The document in row \d+ is missing") as caught:
        encode(bag, remote, reader)
    sizes = bag.map_partitions(lambda part: [len(part)]).compute()
    place = f"partition {len(sizes) - 1}; rows are counted from document {sum(sizes[:-1])}."
    assert caught.value.__notes__[-1].endswith(place)
    assert len(list(remote.glob("shard-*"))) > 1
    with pytest.raises(ValueError, match=r"there are only 5, and .* are encoded already"):
        encode(dask.bag.from_sequence(documents[:5], npartitions=2), remote, reader)
    encode(dask.bag.from_sequence(documents, npartitions=4), remote, reader)  # goes on
    assert bytes_in(remote) == bytes_in(local)


def bytes_in(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


CHECKS = [
    check_counting,
    check_arguments,
    check_mapped_arguments,
    check_comparison,
    check_grid_search,
    check_cross_fitting,
    check_collections,
    check_encoding,
    check_problems_of_collections,
    check_partitions,
    check_corpus,  # kills a worker, and the last check need not wait for another
]


@contextmanager
def kept_environment():
    """Dask leaves OMP_NUM_THREADS=1 in the environment, which limits the threads of later tests."""
    before = dict(os.environ)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@pytest.mark.filterwarnings("default")  # Dask closes some sockets late
def test_two_worker_processes(tmp_path, monkeypatch):
    options = {"processes": True, "dashboard_address": None, "silence_logs": 50}
    with (
        kept_environment(),
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, **options) as local,
        distributed.Client(local) as client,
    ):
        (flags := tmp_path / "flags").mkdir()
        cluster = Cluster(client, flags)
        for check in CHECKS:
            check(cluster, monkeypatch)
            cluster.check()


@pytest.mark.parametrize("n_jobs", [1, 2])
def test_each_partition_is_computed_once(n_jobs):
    import dask.dataframe

    def part(i):
        computed.append(i)
        return pd.Series(TEXTS[50 * i : 50 * i + 50])

    computed = []
    series = dask.dataframe.from_map(part, range(3), meta=pd.Series(TEXTS[:1]))
    model = Word2VecVectorizer(**FAST, subsample=0, n_jobs=n_jobs).fit(TEXTS)
    with dask.config.set(scheduler="synchronous"):
        assert_array_equal(model.transform(series), model.transform(TEXTS))
    assert computed == [0, 1, 2]
