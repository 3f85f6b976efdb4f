"""The cache of co-occurrence counts: its key, and what happens when it cannot be written."""

import errno
import itertools
import os
import warnings
from hashlib import sha256
from pathlib import Path

import joblib
import numpy as np
import pytest
from cooccurrence_tools import bits, count, drawn
from joblib.memory import FileSystemStoreBackend
from scipy.sparse import csr_array

from skembed import GloVeVectorizer, cooccurrence_matrix
from skembed._cooccurrence import count as module

DOCUMENTS = ["the cat sat on the mat", "the dog sat", "a cat"] * 20
TERMS = ["cat", "dog", "sat", "the"]


@pytest.fixture
def calls(monkeypatch):
    """The counting, watched."""
    seen, original = [], module.count_cooccurrences

    def watched(*arguments, **rules):
        seen.append(rules)
        return original(*arguments, **rules)

    monkeypatch.setattr(module, "count_cooccurrences", watched)
    return seen


@pytest.mark.parametrize("kind", [str, Path, lambda path: joblib.Memory(path, verbose=0)])
def test_cache(tmp_path, calls, kind):
    def matrix(**parameters):
        return cooccurrence_matrix(DOCUMENTS, TERMS, memory=kind(tmp_path), **parameters)

    first = matrix()
    assert len(calls) == 1
    again = matrix(memory_limit="2GB", n_jobs=2)
    assert len(calls) == 1
    assert isinstance(again, csr_array)
    assert again.has_canonical_format
    assert bits(first) == bits(again) == bits(cooccurrence_matrix(DOCUMENTS, TERMS))
    calls.clear()
    for parameters in ({"window": 3}, {"symmetric": False}, {"weighting": "uniform"}):
        matrix(**parameters)
        matrix(**parameters)
    assert len(calls) == 3
    again.data *= 2
    assert bits(matrix()) == bits(first)
    assert len(calls) == 3


def test_cache_as_a_path_is_mapped(tmp_path):
    cooccurrence_matrix(DOCUMENTS, TERMS, memory=tmp_path)
    counts = cooccurrence_matrix(DOCUMENTS, TERMS, memory=tmp_path)
    assert isinstance(counts.data, np.memmap)
    assert isinstance(counts.indices, np.memmap)


def test_no_cache(calls):
    for _ in range(2):
        cooccurrence_matrix(DOCUMENTS, TERMS)
    assert len(calls) == 2


def test_cache_of_another_corpus(tmp_path, calls):
    cooccurrence_matrix(DOCUMENTS, TERMS, memory=tmp_path)
    cooccurrence_matrix(DOCUMENTS[1:], TERMS, memory=tmp_path)
    cooccurrence_matrix(DOCUMENTS, [*TERMS, "mat"], memory=tmp_path)
    cooccurrence_matrix([" ".join(DOCUMENTS)], TERMS, memory=tmp_path)
    cooccurrence_matrix(DOCUMENTS, [*TERMS, "unseen"], memory=tmp_path)
    assert len(calls) == 5


# ---- the algorithm is part of the key


def test_counts_of_another_version_are_not_taken(tmp_path, calls, monkeypatch):
    def matrix():
        return cooccurrence_matrix(DOCUMENTS, TERMS, memory=tmp_path)

    first = matrix()
    original = module.count_cooccurrences

    def other(*arguments, **rules):
        counts = original(*arguments, **rules)
        counts.data *= 2
        return counts

    monkeypatch.setattr(module, "count_cooccurrences", other)
    assert bits(matrix()) == bits(first)  # the number says that nothing has changed
    monkeypatch.setattr(module, "COUNTS_VERSION", module.COUNTS_VERSION + 1)
    for _ in range(2):
        np.testing.assert_array_equal(matrix().toarray(), 2 * first.toarray())
    assert len(calls) == 2
    monkeypatch.undo()
    assert bits(matrix()) == bits(first)  # those of the earlier number are still there


def test_version_of_the_counts():
    """Whoever changes a bit here has to raise COUNTS_VERSION: caches hold the old counts."""
    digest, corpus = sha256(), drawn(7)
    for window, symmetric, weighting in itertools.product(
        (1, 2, 10, 60), (True, False), ("harmonic", "uniform")
    ):
        rules = {"window": window, "symmetric": symmetric, "weighting": weighting}
        digest.update("".join(bits(count(corpus, 100, **rules))).encode())
    assert (module.COUNTS_VERSION, digest.hexdigest()[:16]) == (1, "e2f21e1155dc7bd1")


