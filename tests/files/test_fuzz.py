"""Generated damage and generated terms, for all readers: seconds here, minutes with `make fuzz`.

FUZZ_MINUTES in the environment is how long each test looks for new examples.
"""

import bz2
import gzip
import io
import lzma
import os
import secrets
import time
import warnings
import zipfile
from pathlib import Path

import numpy as np
import pytest

from skembed import Embedding
from skembed._files.lines import parse_line
from skembed._kernels.vectors import parse_rows

pytest.importorskip("hypothesis", reason="hypothesis is not installed")
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

MINUTES = float(os.environ.get("FUZZ_MINUTES", "0"))
PROGRAMS = Path(__file__).parent / "programs"
SAVED = ["safetensors", "word2vec", "word2vec-binary", "glove"]
SIZES = {"max_examples": 500 if MINUTES else 100, "derandomize": not MINUTES}
SETTINGS = settings(**SIZES, deadline=None, database=None, suppress_health_check=list(HealthCheck))


def zipped(content):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("vectors.txt", content)
    return archive.getvalue()


COMPRESSIONS = {
    "none": bytes,
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zip": zipped,
}


def run(test):
    """Run a test of hypothesis once, or with new examples until the time is over."""
    test = SETTINGS(test)
    end = time.monotonic() + 60 * MINUTES
    test()
    while time.monotonic() < end:
        seed(secrets.randbits(64))(test)()


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """A file in each format."""
    folder = tmp_path_factory.mktemp("files")
    embedding = Embedding(["the", "café", "42"], np.random.default_rng(0).normal(size=(3, 2)))
    for name in SAVED:
        embedding.save(folder / name, format=name)
    found = {path.name: path.read_bytes() for path in folder.iterdir()}
    embedding.quantize().save(folder / "quantized", format="safetensors")
    found["quantized"] = (folder / "quantized").read_bytes()
    found["fasttext"] = (PROGRAMS / "subwords.bin").read_bytes()
    return found


EDITS = st.lists(
    st.tuples(
        st.floats(0, 1),  # where, as a part of the file
        st.integers(0, 9),  # how many bytes are replaced
        st.one_of(
            st.binary(max_size=9),
            st.sampled_from([b"\n", b" ", b"0", b"-1", b"nan", b"1e99", b"\xff" * 8, b"\0" * 8]),
        ),
    ),
    min_size=1,
    max_size=4,
)


@pytest.mark.timeout(0)
@pytest.mark.parametrize("format", [*SAVED, "quantized", "fasttext"])
def test_damaged_files(format, files, tmp_path):
    path = tmp_path / "vectors"

    @given(EDITS, st.sampled_from(list(COMPRESSIONS)), st.booleans(), st.integers(1, 4))
    def damage(edits, compression, is_before, limit):
        content = files[format]
        if is_before:
            content = COMPRESSIONS[compression](content)
        for part, n_replaced, new in edits:
            at = int(part * len(content))
            content = content[:at] + new + content[at + n_replaced :]
        if not is_before:
            content = COMPRESSIONS[compression](content)
        path.unlink(missing_ok=True)  # the old file may be mapped
        path.write_bytes(content)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            try:
                embedding = Embedding.load(path)
                first = Embedding.load(path, limit=limit)
            except ValueError:
                return
        assert len(set(embedding.terms)) == len(embedding.vectors) == len(embedding)
        assert list(first) == list(embedding)[: len(first)]

    run(damage)


TERMS = st.lists(st.text(max_size=6), min_size=1, max_size=6, unique=True)


@pytest.mark.timeout(0)
@pytest.mark.parametrize("format", SAVED)
def test_any_terms_come_back_or_are_refused(format, tmp_path):
    path = tmp_path / "vectors"

    @given(TERMS, st.integers(1, 3), st.integers(0, 2**32 - 1))
    def save_and_load(terms, d, number):
        vectors = np.random.default_rng(number).normal(size=(len(terms), d)).astype(np.float32)
        expected = Embedding(terms, vectors)
        try:
            expected.save(path, format=format)
        except ValueError as error:
            reason = str(error)
        else:
            reason = None
        if reason is not None:
            assert format != "safetensors"
            assert "safetensors" in reason
            return
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            found = Embedding.load(path, format=None if d > 1 else format)
        assert list(found) == terms
        assert found.vectors.tobytes() == vectors.tobytes()

    run(save_and_load)


PIECES = st.one_of(
    st.sampled_from([b" ", b"  ", b"\t", b"1", b"-2.5", b"1e5", b"1e-320", b"nan", b"\r", b"."]),
    st.from_regex(rb"[+-]?[0-9]{0,25}\.?[0-9]{0,25}([eE][+-]?[0-9]{1,3})?", fullmatch=True),
    st.binary(max_size=4).map(lambda some: some.replace(b"\n", b"")),
)


@pytest.mark.timeout(0)
def test_lines_are_read_as_in_python():
    @given(st.lists(PIECES, max_size=12).map(b"".join), st.integers(1, 3))
    def compare(line, d):
        vectors, terms = np.empty((1, d), np.float32), np.empty(len(line) + 1, np.uint8)
        n_rows, _, n_written = parse_rows(line + b"\n", vectors, terms)
        try:
            term, numbers = parse_line(line, d)
        except ValueError:
            assert not n_rows
        else:
            assert n_rows
            assert terms[: n_written - 1].tobytes() == term
            assert vectors[0].tobytes() == np.array(numbers, dtype=np.float32).tobytes()

    run(compare)
