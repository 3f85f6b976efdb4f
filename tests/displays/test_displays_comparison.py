"""Points of a comparison: what they stand for, and where their names stand."""

import numpy as np
import pytest
from display_tools import LABELS, SIZES, TEXTS, W2V, extents, is_within, make_comparison, overlaps
from numpy.testing import assert_allclose

from skembed import EmbeddingComparisonDisplay, EmbeddingLearningCurveDisplay, Word2VecVectorizer

plt = pytest.importorskip("matplotlib.pyplot")


def test_comparison():
    comparison = make_comparison()
    display = EmbeddingComparisonDisplay.from_comparison(comparison)
    assert display.comparison_ is comparison
    assert display.figure_ is display.ax_.figure
    shown = [0, 1, 3]
    points = np.array([bar.lines[0].get_xydata()[0] for bar in display.points_])
    assert_allclose(points[:, 0], [5.5, 44, 0.55])
    assert_allclose(points[:, 1], comparison.mean_scores()[shown, 1])
    bars = np.array([bar.lines[2][0].get_segments()[0][:, 1] for bar in display.points_])
    wanted = comparison.score_intervals(confidence=0.95)[shown, 1]
    assert_allclose((bars[:, 1] - bars[:, 0]) / 2, wanted)
    assert display.ax_.get_xscale() == "log"
    assert display.ax_.get_ylabel() == "accuracy"
    assert [label.get_text() for label in display.labels_] == ["word2vec", "supervised", "tf-idf"]


def test_comparison_tells_best_and_baseline():
    display = EmbeddingComparisonDisplay.from_comparison(make_comparison())
    assert display.best_ == "supervised"
    assert [label.get_weight() for label in display.labels_] == ["normal", "bold", "normal"]
    colors = [bar.lines[0].get_color() for bar in display.points_]
    assert len(set(colors)) == 3
    faces = [bar.lines[0].get_markerfacecolor() for bar in display.points_]
    assert faces == [*colors[:2], "white"]
    assert display.baseline_.get_ydata()[0] == pytest.approx(display.scores[3])
    plain = EmbeddingComparisonDisplay.from_comparison(make_comparison(baselines=()))
    assert plain.baseline_ is None
    assert plain.points_[2].lines[0].get_markerfacecolor() != "white"


def test_comparison_names_what_failed():
    display = EmbeddingComparisonDisplay.from_comparison(make_comparison(), confidence=0.9)
    note = display.note_.get_text().replace("\n", " ")
    assert note == (
        "Error bars: 90% confidence intervals of the mean score. "
        "Failed: glove (ValueError: After pruning, no terms remain.)"
    )
    elsewhere = make_comparison(errors={"word2vec": "with 20 documents only"})
    assert "word2vec" not in EmbeddingComparisonDisplay.from_comparison(elsewhere).note_.get_text()
    nan = make_comparison().scores["accuracy"] * np.nan
    with pytest.raises(ValueError, match=r"no score to plot\. Failed: glove"):
        EmbeddingComparisonDisplay.from_comparison(make_comparison(scores={"accuracy": nan}))
    long = EmbeddingComparisonDisplay(
        ["a", "b"], [1, np.nan], [0, 0], [1, 1], errors={"b": "word " * 50}
    )
    text = long.plot().note_.get_text().replace("\n", " ")
    assert text.endswith("word ...)")
    assert len(text) < 120


def test_comparison_of_another_scorer_size_and_confidence():
    comparison = make_comparison()
    display = EmbeddingComparisonDisplay.from_comparison(
        comparison, scoring="neg_log_loss", train_size=0, confidence=0.5
    )
    assert display.ax_.get_ylabel() == "negative log loss"
    assert_allclose(display.scores, comparison.mean_scores("neg_log_loss")[:, 0])
    assert_allclose(display.intervals, comparison.score_intervals("neg_log_loss", 0.5)[:, 0])
    assert display.best_ == "tf-idf"


