"""Co-occurrence counts: memory_limit, what is on disk and leaves no trace, the cache."""

import errno
import os
import tempfile
from functools import partial
from pathlib import Path

import joblib
import numpy as np
import pytest
from cooccurrence_tools import bits, count, drawn
from full_files import FullFile
from processes import run

from skembed import GloVeVectorizer, cooccurrence_matrix
from skembed._cooccurrence import count as module
from skembed._cooccurrence import memory_limit as memory_limits
from skembed._cooccurrence import plan as planning
from skembed._cooccurrence import storage
from skembed._core import mapped_files

N_TERMS = 300
LOW = 10**5


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The temporary folder, of the tests' own; limits may be low."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(planning, "OVERHEAD", 0)
    monkeypatch.setattr(planning, "MIN_SEGMENT", 64)
    return tmp_path


def counted(**arguments):
    return count(drawn(2, N_TERMS, n_documents=200), N_TERMS, **arguments)


@pytest.mark.parametrize("n_jobs", [1, 2])
def test_counts_from_disk(folder, n_jobs):
    counts = counted(memory_limit=LOW, n_jobs=n_jobs)
    assert 8 * counts.nnz > LOW
    assert not counts.data.flags.owndata
    assert list(folder.iterdir()) == []
    expected = bits(counted())
    assert bits(counts) == expected
    counts.data *= 2  # goes nowhere but to this process
    counts.indices[0] = 1
    assert (counts.data == 2 * counted().data).all()
    path = folder / "counts"
    joblib.dump(counted(memory_limit=LOW), path)
    assert bits(joblib.load(path)) == expected
    assert bits(joblib.load(path, mmap_mode="r")) == expected


def test_processes_take_counts_from_disk(folder):
    counts = counted(memory_limit=LOW)
    with joblib.parallel_config(backend="loky", n_jobs=2, max_nbytes=1000):
        found = joblib.Parallel()(joblib.delayed(bits)(counts) for _ in range(2))
    assert found == [bits(counts)] * 2


