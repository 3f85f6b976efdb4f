"""Figures are drawn without a screen, and closed after each test."""

import pytest


@pytest.fixture(autouse=True)
def closed_figures():
    plt = pytest.importorskip("matplotlib.pyplot")
    plt.switch_backend("agg")
    plt.close("all")
    yield
    plt.close("all")
