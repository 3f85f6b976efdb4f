"""The displays: what they draw, where the labels stand, and what they refuse."""

import builtins
import itertools
import pickle

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.base import BaseEstimator
from sklearn.decomposition import PCA
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline

from skembed import (
    DocumentMapDisplay,
    Embedding,
    EmbeddingComparison,
    EmbeddingComparisonDisplay,
    EmbeddingLearningCurveDisplay,
    LossCurveDisplay,
    NeighborsDisplay,
    PretrainedVectorizer,
    SupervisedEmbeddingVectorizer,
    Word2VecVectorizer,
    WordMapDisplay,
)

plt = pytest.importorskip("matplotlib.pyplot")

SIZES = [(6.4, 4.8), (4, 3)]


@pytest.fixture(autouse=True)
def closed_figures():
    plt.switch_backend("agg")
    plt.close("all")
    yield
    plt.close("all")


def extents(artists):
    """The boxes (x0, y0, x1, y1) of what is visible, in pixels, after drawing."""
    figure = artists[0].get_figure()
    figure.canvas.draw()
    renderer = figure.canvas.get_renderer()
    boxes = [a.get_window_extent(renderer) for a in artists if a.get_visible()]
    return np.array([box.extents for box in boxes])


def overlaps(artists):
    boxes = extents(artists)
    return [
        (i, j)
        for (i, a), (j, b) in itertools.combinations(enumerate(boxes), 2)
        if (a[:2] < b[2:]).all() and (b[:2] < a[2:]).all()
    ]


def is_within(artists, frame):
    boxes = extents(artists)
    return (boxes[:, :2] >= frame.min - 1e-6).all() and (boxes[:, 2:] <= frame.max + 1e-6).all()


def random_embedding(n=150, d=10, seed=0):
    words = [f"{'abcdefghij'[i % 10] * (3 + i % 7)}{i}" for i in range(n)]
    return Embedding(words, np.random.default_rng(seed).normal(size=(n, d)))


TEXTS = ["the cat sat on the mat", "the dog sat on the rug", "a red car on the road"] * 12
LABELS = ["animal", "animal", "car"] * 12
SMALL = {"n_components": 6, "max_iter": 4, "random_state": 0}
W2V = {**SMALL, "subsample": 0}


# Comparison


def make_comparison(**changes):
    """Three candidates and a failed one, two sizes, two seeds, three folds."""
    rng = np.random.default_rng(0)
    means = np.array([[0.6, 0.80], [0.5, 0.90], [np.nan, np.nan], [0.7, 0.85]])
    scores = means[:, :, None, None] + rng.normal(scale=0.01, size=(4, 2, 2, 3))
    times = np.broadcast_to([[[[5.0]]], [[[40.0]]], [[[np.nan]]], [[[0.5]]]], scores.shape)
    fields = {
        "names": ("word2vec", "supervised", "glove", "tf-idf"),
        "train_sizes": np.array([20, 200]),
        "seeds": (0, 1),
        "test_ratio": 0.5,
        "scores": {"accuracy": scores, "neg_log_loss": scores - 2},
        "fit_times": times,
        "transform_times": times / 10,
        "errors": {"glove": "ValueError: After pruning, no terms remain.\nTry a lower min_df."},
        "baseline": "tf-idf",
    }
    others = ["estimator_times", "memory", "n_terms", "n_features", "unknown_shares"]
    fields |= dict.fromkeys(others, times)
    return EmbeddingComparison(**fields | changes)


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
    plain = EmbeddingComparisonDisplay.from_comparison(make_comparison(baseline=None))
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
    assert display.names == ["w2v", "tf-idf"]
    assert display.confidence == 0.8
    assert display.comparison_.scores
    curves = EmbeddingLearningCurveDisplay.from_vectorizers(
        vectorizers, TEXTS, LABELS, train_sizes=[9, 18], cv=3, baseline=False, confidence=0.7
    )
    assert curves.names == ["w2v"]
    assert curves.train_sizes.tolist() == [9, 18]
    assert curves.confidence == 0.7
    assert curves.comparison_.scores


