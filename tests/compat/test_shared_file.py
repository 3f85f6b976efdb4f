"""Values whose arrays go to another process by an unnamed file; tests of Dask do so for real."""

import errno
import os
import sys
import threading

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from skembed._compat import shared_file
from skembed._compat.shared_file import (
    NotSharedError,
    Stored,
    is_shared,
    loaded,
    new_shared_file,
    stored,
)

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux finds a file by the process that has it open"
)


@pytest.fixture
def file():
    with new_shared_file() as address:
        yield address


def test_arrays_go_through_the_file(file):
    value = ("name", [np.arange(5), np.ones((2, 3), dtype=np.float32)], np.empty(0))
    found = stored(value, file, 1)
    assert isinstance(found, Stored)
    assert str(np.arange(5).tobytes()) not in str(found.pickled)
    name, arrays, empty = loaded(found)
    assert (name, empty.shape) == ("name", (0,))
    for array, wanted in zip(arrays, value[1], strict=True):
        assert_array_equal(array, wanted, strict=True)
        assert array.flags.aligned
    arrays[0][:] = 7  # changes a copy
    assert_array_equal(loaded(found)[1][0], np.arange(5))


def test_what_does_not_belong_into_the_file_stays_as_it_is(file, monkeypatch):
    small, strange = np.arange(5), [np.arange(5), lambda: 0]
    assert stored(small, file, 41) is small
    assert stored(strange, file, 1) is strange  # not to be pickled
    assert loaded(small) is small
    monkeypatch.setattr(shared_file, "_AT_MOST", 39)
    assert stored(small, file, 1) is small
    monkeypatch.undo()
    monkeypatch.setattr(os, "writev", lambda *_: 40)  # part of what was given
    assert stored(small, file, 1) is small

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "writev", full)
    assert stored(small, file, 1) is small


class OfMain:
    """A class that another process cannot import."""


def test_what_only_this_program_can_import_is_left_to_dask(file, monkeypatch):
    monkeypatch.setattr(OfMain, "__module__", "__main__")
    monkeypatch.setattr(sys.modules["__main__"], "OfMain", OfMain, raising=False)
    value = [np.arange(5), OfMain]
    assert stored(value, file, 1) is value


def test_half_an_array_does_not_move_the_next_ones(file):
    array = np.arange(10.0)
    with open(file.path, "ab") as rest:
        rest.write(b"what fitted on a full disk")
    assert stored(array, file, 1) is array


@pytest.mark.parametrize("name", ["path", "boot", "device", "inode"])
def test_another_file_is_not_taken_for_this_one(file, name):
    assert is_shared(file)
    others = {"path": "/proc/self/mem", "boot": "another start", "device": -1, "inode": -1}
    other = file._replace(**{name: others[name]})
    assert not is_shared(other)
    with pytest.raises(NotSharedError):
        loaded(Stored(other, b"", []))


def test_room_of_arrays_loaded_for_the_last_time_is_given_back(file):
    def n_blocks():
        return os.stat(file.path).st_blocks

    arrays = [np.ones(1 << 15), np.ones(1 << 15)]
    found = stored(arrays, file, 1)
    full = n_blocks()
    first, second = loaded(found, is_last=True)
    del first
    assert n_blocks() <= full * 0.6
    assert_array_equal(second, arrays[1])
    del second
    assert n_blocks() == 0


def test_several_may_write_at_the_same_time(file):
    found = {}

    def write(i):
        found[i] = [stored(np.full(1000, i), file, 1) for _ in range(20)]

    threads = [threading.Thread(target=write, args=(i,)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for i, mine in found.items():
        assert all((loaded(one) == i).all() for one in mine)


def test_there_may_be_no_place_for_a_file(monkeypatch):
    monkeypatch.setattr(shared_file.tempfile, "tempdir", "/no/such/folder")
    with new_shared_file() as address:
        assert address is None
    monkeypatch.undo()
    monkeypatch.setattr(shared_file, "_BOOT", shared_file.Path("/no/such/system"))
    with new_shared_file() as address:
        assert address is None
