"""The cache of data sets: made once, by version, made again if damaged, never needed."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from skembed.datasets import _cache


@pytest.fixture(scope="module")
def data_home(tmp_path_factory):
    return tmp_path_factory.mktemp("data_home")


class Maker:
    """Makes rows, and counts how often."""

    rows = (["a", "ß"], ["b", "\u2028"])

    def __init__(self):
        self.calls = 0

    def __call__(self):
        self.calls += 1
        return self.rows


def get(make, data_home, versions=None):
    rows = _cache.load_or_make("rows", versions or {"numpy": "1"}, make, data_home)
    return [list(row) for row in rows]


def test_the_cache_is_made_once_and_is_compressed_json(tmp_path):
    make = Maker()
    assert get(make, tmp_path) == get(make, tmp_path) == list(make.rows)
    assert make.calls == 1
    (file,) = (tmp_path / "skembed").iterdir()
    with gzip.open(file, "rt", encoding="utf-8") as stream:
        assert json.load(stream) == list(make.rows)


def test_other_versions_are_cached_apart(tmp_path):
    make = Maker()
    get(make, tmp_path, {"numpy": "1"})
    get(make, tmp_path, {"numpy": "2"})
    assert make.calls == 2
    assert len(list((tmp_path / "skembed").iterdir())) == 2


# Named, because what gzip writes holds the time, and every process of a test run collects anew.
DAMAGED = {
    "empty": b"",
    "not gzip": b"not gzip",
    "cut off": gzip.compress(b'[["a"]]')[:-3],
    "other bytes": gzip.compress(b'[["a"]]')[:10] + b"\xff" * 20,
    "not UTF-8": gzip.compress(b"\xff"),
    "not JSON": gzip.compress(b'[["a"]'),
    "no list": gzip.compress(b'{"a": 1}'),
    "no rows": gzip.compress(b"[]"),
    "no text": gzip.compress(b'[["a", 1]]'),
    "rows of unlike length": gzip.compress(b'[["a"], ["b", "c"]]'),
}


@pytest.mark.parametrize("contents", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_file_is_made_again(tmp_path, contents):
    make = Maker()
    get(make, tmp_path)
    (file,) = (tmp_path / "skembed").iterdir()
    file.write_bytes(contents)
    assert get(make, tmp_path) == list(make.rows)
    assert make.calls == 2
    get(make, tmp_path)
    assert make.calls == 2


def test_a_folder_that_cannot_be_made_is_no_error(tmp_path):
    (tmp_path / "file").write_text("a file, no folder", encoding="utf-8")
    make = Maker()
    assert get(make, tmp_path / "file") == list(make.rows)
    assert get(make, tmp_path / "file" / "below") == list(make.rows)
    assert make.calls == 2


def test_a_file_that_cannot_be_written_is_no_error_and_leaves_nothing(tmp_path, monkeypatch):
    def refuse(self, target):
        raise PermissionError(str(target))

    monkeypatch.setattr(Path, "replace", refuse)
    assert get(Maker(), tmp_path) == list(Maker.rows)
    assert list((tmp_path / "skembed").iterdir()) == []


def test_the_default_home_is_scikit_learns(tmp_path, monkeypatch):
    monkeypatch.setenv("SCIKIT_LEARN_DATA", str(tmp_path))
    get(Maker(), None)
    assert len(list((tmp_path / "skembed").iterdir())) == 1