# Learning curves


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
    assert [line.get_linestyle() for line in display.lines_] == ["-", "-", "--"]
    assert len({line.get_color() for line in display.lines_}) == 3
    assert "Failed: glove" in display.note_.get_text()
    assert "Bands: 95%" in display.note_.get_text()


def test_styles_of_intervals():
    comparison = make_comparison()
    wanted = comparison.score_intervals("neg_log_loss", 0.9)[0]
    mean = comparison.mean_scores("neg_log_loss")[0]
    options = {"scoring": "neg_log_loss", "confidence": 0.9}
    band = EmbeddingLearningCurveDisplay.from_comparison(comparison, **options).intervals_[0]
    heights = band.get_paths()[0].vertices[:, 1]
    assert heights.min() == pytest.approx((mean - wanted).min())
    assert heights.max() == pytest.approx((mean + wanted).max())
    display = EmbeddingLearningCurveDisplay.from_comparison(
        comparison, interval_style="errorbar", **options
    )
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


# Losses


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


# Words


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
    alphas = [0.3 if word in display.hidden_ else 1 for word in display.words]
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


def test_the_map_is_that_of_principal_components_of_unit_vectors():
    embedding = random_embedding()
    display = WordMapDisplay.from_embedding(embedding, n_words=20)
    vectors = embedding.vectors[:20] / np.linalg.norm(embedding.vectors[:20], axis=1)[:, None]
    assert_allclose(display.points, PCA(2).fit_transform(vectors), atol=1e-5)
    assert_allclose(display.points_.get_offsets(), display.points)
    assert display.ax_.get_xlabel().startswith("PCA 1 (")
    assert display.ax_.get_aspect() == 1


class Fixed(BaseEstimator):
    """A projection that says which seed it was given."""

    def __init__(self, random_state=None, width=2):
        self.random_state = random_state
        self.width = width

    def fit_transform(self, X, y=None):
        seen.append(self.random_state)
        return np.tile(np.arange(X.shape[0])[:, None], self.width).astype(float)


seen: list = []


def test_projection():
    seen.clear()
    mine = Fixed()
    options = {"n_words": 4, "projection": mine}
    display = WordMapDisplay.from_embedding(random_embedding(), **options)
    assert_array_equal(display.points, np.arange(4)[:, None] * [1, 1])
    assert display.ax_.get_xlabel() == "Fixed 1"
    WordMapDisplay.from_embedding(random_embedding(), **options, random_state=7)
    WordMapDisplay.from_embedding(random_embedding(), n_words=4, projection=Fixed(5))
    assert seen == [0, 7, 5]
    assert mine.random_state is None
    with pytest.raises(ValueError, match=r"Fixed must return 2 components .* got shape \(4, 3\)"):
        WordMapDisplay.from_embedding(random_embedding(), n_words=4, projection=Fixed(width=3))
    with pytest.raises(TypeError, match=r"projection must .* with fit_transform.*got str"):
        WordMapDisplay.from_embedding(random_embedding(), projection="tsne")


def test_groups_of_words():
    embedding = random_embedding(8)
    a, b = embedding.terms[:3].tolist(), embedding.terms[2:6].tolist()
    display = WordMapDisplay.from_embedding(embedding, words={"first": a, "second": b})
    assert display.words == [*a, *b[1:]]  # a word of both belongs to the first
    assert display.groups == ["first"] * 3 + ["second"] * 3
    names = [text.get_text() for text in display.legend_.get_texts()]
    assert names == ["first", "second"]
    colors = display.points_.get_facecolors()
    assert len(np.unique(colors[:3], axis=0)) == len(np.unique(colors[3:], axis=0)) == 1
    assert not np.array_equal(colors[0], colors[3])
    display.figure_.canvas.draw()
    assert display.legend_.get_window_extent().x0 >= display.ax_.bbox.x1
    assert display.legend_.get_window_extent().x1 <= display.figure_.bbox.x1
    plain = WordMapDisplay.from_embedding(embedding, words=a)
    assert plain.words == a
    assert plain.legend_ is None


