"""The blocks of GloVe's counts in memory and in a file: the same bits, little memory, no trace."""

import gc
import os
import sys
import tempfile
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from cooccurrence_tools import count, drawn
from full_files import FullFile, open_in
from numpy.testing import assert_allclose, assert_array_equal
from processes import run

from skembed import GloVeVectorizer
from skembed._cooccurrence import storage
from skembed._core import mapped_files
from skembed._core.terms import Terms
from skembed._glove import blocks as module
from skembed._glove.trainer import SAMPLE_ROWS, GloVeParameters, GloVeTrainer
from skembed._kernels import glove

N_TERMS = 120
LOW = 20_000
needs_linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The temporary folder, of the tests' own; limits may be low."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(module, "OVERHEAD", 0)
    return tmp_path


@pytest.fixture(scope="module")
def counts():
    return count(drawn(1, N_TERMS, n_documents=200), N_TERMS)


def make(counts, memory_limit=10**9, n_threads=1):
    return module.Blocks(counts, 5, seed=3, n_threads=n_threads, memory_limit=memory_limit)


def mapped(counts, folder):
    """The same counts, mapped from files, one of them as a cache does it."""
    other = counts.copy()
    with mapped_files.nameless_file() as file:
        file.write(counts.indices.data)
        other.indices = mapped_files.mapped_file(file, np.int32)
    np.save(folder / "data.npy", counts.data)
    other.data = np.load(folder / "data.npy", mmap_mode="c")
    assert mapped_files.is_mapped(other.data)
    return other


@pytest.mark.parametrize("n_threads", [1, 2])
def test_blocks_from_a_file(folder, counts, monkeypatch, n_threads):
    whole = make(counts)
    assert not mapped_files.is_mapped(whole.entries)
    assert 8 * counts.nnz > 3 * LOW
    shuffled = []
    real = glove.shuffle_blocks

    def watched(entries, begin, first, *others):
        shuffled.append(first)
        real(entries, begin, first, *others)

    monkeypatch.setattr(glove, "shuffle_blocks", watched)
    for given, limit in ((counts, 8 * counts.nnz + LOW), (mapped(counts, folder), LOW)):
        found = make(given, limit, n_threads)
        assert mapped_files.is_mapped(found.entries)
        for _ in range(2):
            assert_array_equal(found.entries, whole.entries)
            found.release()
        assert_array_equal(found.begin, whole.begin)
        for a, b in zip(found.sample(), whole.sample(), strict=True):
            assert_array_equal(a, b)
    assert len(shuffled) > 6, "several blocks at a time, not all"
    assert [path.name for path in folder.iterdir()] == ["data.npy"]


def test_sample(counts):
    blocks = make(counts)
    matrix = np.zeros((blocks.n_parts * blocks.part_size,) * 2)
    rows, columns, values = blocks.sample()
    matrix[rows, columns] = values
    assert_array_equal(matrix[blocks.rows][:, blocks.rows], counts.toarray())


def test_loss_at_start(counts):
    assert counts.nnz > SAMPLE_ROWS
    parameters = GloVeParameters(8, 2.0, 0.75, "sum", 1, 10**9)
    trainer = GloVeTrainer(
        counts, Terms.of(map(str, range(N_TERMS))), parameters, np.random.RandomState(0)
    )
    words, contexts = (m[trainer.blocks.rows].astype(float) for m in trainer.matrices())
    rows = np.repeat(np.arange(N_TERMS), np.diff(counts.indptr))
    differences = (words @ contexts.T)[rows, counts.indices] - np.log(counts.data)
    expected = np.mean(np.minimum(1, counts.data / 2) ** 0.75 * (1 + differences**2))
    assert_allclose(trainer.loss_at_start, expected, rtol=1e-5)


def test_room_for_one_row_and_one_block(folder, counts):
    assert_array_equal(make(counts, memory_limit=1).entries, make(counts).entries)


