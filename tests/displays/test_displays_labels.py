"""Labels of words: none over another, each by its point, at any size and resolution."""

import pickle

import numpy as np
import pytest
from display_tools import SIZES, extents, is_within, overlaps, random_embedding
from numpy.testing import assert_allclose, assert_array_equal

from skembed import WordMapDisplay

plt = pytest.importorskip("matplotlib.pyplot")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("n_words", [30, 150])
def test_labels_of_words_do_not_overlap(size, n_words):
    ax = plt.subplots(figsize=size, layout="constrained")[1]
    display = WordMapDisplay.from_embedding(random_embedding(), n_words=n_words, ax=ax)
    assert display.words == random_embedding().terms[:n_words].tolist()
    assert [label.get_text() for label in display.labels_] == display.words
    visible = [label.get_text() for label in display.labels_ if label.get_visible()]
    assert not overlaps(display.labels_)
    assert is_within(display.labels_, ax.bbox)
    assert sorted(visible + display.hidden_) == sorted(display.words)
    alphas = [0 if word in display.hidden_ else 1 for word in display.words]
    assert_allclose(display.points_.get_facecolors()[:, 3], alphas)
    assert len(visible) >= min(n_words, 25)


def test_labels_stand_by_their_points():
    display = WordMapDisplay(["up", "down"], [[0, 1], [0, 0]]).plot()
    assert display.hidden_ == []
    boxes = extents(display.labels_)
    points = display.ax_.transData.transform(display.points)
    nearest = np.clip(points, boxes[:, :2], boxes[:, 2:])
    assert (np.hypot(*(nearest - points).T) < 8 * display.figure_.dpi / 72).all()


def test_labels_follow_the_size_of_the_figure():
    display = WordMapDisplay.from_embedding(random_embedding(), n_words=60)
    before = len(display.hidden_)
    display.figure_.set_size_inches(2.2, 1.8)
    display.figure_.canvas.draw()
    first = np.array(display.figure_.canvas.buffer_rgba())
    display.figure_.canvas.draw()
    assert_array_equal(first, display.figure_.canvas.buffer_rgba())
    assert not overlaps(display.labels_)
    assert len(display.hidden_) > before
    display.figure_.set_size_inches(14, 12)
    assert not overlaps(display.labels_)
    assert display.hidden_ == []


def test_labels_follow_the_resolution(tmp_path):
    display = WordMapDisplay.from_embedding(random_embedding(), n_words=60)
    display.figure_.savefig(tmp_path / "map.png", dpi=200, bbox_inches="tight")
    display.figure_.savefig(tmp_path / "map.svg")
    assert not overlaps(display.labels_)
    again = pickle.loads(pickle.dumps(display))
    assert not overlaps(again.labels_)


@pytest.mark.parametrize("seed", range(4))
def test_far_labels_have_a_line_to_their_point(seed):
    points = np.random.default_rng(seed).normal(size=(60, 2))
    points[-1] = 15  # the others are crowded
    display = WordMapDisplay([f"word{i}" for i in range(60)], points).plot()
    lines = next(c for c in display.ax_.collections if c is not display.points_)
    boxes = {
        label.get_text(): box
        for label, box in zip(
            [label for label in display.labels_ if label.get_visible()],
            extents(display.labels_),
            strict=True,
        )
    }
    segments = lines.get_segments()
    assert len(segments) >= 3
    pixels = display.ax_.transData.transform(points)
    for start, end in segments:
        at = int(np.argmin(np.abs(pixels - start).sum(axis=1)))
        assert_allclose(start, pixels[at])
        box = boxes[display.words[at]]
        assert_allclose(end, np.clip(end, box[:2], box[2:]), atol=2)
        others = [b for word, b in boxes.items() if word != display.words[at]]
        steps = start + np.linspace(0, 1, 50)[:, None] * (end - start)
        for other in others:
            inside = (steps > other[:2] + 2) & (steps < other[2:] - 2)
            assert not inside.all(axis=1).any()
