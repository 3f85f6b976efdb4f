"""Curves of learning and of loss: lines, intervals, names at their ends."""

import numpy as np
import pytest
from display_tools import (
    LABELS,
    SIZES,
    SMALL,
    TEXTS,
    W2V,
    extents,
    make_comparison,
    overlaps,
    random_embedding,
)
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.exceptions import NotFittedError
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline

from skembed import (
    EmbeddingLearningCurveDisplay,
    LossCurveDisplay,
    PretrainedVectorizer,
    SupervisedEmbeddingVectorizer,
    Word2VecVectorizer,
)

plt = pytest.importorskip("matplotlib.pyplot")


def test_learning_curve():
    comparison = make_comparison()
    display = EmbeddingLearningCurveDisplay.from_comparison(comparison)
    assert display.comparison_ is comparison
    shown = [0, 1, 3]
    for line, i in zip(display.lines_, shown, strict=True):
        assert_array_equal(line.get_xdata(), [20, 200])
        assert_allclose(line.get_ydata(), comparison.mean_scores()[i])
    assert display.ax_.get_xscale() == "log"
    assert [text.get_text() for text in display.ax_.get_xticklabels()] == ["200", "20"]
    assert [label.get_text() for label in display.labels_] == ["word2vec", "supervised", "tf-idf"]
    faces = [line.get_markerfacecolor() for line in display.lines_]
    assert [face == "white" for face in faces] == [False, False, True]
    dummy = EmbeddingLearningCurveDisplay.from_comparison(
        make_comparison(baselines=(), dummy="tf-idf")
    )
    assert [line.get_linestyle() for line in dummy.lines_] == ["-", "-", "--"]
    assert len(dummy.intervals_) == 2
    assert len({line.get_color() for line in display.lines_}) == 3
    assert "Failed: glove" in display.note_.get_text()
    assert "Error bars: 95%" in display.note_.get_text()


def test_styles_of_intervals():
    comparison = make_comparison()
    wanted = comparison.score_intervals("neg_log_loss", 0.9)[0]
    mean = comparison.mean_scores("neg_log_loss")[0]
    options = {"scoring": "neg_log_loss", "confidence": 0.9}
    bands = EmbeddingLearningCurveDisplay.from_comparison(
        comparison, interval_style="fill_between", **options
    )
    assert "Bands: 90%" in bands.note_.get_text()
    band = bands.intervals_[0]
    heights = band.get_paths()[0].vertices[:, 1]
    assert heights.min() == pytest.approx((mean - wanted).min())
    assert heights.max() == pytest.approx((mean + wanted).max())
    display = EmbeddingLearningCurveDisplay.from_comparison(comparison, **options)
    segments = np.array(display.intervals_[0].lines[2][0].get_segments())
    assert_allclose((segments[:, 1, 1] - segments[:, 0, 1]) / 2, wanted)
    assert "Error bars: 90%" in display.note_.get_text()
    display = EmbeddingLearningCurveDisplay.from_comparison(comparison, interval_style=None)
    assert display.intervals_ == []
    assert "95%" not in display.note_.get_text()
    with pytest.raises(ValueError, match=r"interval_style must be .* got 'band'"):
        EmbeddingLearningCurveDisplay.from_comparison(comparison, interval_style="band")


