"""The map of words: projection, sources, groups, neighbors."""

import numpy as np
import pytest
from display_tools import LABELS, TEXTS, W2V, Fixed, random_embedding, seen
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.decomposition import PCA
from sklearn.exceptions import NotFittedError
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from skembed import Embedding, Word2VecVectorizer, WordMapDisplay


def test_the_map_is_that_of_principal_components_of_unit_vectors():
    embedding = random_embedding()
    display = WordMapDisplay.from_embedding(embedding, n_words=20)
    vectors = embedding.vectors[:20] / np.linalg.norm(embedding.vectors[:20], axis=1)[:, None]
    assert_allclose(display.points, PCA(2).fit_transform(vectors), atol=1e-5)
    assert_allclose(display.points_.get_offsets(), display.points)
    assert display.ax_.get_xlabel().startswith("PCA 1 (")
    assert display.ax_.get_aspect() == 1


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
    with pytest.raises(TypeError, match=r"source must be an Embedding.*got set"):
        WordMapDisplay.from_embedding(set())


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


def test_vectors_of_one_component_are_shown_by_value_and_order():
    embedding = Embedding(["b", "c", "a", "d"], [[0.5], [2.0], [-1.0], [0.5]])
    display = WordMapDisplay.from_embedding(embedding)
    assert_array_equal(display.points, [[0.5, 1], [2, 3], [-1, 0], [0.5, 2]])
    assert display.ax_.get_xlabel() == "component 0"
    assert len(display.ax_.get_xticks()) > 1
    assert len(display.ax_.get_yticks()) == 0
    assert not display.hidden_
    plane = WordMapDisplay.from_embedding(random_embedding(), n_words=5)
    assert len(plane.ax_.get_xticks()) == 0
    with pytest.raises(ValueError, match="2 rows and 2 columns, got shape"):
        WordMapDisplay.from_embedding(embedding, projection=PCA(2))