def test_comparison_without_intervals_has_no_note():
    nothing = [np.nan, np.nan]
    display = EmbeddingComparisonDisplay(["a", "b"], [1, 2], nothing, [1, 2], confidence=0.95)
    assert display.plot().note_ is None
    assert EmbeddingComparisonDisplay(["a", "b"], [1, 2], [0.1, 0.1], [1, 2]).plot().note_ is None


@pytest.mark.parametrize("size", SIZES)
def test_names_beside_equal_points_do_not_overlap(size):
    names = [f"Word2VecVectorizer{i}" for i in range(6)]
    scores = [0.8, 0.8, 0.81, 0.81, 0.79, 0.8]
    display = EmbeddingComparisonDisplay(
        names, scores, [0.01] * 6, [1, 1.1, 1, 1.2, 1, 2], baseline=names[2]
    )
    ax = plt.subplots(figsize=size, layout="constrained")[1]
    display.plot(ax=ax)
    assert display.ax_ is ax
    assert not overlaps(display.labels_)
    assert is_within(display.labels_, ax.bbox)
    line = ax.transData.transform([(1, display.scores[2])])[0, 1]
    boxes = extents(display.labels_)
    assert not ((boxes[:, 1] < line) & (boxes[:, 3] > line)).any()
    assert all(label.get_visible() for label in display.labels_)
    ticks = [label for label in ax.get_xticklabels() if label.get_text()]
    assert not overlaps(ticks)


def test_names_keep_clear_of_the_line_of_the_baseline():
    values = [0.5, 0.6], [0.05, 0.05], [1, 10]
    display = EmbeddingComparisonDisplay(["tf-idf", "other"], *values, baseline="tf-idf").plot()
    height = display.ax_.transData.transform((1, 0.5))[1]
    low, high = extents(display.labels_)[0][[1, 3]]
    assert high < height or low > height


def test_names_without_room_are_written_all_the_same():
    names = [f"Word2VecVectorizer{i}" for i in range(12)]
    ax = plt.subplots(figsize=(2, 1.5), layout="constrained")[1]
    display = EmbeddingComparisonDisplay(names, [0.5] * 12, [0.1] * 12, [1] * 12).plot(ax)
    assert overlaps(display.labels_)
    assert all(label.get_visible() for label in display.labels_)


@pytest.mark.parametrize("times", [[1e-3, 300.0], [2.0, 2.0], [0.0, 1.0]])
def test_ticks_of_times(times):
    display = EmbeddingComparisonDisplay(["a", "b"], [1, 2], [0, 0], times).plot()
    low, high = display.ax_.get_xlim()
    points = [bar.lines[0].get_xdata()[0] for bar in display.points_]
    assert 0 < low < min(points)
    assert max(points) < high
    ticks = [label for label in display.ax_.get_xticklabels() if label.get_text()]
    assert len(ticks) >= 1
    assert not overlaps(ticks)


def test_comparison_lengths():
    with pytest.raises(
        ValueError, match="times must contain one entry for each of the 2 names, got 1"
    ):
        EmbeddingComparisonDisplay(["a", "b"], [1, 2], [0, 0], [1])


def test_displays_from_vectorizers():
    vectorizers = {"w2v": Word2VecVectorizer(**W2V)}
    display = EmbeddingComparisonDisplay.from_vectorizers(
        vectorizers, TEXTS, LABELS, confidence=0.8, cv=3
    )
    assert display.names == ["w2v", "tf-idf of words", "majority class"]
    assert display.confidence == 0.8
    assert display.comparison_.scores
    curves = EmbeddingLearningCurveDisplay.from_vectorizers(
        vectorizers, TEXTS, LABELS, train_sizes=[9, 18], cv=3, baseline=False, confidence=0.7
    )
    assert curves.names == ["w2v", "majority class"]
    assert curves.train_sizes.tolist() == [9, 18]
    assert curves.confidence == 0.7
    assert curves.comparison_.scores
