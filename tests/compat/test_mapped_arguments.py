"""Arrays in files without a name: the same values for each process that can map them."""

import os
import sys
import tempfile
from contextlib import nullcontext
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from full_files import FullFile
from numpy.testing import assert_array_equal

from skembed._compat import mapped_arguments
from skembed._compat.mapped_arguments import (
    HUGE_PAGE,
    LEAST_BYTES,
    MappedArray,
    NotReachableError,
    OnMaps,
    can_be_mapped,
    is_reachable,
    put_in_file,
)

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")


@pytest.fixture
def any_pages(monkeypatch):
    monkeypatch.setattr(mapped_arguments, "_in_huge_pages", lambda array: True)


@pytest.mark.parametrize("dtype", ["i4", "f8", "M8[s]", [("a", "u1"), ("b", ">i4")]])
def test_values_are_the_same(dtype, any_pages):
    n_bytes = 2 * np.dtype(dtype).itemsize
    array = np.arange(n_bytes).astype("u1").view(dtype)
    file, mapped = put_in_file(array.reshape(2, 1))
    with file:
        found = mapped.array()
    assert (found.shape, found.dtype) == ((2, 1), array.dtype)
    assert found.tobytes() == array.tobytes()


def test_changes_stay_in_the_process(any_pages):
    array = np.zeros(9)
    file, mapped = put_in_file(array)
    with file:
        mapped.array()[:] = 1
        assert_array_equal(mapped.array(), array)
    array.flags.writeable = False
    file, mapped = put_in_file(array)
    with file:
        assert not mapped.array().flags.writeable


def test_another_file_is_never_read(any_pages, tmp_path):
    file, mapped = put_in_file(np.zeros(9))
    with file:
        assert not is_reachable(mapped)  # by workers that share the memory of this process
        for i, part in enumerate(mapped.identity):
            other = (*mapped.identity[:i], f"not {part}", *mapped.identity[i + 1 :])
            with pytest.raises(NotReachableError):
                replace(mapped, identity=other).array()
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(NotReachableError):  # and does not wait for a writer
            replace(mapped, path=str(tmp_path / "pipe")).array()
    with pytest.raises(NotReachableError):
        mapped.array()
    path = mapped.path.replace(str(os.getpid()), "another")
    assert not is_reachable(replace(mapped, path=path))


def test_only_large_plain_arrays_can_be_mapped():
    large = np.zeros(LEAST_BYTES, dtype="u1")
    assert can_be_mapped(large)
    assert can_be_mapped(large.reshape(2, -1))
    assert not can_be_mapped(large[1:])
    assert not can_be_mapped(np.zeros(2 * LEAST_BYTES, dtype="u1")[::2])
    assert not can_be_mapped(large.reshape(2, -1).T)
    assert not can_be_mapped(np.empty(LEAST_BYTES // 8, dtype=object))
    assert not can_be_mapped(large.view(np.recarray))
    assert not can_be_mapped(bytearray(LEAST_BYTES))


def test_no_file_is_left(any_pages, monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    file, _ = put_in_file(np.zeros(9))
    with file:
        assert list(tmp_path.iterdir()) == []  # even if this process is killed now


def test_without_a_file(any_pages, monkeypatch):
    array = np.zeros(9)
    with monkeypatch.context() as patch:
        patch.setattr(tempfile, "tempdir", os.devnull)
        assert put_in_file(array) is None
    with monkeypatch.context() as patch:
        full = SimpleNamespace(TemporaryFile=lambda **options: FullFile(71))
        patch.setattr(mapped_arguments, "tempfile", full)
        assert put_in_file(array) is None
    monkeypatch.setattr(mapped_arguments, "_BOOT_ID", os.devnull + "/none")
    assert put_in_file(array) is None


@pytest.mark.parametrize(("huge", "wanted"), [(0, False), (2048, False), (4096, True)])
def test_small_pages_are_of_no_use(huge, wanted, monkeypatch, tmp_path):
    array = np.zeros(3 * HUGE_PAGE, dtype="u1")
    at = array.ctypes.data

    def written(mapped):
        smaps = "{:x}-{:x} r--p 0 fe:00 1 /a\nRss: 1 kB\nFilePmdMapped: {} kB\n"
        maps = (at - 8, at, 9999), (at, at + array.nbytes, huge), (at + array.nbytes, at + 99, 9999)
        path = tmp_path / "smaps"
        path.write_text("".join(smaps.format(*values) for values in maps))
        return str(path)

    monkeypatch.setattr(mapped_arguments, "_SMAPS", written(array))
    monkeypatch.setattr(MappedArray, "array", lambda self: array)
    file, _ = put_in_file(array) or (nullcontext(), None)
    with file as found:
        assert (found is not None) == wanted


def test_function_has_its_name():
    assert OnMaps(can_be_mapped).__name__ == "can_be_mapped"
    assert OnMaps(max)(2, 3) == 3
