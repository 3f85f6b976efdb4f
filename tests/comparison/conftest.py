"""Every test of comparisons begins with empty lists of calls."""

import pytest
from comparison_tools import Judge, Recorder


@pytest.fixture(autouse=True)
def _no_calls():
    Recorder.calls.clear()
    Judge.calls.clear()