def test_counts_in_memory_that_take_all_of_the_limit(folder, counts, monkeypatch):
    most, real = [], module.sort_in_file
    monkeypatch.setattr(
        module, "sort_in_file", lambda *given: most.append(given[1]) or real(*given)
    )
    assert_array_equal(make(counts, LOW).entries, make(counts).entries)
    assert 8 * counts.nnz > LOW
    assert most == [int(LOW * module.LEAST_SHARE) // 16]


@needs_linux
def test_files_are_gone(folder, counts, monkeypatch):
    blocks = make(counts, LOW)
    assert len(open_in(folder)) == 1
    del blocks
    gc.collect()
    assert open_in(folder) == []
    for kernel in ("fill_blocks", "shuffle_blocks"):
        with monkeypatch.context() as patch:
            patch.setattr(glove, kernel, _interrupted)
            with pytest.raises(KeyboardInterrupt):
                make(counts, LOW)
        assert open_in(folder) == list(folder.iterdir()) == []
    monkeypatch.setattr(module, "SLACK", 0)  # no room: always a file
    monkeypatch.setattr(module, "LEAST_SHARE", 0)
    for error in (KeyboardInterrupt, MemoryError):
        seen = []

        def failing(*arguments, seen=seen, error=error):
            seen.extend(open_in(folder))
            raise error

        monkeypatch.setattr(glove, "train_rounds", failing)
        with pytest.raises(error):
            GloVeVectorizer(n_components=4).fit(["the cat sat", "the cat ran"])
        gc.collect()
        assert len(seen) == 1
        assert open_in(folder) == list(folder.iterdir()) == []


def _interrupted(*arguments):
    raise KeyboardInterrupt


@pytest.mark.parametrize("share", [0, 0.5, 1.5])
def test_full_disk(folder, counts, monkeypatch, share):
    files = partial(FullFile, int(share * 8 * counts.nnz))
    monkeypatch.setattr(mapped_files, "nameless_file", files)
    with pytest.raises(ValueError, match=r"memory_limit=20kB.*No space left") as caught:
        make(counts, LOW)
    assert "blocks of the counts do not fit" in str(caught.value)
    assert repr(str(folder)) in str(caught.value)
    assert "TMPDIR" in str(caught.value)
    assert list(folder.iterdir()) == []
    if sys.platform == "linux":
        assert open_in(folder) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs the device that is always full")
def test_full_disk_of_the_system(folder, counts, monkeypatch):
    monkeypatch.setattr(mapped_files, "nameless_file", partial(open, "/dev/full", "w+b"))
    with pytest.raises(ValueError, match=r"memory_limit=20kB.*No space left"):
        make(counts, LOW)


def test_release_is_for_files_alone(tmp_path):
    for array in (storage.mapped_zeros(10**5, np.int32), np.zeros(10**5, dtype=np.int32)):
        array[:] = 1
        mapped_files.release(array)
        assert (array == 1).all()
        assert not mapped_files.is_mapped(array)
    (tmp_path / "ones").write_bytes(array.tobytes())
    with open(tmp_path / "ones", "rb") as file:
        given = mapped_files.mapped_file(file, np.int32)
    assert mapped_files.is_mapped(given[5:])
    given[:] = 2
    mapped_files.release(given)
    if sys.platform == "linux":  # the change has gone with the memory
        assert (given == 1).all()


@pytest.mark.parametrize("n_jobs", [1, 2])
def test_training_from_a_file(monkeypatch, n_jobs):
    made = []
    real = mapped_files.mapped_file
    monkeypatch.setattr(
        mapped_files, "mapped_file", lambda file, dtype: made.append(file) or real(file, dtype)
    )
    documents = [" ".join(f"w{i * j % 331}" for j in range(40)) for i in range(1, 400)]
    parameters = {"n_components": 64, "max_iter": 2, "random_state": 0, "n_jobs": n_jobs}
    model = GloVeVectorizer(memory_limit="3MB", **parameters).fit(documents)
    assert made
    other = GloVeVectorizer(**parameters).fit(documents)
    assert_array_equal(model.embedding_.vectors, other.embedding_.vectors)
    assert_array_equal(model.loss_curve_, other.loss_curve_)


PEAK = """
import sys
import numpy as np
from scipy.sparse import csr_array
from skembed._core import mapped_files
from skembed._core.terms import Terms
from skembed._fit.schedule import LinearRate
from skembed._glove.trainer import GloVeParameters, GloVeTrainer

def status(key):
    with open("/proc/self/status") as file:
        return 1024 * next(int(line.split()[1]) for line in file if line.startswith(key))

def mapped(array):
    with mapped_files.nameless_file() as file:
        file.write(array.data)
        return mapped_files.mapped_file(file, array.dtype)

def counts(n, each):
    out = csr_array((n, n), dtype=np.float32)
    out.indptr = np.arange(n + 1) * each
    out.indices = mapped(((np.arange(n * each, dtype=np.int32) * 7) % n).astype(np.int32))
    out.data = mapped(np.ones(n * each, dtype=np.float32))
    return out

def train(counts, limit):
    terms = Terms.of(map(str, range(counts.shape[0])))
    parameters = GloVeParameters(100, 1.0, 0.75, "sum", 1, limit)
    trainer = GloVeTrainer(counts, terms, parameters, np.random.RandomState(0))
    for _ in trainer.steps(0, LinearRate(0.1, 0.1, 1)):
        pass
    return trainer.loss_at_start and trainer.input.nbytes + trainer.output.nbytes

limit = int(sys.argv[1])
train(counts(50, 10), limit)
given = counts(2000, 1500)
with open("/proc/self/clear_refs", "w") as file:
    file.write("5")  # the peak begins anew
before = status("VmRSS")
matrices = train(given, limit)
print(status("VmHWM") - before - matrices, 8 * given.nnz)
"""


@pytest.mark.skipif(not os.access("/proc/self/clear_refs", os.W_OK), reason="needs Linux")
def test_peak_memory():
    limit = 12_000_000
    peak, result = map(int, run(PEAK, str(limit)).split())
    assert result > 1.9 * limit
    assert peak < limit
