"""Folders that are not whole: each is an error that names the file, never other documents."""

import json
import shutil

import pytest
from texts import draw_documents

from skembed import EncodedCorpus, Word2VecVectorizer, encode

DOCUMENTS = draw_documents(n_terms=20, n_documents=40, length=20)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return tmp_path_factory.mktemp("encoded")


@pytest.fixture
def folder(whole, tmp_path):
    """A copy of a folder of encoded documents."""
    if not any(whole.iterdir()):
        encode(DOCUMENTS, whole)
    return shutil.copytree(whole, tmp_path / "copy")


def test_no_corpus(tmp_path):
    for path in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(ValueError, match=r"not a folder of encoded documents: .*header\.json"):
            EncodedCorpus(path)
    (file := tmp_path / "file").write_text("a cat")
    with pytest.raises(ValueError, match="not a folder of encoded documents"):
        EncodedCorpus(file)
    with pytest.raises(ValueError, match="Nothing can be written to"):
        encode(DOCUMENTS, file)
    with pytest.raises(ValueError, match="has other files, such as 'file'"):
        encode(DOCUMENTS, tmp_path)


def test_finished_already(folder):
    with pytest.raises(ValueError, match="has encoded documents already: open them"):
        encode(DOCUMENTS, folder)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"version": 2}, "encoded in version 2 .* reads version 1 only"),
        ({"format": "table"}, "not the header of encoded documents"),
        ({"shards": [[1, 2]]}, "is damaged"),
        ({"vocabulary": None}, "is damaged"),
        ({"parameters": [1]}, "is damaged"),
        ({"parameters": {"analyzer": {"pickle": "x"}}}, "is damaged"),
    ],
)
def test_other_headers(folder, change, message):
    header = json.loads((folder / "header.json").read_text())
    (folder / "header.json").write_text(json.dumps({**header, **change}))
    with pytest.raises(ValueError, match=message):
        EncodedCorpus(folder)


@pytest.mark.parametrize("name", ["header.json", "vocabulary.npz", "shard-000001.npz"])
def test_missing_file(folder, name):
    (folder / name).unlink()
    with pytest.raises(ValueError, match=name):
        EncodedCorpus(folder)


@pytest.mark.parametrize("name", ["header.json", "vocabulary.npz", "shard-000001.npz"])
def test_cut_at_any_byte(folder, name):
    whole = (folder / name).read_bytes()
    with open(folder / name, "r+b") as file:
        for n in range(len(whole) - 1, -1, -1):
            file.truncate(n)
            with pytest.raises(ValueError, match=rf"{name}.* is damaged"):
                EncodedCorpus(folder)


@pytest.mark.parametrize("name", ["vocabulary.npz", "shard-000001.npz"])
def test_changed_at_any_byte(folder, name):
    """Another byte is an error, or one that nobody reads, such as a date in the archive."""
    documents = EncodedCorpus(folder)
    expected, whole = list(documents), (folder / name).read_bytes()
    messages = []
    for i in range(0, len(whole), 19):
        (folder / name).write_bytes(whole[:i] + bytes([whole[i] ^ 21]) + whole[i + 1 :])
        try:
            assert list(EncodedCorpus(folder)) == expected
        except ValueError as error:
            messages.append(str(error))
    assert all(f"{name}' is damaged" in message for message in messages)
    assert len(messages) > len(whole) // 38


def test_shard_of_other_documents(folder, tmp_path):
    encode([f"{document} w1" for document in DOCUMENTS], tmp_path / "other")
    name = "shard-000001.npz"
    shutil.copy(tmp_path / "other" / name, folder / name)
    with pytest.raises(ValueError, match=f"{name}' is damaged"):
        EncodedCorpus(folder)


def test_deleted_after_opening(folder):
    documents = EncodedCorpus(folder)
    shutil.rmtree(folder)
    with pytest.raises(ValueError, match="is missing: the encoded documents are not complete"):
        Word2VecVectorizer().fit(documents)
