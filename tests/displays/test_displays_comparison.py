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
    assert display.best_line_.get_ydata()[0] == pytest.approx(points[1, 1])
    assert display.points_[1].lines[2] == ()  # the best has no difference from itself
    others = [display.points_[0], display.points_[2]]
    bars = np.array([bar.lines[2][0].get_segments()[0][:, 1] for bar in others])
    wanted = comparison.differences(confidence=0.95)[1][[0, 3]]
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
    assert display.note_.get_text().count("Hollow: baselines") == 1
    plain = EmbeddingComparisonDisplay.from_comparison(make_comparison(baselines=()))
    assert "Hollow" not in plain.note_.get_text()
    assert plain.points_[2].lines[0].get_markerfacecolor() != "white"


def test_equal_candidates_have_the_best_of_the_comparison():
    scores = make_comparison().scores["accuracy"]
    scores[3] = scores[1]
    comparison = make_comparison(scores={"accuracy": scores})
    assert comparison.best() == "tf-idf"  # ties go to the baseline
    display = EmbeddingComparisonDisplay.from_comparison(comparison)
    assert display.best_ == "tf-idf"
    assert display.labels_[2].get_weight() == "bold"


def test_comparison_names_what_failed():
    display = EmbeddingComparisonDisplay.from_comparison(make_comparison(), confidence=0.9)
    note = display.note_.get_text().replace("\n", " ")
    assert note == (
        "Error bars: 90% confidence intervals of the difference from the best, which is not "
        "significant if they reach its line. Hollow: baselines. "
        "Failed: glove (ValueError: After pruning, no terms remain.)"
    )
    elsewhere = make_comparison(errors={"word2vec": "with 20 documents only"})
    assert "word2vec" not in EmbeddingComparisonDisplay.from_comparison(elsewhere).note_.get_text()
    nan = make_comparison().scores["accuracy"] * np.nan
    with pytest.raises(ValueError, match=r"No candidate has a score .*glove"):
        EmbeddingComparisonDisplay.from_comparison(make_comparison(scores={"accuracy": nan}))
    with pytest.raises(ValueError, match=r"no score to plot\. Failed: a \(x\)"):
        EmbeddingComparisonDisplay(["a"], [np.nan], [0], [1], errors={"a": "x"}).plot()
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
    assert_allclose(display.intervals, comparison.differences("neg_log_loss", 0, 0.5)[1])
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
        names, scores, [0.01] * 6, [1, 1.1, 1, 1.2, 1, 2], baselines=names[2:3]
    )
    ax = plt.subplots(figsize=size, layout="constrained")[1]
    display.plot(ax=ax)
    assert display.ax_ is ax
    assert not overlaps(display.labels_)
    assert is_within(display.labels_, ax.bbox)
    assert all(label.get_visible() for label in display.labels_)
    ticks = [label for label in ax.get_xticklabels() if label.get_text()]
    assert not overlaps(ticks)


def test_names_keep_clear_of_the_lines():
    values = [0.6, 0.5, 0.45], [0, 0.05, np.nan], [10, 1, np.nan]
    display = EmbeddingComparisonDisplay(["a", "b", "dummy"], *values, dummy="dummy").plot()
    assert [label.get_text() for label in display.labels_] == ["a", "b"]
    boxes = extents(display.labels_)
    for line in (display.best_line_, display.dummy_line_):
        height = display.ax_.transData.transform((1, line.get_ydata()[0]))[1]
        assert ((boxes[:, 3] < height) | (boxes[:, 1] > height)).all()


def test_the_dummy_is_a_line_or_a_note():
    names, times, none = ["a", "b", "majority class"], [1, 2, np.nan], [0.0, 0.01, np.nan]
    near = EmbeddingComparisonDisplay(names, [0.9, 0.99, 0.88], none, times, dummy=names[2]).plot()
    assert near.dummy_line_.get_ydata()[0] == 0.88
    assert near.dummy_line_.get_linestyle() == "--"
    assert near.ax_.get_ylim()[0] <= 0.88
    assert len(near.points_) == 2
    far = EmbeddingComparisonDisplay(names, [0.9, 0.99, 0.1], none, times, dummy=names[2]).plot()
    assert far.dummy_line_ is None
    assert far.ax_.get_ylim()[0] > 0.5
    assert "Below the axis: majority class (0.10)." in far.note_.get_text()
    best = EmbeddingComparisonDisplay(names, [0.9, 0.8, 0.95], none, times, dummy=names[2]).plot()
    assert best.best_ == "a"
    assert best.ax_.get_ylim()[1] >= 0.95


@pytest.mark.parametrize(
    ("name", "scores", "bounds"),
    [
        ("accuracy", [0.02, 0.98], (0, 1)),
        ("f1_macro", [1.0, 1.0], (0, 1)),
        ("r2", [-0.4, 0.97], (-np.inf, 1)),
        ("neg_log_loss", [-0.9, -0.01], (-np.inf, 0)),
        ("score", [3, 117], (-np.inf, np.inf)),
    ],
)
def test_the_axis_of_scores_covers_them_within_their_bounds(name, scores, bounds):
    comparison = EmbeddingComparisonDisplay(
        ["a", "b"], scores, [0.2, 0.2], [1, 2], score_name=name
    ).plot()
    curve = EmbeddingLearningCurveDisplay(
        ["a"], [10, 20], [scores], [[0.2, 0.2]], score_name=name
    ).plot()
    for display in (comparison, curve):
        low, high = display.ax_.get_ylim()
        assert bounds[0] <= low < min(scores) + 1e-9
        assert bounds[1] >= high > max(scores) - 1e-9
        ticks = display.ax_.get_yticks()
        assert len(ticks) >= 3
        assert ticks[0] <= min(scores)
        assert ticks[-1] >= max(scores)


def test_names_without_room_are_written_all_the_same():
    names = [f"Word2VecVectorizer{i}" for i in range(12)]
    ax = plt.subplots(figsize=(2, 1.5), layout="constrained")[1]
    display = EmbeddingComparisonDisplay(names, [0.5] * 12, [0.1] * 12, [1] * 12).plot(ax)
    assert overlaps(display.labels_)
    assert display.labels_[0].get_size() == pytest.approx(6)  # the smallest type that was tried
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
    texts = [f"{text} number{i}" for i, text in enumerate(TEXTS)]  # no two are identical
    display = EmbeddingComparisonDisplay.from_vectorizers(
        vectorizers, texts, LABELS, confidence=0.8, cv=3
    )
    assert display.names == ["w2v", "tf-idf of words", "majority class"]
    assert display.confidence == 0.8
    assert display.comparison_.scores
    curves = EmbeddingLearningCurveDisplay.from_vectorizers(
        vectorizers, texts, LABELS, train_sizes=[9, 18], cv=3, baseline=False, confidence=0.7
    )
    assert curves.names == ["w2v", "majority class"]
    assert curves.train_sizes.tolist() == [9, 18]
    assert curves.confidence == 0.7
    assert curves.comparison_.scores
