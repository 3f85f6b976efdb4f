"""Every reader on damaged files: the damage is named, or what is read is what the file says."""

import random
import warnings
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from skembed import Embedding

TERMS = ["the", "new", "café", "42", "nan", "x" * 20]
EMBEDDING = Embedding(TERMS, np.random.default_rng(0).normal(size=(6, 3)))


def written(folder):
    """The same vectors in every format, by name."""
    for name in ("text.txt", "binary.bin", "mapped.safetensors"):
        EMBEDDING.save(folder / name)
    EMBEDDING.save(folder / "glove", format="glove")
    kept = {path.name: path.read_bytes() for path in folder.iterdir()}
    rows = [term.encode() + b" " + EMBEDDING[term].tobytes() + b"\n" for term in TERMS]
    kept["binary with line ends"] = b"6 3\n" + b"".join(rows)
    kept["fasttext"] = (Path(__file__).parent / "programs" / "skipgram.bin").read_bytes()
    return kept


@pytest.fixture(scope="module")
def contents(tmp_path_factory):
    return written(tmp_path_factory.mktemp("contents"))


FORMATS = [
    "text.txt",
    "glove",
    "binary.bin",
    "binary with line ends",
    "mapped.safetensors",
    "fasttext",
]


def load(path, content):
    """The embedding and the warnings, or the error."""
    path.write_bytes(content)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            embedding = Embedding.load(path)
        except ValueError as raised:
            error = str(raised)
        else:
            error = None
    if error is not None:
        assert error.startswith(f"The file {str(path)!r} cannot be read as vectors: ")
        return None, [error]
    assert np.isfinite(embedding.vectors).all() or path.name == "mapped.safetensors"
    assert len(set(embedding.terms)) == len(embedding.terms) == len(embedding.vectors)
    return embedding, [str(warning.message) for warning in caught]


@pytest.mark.parametrize("name", FORMATS)
def test_files_cut_off_at_any_byte(name, contents, tmp_path):
    content = contents[name]
    whole, notes = load(tmp_path / name, content)
    assert not notes
    # Nothing is read after fastText's first matrix; a last newline may be missing.
    n_needed = len(content.rstrip(b"\n"))
    if name == "fasttext":
        n_needed = content.index(b"\x33" + bytes(7) + b"\x0a" + bytes(7)) + 16 + 4 * 51 * 10
    # Every place in the header and the dictionary, some in the matrix of the larger file.
    for n in (n for n in range(n_needed) if n < 600 or n % 11 == 0):
        embedding, notes = load(tmp_path / name, content[:n])
        if embedding is not None and not notes:
            # Text without a header may end anywhere; in the last number, no header helps either.
            assert name == "glove" or n > content.rindex(b" ")
            if name == "glove" and embedding.n_components < whole.n_components:
                assert len(embedding) == 1
                continue
            assert embedding.terms.tolist() == whole.terms[: len(embedding)].tolist()
            assert_array_equal(embedding.vectors[:-1], whole.vectors[: len(embedding) - 1])


@pytest.mark.parametrize("name", FORMATS)
def test_any_byte_changed_removed_or_added(name, contents, tmp_path):
    content, source = contents[name], random.Random(0)
    for _ in range(300):
        at = source.randrange(len(content))
        some = source.choice([b"", b"\0", b" ", b"\n", b"1", b"-", b"\xff", source.randbytes(3)])
        load(tmp_path / name, content[:at] + some + content[at + source.randrange(2) :])
