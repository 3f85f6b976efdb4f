"""A corpus in files: parts of it, also beyond 2^31 tokens, where the file is a sparse one."""

import tempfile
from contextlib import ExitStack

import numpy as np
import pytest
from processes import posix

from skembed._core.corpus import take_lists
from skembed._core.mapped_corpus import mapped_corpus
from skembed._kernels import word2vec

BEYOND = 2**31 + 10


@pytest.fixture
def files():
    with ExitStack() as stack:
        yield [stack.enter_context(tempfile.TemporaryFile()) for _ in range(3)]


def write(file, values, dtype, at=0):
    file.seek(at)
    file.write(np.array(values, dtype=dtype).tobytes())


@posix  # other systems would write the zeros
def test_beyond_2_to_the_31(files):
    write(files[0], [1, 2, 3], np.int32)
    write(files[0], [7, 8, 9], np.int32, 4 * (BEYOND - 1))
    write(files[1], [0, 3, BEYOND, BEYOND, BEYOND + 2], np.int64)
    write(files[2], [4, 5, 6, 7], np.int64)
    corpus = mapped_corpus(files)
    assert (corpus.n_tokens, corpus.n_documents) == (BEYOND + 2, 4)
    last = corpus.part(2, 4)
    assert (last.ids.tolist(), last.indptr.tolist()) == ([8, 9], [0, 0, 2])
    assert last.n_unknown.tolist() == [6, 7]
    corpus.release()
    assert corpus.ids[-1] == 9
    ids, indptr = take_lists(corpus.ids, corpus.indptr, np.array([3, 0, 2]))
    assert (ids.tolist(), indptr.tolist()) == ([8, 9, 1, 2, 3], [0, 2, 5, 5])


@posix
def test_windows_beyond_2_to_the_31(files):
    write(files[0], [3, 0, 1, 2, 3], np.int32, 4 * BEYOND)
    write(files[1], [0, BEYOND + 1, BEYOND + 5], np.int64)
    write(files[2], [0, 0], np.int64)
    corpus = mapped_corpus(files)
    always, rows = np.full(4, 2**32 - 1, dtype=np.uint32), np.arange(4, dtype=np.int32)
    kept, left, right = (np.empty(16, dtype=np.int32) for _ in range(3))
    where = corpus.ids, corpus.indptr, BEYOND + 1, BEYOND + 5
    n = word2vec.sample_windows(*where, always, rows, 1, 1, 0, kept, left, right, 1)
    assert kept[:n].tolist() == [0, 1, 2, 3]
    assert left[:n].tolist() == [0, 1, 1, 1]
    assert right[:n].tolist() == [1, 1, 1, 0]


def test_parts_are_copies(files):
    write(files[0], [1, 2, 3], np.int32)
    write(files[1], [0, 1, 3], np.int64)
    write(files[2], [0, 0], np.int64)
    corpus = mapped_corpus(files)
    part = corpus.part(1, 2)
    part.ids[:] = 9
    assert corpus.ids.tolist() == [1, 2, 3]


def test_no_tokens(files):
    write(files[1], [0, 0], np.int64)
    write(files[2], [2], np.int64)
    corpus = mapped_corpus(files)
    assert (corpus.n_tokens, corpus.n_documents) == (0, 1)
    assert corpus.part(0, 1).n_unknown.tolist() == [2]
