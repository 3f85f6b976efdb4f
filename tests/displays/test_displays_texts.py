"""Titles, long names, and characters that fonts lack."""

import warnings

import numpy as np
import pytest
from display_tools import is_within, overlaps
from test_displays import every_display

from skembed import ContributionsDisplay, DocumentMapDisplay, EmbeddingLearningCurveDisplay
from skembed._displays._fonts import fonts_with
from skembed._displays._wrapping import wrap_name

plt = pytest.importorskip("matplotlib.pyplot")

POINTS = np.array([[0.0, 0.1], [1.0, 0.9]])


def test_titles_name_the_data():
    for display in [*every_display(), ContributionsDisplay(["a"], [1.0], 0.0)]:
        plain = display.plot().ax_.get_title()
        assert plain
        display.data_name = "reviews.csv"
        first = display.plot().ax_.get_title().splitlines()[0]
        assert first == f"{plain.splitlines()[0]}: reviews.csv"


def test_long_titles_are_wrapped_until_somebody_else_sets_one():
    ax = plt.subplots(figsize=(3.6, 3), layout="constrained")[1]
    name = "a data set with a name that is much longer than usual"
    display = DocumentMapDisplay(POINTS, ["x", "y"], data_name=name).plot(ax)
    assert len(ax.get_title().splitlines()) > 1
    assert ax.get_title().replace("\n", " ") == f"Document map: {name}"
    assert is_within([ax.title], ax.figure.bbox)
    ax.set_title(name)
    display.figure_.canvas.draw()
    assert ax.get_title() == name


@pytest.mark.parametrize(
    ("name", "wrapped"),
    [
        ("supervised", "supervised"),
        ("SupervisedEmbeddingVectorizer", "SupervisedEmbedding\nVectorizer"),
        (
            "SupervisedEmbeddingVectorizer(n_components=20)",
            "SupervisedEmbedding\nVectorizer\n(n_components=20)",
        ),
        ("a name of several words is broken", "a name of several words is\nbroken"),
        ("one_long_name_with_underscores_in_it", "one_long_name_with_\nunderscores_in_it"),
        ("x" * 60, "\n".join(["x" * 26, "x" * 26, "x" * 8])),
        (
            "word " * 40,
            "\n".join(["word word word word word"] * 3 + ["word word word word word\u2026"]),
        ),
        ("x" * 30, "x" * 30),
        ("a.package.of.modules.sklearn.cluster", "a.package.of.modules.\nsklearn.cluster"),
        ("two\nlines", "two lines"),
        ("", ""),
    ],
)
def test_names_are_wrapped_between_words(name, wrapped):
    assert wrap_name(name) == wrapped


def test_long_names_leave_room_for_the_picture():
    names = [f"SupervisedEmbeddingVectorizer(n_components={n})" for n in (10, 20, 40)]
    ax = plt.subplots(figsize=(3.6, 3), layout="constrained")[1]
    scores = np.array([[0.5, 0.6], [0.51, 0.61], [0.7, 0.8]])
    display = EmbeddingLearningCurveDisplay(names, [10, 20], scores, scores * 0).plot(ax)
    assert is_within(display.labels_, ax.figure.bbox)
    assert not overlaps(display.labels_)
    assert ax.bbox.width > 0.3 * ax.figure.bbox.width
    figure, ax = plt.subplots(figsize=(3.6, 3), layout="constrained")
    DocumentMapDisplay(np.tile(POINTS, (2, 1)), [*names, "b"]).plot(ax)
    assert ax.bbox.width > 0.4 * figure.bbox.width


def test_a_font_that_has_the_characters_is_chosen():
    with plt.rc_context({"font.family": ["cmr10"], "axes.formatter.use_mathtext": True}):
        display = DocumentMapDisplay(POINTS, ["\u0434\u0430", "no"]).plot()
        one, two = display.legend_.get_texts()
        assert one.get_text() == "no"
        assert one.get_fontfamily() == ["cmr10"]
        assert two.get_fontfamily()[0] == "cmr10"
        assert len(two.get_fontfamily()) == 2
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            display.figure_.canvas.draw()


def test_characters_that_no_font_has_are_named_once():
    private = "\ue123"  # no script is written with it, but 'Last Resort' draws it
    hieroglyphs = "\U00013000\U00013001"
    found = fonts_with(set(hieroglyphs))
    if found[0]:
        pytest.skip(f"{found[0]} has hieroglyphs")
    with warnings.catch_warnings(record=True) as record:
        warnings.simplefilter("always")
        display = DocumentMapDisplay(POINTS, [hieroglyphs, f"b {hieroglyphs[0]}{private}"]).plot()
        bars = ContributionsDisplay([hieroglyphs, "a"], [2.0, 1.0], 0.0).plot()
        display.figure_.canvas.draw()
        bars.figure_.canvas.draw()
    first, _ = (str(warning.message) for warning in record)  # one for each picture
    assert first.startswith("No installed font has the characters")
    assert " ".join(hieroglyphs) in first
    texts = [text.get_text() for text in display.legend_.get_texts()]
    assert texts[1] == "\N{WHITE SQUARE}" * 2
    assert [tick.get_text() for tick in bars.ax_.get_yticklabels()] == [
        "a",
        "\N{WHITE SQUARE}" * 2,
    ]
