"""The picture of the folders: every folder is in it, above what it imports."""

import sys

import pytest
from project import ROOT

pytest.importorskip("sphinx")
sys.path.append(str(ROOT / "docs" / "_ext"))
import rooms


def test_every_folder_has_its_place_and_says_what_it_is():
    found = rooms.read_rooms()
    assert set(found) == {path.parent.name for path in rooms.PACKAGE.glob("*/__init__.py")}
    assert sorted(room.name for row in rooms.floors(found) for room in row) == sorted(found)
    assert all(room.summary and room.n_lines for room in found.values())


def test_imports_are_those_of_the_files():
    found = rooms.read_rooms()
    assert found["_kernels"].below == set()
    assert {"_base", "_core", "_fit", "_kernels"} <= found["_word2vec"].below
    assert not found["_word2vec"].below & {"_glove", "_supervised", "_command"}


def test_a_folder_stands_above_those_that_it_imports():
    found = rooms.read_rooms()
    floor = {room.name: i for i, row in enumerate(rooms.floors(found)) for room in row}
    assert all(floor[below] <= floor[name] for name, room in found.items() for below in room.below)


def test_picture():
    found = rooms.read_rooms()
    picture = rooms.draw(found)
    assert picture.count("<rect") == len(found)
    assert picture.count("<path") == sum(len(room.below) for room in found.values())
