"""Files of vectors that begin with a byte order mark, as editors and spreadsheets write them."""

import bz2
import codecs
import gzip
import lzma

import numpy as np
import pytest

from skembed import Embedding, PretrainedVectorizer

ROWS = "the 0.1 0.2 0.3\nécu 0.4 0.5 0.6\n"
VECTORS = np.array([[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]], dtype=np.float32)


def binary() -> bytes:
    rows = [b"the " + VECTORS[0].tobytes(), "écu ".encode() + VECTORS[1].tobytes()]
    return b"2 3\n" + b"".join(rows)


FORMATS = {"glove": ROWS.encode(), "word2vec": b"2 3\n" + ROWS.encode(), "binary": binary()}


@pytest.mark.parametrize("compress", [bytes, gzip.compress, bz2.compress, lzma.compress])
@pytest.mark.parametrize("layout", list(FORMATS))
def test_the_mark_is_no_part_of_the_first_term(tmp_path, layout, compress):
    path = tmp_path / "vectors"
    path.write_bytes(compress(codecs.BOM_UTF8 + FORMATS[layout]))
    embedding = Embedding.load(path)
    assert embedding.terms.tolist() == ["the", "écu"]
    np.testing.assert_array_equal(embedding.vectors, VECTORS)


def test_vectorizer_finds_the_first_term(tmp_path):
    path = tmp_path / "vectors.txt"
    path.write_bytes(codecs.BOM_UTF8 + FORMATS["word2vec"])
    np.testing.assert_array_equal(PretrainedVectorizer(path).fit_transform(["the"]), VECTORS[:1])


def test_a_term_can_be_the_mark_itself(tmp_path):
    path = tmp_path / "vectors.txt"
    path.write_bytes(codecs.BOM_UTF8 + b" 1 2\nthe 3 4\n")
    assert Embedding.load(path).terms.tolist() == ["\ufeff", "the"]
