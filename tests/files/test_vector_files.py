"""Files of vectors: never misread, no memory for what is not there, any damage named."""

import bz2
import contextlib
import gzip
import io
import itertools
import lzma
import random
import tracemalloc
import zipfile

import numpy as np
import pytest
from gensim.models import KeyedVectors
from numpy.testing import assert_array_equal

from skembed import Embedding
from skembed._files import blocks, reading, recognition, word2vec_binary
from skembed._vectors.sources import as_embedding


# Each of these once was read as binary, with pieces of the text as numbers.
@pytest.mark.parametrize(
    "content",
    [
        b"1 2\nnew york x 1\n",
        b"1 2\nnew york x 1\ncaf\xe9 1 2\n",
        b"1 2\nThis is prose below two numbers.\n",
        b"2 1\nOne line\nand another\n",
        "1 2\nпроза по-русски\n".encode(),
        "1 2\nпроза по-русски\n".encode("cp1251"),
        "1 2\nna 日本語の文です。\n".encode("shift-jis"),
    ],
)
@pytest.mark.parametrize("compress", [bytes, gzip.compress])
def test_printable_text_is_never_binary(content, compress, tmp_path):
    (tmp_path / "vectors").write_bytes(compress(content))
    with pytest.raises(ValueError, match="line 2 is not a term with its vector"):
        as_embedding(tmp_path / "vectors")


@pytest.mark.parametrize("n_rows", [1, 40, 3000])
def test_small_numbers_of_rows_are_told_apart(n_rows, tmp_path):
    vectors = np.random.default_rng(n_rows).normal(size=(n_rows, 100)).astype(np.float32)
    keyed_vectors = Embedding([f"t{i}" for i in range(n_rows)], vectors).to_keyed_vectors()
    for binary in (True, False):
        keyed_vectors.save_word2vec_format(str(tmp_path / "vectors"), binary=binary)
        assert_array_equal(as_embedding(tmp_path / "vectors").vectors, vectors)


def as_binary(terms, vectors, end=b""):
    rows = [t.encode() + b" " + v.tobytes() + end for t, v in zip(terms, vectors, strict=True)]
    return b"%d %d\n" % vectors.shape + b"".join(rows)


def set_piece(monkeypatch, n_bytes):
    """Read that many bytes at a time."""
    for module in (blocks, word2vec_binary):
        monkeypatch.setattr(module, "BLOCK", n_bytes)
    for module in (reading, recognition):
        monkeypatch.setattr(module, "HEAD", 4 * n_bytes)


def as_text(terms, vectors, header=True):
    rows = [" ".join([t, *map(repr, v.tolist())]) for t, v in zip(terms, vectors, strict=True)]
    first = ["{} {}".format(*vectors.shape)] if header else []
    return "\n".join([*first, *rows, ""]).encode()


TERMS = [f"té{i}" * (1 + i % 7) for i in range(60)]
VECTORS = np.random.default_rng(0).normal(size=(60, 4)).astype(np.float32)
FILES = {
    "binary": as_binary(TERMS, VECTORS),
    "binary with line ends": as_binary(TERMS, VECTORS, b"\n"),
    "text": as_text(TERMS, VECTORS),
    "GloVe text": as_text(TERMS, VECTORS, header=False),
}


@pytest.mark.parametrize("piece", [150, 151, 160, 1 << 20])
@pytest.mark.parametrize("compress", [bytes, gzip.compress, bz2.compress, lzma.compress])
@pytest.mark.parametrize("file", FILES)
def test_files_read_in_pieces(file, compress, piece, tmp_path, monkeypatch):
    set_piece(monkeypatch, piece)
    (tmp_path / "vectors").write_bytes(compress(FILES[file]))
    embedding = as_embedding(tmp_path / "vectors")
    assert embedding.terms.tolist() == TERMS
    assert_array_equal(embedding.vectors, VECTORS)


@pytest.mark.parametrize("binary", [True, False])
def test_the_same_bits_as_gensim(binary, tmp_path):
    path = str(tmp_path / "vectors")
    Embedding(TERMS, VECTORS * 1e-7).to_keyed_vectors().save_word2vec_format(path, binary=binary)
    theirs, ours = KeyedVectors.load_word2vec_format(path, binary=binary), as_embedding(path)
    assert list(ours) == theirs.index_to_key
    assert_array_equal(ours.vectors, theirs.vectors)


@pytest.mark.parametrize("compress", [bytes, gzip.compress, bz2.compress, lzma.compress])
@pytest.mark.parametrize(
    "rows", [b"a 1 2\n", b"a " + np.ones(2, np.float32).tobytes()], ids=["text", "binary"]
)
def test_memory_follows_the_file_not_its_header(rows, compress, tmp_path):
    (tmp_path / "vectors").write_bytes(compress(b"20000000 2\n" + rows))
    tracemalloc.start()
    try:
        with pytest.raises(ValueError, match=r"too few|after 1 of the 20,000,000 terms"):
            as_embedding(tmp_path / "vectors")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 20e6  # the matrix of the header alone has 160 MB


