"""Rows are written where they belong, and elsewhere when a file has more than was expected."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from skembed import Embedding
from skembed._files import blocks, collecting
from skembed._files.collecting import GrowingMatrix


@pytest.mark.parametrize("n_jobs", [1, 2])
@pytest.mark.parametrize("n_short", [0, 3000])
def test_more_rows_than_the_first_lines_promise(n_short, n_jobs, tmp_path, monkeypatch):
    for module in (blocks, collecting):
        monkeypatch.setattr(module, "BLOCK", 512)
    lines = [f"long{i} {i}.{'0' * 20} -{i}.{'0' * 20}" for i in range(120)]
    lines += [f"s{i} {i} {-i}" for i in range(n_short)]
    (tmp_path / "vectors.txt").write_text("\n".join(lines) + "\n")
    embedding = Embedding.load(tmp_path / "vectors.txt", n_jobs=n_jobs)
    assert embedding.terms.tolist() == [line.split()[0] for line in lines]
    numbers = np.array([*range(120), *range(n_short)], dtype=np.float32)
    assert_array_equal(embedding.vectors, np.column_stack([numbers, -numbers]))


def test_free_rows_are_not_copied():
    matrix = GrowingMatrix(2, capacity=3)
    rows = matrix.free(2)
    rows[:] = [[1, 2], [3, 4]]
    matrix.append(rows[:1])
    assert np.shares_memory(matrix.free(1), rows[1:])
    assert np.shares_memory(matrix.reserved(1, 2), rows[1:])
    assert not np.shares_memory(matrix.reserved(2, 2), rows)
    matrix.append(np.array([[5, 6]] * 4, dtype=np.float32))
    matrix.keep(np.array([0, 4]))
    assert_array_equal(matrix.result(), [[1, 2], [5, 6]])
