"""Encoding that is killed, finds no room, or meets another process; how it goes on."""

import errno
import json
import os
import re
import socket

import pytest
from processes import posix, run
from sklearn.feature_extraction.text import CountVectorizer
from texts import draw_documents

from skembed import EncodedCorpus, encode

DOCUMENTS = [*draw_documents(n_terms=60, n_documents=60, length=20), "", "one more"]
N_FILES = 8  # that are written for these documents


def contents(folder):
    """All bytes of all files."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def fail_at_file(monkeypatch, i, error):
    """Raise an error when file ``i`` is written."""
    fsync, calls = os.fsync, []

    def failing(descriptor):
        calls.append(descriptor)
        if len(calls) == 2 * i + 1:  # there are two calls for each file, one for its folder
            raise error
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", failing)


@posix
@pytest.mark.parametrize("i", range(N_FILES))
def test_full_disk(tmp_path, monkeypatch, i):
    folder, other = tmp_path / "full", tmp_path / "whole"
    with monkeypatch.context() as patch:
        fail_at_file(patch, i, OSError(errno.ENOSPC, "No space left on device"))
        with pytest.raises(ValueError, match=r"could not be written .*No space left"):
            encode(iter(DOCUMENTS), folder)
    left = {re.sub(r"\d+", "", name) for name in os.listdir(folder)}
    assert left <= {"unfinished.json", "shard-.npz", "vocabulary.npz"}
    with pytest.raises(ValueError, match=r"not all encoded yet|not a folder of encoded documents"):
        EncodedCorpus(folder)
    encode(iter(DOCUMENTS), folder)
    encode(DOCUMENTS, other)
    assert contents(folder) == contents(other)


@posix
def test_ctrl_c(tmp_path, monkeypatch):
    with monkeypatch.context() as patch:
        fail_at_file(patch, 2, KeyboardInterrupt())
        with pytest.raises(KeyboardInterrupt):
            encode(DOCUMENTS, tmp_path)
    assert sorted(os.listdir(tmp_path)) == ["shard-000000.npz", "unfinished.json"]


KILLED = """
import json, os, signal, sys
from skembed._core.pieces import Size
from skembed._encoded import encode as encoding
encoding.SHARD = Size(300, 1000)
documents = json.loads(sys.argv[2])

def some():
    yield from documents[:50]
    os.kill(os.getpid(), signal.SIGKILL)

if os.fork() == 0:
    encoding.encode(some(), sys.argv[1])
os.wait()
"""


@posix
def test_killed(tmp_path):
    folder, other = tmp_path / "killed", tmp_path / "whole"
    run(KILLED, str(folder), json.dumps(DOCUMENTS))
    assert {"lock", "unfinished.json", "shard-000001.npz"} <= set(os.listdir(folder))
    with pytest.raises(ValueError, match="not all encoded yet"):
        EncodedCorpus(folder)
    encode(iter(DOCUMENTS), folder)
    encode(DOCUMENTS, other)
    assert contents(folder) == contents(other)


def stopped(folder):
    """A folder with some shards, whose encoding was stopped by an error of the documents."""

    def some():
        yield from DOCUMENTS[:50]
        raise OSError("the connection was lost")

    with pytest.raises(OSError, match="the connection was lost"):
        encode(some(), folder)


@pytest.mark.parametrize(
    ("documents", "message"),
    [
        (DOCUMENTS[:10], "there are only 10, and 45 are encoded already"),
        (DOCUMENTS[1:], "documents 30 to 44 have other tokens"),
        ([*DOCUMENTS[:44], "w1 new", *DOCUMENTS[45:]], "documents 30 to 44 have other tokens"),
    ],
)
def test_other_documents(tmp_path, documents, message):
    stopped(tmp_path)
    with pytest.raises(ValueError, match=f"These are not the documents .* before: {message}"):
        encode(iter(documents), tmp_path)
    assert len(encode(DOCUMENTS, tmp_path)) == len(DOCUMENTS)


def test_other_parameters(tmp_path):
    stopped(tmp_path)
    with pytest.raises(ValueError, match="encoded with lowercase=True, the vectorizer has"):
        encode(DOCUMENTS, tmp_path, CountVectorizer(lowercase=False))


def test_rows_of_errors_after_going_on(tmp_path):
    stopped(tmp_path)
    with pytest.raises(ValueError, match="row 20 is missing") as raised:
        encode([*DOCUMENTS[:50], None], tmp_path)
    assert "Rows are counted from document 30" in raised.value.__notes__[-1]


def test_two_processes(tmp_path):
    def documents():
        yield from DOCUMENTS[:50]
        with pytest.raises(ValueError, match=f"Another process .* process {os.getpid()} of "):
            encode(DOCUMENTS, tmp_path)
        yield from DOCUMENTS[50:]

    assert len(encode(documents(), tmp_path)) == len(DOCUMENTS)
    assert not (tmp_path / "lock").exists()


@pytest.mark.parametrize(
    "holder", ["", json.dumps({"process": 2**22 + 1, "machine": "elsewhere"}), "[1]"]
)
def test_lock_of_an_unknown_process(tmp_path, holder):
    (tmp_path / "lock").write_text(holder)
    with pytest.raises(ValueError, match=r"If no such process runs any more, delete '.*lock'"):
        encode(DOCUMENTS, tmp_path)


def test_no_room_for_the_lock(tmp_path, monkeypatch):
    def no_room(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(json, "dump", no_room)
    with pytest.raises(ValueError, match=r"Nothing can be written .*No space left on device"):
        encode(DOCUMENTS, tmp_path)
    assert os.listdir(tmp_path) == []


@posix
def test_lock_of_a_process_that_ended(tmp_path):
    ended = {"process": 2**22 + 1, "machine": socket.gethostname()}  # above the largest number
    (tmp_path / "lock").write_text(json.dumps(ended))
    (tmp_path / "unfinished.json.draft").write_text("{")
    assert len(encode(DOCUMENTS, tmp_path)) == len(DOCUMENTS)
    assert "lock" not in os.listdir(tmp_path)