@pytest.mark.parametrize("n_jobs", [1, 2])
@pytest.mark.parametrize("room", [0, 10_000, 40_000])
def test_full_disk(folder, monkeypatch, room, n_jobs):
    monkeypatch.setattr(mapped_files, "nameless_file", lambda: FullFile(room))
    with pytest.raises(ValueError, match=r"memory_limit=100kB.*No space left") as caught:
        counted(memory_limit=LOW, n_jobs=n_jobs)
    assert repr(str(folder)) in str(caught.value)
    assert "TMPDIR" in str(caught.value)
    assert isinstance(caught.value.__cause__, OSError)
    assert list(folder.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs the device that is always full")
@pytest.mark.parametrize("buffer", [-1, 10**7])
def test_full_disk_of_the_system(folder, monkeypatch, buffer):
    """With a large buffer the disk turns out to be full at the very end."""
    monkeypatch.setattr(mapped_files, "nameless_file", partial(open, "/dev/full", "w+b", buffer))
    with pytest.raises(ValueError, match=r"memory_limit=100kB.*No space left"):
        counted(memory_limit=LOW)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("name", ["missing", "file"])
def test_unwritable_folder(folder, monkeypatch, name):
    path = folder / name
    if name == "file":
        path.touch()
    monkeypatch.setattr(tempfile, "tempdir", str(path))
    with pytest.raises(ValueError, match="memory_limit=100kB") as caught:
        counted(memory_limit=LOW)
    assert repr(str(path)) in str(caught.value)
    assert path.exists() == (name == "file")
    assert counted().nnz > 0  # whoever needs no disk does not ask for one


def test_a_second_spill_changes_nothing(folder):
    with storage.RowStore(10, LOW) as rows:
        for i in range(4):
            rows.append(np.full(2, i, np.int32), np.full(2, i, np.float32))
            if i > 0:
                rows.move_to_disk()
        columns, values = rows.result()
    assert columns.tolist() == values.tolist() == [0, 0, 1, 1, 2, 2, 3, 3]


def test_no_folder_at_all(folder, monkeypatch):
    def no_folder():
        raise FileNotFoundError(errno.ENOENT, "No usable temporary directory found")

    monkeypatch.setattr(tempfile, "gettempdir", no_folder)
    monkeypatch.setattr(mapped_files, "nameless_file", no_folder)
    with pytest.raises(ValueError, match="none is usable"):
        counted(memory_limit=LOW)


@pytest.mark.parametrize("n_jobs", [1, 2])
@pytest.mark.parametrize("memory_limit", [LOW, 10**8])
def test_interruption(folder, monkeypatch, memory_limit, n_jobs):
    append, appended, stops = planning.RowStore.append, [], []
    real = module.run_in_threads

    def watched(function, tasks, n_jobs):
        tasks = list(tasks)
        stops.extend(task[4] for task in tasks)
        return real(function, tasks, n_jobs)

    monkeypatch.setattr(module, "run_in_threads", watched)

    def interrupted(self, columns, values):
        append(self, columns, values)
        appended.append(len(columns))
        if len(appended) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(planning.RowStore, "append", interrupted)
    with pytest.raises(KeyboardInterrupt):
        counted(memory_limit=memory_limit, n_jobs=n_jobs)
    assert len(appended) == 3
    assert all(stops)  # threads still at work see it
    assert list(folder.iterdir()) == []


def test_a_stopped_task_returns_at_once():
    corpus = drawn(2, N_TERMS)
    counts = np.bincount(corpus.ids, minlength=N_TERMS)
    rules = module.make_rules(10, True, "harmonic", int(counts.max()))
    task = planning.RowRange(0, N_TERMS, corpus.n_tokens, 10**5)
    arguments = corpus.ids, corpus.indptr, counts, rules
    assert len(module.count_range(*arguments, np.array([False]), task)[1]) == 1
    assert module.count_range(*arguments, np.array([True]), task)[1] == []


def test_least_limit(folder):
    with pytest.raises(ValueError, match=r"memory_limit=1kB is too low.* of 300 terms: .*needed"):
        counted(memory_limit=1000)
    room = 64 * N_TERMS + 17 * N_TERMS + 8 * (2 * N_TERMS + 64)
    least = int(np.ceil(room / planning.SLACK))
    assert bits(counted(memory_limit=least)) == bits(counted())
    with pytest.raises(ValueError, match="at least 33kB"):
        counted(memory_limit=least - 1)


@pytest.mark.parametrize("n_jobs", [1, 2, 3])
def test_plan_is_within_the_limit(folder, n_jobs):
    """What a wave may take, with what is there when it begins, by the plan's own bounds."""
    counts = np.sort(np.random.default_rng(0).zipf(1.3, size=1000) % 10_000)[::-1].copy()
    rules = module.make_rules(10, True, "harmonic", int(counts.max()))
    for limit in (150_000, 400_000, 10**6, 10**7):
        plan = planning.CountingPlan(counts, rules, limit, n_jobs)
        with planning.RowStore(plan.capacity, limit) as rows:
            seen = []
            for wave in plan.waves(rows):
                seen += wave
                index = [8 * min(counts[t.begin : t.end].sum(), t.segment) for t in wave]
                working = [i + 8 * t.chunk + 17_000 for i, t in zip(index, wave, strict=True)]
                output = sum(8 * int(plan.bounds[t.begin : t.end].sum()) for t in wave)
                most = sum(sorted(working)[-plan.n_jobs :])
                assert rows.n_bytes + output + most <= plan.room < limit
                for t in wave:
                    n = int(plan.bounds[t.begin : t.end].sum())
                    rows.append(np.zeros(n, np.int32), np.zeros(n, np.float32))
            assert [t.begin for t in seen] == [0, *(t.end for t in seen[:-1])]
            assert seen[-1].end == len(counts)


def test_plan_is_fair(folder):
    """The first tasks of a wave have equal work; finished rows stay in memory if they are few."""
    counts = 100_000 // np.arange(1, 1001)
    rules = module.make_rules(10, True, "harmonic", int(counts.max()))

    def work(task):
        mine = slice(task.begin, task.end)
        return (20 * counts[mine] + 2 * plan.bounds[mine]).sum()

    for limit in (2_000_000, 10**8):
        plan = planning.CountingPlan(counts, rules, limit, 2)
        with planning.RowStore(plan.capacity, limit) as rows:
            waves = []
            for wave in plan.waves(rows):
                waves.append(wave)
                n = plan.bounds[wave[0].begin : wave[-1].end].sum() // 50
                rows.append(np.zeros(n, np.int32), np.zeros(n, np.float32))
            assert rows.n_bytes > 0  # not on disk
        assert (len(waves) > 4) == (limit < 10**8)
        for first, second, *_ in waves:
            row = planning.RowRange(first.begin, first.begin + 1, 1, 1)  # none has more work
            assert abs(work(first) - work(second)) <= 2 * work(row)
        assert all(task.end > task.begin for wave in waves for task in wave)


PEAK = """
import sys
import numpy as np
from cooccurrence_tools import count, make_corpus

def status(key):
    with open("/proc/self/status") as file:
        return 1024 * next(int(line.split()[1]) for line in file if line.startswith(key))

n_terms, n_tokens, limit, n_jobs = map(int, sys.argv[1:])
rng = np.random.default_rng(0)
corpus = make_corpus((n_terms * rng.random(n_tokens) ** 3).astype(np.int32),
                     np.linspace(0, n_tokens, 5000).astype(np.int64))
count(make_corpus([0, 1], [0, 2]), n_terms, memory_limit=limit, n_jobs=n_jobs)
with open("/proc/self/clear_refs", "w") as file:
    file.write("5")  # the peak begins anew
before = status("VmRSS")
counts = count(corpus, n_terms, memory_limit=limit, n_jobs=n_jobs)
print(status("VmHWM") - before, counts.nnz * 8)
"""


@pytest.mark.skipif(not os.access("/proc/self/clear_refs", os.W_OK), reason="needs Linux")
@pytest.mark.parametrize("n_jobs", [1, 2])
@pytest.mark.parametrize("limit", [16_000_000, 60_000_000])
def test_peak_memory(limit, n_jobs):
    printed = run(PEAK, "20000", "1500000", str(limit), str(n_jobs))
    peak, result = map(int, printed.split())
    assert result > 1.5 * limit
    assert peak < limit


# ---- memory_limit itself

HUGE = [2**63, 10**400, np.uint64(2**64 - 1), "9" * 20 + "TB", "9" * 5000]


@pytest.mark.parametrize(
    ("memory_limit", "expected"),
    [
        (1, 1),
        (np.int64(10**12), 10**12),
        ("1000", 1000),
        ("256MB", 256 * 10**6),
        ("256 mb", 256 * 10**6),
        ("1.5GB", 1_500_000_000),
        (" 2GiB ", 2**31),
        ("512KiB", 2**19),
        ("100 kB", 10**5),
        ("1TB", 10**12),
        ("7B", 7),
        ("1.B", 1),
        *((limit, memory_limits.MOST_BYTES) for limit in HUGE),
    ],
    ids=lambda value: str(value)[:20],
)
def test_as_bytes(memory_limit, expected):
    assert memory_limits.as_bytes(memory_limit) == expected


@pytest.mark.parametrize(
    ("memory_limit", "error"),
    [
        (0, ValueError),
        (-1, ValueError),
        ("0MB", ValueError),
        ("-1MB", ValueError),
        ("MB", ValueError),
        ("10XB", ValueError),
        ("1e9", ValueError),
        ("1e400", ValueError),
        ("0", ValueError),
        ("0.0001kB", ValueError),
        ("inf", ValueError),
        ("infGB", ValueError),
        ("NaN MB", ValueError),
        ("-inf", ValueError),
        ("", ValueError),
        (1e9, TypeError),
        (True, TypeError),
        (None, TypeError),
    ],
)
def test_as_bytes_of_nonsense(memory_limit, error):
    with pytest.raises(error, match="memory_limit"):
        memory_limits.as_bytes(memory_limit)


@pytest.mark.parametrize("memory_limit", HUGE, ids=lambda value: str(value)[:20])
def test_a_limit_above_int64_is_a_large_limit(memory_limit):
    documents, terms = ["the cat sat", "the cat ran"], ["cat", "ran", "sat", "the"]
    counts = cooccurrence_matrix(documents, terms, memory_limit=memory_limit)
    assert bits(counts) == bits(cooccurrence_matrix(documents, terms))
    parameters = {"n_components": 2, "max_iter": 2, "random_state": 0}
    features = GloVeVectorizer(memory_limit=memory_limit, **parameters).fit_transform(documents)
    expected = GloVeVectorizer(**parameters).fit_transform(documents)
    np.testing.assert_array_equal(features, expected)


def test_shown_limits_are_enough():
    for n in (1, 999, 1000, 12_345, 10_500_001, 2_000_000_001, 123_456_789_012):
        assert n <= memory_limits.as_bytes(memory_limits.show_bytes(n)) <= 1.11 * n + 1000
