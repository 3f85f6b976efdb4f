"""`Embedding.load`: variations of files that people have, and its options."""

import bz2
import gzip
import io
import linecache
import lzma
import warnings
import zipfile

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from skembed import Embedding, PretrainedVectorizer, Word2VecVectorizer
from skembed._files import blocks, opening


@pytest.fixture
def load(tmp_path):
    def load(content, **options):
        path = tmp_path / "vectors"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return Embedding.load(path, **options)

    return load


CALL = "return Embedding.load(path, **options)"


@pytest.mark.parametrize(
    "text",
    [
        "good 1 2\nbad 3 4\n",
        "2 2\ngood 1 2\nbad 3 4\n",
        "good 1 2\nbad 3 4",  # no newline at the end
        "2 2\ngood 1 2\nbad 3 4",
        "good 1 2\r\nbad 3 4\r\n",
        "2 2\r\ngood 1 2\r\nbad 3 4\r\n",
        "2 2 \ngood 1 2 \nbad 3 4 \n",
        "good\t1\t2\nbad\t3\t4\n",
        "good 1   2\nbad  3  4\n",
        "good 1 2\nbad 3 4\n\n \n\r\n",
        "\ufeff2 2\ngood 1 2\nbad 3 4\n",
    ],
)
@pytest.mark.parametrize("block", [7, 1 << 21])
def test_variations_of_text(text, block, load, monkeypatch):
    monkeypatch.setattr(blocks, "BLOCK", block)
    embedding = load(text)
    assert embedding.terms.tolist() == ["good", "bad"]
    assert_array_equal(embedding.vectors, [[1, 2], [3, 4]])


def test_one_component(load):
    assert load("good 1\nbad 2\n").vectors.tolist() == [[1], [2]]
    assert load("1 2\n3 4\n5 6\n").terms.tolist() == ["1", "3", "5"]
    assert load("2 1\ngood 1\nbad 2\n").terms.tolist() == ["good", "bad"]


def test_the_number_of_components_is_that_of_most_lines(load):
    embedding = load("new york 12 1.5 2\ngood 1 2\n. . . 3 4\n")
    assert embedding.terms.tolist() == ["new york 12", "good", ". . ."]
    with pytest.raises(ValueError, match="components: line 1 has 3, line 2 has 2"):
        load("good 1 2 3\nbad 1 2\n")


def test_a_header_with_a_wrong_number_of_terms(load):
    with pytest.warns(UserWarning, match=r"header says 1 terms, but it has 2; all were read"):
        assert len(load("1 2\ngood 1 2\nbad 3 4\n")) == 2
    with pytest.warns(UserWarning, match=r"header says 3 terms, but it has 2: .* cut off"):
        assert len(load("3 2\ngood 1 2\nbad 3 4\n")) == 2
    with pytest.raises(ValueError, match="ends after 2 of the 3 terms"):
        load("3 2\ngood 1 2\nbad 3 4")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert len(load("3 2\ngood 1 2\nbad 3 4\n", limit=1)) == 1


@pytest.mark.parametrize("n_components", [1, 5, 7])
def test_a_header_with_a_wrong_number_of_components(n_components, load):
    rows = "good 1 2 3 4 5 6\nbad 1 2 3 4 5 6\n"
    for text in (rows, rows.replace(" ", " 0.")):
        with pytest.raises(ValueError, match="line 2 is not a term with its vector"):
            load(f"2 {n_components}\n{text}")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("good 1 2\nbad 1_0 2\nso 3 4\n", r"line 2 .*: '1_0' is not a number"),
        ("good 1 2\nbad 1,5 2\nso 3 4\n", r"line 2 .*: '1,5' is not a number"),
        ("2 2\ngood 1 2\nbad 1,5 2\n", r"line 3 .*: '1,5' is not a number"),
        ("good 1 2\nbad 3 nan\n", r"line 2 .*: 'nan' is not finite"),
        ("good 1 2\nbad 3 -inf\n", r"line 2 .*: '-inf' is not finite"),
        ("good 1 2\nbad 3 1e39\n", r"line 2 .*: '1e39' is not finite"),
        ("good 1 2\n 3 4\nso 5 6\n", r"line 2 .*: its term is empty"),
        ("2 2\ngood 1 2\n 3 4\n", r"line 3 .*: its term is empty"),
        ("good 1 2\nbad 1\nso 1 2\n", r"line 2 .*: it has 1 numbers, not 2"),
        ("good 1 2\nbad 1 2 3\nso 1 2\n", r"line 2 .*: it has 3 numbers, not 2"),
        ("good 0.1 0.2\nbad 0.1 0.2 0.3\nso 0.1 0.2\n", r"line 2 .*: it has 3 numbers, not 2"),
        ("good 1 2\n\nbad 3 4\nso 5 6\n", r"line 2 .*: it is blank"),
        ("good 1 2\n" * 3 + "bad 3 " + "4" * 50 + "x\n", r"line 4 .*: '4{40}' is not a number"),
    ],
)
@pytest.mark.parametrize("block", [11, 1 << 21])
def test_damaged_rows_are_named(text, message, block, load, monkeypatch):
    monkeypatch.setattr(blocks, "BLOCK", block)
    for n_jobs in (1, 2):
        with pytest.raises(ValueError, match=message):
            load(text, n_jobs=n_jobs)


