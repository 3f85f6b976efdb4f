"""Damage guided by coverage: files that reach new lines of the readers are damaged further.

Lines of Python are covered, not those of the kernels, which the address sanitizer watches in `make
fuzz`. FUZZ_MINUTES in the environment is how long files are damaged; without it, a few hundred are.
"""

import gzip
import os
import random
import secrets
import struct
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_array_equal

import skembed._files
from skembed import Embedding

MINUTES = float(os.environ.get("FUZZ_MINUTES", "0"))
N_FILES = 300  # damaged in the tests
READERS = str(Path(skembed._files.__file__).parent)
PROGRAMS = Path(__file__).parent / "programs"
LONGEST = 1 << 14
PIECES = [
    b"\n",
    b" ",
    b"\t",
    b"\r\n",
    b"0",
    b"-1",
    b"1e99",
    b"nan",
    b"\xef\xbb\xbf",
    b"\0",
    b"\xff",
]
NUMBERS = [0, 1, 2, 3, 7, 127, 255, 1 << 16, (1 << 31) - 1, -1, 1 << 62]


def seeds(folder):
    """Return the content of a small file in each format."""
    embedding = Embedding(["the", "café", "42"], np.random.default_rng(0).normal(size=(3, 2)))
    names = ["safetensors", "word2vec", "word2vec-binary", "glove"]
    for name in names:
        embedding.save(folder / name, format=name)
    embedding.quantize().save(folder / "quantized", format="safetensors")
    names.append("quantized")
    found = [(folder / name).read_bytes() for name in names]
    model = (PROGRAMS / "subwords.bin").read_bytes()
    return [*found, gzip.compress(b"2 2\nnew york 1 2\n\tb 3 4\n"), model]


def steps_of(function, *arguments):
    """Call a function; return the pairs of lines of the readers that followed one another."""
    steps = set()

    def enter(frame, _event, _argument):
        code, last = frame.f_code, 0
        if not code.co_filename.startswith(READERS):
            return None

        def go_on(frame, event, _argument):
            nonlocal last
            if event == "line":
                steps.add((code, last, frame.f_lineno))
                last = frame.f_lineno
            return go_on

        return go_on

    before = sys.gettrace()
    sys.settrace(enter)
    try:
        function(*arguments)
    finally:
        sys.settrace(before)
    return steps


def damaged(content, others, source):
    """Return a file with one to four changes."""
    for _ in range(source.randint(1, 4)):
        at = source.randint(0, len(content))
        n = source.choice([0, 1, 2, 4, 8, source.randint(0, len(content))])
        number = struct.pack("<q", source.choice(NUMBERS))
        other = source.choice(others)
        begin = source.randint(0, len(other))
        new = source.choice(
            [
                b"",
                source.choice(PIECES),
                source.randbytes(source.randint(1, 8)),
                number[: source.choice([1, 2, 4, 8])],
                content[at : at + n] * 2,
                other[begin : begin + n],
            ]
        )
        content = content[:at] + new + content[at + source.choice([0, n, len(new)]) :]
    return content[:LONGEST]


def load(path, content):
    """Read a file: an embedding that can be saved and read again, or a ValueError."""
    path.unlink(missing_ok=True)  # the old file may be mapped
    path.write_bytes(content)
    try:
        embedding = Embedding.load(path)
    except ValueError:
        return
    assert np.isfinite(embedding.vectors).all()
    assert len(set(embedding.terms)) == len(embedding.vectors)
    first = Embedding.load(path, limit=1)
    assert list(first) == list(embedding)[:1]
    copy = path.with_suffix(".safetensors")
    copy.unlink(missing_ok=True)
    embedding.save(copy)
    again = Embedding.load(copy)
    assert list(again) == list(embedding)
    assert_array_equal(again.vectors, embedding.vectors)


def search(folder, source, is_over):
    """Damage files until it is over; return those that took steps which no earlier one did."""
    path, kept = folder / "vectors", []
    seen = set()
    waiting = seeds(folder)
    while waiting or not is_over():
        content = waiting.pop() if waiting else damaged(source.choice(kept), kept, source)
        try:
            steps = steps_of(load, path, content)
        except Exception as error:
            raise AssertionError(f"{error!r} for the file {content!r}") from error
        if not steps <= seen:
            seen |= steps
            kept.append(content)
    return kept


def until_the_end():
    """Return a function that says whether the time is over, or the number of files."""
    end, left = time.monotonic() + 60 * MINUTES, iter(range(N_FILES))
    if MINUTES:
        return lambda: time.monotonic() > end
    return lambda: next(left, None) is None


@pytest.mark.timeout(0)
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_damage_that_reaches_new_lines(tmp_path):
    source = random.Random(secrets.randbits(64) if MINUTES else 0)
    kept = search(tmp_path, source, until_the_end())
    assert len(kept) > 2 * len(seeds(tmp_path))