def test_neighbors_on_the_map():
    embedding = random_embedding()
    one, two = embedding.terms[:2]
    display = WordMapDisplay.from_embedding(
        embedding, neighbors_of=[one, two], n_neighbors=5, restrict_to=40
    )
    near = [term for term, _ in embedding.most_similar(one, n=5, restrict_to=40)]
    assert display.words[:2] == [one, two]
    assert set(near) <= set(display.words)
    assert display.groups[display.words.index(near[-1])] in {one, two}
    weights = {label.get_text(): label.get_weight() for label in display.labels_}
    assert [word for word, weight in weights.items() if weight == "bold"] == [one, two]
    crowd = WordMapDisplay([f"word{i}" for i in range(40)], np.zeros((40, 2)), centers=["word39"])
    assert crowd.plot().labels_[39].get_visible()
    assert len(crowd.hidden_) > 10
    alone = WordMapDisplay.from_embedding(embedding, neighbors_of=one, n_neighbors=5)
    assert alone.words == [one, *(term for term, _ in embedding.most_similar(one, n=5))]


def test_the_most_frequent_words_are_words():
    embedding = Embedding(["bucket:0", "cat", "char:<c", "dog", "cow"], np.eye(5))
    display = WordMapDisplay.from_embedding(embedding, n_words=2)
    assert display.words == ["cat", "dog"]


def test_sources_of_vectors():
    vectorizer = Word2VecVectorizer(**W2V)
    pipeline = make_pipeline(vectorizer, LogisticRegression())
    with pytest.raises(NotFittedError, match="No step of the Pipeline given as source"):
        WordMapDisplay.from_embedding(pipeline)
    with pytest.raises(NotFittedError, match="Word2VecVectorizer given as source"):
        WordMapDisplay.from_embedding(vectorizer)
    pipeline.fit(TEXTS, LABELS)
    wanted = WordMapDisplay.from_embedding(pipeline[0].embedding_).points
    assert_array_equal(WordMapDisplay.from_embedding(pipeline).points, wanted)
    assert_array_equal(WordMapDisplay.from_embedding(pipeline[0]).points, wanted)
    keyed = pipeline[0].embedding_.to_keyed_vectors()
    assert_array_equal(WordMapDisplay.from_embedding(keyed).points, wanted)
    with pytest.raises(TypeError, match=r"source must be an Embedding.*got dict"):
        WordMapDisplay.from_embedding({})


def test_bad_words():
    embedding = random_embedding()
    with pytest.raises(KeyError, match="'nonsense' is not among"):
        WordMapDisplay.from_embedding(embedding, words=["nonsense", embedding.terms[0]])
    with pytest.raises(KeyError, match="'nonsense' is not among"):
        WordMapDisplay.from_embedding(embedding, neighbors_of="nonsense")
    with pytest.raises(ValueError, match="words or neighbors_of, not both"):
        WordMapDisplay.from_embedding(embedding, words=["a"], neighbors_of="a")
    with pytest.raises(ValueError, match=r"words\['x'\] is empty"):
        WordMapDisplay.from_embedding(embedding, words={"x": []})
    with pytest.raises(ValueError, match="words is empty"):
        WordMapDisplay.from_embedding(embedding, words=[])
    with pytest.raises(ValueError, match="at least 2 rows"):
        WordMapDisplay.from_embedding(embedding, n_words=1)
    with pytest.raises(ValueError, match=r"points must have shape \(n_words, 2\) = \(1, 2\)"):
        WordMapDisplay(["a"], [[1, 2], [3, 4]])
    with pytest.raises(ValueError, match=r"groups must contain one .* each of the 2 words, got 1"):
        WordMapDisplay(["a", "b"], [[1, 2], [3, 4]], groups=["x"])


# Neighbors side by side


def two_embeddings():
    terms = ["cat", "dog", "cow", "car", "bus", "a-very-long-word-that-has-no-room"]
    one = Embedding(
        terms, [[1, 0, 0], [0.9, 0.1, 0], [0.8, 0.3, 0], [0, 1, 0], [0, 1, 1], [1, 1, 0]]
    )
    two = Embedding(terms[:5], [[1, 0], [0.9, 0.3], [-1, 0.2], [0.7, 0.7], [0, 1]])
    return {"one": one, "two": two}