@pytest.mark.parametrize("size", SIZES)
def test_names_at_the_ends_of_lines_do_not_overlap(size):
    names = [f"candidate {i}" for i in range(9)]
    scores = np.linspace(0.5, 0.8, 5) + np.arange(9)[:, None] * 1e-3
    scores[3, 3:] = np.nan  # a line that ends earlier
    display = EmbeddingLearningCurveDisplay(
        names, [100, 200, 400, 800, 1600], scores, np.full((9, 5), np.nan)
    )
    ax = plt.subplots(figsize=size, layout="constrained")[1]
    display.plot(ax)
    assert not overlaps(display.labels_)
    boxes = extents(display.labels_)
    assert (boxes[:, 0] > ax.bbox.x1).all()
    assert (boxes[:, 2] <= ax.figure.bbox.x1).all()
    order = np.argsort([scores[i, 2] if i == 3 else scores[i, 4] for i in range(9)], kind="stable")
    assert (np.diff(boxes[order, 1]) > 0).all()
    ticks = [label for label in ax.get_xticklabels() if label.get_text()]
    assert not overlaps(ticks)
    assert "1,600" in [tick.get_text() for tick in ticks]
    styles = {(line.get_color(), line.get_marker()) for line in display.lines_}
    assert len(styles) == 9
    # A thin line leads from the end of the shorter one to its name.
    lines = next(c for c in ax.collections if hasattr(c, "get_segments"))
    starts = np.array([segment[0] for segment in lines.get_segments()])
    x, y = ax.transData.transform((400, scores[3, 2]))
    assert (np.abs(starts - [x + 4 * ax.figure.dpi / 72, y]).max(axis=1) < 1e-6).any()


def test_many_sizes_leave_ticks_out():
    sizes = np.arange(100, 1100, 50)
    values = np.linspace(0, 1, 20)[None]
    display = EmbeddingLearningCurveDisplay(["a"], sizes, values, values * 0).plot()
    texts = [tick for tick in display.ax_.get_xticklabels() if tick.get_text()]
    assert 2 <= len(texts) < 20
    assert not overlaps(texts)


def test_learning_curve_of_one_size():
    display = EmbeddingLearningCurveDisplay(["a"], [100], [[0.5]], [[0.1]]).plot()
    assert [tick.get_text() for tick in display.ax_.get_xticklabels()] == ["100"]


def test_learning_curve_shapes():
    with pytest.raises(ValueError, match=r"intervals must have shape .* \(1, 2\), got \(1, 1\)"):
        EmbeddingLearningCurveDisplay(["a"], [10, 20], [[1, 2]], [[1]])


def test_loss_curve():
    model = Word2VecVectorizer(**W2V).fit(TEXTS)
    display = LossCurveDisplay.from_estimator(model)
    assert_array_equal(display.lines_[0].get_xdata(), [1, 2, 3, 4])
    assert_array_equal(display.lines_[0].get_ydata(), model.loss_curve_)
    assert display.labels_ == []
    assert display.validation_ax_ is None
    assert all(tick == int(tick) for tick in display.ax_.get_xticks())


def test_loss_curves_of_several():
    models = [Word2VecVectorizer(**W2V).fit(TEXTS), Word2VecVectorizer(**W2V).fit(TEXTS[:9])]
    display = LossCurveDisplay.from_estimators(models)
    names = ["Word2VecVectorizer 1", "Word2VecVectorizer 2"]
    assert [label.get_text() for label in display.labels_] == names
    assert not overlaps(display.labels_)
    assert len({line.get_color() for line in display.lines_}) == 2
    drawn = LossCurveDisplay({"low": [9, 1], "high": [8, 5]}).plot()
    boxes = extents(drawn.labels_)
    heights = drawn.ax_.transData.transform([(2, 1), (2, 5)])[:, 1]
    assert_allclose(boxes[:, [1, 3]].mean(axis=1), heights, atol=4)
    display = LossCurveDisplay.from_estimators({"a": models[0], "b": models[1]})
    assert list(display.losses) == ["a", "b"]
    assert_array_equal(display.losses["b"], models[1].loss_curve_)