@pytest.mark.parametrize("header", [b"0 3", b"3 0", b"1 99999999999", b"9" * 5000 + b" 2"])
def test_impossible_headers(header, tmp_path):
    (tmp_path / "vectors").write_bytes(header + b"\na 1 2 3\n")
    with pytest.raises(ValueError, match="cannot be read as vectors"):
        as_embedding(tmp_path / "vectors")


def test_bytes_after_the_last_term_of_a_binary_file(tmp_path):
    content = as_binary(TERMS, VECTORS).replace(b"60 4", b"59 4")
    (tmp_path / "vectors").write_bytes(content)
    with pytest.raises(ValueError, match="bytes follow the 59 terms"):
        as_embedding(tmp_path / "vectors")


def test_binary_terms_that_are_not_utf8_or_have_no_end(tmp_path, monkeypatch):
    set_piece(monkeypatch, 64)
    numbers = np.ones(2, np.float32).tobytes()
    (tmp_path / "latin").write_bytes(b"1 2\ncaf\xe9 " + numbers)
    with pytest.raises(ValueError, match="of row 0 is not utf-8"):
        as_embedding(tmp_path / "latin")
    monkeypatch.setattr(word2vec_binary, "LONGEST_TERM", 64)
    (tmp_path / "endless").write_bytes(b"1 2\n" + numbers * 50)
    with pytest.raises(ValueError, match=r"term of row 0 .* has no end"):
        as_embedding(tmp_path / "endless")


def test_a_limit_of_rows_finds_terms_with_spaces_as_the_whole_file_does(tmp_path):
    terms = ["t   e", "b"]
    (tmp_path / "vectors").write_bytes(as_binary(terms, VECTORS[:2, :2]))
    assert list(Embedding.load(tmp_path / "vectors")) == terms
    assert list(Embedding.load(tmp_path / "vectors", limit=1)) == terms[:1]


def test_a_damaged_file_is_not_searched_forever(tmp_path):
    content = b"99 1\n" + b"0 " * 20_000 + b"\xff\0"
    (tmp_path / "vectors").write_bytes(content)
    with pytest.raises(ValueError, match="byte"):
        Embedding.load(tmp_path / "vectors", format="word2vec-binary")


def test_a_limit_sees_what_follows_the_last_row(tmp_path):
    """Found by damage that reaches new lines: the first term ended at its space."""
    (tmp_path / "vectors").write_bytes(
        b"3 2\n2 -0.531e995the l\xbf\x00>\x7fF\x07\xbecaf\xc3\xa9 \xbd\xf2#?\xdf\xd5\xd6="
        b'42 \xa1!\t\xbf\xfd"\xb9>'
    )
    terms = ["2 -0.531e995the", "café", "42"]
    assert list(Embedding.load(tmp_path / "vectors")) == terms
    assert list(Embedding.load(tmp_path / "vectors", limit=1)) == terms[:1]


def test_limit_of_binary_rows(tmp_path):
    (tmp_path / "vectors").write_bytes(as_binary(TERMS, VECTORS))
    for limit in (1, 7, 60, 100):
        embedding = Embedding.load(tmp_path / "vectors", limit=limit)
        assert embedding.terms.tolist() == TERMS[:limit]
        assert_array_equal(embedding.vectors, VECTORS[:limit])


def test_a_few_binary_numbers_without_control_characters(tmp_path):
    vectors = np.frombuffer(b"i\xf0\xb0>\x91UR?", np.float32).reshape(1, 2)
    Embedding(["0"], vectors).save(tmp_path / "a.bin")
    assert_array_equal(as_embedding(tmp_path / "a.bin").vectors, vectors)
    vectors = np.frombuffer(b"york x 1", np.float32).reshape(1, 2)
    with pytest.raises(ValueError, match="look like text"):
        Embedding(["new"], vectors).save(tmp_path / "b.bin")


def test_a_damaged_zip_archive(tmp_path):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("vectors.txt", FILES["text"])
    content = archive.getvalue()
    for at in range(0, len(content), 97):
        (tmp_path / "vectors").write_bytes(content[:at] + content[at + 1 :])
        with contextlib.suppress(ValueError):
            as_embedding(tmp_path / "vectors")


@pytest.mark.parametrize("compress", [gzip.compress, bz2.compress, lzma.compress])
def test_damaged_compressed_files_are_named(compress, tmp_path):
    content = compress(FILES["text"])
    damaged = bytearray(content)
    for at in range(len(content) // 2, len(content)):
        damaged[at] ^= 0x55
    for some in (content[: len(content) // 2], bytes(damaged)):
        (tmp_path / "vectors.txt").write_bytes(some)
        with pytest.raises(ValueError, match=r"vectors\.txt.* cannot be read as vectors: .+"):
            as_embedding(tmp_path / "vectors.txt")


def test_random_bytes_are_a_value_error(tmp_path):
    source = random.Random(0)
    starts = [
        b"",
        b"2 2\n",
        b"a 1 2\n",
        b"\x1f\x8b\x08",
        b"BZh91AY&SY",
        b"\xfd7zXZ\x00",
        b"\x80\x04",
    ]
    for start, length in itertools.product(starts, range(3, 120, 3)):
        (tmp_path / "vectors").write_bytes(start + source.randbytes(length))
        with pytest.raises(ValueError, match="cannot be read as vectors"):
            as_embedding(tmp_path / "vectors")