def test_neighbors():
    found = two_embeddings()
    display = NeighborsDisplay.from_embeddings(found, ["cat", "bus"], n_neighbors=4)
    assert min(cosine for _, cosine in display.neighbors["two"]["cat"]) < 0
    for name, embedding in found.items():
        for word in ["cat", "bus"]:
            wanted = embedding.most_similar(word, n=4)
            assert display.neighbors[name][word] == wanted
            texts = [text.get_text() for text in display.cells_[name, word]]
            assert texts == [term for term, _ in wanted]
            widths = [bar.get_width() for bar in display.bars_[name, word]]
            assert_allclose(widths, [0.94 * max(cosine, 0) for _, cosine in wanted])
    written = {text.get_text() for text in display.ax_.texts}
    assert {"one", "two", "cat", "bus", "0.99"} <= written
    assert "neighbor in all 2" in display.note_.get_text().replace("\n", " ")
    lower = NeighborsDisplay.from_embeddings(found, "cat", restrict_to=2)
    assert [term for term, _ in lower.neighbors["one"]["cat"]] == ["dog"]


def test_shared_neighbors():
    display = NeighborsDisplay.from_embeddings(two_embeddings(), "cat", n_neighbors=2)
    assert display.shared_ == {"cat": ["dog"]}
    for name in ["one", "two"]:
        cells, bars = display.cells_[name, "cat"], display.bars_[name, "cat"]
        assert [cell.get_weight() for cell in cells] == ["bold", "normal"]
        assert bars[0].get_facecolor() != bars[1].get_facecolor()
    single = NeighborsDisplay.from_embeddings([two_embeddings()["one"]], "cat")
    assert single.shared_ == {"cat": []}
    assert single.note_.get_text() == "Bars: cosine similarity."


def test_unknown_words_in_some_embeddings():
    word = "a-very-long-word-that-has-no-room"
    display = NeighborsDisplay.from_embeddings(two_embeddings(), ["cat", word])
    assert [text.get_text() for text in display.cells_["two", word]] == ["out of vocabulary"]
    assert ("two", word) not in display.bars_
    assert display.shared_[word] == []
    with pytest.raises(KeyError, match="'cta' is not among the 6 terms"):
        NeighborsDisplay.from_embeddings(two_embeddings(), ["cat", "cta"])
    with pytest.raises(ValueError, match="words is empty"):
        NeighborsDisplay.from_embeddings(two_embeddings(), [])
    with pytest.raises(ValueError, match=r"same words, \['a'\]; 'y' has \['b'\]"):
        NeighborsDisplay({"x": {"a": None}, "y": {"b": None}})
    with pytest.raises(ValueError, match="neighbors is empty"):
        NeighborsDisplay({})


@pytest.mark.parametrize("size", [None, *SIZES])
def test_texts_of_the_table_do_not_overlap(size):
    ax = size and plt.subplots(figsize=size, layout="constrained")[1]
    sources = {**two_embeddings(), "three": two_embeddings()["one"]}
    words = ["cat", "bus", "dog", "car"]
    display = NeighborsDisplay.from_embeddings(sources, words, n_neighbors=5, ax=ax)
    texts = [text for text in display.ax_.texts if text.get_text()]
    assert len(texts) > 50
    assert not overlaps(texts)
    assert is_within(texts, display.figure_.bbox)


# Documents


def test_document_map():
    vectorizer = Word2VecVectorizer(**W2V).fit(TEXTS)
    display = DocumentMapDisplay.from_estimator(vectorizer, TEXTS, LABELS)
    assert_allclose(
        display.points,
        PCA(2, svd_solver="full").fit_transform(vectorizer.transform(TEXTS)),
        atol=1e-5,
    )
    assert display.classes_ == ["animal", "car"]
    assert [len(points.get_offsets()) for points in display.points_] == [24, 12]
    rows = np.array(LABELS) == "car"
    assert_array_equal(display.points_[1].get_offsets(), display.points[rows])
    assert [text.get_text() for text in display.legend_.get_texts()] == ["animal", "car"]
    display.figure_.canvas.draw()
    assert display.legend_.get_window_extent().x0 >= display.ax_.bbox.x1
    plain = DocumentMapDisplay.from_estimator(vectorizer, TEXTS)
    assert plain.legend_ is None
    assert len(plain.points_) == 1
    assert plain.classes_ == []


