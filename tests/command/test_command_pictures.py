"""The pictures of the command: what is drawn, of which words, and without what failed."""

from types import SimpleNamespace

import matplotlib.pyplot as plt
import numpy as np
import pytest
from command_tools import LABELS, TEXTS
from sklearn.feature_extraction.text import CountVectorizer

from skembed import Embedding, SupervisedEmbeddingVectorizer, Word2VecVectorizer, compare_embeddings
from skembed._command._data import TextTask
from skembed._command._pictures import (
    document_map,
    learning_curve,
    save_pictures,
    typical_words,
    word_map,
)

PICTURES = {"comparison", "documents", "learning_curve", "losses", "neighbors", "words"}
something_fails = pytest.mark.filterwarnings("ignore::sklearn.exceptions.FitFailedWarning")


def test_learning_curve_with_labels_of_two_texts():
    labels = [f"{i // 2}" for i in range(20)] + ["more"] * 4
    task = TextTask("few", TEXTS[:24], labels, [], [])
    curve = learning_curve(task, {"count": CountVectorizer()}, None)
    np.testing.assert_array_equal(curve.train_sizes, [12])
    assert curve.n_folds == 2
    task = TextTask("more", TEXTS, LABELS, [], [])
    supervised = SupervisedEmbeddingVectorizer(n_components=4, max_iter=1, random_state=0)
    curve = learning_curve(task, {"supervised": supervised}, None)
    np.testing.assert_array_equal(curve.train_sizes, [10, 16, 28, 40])
    assert curve.n_folds == 3
    assert not np.isnan(curve.mean_scores()).any()


@pytest.fixture
def drawn(monkeypatch):
    """What the displays are given; they draw nothing."""
    calls = {}

    def display(name):
        def draw(*args, **kwargs):
            calls[name] = (*args, kwargs)
            figure, ax = plt.subplots()
            return SimpleNamespace(figure_=figure, ax_=ax)

        ways = ("from_comparison", "from_estimators", "from_embedding", "from_embeddings")
        return SimpleNamespace(**dict.fromkeys((*ways, "from_estimator"), draw))

    names = ("EmbeddingComparison", "EmbeddingLearningCurve", "LossCurve", "WordMap", "Neighbors",
             "DocumentMap")  # fmt: skip
    stand_in = SimpleNamespace(**{f"{name}Display": display(name) for name in names})
    monkeypatch.setattr("skembed._command._pictures.displays", stand_in)
    return calls


@something_fails
def test_what_is_drawn(tmp_path, drawn, monkeypatch):
    asked = {}
    monkeypatch.setattr("skembed._command._pictures.N_DOCUMENTS", 10)
    monkeypatch.setattr(
        "skembed._command._pictures.compare_embeddings",
        lambda vectorizers, *_, **options: asked.update(options, names=[*vectorizers]),
    )
    task = TextTask("", TEXTS, LABELS, [], [])
    small = {"n_components": 4, "max_iter": 1, "random_state": 0}
    vectorizers = {
        "w2v": Word2VecVectorizer(subsample=0, **small),
        "bad": CountVectorizer(min_df=100),
        "supervised": SupervisedEmbeddingVectorizer(**small),
    }
    comparison = compare_embeddings(vectorizers, TEXTS, LABELS, cv=2, baseline=False)
    comparison.scores["accuracy"][0] = 0.5
    paths = save_pictures(task, vectorizers, comparison, typical_words(task), tmp_path, n_jobs=3)
    assert {path.stem for path in paths} == PICTURES
    assert plt.get_fignums() == []
    assert not hasattr(vectorizers["w2v"], "embedding_")
    assert asked["names"] == ["w2v", "supervised"]
    assert (asked["use_unlabeled"], asked["n_jobs"]) == (True, 3)
    assert list(drawn["LossCurve"][0]) == ["w2v"]
    assert list(drawn["Neighbors"][0]) == ["w2v", "supervised"]
    vectorizer, texts, labels, _ = drawn["DocumentMap"]
    assert isinstance(vectorizer, SupervisedEmbeddingVectorizer)
    assert len(texts) == 10
    assert [{"a": "good", "b": "bad"}[text[0]] for text in texts] == labels
    del vectorizers["w2v"]
    comparison = compare_embeddings(vectorizers, TEXTS, LABELS, cv=2, baseline=False)
    paths = save_pictures(task, vectorizers, comparison, typical_words(task), tmp_path, n_jobs=None)
    assert {path.stem for path in paths} == PICTURES - {"losses"}


def test_typical_words():
    words = typical_words(TextTask("", TEXTS, LABELS, [], []))
    assert {word[0] for word in words["good"]} == {"a"}
    assert {word[0] for word in words["bad"]} == {"b"}
    labels = [label + str(i % 2) for label, i in zip(LABELS, np.arange(60) // 2, strict=True)]
    words = [
        word
        for mine in typical_words(TextTask("", TEXTS, labels, [], [])).values()
        for word in mine
    ]
    assert len(words) == len(set(words))
    assert typical_words(TextTask("", ["one", "two"], ["a", "b"], [], []))["a"][0] == "one"


def test_maps_hold_what_is_known_and_frequent(drawn):
    fitted = {"w2v": SimpleNamespace(embedding_=Embedding(["yes"], np.ones((1, 2))))}
    word_map(fitted, "w2v", {"one": ["yes", "no"], "two": ["no"]})
    assert drawn["WordMap"][-1] == {"words": {"one": ["yes"]}}
    labels = [str(i) for i in range(11) for _ in range(3 - i // 10)]
    document_map(None, "", TextTask("", labels, labels, [], []))
    assert set(drawn["DocumentMap"][2]) == {str(i) for i in range(10)}


@something_fails
def test_pictures_if_all_but_the_baseline_failed(tmp_path):
    task = TextTask("none", TEXTS, LABELS, [], [])
    vectorizers = {"bad": CountVectorizer(min_df=100)}
    comparison = compare_embeddings(vectorizers, TEXTS, LABELS, cv=2)
    assert list(comparison.errors) == ["bad"]
    paths = save_pictures(task, vectorizers, comparison, typical_words(task), tmp_path, n_jobs=None)
    assert [path.name for path in paths] == ["comparison.png"]
