"""The plots of the command: what is drawn, of which texts, and nothing that was fitted on them."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from command_tools import LABELS, TEXTS
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
from texts import two_worlds

from skembed import (
    DocumentMapDisplay,
    SupervisedEmbeddingVectorizer,
    Word2VecVectorizer,
    compare_embeddings,
)
from skembed._command._pictures import FirstFold, document_map, plots, word_map
from skembed._command._task import CommandTask
from skembed._command._words import typical_words

SMALL = {"n_components": 4, "max_iter": 1, "random_state": 0}
something_fails = pytest.mark.filterwarnings("ignore::sklearn.exceptions.FitFailedWarning")


def first_fold(task, vectorizers, **options):
    comparison = compare_embeddings(
        vectorizers, task.X, task.labels, cv=2, return_vectorizers=[0], **options
    )
    return FirstFold(task, comparison)


@pytest.fixture
def task():
    return CommandTask("two worlds", TEXTS, LABELS, [], [])


@something_fails
def test_plots_of_what_was_fitted(task):
    vectorizers = {
        "w2v": Word2VecVectorizer(subsample=0, **SMALL),
        "bad": CountVectorizer(min_df=100),
        "supervised": SupervisedEmbeddingVectorizer(**SMALL),
    }
    fold = first_fold(task, vectorizers)
    assert set(fold.fitted) == {"w2v", "supervised", *fold.comparison.baselines}
    assert set(fold.embeddings) == {"w2v", "supervised"}
    words = typical_words(fold.held_out, fold.fitted["w2v"])
    drawn = {name: make() for name, make in plots(fold, words).items()}
    assert list(drawn) == ["documents", "words", "neighbors", "losses"]
    assert list(drawn["neighbors"].neighbors) == ["w2v", "supervised"]
    assert list(drawn["losses"].losses) == ["w2v"]
    for display in drawn.values():
        assert any(": two worlds" in ax.get_title() for ax in display.figure_.axes)
    plt.close("all")


def test_no_map_of_so_few_words_that_any_is_separate(task):
    fold = first_fold(task, {"w2v": Word2VecVectorizer(**SMALL)}, baseline=False)
    few = {"good": ["a1", "a2", "a3", "a4"], "bad": ["b1", "b2", "b3"]}
    assert list(plots(fold, few)) == ["documents", "neighbors", "losses"]
    assert "words" in plots(fold, {"good": few["good"], "bad": [*few["bad"], "b4"]})


@something_fails
def test_plots_if_all_but_the_baselines_failed(task):
    fold = first_fold(task, {"bad": CountVectorizer(min_df=100)})
    assert fold.best_embedding is None
    assert list(plots(fold, {})) == ["documents"]


def test_held_out_documents_by_vectors_that_have_not_seen_them(task):
    fold = first_fold(task, {"supervised": SupervisedEmbeddingVectorizer(**SMALL)}, baseline=False)
    display = document_map(fold)
    test = fold.comparison.splits[0][1]
    assert len(display.points) == len(test) == 30
    assert sorted(display.y.tolist()) == sorted(LABELS[i] for i in test)
    score = fold.comparison.mean_scores()[0, 0]
    assert display.ax_.get_title().splitlines() == [
        "Held-out documents: two worlds",
        f"supervised: accuracy {score:.2f} (majority class: 0.50)",
    ]
    labels = [str(i) for i in range(11) for _ in range(6 - i // 10)]
    many = CommandTask("", two_worlds(len(labels), seed=1), labels, [], [])
    fold = first_fold(many, {"w2v": Word2VecVectorizer(**SMALL)}, baseline=False)
    assert set(document_map(fold).y) == {str(i) for i in range(10)}
    plt.close("all")


def separability(points, labels):
    return cross_val_score(LogisticRegression(), points, labels, cv=5).mean()


def test_shuffled_labels_are_not_separate():
    texts = two_worlds(n_documents=400, length=6)
    labels = np.random.default_rng(1).permutation(["good", "bad"] * 200).tolist()
    shuffled = CommandTask("", texts, labels, [], [])
    vectorizer = SupervisedEmbeddingVectorizer(n_components=4, max_iter=40, random_state=0)
    fold = first_fold(shuffled, {"supervised": vectorizer}, baseline=False)
    display = document_map(fold)
    assert separability(display.points, display.y) < 0.6
    train = shuffled.part(fold.comparison.splits[0][0])
    with pytest.warns(UserWarning, match="was fitted on"):
        seen = DocumentMapDisplay.from_estimator(fold.fitted["supervised"], train.X, train.labels)
    assert separability(seen.points, seen.y) > 0.75, "the test would notice"
    plt.close("all")


def test_word_map(task):
    fold = first_fold(task, {"w2v": Word2VecVectorizer(**SMALL)}, baseline=False)
    display = word_map(fold, {"good": ["a1", "a2"], "bad": ["b1"]})
    assert display.words == ["a1", "a2", "b1"]
    assert "held-out" in display.ax_.get_title()
    plt.close("all")