def test_repeated_terms(load, monkeypatch):
    monkeypatch.setattr(blocks, "BLOCK", 16)
    text = "a 1 2\nb 3 4\na 5 6\nc 7 8\nc 9 10\na 11 12\nd 13 14\n"
    with pytest.warns(UserWarning, match="3 of its 7 rows repeat the term") as warned:
        embedding = load(text)
    assert len(warned) == 1
    assert warned[0].filename == __file__
    assert linecache.getline(__file__, warned[0].lineno).strip() == CALL
    assert embedding.terms.tolist() == ["a", "b", "c", "d"]
    assert_array_equal(embedding.vectors[:, 0], [1, 3, 7, 13])
    assert embedding.index == {"a": 0, "b": 1, "c": 2, "d": 3}


TEXT = "".join(f"wörd{i} {i} {i / 7!r}\n" for i in range(1000))


@pytest.mark.parametrize("header", ["", "1000 2\n"])
def test_any_number_of_threads_and_size_of_blocks(header, load, monkeypatch):
    expected = load(header + TEXT)
    assert len(expected) == 1000
    for block in (10, 100, 5000):
        monkeypatch.setattr(blocks, "BLOCK", block)
        for n_jobs in (1, 2, 3):
            found = load(header + TEXT, n_jobs=n_jobs)
            assert list(found) == list(expected)
            assert_array_equal(found.vectors, expected.vectors)


class Watched(opening.Content):
    """Counts the bytes that are read."""

    n_bytes = 0

    def read(self, n):
        part = super().read(n)
        Watched.n_bytes += len(part)
        return part


@pytest.mark.parametrize("header", ["", "200000 2\n"])
def test_limit_reads_no_more_than_it_needs(header, load, monkeypatch):
    monkeypatch.setattr(opening, "Content", Watched)
    Watched.n_bytes = 0
    text = header + TEXT * 200
    embedding = load(text, limit=10)
    assert embedding.terms.tolist() == [f"wörd{i}" for i in range(10)]
    assert Watched.n_bytes < len(text.encode()) / 3


def test_limit_above_the_number_of_rows(load):
    assert len(load(TEXT, limit=5000)) == 1000
    assert len(load("1000 2\n" + TEXT, limit=1000)) == 1000


def test_only_a_vocabulary(load):
    embedding = load(TEXT, vocabulary=["wörd500", "wörd3", "missing"])
    assert embedding.terms.tolist() == ["wörd3", "wörd500"]
    assert_array_equal(embedding.vectors[:, 0], [3, 500])
    with pytest.raises(ValueError, match="none of the terms of vocabulary"):
        load(TEXT, vocabulary=["missing"])


def test_encodings(load):
    latin = "été 1 2\nbon 3 4\n".encode("latin-1")
    with pytest.raises(ValueError, match=r"term '\\xe9t\\xe9' of line 1 is not utf-8.* encoding"):
        load(latin)
    assert load(latin, encoding="latin-1").terms.tolist() == ["été", "bon"]
    assert load(latin, errors="replace").terms.tolist() == ["\ufffdt\ufffd", "bon"]
    with pytest.raises(ValueError, match="unknown encoding"):
        load(latin, encoding="no such")
    # In Shift-JIS, a newline is part of a damaged character.
    assert load(b"\x83 1 2\nbon 3 4\n", encoding="shift-jis", errors="replace").terms[1] == "bon"


