"""What holds for every display: its convention, panels, formulas in names, no matplotlib."""

import builtins

import numpy as np
import pytest
from display_tools import is_within, overlaps, random_embedding

from skembed import (
    DocumentMapDisplay,
    EmbeddingComparisonDisplay,
    EmbeddingLearningCurveDisplay,
    LossCurveDisplay,
    NeighborsDisplay,
    WordMapDisplay,
)

plt = pytest.importorskip("matplotlib.pyplot")


def every_display():
    values = np.array([[0.5, 0.6], [0.7, 0.8]])
    yield EmbeddingComparisonDisplay(["a", "b"], [1, 2], [0.1, 0.1], [1, 2])
    yield EmbeddingLearningCurveDisplay(["a", "b"], [10, 20], values, values / 10)
    yield LossCurveDisplay({"a": [2, 1]}, {"a": [1, 2]})
    yield WordMapDisplay(["a", "b"], values)
    yield NeighborsDisplay({"a": {"word": [("other", 0.5)]}})
    yield DocumentMapDisplay(values, ["a", "b"])


def test_without_matplotlib(monkeypatch):
    real = builtins.__import__

    def refuse(name, *arguments, **options):
        if name.partition(".")[0] == "matplotlib":
            raise ImportError(name)
        return real(name, *arguments, **options)

    monkeypatch.setattr(builtins, "__import__", refuse)
    for display in every_display():
        with pytest.raises(ImportError, match="pip install matplotlib"):
            display.plot()


def test_names_that_look_like_formulas():
    name = r"$\frac{$ $_$"
    values = np.array([[0.5, 0.6], [0.7, 0.8]])
    displays = [
        EmbeddingComparisonDisplay([name], [1], [0.1], [1], errors={name * 2: name}),
        EmbeddingLearningCurveDisplay([name], [10, 20], values[:1], values[:1] / 10),
        LossCurveDisplay({name: [2, 1], "b": [1, 2]}),
        WordMapDisplay([name, "b"], values, groups=[name, "b"]),
        NeighborsDisplay({name: {name: [(name, 0.5)]}}),
        DocumentMapDisplay(values, [name, "b"]),
    ]
    for display in displays:
        display.plot().figure_.canvas.draw()


def test_convention_and_order_of_plots():
    for display in every_display():
        assert display.plot() is display
        first = display.figure_
        assert display.ax_.figure is first
        assert plt.get_fignums() == [first.number]
        plt.close(first)
        ax = plt.subplots()[1]
        display.plot(ax=ax)
        assert display.ax_ is ax
        assert display.figure_ is ax.figure
        plt.close("all")


def test_displays_in_panels_of_one_figure():
    """Each plot changes the layout of those before, whose labels have to follow."""
    axes = plt.subplots(1, 2, figsize=(6, 3), layout="constrained")[1]
    left = WordMapDisplay.from_embedding(random_embedding(), n_words=50, ax=axes[0])
    LossCurveDisplay({"a long name": [3, 2], "another long name": [2, 1]}).plot(axes[1])
    assert not overlaps(left.labels_)
    assert is_within(left.labels_, axes[0].bbox)
    inner = plt.figure(layout="constrained").subfigures(1, 2)[0].subplots()
    display = WordMapDisplay.from_embedding(random_embedding(), n_words=5, ax=inner)
    assert display.figure_ is inner.figure