def test_each_objective_has_a_panel():
    models = {
        "five": Word2VecVectorizer(**W2V).fit(TEXTS),
        "cbow": Word2VecVectorizer(**W2V, algorithm="cbow").fit(TEXTS),
        "again": Word2VecVectorizer(**W2V, window=2).fit(TEXTS),
        "supervised": SupervisedEmbeddingVectorizer(**SMALL, early_stopping=True).fit(
            TEXTS, LABELS
        ),
    }
    display = LossCurveDisplay.from_estimators(models)
    assert list(display.axes_) == [
        "Word2VecVectorizer(algorithm=skip-gram, n_negative=5)",
        "Word2VecVectorizer(algorithm=cbow, n_negative=5)",
        "SupervisedEmbeddingVectorizer",
    ]
    axes = list(display.axes_.values())
    assert [line.axes for line in display.lines_] == [axes[0], axes[1], axes[0], axes[2]]
    assert display.ax_ is axes[0]
    assert display.validation_ax_ not in axes
    assert display.validation_lines_[0].axes is display.validation_ax_
    assert {label.axes for label in display.labels_} == set(axes)
    texts = [text for ax in axes for text in ax.texts if text.get_text()]
    assert not overlaps([*texts, *(ax.yaxis.label for ax in axes)])
    with pytest.raises(ValueError, match="3 different objectives need 3 axes, got 2: Word2Vec"):
        display.plot(plt.subplots(2)[1])
    with pytest.raises(ValueError, match="objectives does not contain the name 'b'"):
        LossCurveDisplay({"a": [1], "b": [1]}, objectives={"a": "x"})


def test_scores_of_held_out_documents():
    model = SupervisedEmbeddingVectorizer(**SMALL, early_stopping=True).fit(TEXTS, LABELS)
    display = LossCurveDisplay.from_estimator(model)
    assert display.validation_ax_ is not display.ax_
    assert_array_equal(display.validation_lines_[0].get_ydata(), model.validation_scores_)
    ring = display.validation_ax_.lines[-1].get_xydata()[0]
    best = np.argmax(model.validation_scores_)
    assert_array_equal(ring, [best + 1, model.validation_scores_[best]])
    axes = plt.subplots(2)[1]
    assert display.plot(axes).validation_ax_ is axes[1]
    alone = display.plot(plt.subplots()[1])
    assert alone.validation_ax_ is None
    assert alone.validation_lines_ == []
    without = SupervisedEmbeddingVectorizer(**SMALL).fit(TEXTS, LABELS)
    assert LossCurveDisplay.from_estimator(without).validation_ax_ is None
    both = plt.subplots(2)[1]
    assert LossCurveDisplay.from_estimator(without, ax=both).validation_ax_ is None


def test_loss_of_what_holds_an_estimator():
    pipeline = make_pipeline(Word2VecVectorizer(**W2V), LogisticRegression())
    with pytest.raises(NotFittedError, match="Pipeline has no loss_curve_"):
        LossCurveDisplay.from_estimator(pipeline)
    wanted = pipeline.fit(TEXTS, LABELS)[0].loss_curve_
    assert_array_equal(LossCurveDisplay.from_estimator(pipeline).losses["Pipeline"], wanted)
    search = GridSearchCV(pipeline, {"logisticregression__C": [1.0]}, cv=2).fit(TEXTS, LABELS)
    assert len(LossCurveDisplay.from_estimator(search).losses["GridSearchCV"]) == 4
    with pytest.raises(NotFittedError, match="x has no loss_curve_"):
        LossCurveDisplay.from_estimators({"x": PretrainedVectorizer(random_embedding())})


@pytest.mark.parametrize(
    ("losses", "scores", "message"),
    [
        ({}, None, "losses is empty"),
        ({"a": []}, None, "curve of 'a'"),
        ({"a": [[1]]}, None, r"got \(1, 1\)"),
        ({"a": [1]}, {"b": [1]}, "contains the name 'b', which is not in losses"),
    ],
)
def test_bad_losses(losses, scores, message):
    with pytest.raises(ValueError, match=message):
        LossCurveDisplay(losses, scores)
    with pytest.raises(TypeError, match="estimators must be a dict or a list, got int"):
        LossCurveDisplay.from_estimators(3)
    with pytest.raises(ValueError, match="estimators is empty"):
        LossCurveDisplay.from_estimators([])
