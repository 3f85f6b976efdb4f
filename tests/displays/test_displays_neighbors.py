"""Neighbors side by side: what the table holds, and that its texts have room."""

import pytest
from display_tools import SIZES, is_within, overlaps
from numpy.testing import assert_allclose

from skembed import Embedding, NeighborsDisplay

plt = pytest.importorskip("matplotlib.pyplot")


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


def test_nothing_is_explained_that_is_not_there():
    found = {"one": {"a": [("b", 0.9)]}, "two": {"a": [("c", 0.9)]}}
    assert NeighborsDisplay(found).plot().note_.get_text() == "Bars: cosine similarity."


@pytest.mark.parametrize("size", [None, (3.6, 3)])
def test_all_texts_have_one_size(size):
    ax = size and plt.subplots(figsize=size, layout="constrained")[1]
    name = "SupervisedEmbeddingVectorizer"
    found = {name: {"a": [("b", 0.9), ("long" * 20, 0.8)]}, "x": {"a": None}}
    display = NeighborsDisplay(found).plot(ax)
    texts = [t for t in display.ax_.texts if t.get_text() and t is not display.note_]
    assert len({text.get_size() for text in texts}) == 1
    assert texts[0].get_size() >= 6
    assert "Supervised\nEmbedding\nVectorizer" in {text.get_text() for text in texts}
    cell = display.cells_[name, "a"][1].get_text()
    assert cell.startswith("long")
    assert cell.endswith("\N{HORIZONTAL ELLIPSIS}")
    assert not overlaps(texts)


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
