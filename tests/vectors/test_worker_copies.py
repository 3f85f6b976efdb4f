"""Worker processes map one copy of a file of vectors, and nothing of it remains."""

import errno
import multiprocessing
import os
import time

import numpy as np
import pytest
from joblib.externals.loky.backend import resource_tracker
from numpy.testing import assert_array_equal
from processes import posix

from skembed import Embedding
from skembed._compat import worker_folder
from skembed._vectors import worker_copies
from skembed._vectors.sources import as_embedding
from skembed._vectors.worker_copies import read_for_workers

pytestmark = posix
VECTORS = np.random.default_rng(0).normal(size=(40, 3)).astype(np.float32)
EMBEDDING = Embedding([f"term {i}" for i in range(len(VECTORS))], VECTORS)


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """The folder of the copies."""
    monkeypatch.setenv("JOBLIB_TEMP_FOLDER", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    return tmp_path / "temporary"


@pytest.fixture
def worker(monkeypatch):
    """Make this process a worker, which copies vectors of any size."""
    monkeypatch.setattr(multiprocessing, "parent_process", lambda: True)
    monkeypatch.setattr(worker_copies, "FEWEST_BYTES", 0)
    yield
    for path in worker_folder._tracked:
        resource_tracker.maybe_unlink(path, "folder")
    worker_folder._tracked.clear()


def file_behind(array):
    while array is not None and not isinstance(array, np.memmap):
        array = array.base
    return None if array is None else array.filename


def read_together(path, begun, results):
    """Read in a process; send the file that it mapped and what it read."""
    begun.wait()
    found = as_embedding(path)
    results.put((file_behind(found.vectors), found.terms.tolist(), found.vectors.tolist()))


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_workers_map_one_copy(tmp_path, folder, monkeypatch):
    monkeypatch.setattr(worker_copies, "FEWEST_BYTES", 0)
    resource_tracker.ensure_running()
    path, load = tmp_path / "v.txt", Embedding.load
    EMBEDDING.save(path)

    def slowly(name):
        if str(name) == str(path):
            (tmp_path / f"read by {os.getpid()}").touch()
            time.sleep(0.1)
        return load(name)

    monkeypatch.setattr(Embedding, "load", slowly)
    fork = multiprocessing.get_context("fork")
    begun, results = fork.Barrier(2), fork.Queue()
    arguments = path, begun, results
    workers = [fork.Process(target=read_together, args=arguments) for _ in range(2)]
    for worker in workers:
        worker.start()
    one, two = results.get(timeout=60), results.get(timeout=60)
    for worker in workers:
        worker.join()
    assert one == two
    assert len(list(tmp_path.glob("read by *"))) == 1
    assert os.path.dirname(os.path.dirname(one[0])) == str(folder)
    assert one[1:] == (EMBEDDING.terms.tolist(), VECTORS.tolist())
    end = time.monotonic() + 30
    while list(folder.iterdir()) and time.monotonic() < end:  # another process removes it
        time.sleep(0.01)
    assert not list(folder.iterdir())
    assert file_behind(as_embedding(path).vectors) is None  # this process is no worker


def test_a_copy_is_read_instead_of_the_file(worker, folder):
    reads = []

    def read():
        reads.append(1)
        return EMBEDDING

    first, second = (read_for_workers(("v.txt", 1), read) for _ in range(2))
    assert file_behind(first.vectors) == file_behind(second.vectors) is not None
    assert len(reads) == 1
    read_for_workers(("v.txt", 2), read)  # the file has changed
    assert len(reads) == 2
    (copies,) = folder.iterdir()
    assert copies.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("mapped", [EMBEDDING, EMBEDDING.quantize()])
def test_mapped_files_are_not_copied(worker, folder, tmp_path, mapped):
    mapped.save(tmp_path / "v.safetensors")
    found = read_for_workers(("v",), lambda: Embedding.load(tmp_path / "v.safetensors"))
    assert_array_equal(found.vectors, mapped.vectors)
    assert not list(folder.glob("*/*.safetensors"))


def test_small_files_are_not_copied(worker, folder, monkeypatch):
    monkeypatch.setattr(worker_copies, "FEWEST_BYTES", VECTORS.nbytes + 1)
    assert read_for_workers(("v",), lambda: EMBEDDING) is EMBEDDING
    assert not list(folder.glob("*/*.safetensors"))


def test_a_full_disk(worker, folder, monkeypatch):
    def fail(self, path):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Embedding, "save", fail)
    with pytest.warns(UserWarning, match="No space left.*JOBLIB_TEMP_FOLDER"):
        assert read_for_workers(("v",), lambda: EMBEDDING) is EMBEDDING


def test_a_folder_that_cannot_be_used(worker, folder, tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("JOBLIB_TEMP_FOLDER", str(tmp_path / "file"))
    assert read_for_workers(("v",), lambda: EMBEDDING) is EMBEDDING
    monkeypatch.setenv("JOBLIB_TEMP_FOLDER", str(folder))
    (tmp_path / "elsewhere").mkdir()
    (folder / f"skembed-{os.getuid()}-{os.getppid()}").symlink_to(tmp_path / "elsewhere")
    assert read_for_workers(("v",), lambda: EMBEDDING) is EMBEDDING
    assert not list((tmp_path / "elsewhere").iterdir())


def test_daemons_read_for_themselves(worker, folder, monkeypatch):
    monkeypatch.setattr(multiprocessing.current_process(), "_config", {"daemon": True})
    assert read_for_workers(("v",), lambda: EMBEDDING) is EMBEDDING
    assert not list(folder.iterdir())


def test_errors_of_reading_come_out(worker):
    with pytest.raises(ValueError, match="cannot be read"):
        read_for_workers(("v",), lambda: Embedding.load(__file__))