def test_documents_of_pipelines_and_sparse_features():
    tfidf = TfidfVectorizer().fit(TEXTS)
    one, two = (DocumentMapDisplay.from_estimator(tfidf, TEXTS, LABELS) for _ in range(2))
    assert one.ax_.get_xlabel().startswith("PCA 1 (")
    assert_array_equal(one.points, two.points)
    dense = PCA(2).fit_transform(tfidf.transform(TEXTS).toarray())
    assert_allclose(np.abs(one.points), np.abs(dense), atol=1e-8)
    assert DocumentMapDisplay.from_estimator(tfidf, TEXTS[:2]).points.shape == (2, 2)
    pipeline = make_pipeline(TfidfVectorizer(), LogisticRegression()).fit(TEXTS, LABELS)
    assert_allclose(
        DocumentMapDisplay.from_estimator(pipeline, TEXTS).points, one.points, atol=1e-8
    )
    search = GridSearchCV(pipeline, {"logisticregression__C": [1.0]}, cv=2).fit(TEXTS, LABELS)
    assert_allclose(DocumentMapDisplay.from_estimator(search, TEXTS).points, one.points, atol=1e-8)
    table = Word2VecVectorizer(**W2V).set_output(transform="pandas").fit(TEXTS)
    assert DocumentMapDisplay.from_estimator(table, TEXTS).points.shape == (36, 2)
    seen.clear()
    DocumentMapDisplay.from_estimator(tfidf, TEXTS, projection=Fixed(), random_state=3)
    assert seen == [3]


@pytest.mark.parametrize("size", SIZES)
def test_many_classes(size):
    rng = np.random.default_rng(0)
    points, y = rng.normal(size=(300, 2)), np.arange(300) % 20
    ax = plt.subplots(figsize=size, layout="constrained")[1]
    display = DocumentMapDisplay(points, [f"class {i:02}" for i in y]).plot(ax)
    looks = {
        (tuple(p.get_facecolor()[0]), p.get_paths()[0].vertices.tobytes()) for p in display.points_
    }
    assert len(looks) == 20
    texts = display.legend_.get_texts()
    assert len(texts) == 20
    assert not overlaps(texts)
    assert is_within(texts, ax.figure.bbox)
    assert ax.bbox.width > 0.45 * ax.figure.bbox.width


def test_too_many_classes_are_said():
    y = np.concatenate([np.repeat(np.arange(21), 4), np.arange(21, 26)])
    display = DocumentMapDisplay(np.zeros((len(y), 2)), y).plot()
    assert display.classes_ == list(range(21))
    assert display.legend_.get_texts()[-1].get_text() == "5 other classes"
    assert len(display.points_[-1].get_offsets()) == 5


def test_numbers_get_a_color_bar():
    points, y = np.zeros((4, 2)), [0.5, 1.5, 2.5, 3.25]
    display = DocumentMapDisplay(points, y).plot()
    assert_array_equal(display.points_[0].get_array(), y)
    assert display.colorbar_ is not None
    assert display.legend_ is None
    assert DocumentMapDisplay(points, [0.0, 1.0, 1.0, 0.0]).plot().classes_ == [0, 1]


def test_bad_documents():
    vectorizer = Word2VecVectorizer(**W2V)
    with pytest.raises(NotFittedError):
        DocumentMapDisplay.from_estimator(vectorizer, TEXTS)
    vectorizer.fit(TEXTS)
    seen.clear()
    with pytest.raises(ValueError, match="one value for each of the 36 documents"):
        DocumentMapDisplay.from_estimator(vectorizer, TEXTS, LABELS[:-1], projection=Fixed())
    assert seen == []  # said before the work
    with pytest.raises(TypeError, match="with a transform method, got Embedding"):
        DocumentMapDisplay.from_estimator(vectorizer.embedding_, TEXTS)
    with pytest.raises(ValueError, match="at least 2 rows"):
        DocumentMapDisplay.from_estimator(vectorizer, TEXTS[:1])
    with pytest.raises(ValueError, match=r"\(n_documents, 2\), got \(2, 3\)"):
        DocumentMapDisplay(np.zeros((2, 3)))


# All of them


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