def zipped(**members):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return archive.getvalue()


@pytest.mark.parametrize(
    "compress", [gzip.compress, bz2.compress, lzma.compress, lambda text: zipped(name=text)]
)
def test_compressed_files(compress, load):
    assert len(load(compress(TEXT.encode()))) == 1000
    assert len(load(compress(b"1000 2\n" + TEXT.encode()), limit=3)) == 3


def test_zip_archives(tmp_path):
    path = tmp_path / "glove.zip"
    members = {"small": "a 1 2\n", "folder/large": "b 1 2 3\n", "__MACOSX/x": "x", "empty/": ""}
    path.write_bytes(zipped(**members))
    with pytest.raises(
        ValueError, match=r"zip archive with 2 files; append .*: small, folder/large"
    ):
        Embedding.load(path)
    assert list(Embedding.load(path / "small")) == ["a"]
    assert list(Embedding.load(path / "folder" / "large")) == ["b"]
    with pytest.raises(ValueError, match="zip archive with no 'medium'"):
        Embedding.load(path / "medium")
    with pytest.raises(FileNotFoundError, match="no file of vectors"):
        Embedding.load(tmp_path / "glove2.zip" / "small")


@pytest.mark.parametrize("compress", [gzip.compress, bz2.compress, lambda text: zipped(name=text)])
def test_a_compressed_bomb(compress, load, monkeypatch):
    monkeypatch.setattr(opening, "_SMALL", 1 << 16)
    bomb = compress(b"".join(b"%d 0 0 0 0 0 0 0 0\n" % (i // 100) for i in range(200_000)))
    with pytest.raises(ValueError, match=r"more than .* bytes, far more than the file"):
        load(bomb, max_expansion=2)
    with pytest.warns(UserWarning, match="repeat"):
        assert len(load(bomb, max_expansion=10_000)) == 2000


def test_a_line_without_end(load, monkeypatch):
    monkeypatch.setattr(blocks, "LONGEST", 1000)
    monkeypatch.setattr(blocks, "BLOCK", 100)
    with pytest.raises(ValueError, match="line 4 has more than 1,000 bytes"):
        load("good 1 2\nbad 1 2\nso 1 2\n" + "x" * 2000)


def test_format_overrides_recognition(load):
    assert load("3 1\n4 2\n5 6\n", format="glove").terms.tolist() == ["3", "4", "5"]
    assert load("2 1\n4 2\n5 6\n", format="word2vec").terms.tolist() == ["4", "5"]
    with pytest.raises(ValueError, match="does not begin with the header of the format 'word2vec'"):
        load("good 1 2\n", format="word2vec")


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"format": "text"}, ValueError, "format must be one of"),
        ({"limit": 0}, ValueError, "limit must be at least 1"),
        ({"limit": 1.5}, TypeError, "limit must be a whole number"),
        ({"vocabulary": "good"}, TypeError, "vocabulary must be an iterable"),
        ({"max_expansion": 0}, ValueError, "max_expansion"),
        ({"max_expansion": "a"}, ValueError, "max_expansion"),
    ],
)
def test_bad_options(options, error, message, load):
    with pytest.raises(error, match=message):
        load(TEXT, **options)


def test_other_doors_read_the_same_files(tmp_path):
    path = tmp_path / "glove.zip"
    path.write_bytes(zipped(small="good 1 2\nbad 3 4\n"))
    assert len(PretrainedVectorizer(path).fit(["good"]).embedding_) == 2
    vectorizer = Word2VecVectorizer(
        n_components=2, init=path / "small", subsample=0, random_state=0
    )
    assert set(vectorizer.fit(["good bad"] * 5).embedding_) == {"bad", "good"}


def test_what_is_loaded_is_like_any_embedding(load):
    embedding = load(TEXT)
    assert not embedding.vectors.flags.writeable
    assert embedding.vectors.flags.c_contiguous
    assert embedding.vectors.dtype == np.float32
    assert embedding.most_similar("wörd5", n=1)[0][0] in embedding