# ---- a cache that cannot be written


class Disk:
    """A disk that is full after some bytes."""

    room, trouble = 0, OSError()

    class File:
        def __init__(self, path, mode):
            self.file = open(path, mode)  # noqa: SIM115

        def __getattr__(self, name):
            return getattr(self.file, name)

        def __enter__(self):
            return self

        def __exit__(self, *error):
            self.file.close()

        def write(self, data):
            Disk.room -= len(data)
            if Disk.room < 0:
                raise Disk.trouble
            return self.file.write(data)


@pytest.fixture
def disk(monkeypatch):
    """A disk that is full after ``disk.room`` bytes of joblib's."""

    def opened(path, mode):
        return Disk.File(path, mode) if "w" in mode else open(path, mode)

    monkeypatch.setattr(FileSystemStoreBackend, "_open_item", staticmethod(opened))
    monkeypatch.setattr(Disk, "room", 0)
    monkeypatch.setattr(Disk, "trouble", OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
    joblib.memory._FUNCTION_HASHES.clear()  # as in a new process, so that it writes the code
    return Disk


def partial(folder):
    """The files in a cache that belong to no whole item."""
    whole = {".gitignore", "func_code.py"}
    items = {path.parent for path in folder.rglob("output.pkl")}
    return [
        path
        for path in folder.rglob("*")
        if path.is_file()
        and path.name not in whole
        and not (path.parent in items and path.name in {"output.pkl", "metadata.json"})
    ]


KINDS = [str, Path, lambda path: joblib.Memory(path, verbose=0)]
MANY = [" ".join(f"w{i % 40 + j % 7:02}" for j in range(30)) for i in range(300)]
THEIRS = [f"w{i:02}" for i in range(46)]
WARNING = r"cache memory=.* could not keep the counts.*Make room"
# joblib's own, which says why
ignore_joblib = pytest.mark.filterwarnings("ignore:Unable to cache to disk")


@ignore_joblib
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("room", [0, 10, 4000])
def test_full_disk(tmp_path, disk, kind, room):
    disk.room = room
    with pytest.warns(UserWarning, match=WARNING):
        counts = cooccurrence_matrix(MANY, THEIRS, memory=kind(tmp_path))
    assert bits(counts) == bits(cooccurrence_matrix(MANY, THEIRS))
    assert partial(tmp_path) == []
    disk.room = 10**9  # somebody has made room
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        again = [cooccurrence_matrix(MANY, THEIRS, memory=kind(tmp_path)) for _ in range(2)]
    assert [bits(each) for each in again] == [bits(counts)] * 2
    assert len(list(tmp_path.rglob("output.pkl"))) == 1


@ignore_joblib
def test_full_disk_in_a_fit(tmp_path, disk):
    model = GloVeVectorizer(n_components=4, max_iter=2, random_state=0)
    expected = model.fit_transform(DOCUMENTS)
    with pytest.warns(UserWarning, match=WARNING):
        found = model.set_params(memory=tmp_path).fit_transform(DOCUMENTS)
    np.testing.assert_array_equal(found, expected)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("room", [0, 10, 4000])
def test_ctrl_c_while_the_cache_is_written(tmp_path, disk, monkeypatch, kind, room):
    monkeypatch.setattr(disk, "trouble", KeyboardInterrupt())
    disk.room = room
    with pytest.raises(KeyboardInterrupt):
        cooccurrence_matrix(MANY, THEIRS, memory=kind(tmp_path))
    assert partial(tmp_path) == []


def test_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "file").touch()
    with pytest.warns(UserWarning, match="could not keep the counts"):
        counts = cooccurrence_matrix(DOCUMENTS, TERMS, memory=tmp_path / "file" / "folder")
    assert bits(counts) == bits(cooccurrence_matrix(DOCUMENTS, TERMS))


def test_errors_of_counting_are_not_those_of_the_cache(tmp_path):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(ValueError, match="memory_limit=1kB is too low"):
            cooccurrence_matrix(DOCUMENTS, TERMS, memory=tmp_path, memory_limit=1000)
        with pytest.raises(ValueError, match="memory"):
            cooccurrence_matrix(DOCUMENTS, TERMS, memory=3)
