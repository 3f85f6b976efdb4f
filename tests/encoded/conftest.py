"""Small shards, so that a few documents are several shards."""

import pytest

from skembed._core.pieces import Size
from skembed._encoded import encode as encoding


@pytest.fixture(autouse=True)
def small_shards(monkeypatch):
    monkeypatch.setattr(encoding, "SHARD", Size(300, 1000))
