"""Folds, the label curve and the grid search: identical texts together, small samples."""

import numpy as np
import pytest
from command_tools import LABELS, TEXTS
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from skembed import SupervisedEmbeddingVectorizer, Word2VecVectorizer
from skembed._command._curve import label_curve
from skembed._command._folds import find_folds
from skembed._command._search import search_word2vec
from skembed._command._table import DataError
from skembed._command._task import CommandTask

NUMBERS = np.arange(60.0).tolist()


def task(texts=TEXTS, labels=LABELS, **more):
    return CommandTask("few", texts, labels, [], [], **more)


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        (task(), "StratifiedKFold"),
        (task(TEXTS[:30] * 2), "StratifiedGroupKFold"),
        (task(groups=[str(i // 3) for i in range(60)]), "StratifiedGroupKFold"),
        (task(labels=NUMBERS, is_regression=True), "KFold"),
        (task(TEXTS[:30] * 2, NUMBERS, is_regression=True), "GroupKFold"),
    ],
)
def test_what_belongs_together_stays_together(given, kind):
    folds, groups = find_folds(given, 3)
    assert type(folds).__name__ == kind
    assert (folds.get_n_splits(), folds.shuffle, folds.random_state) == (3, True, 0)
    for train, test in folds.split(given.X, given.labels, groups):
        assert not {given.X[i] for i in train} & {given.X[i] for i in test}
        if given.groups:
            assert not {given.groups[i] for i in train} & {given.groups[i] for i in test}


def test_too_few_groups():
    with pytest.raises(DataError, match=r"3 folds need 3 different texts.*there are 2"):
        find_folds(task(TEXTS[:2] * 30), 3)
    joined = task(["thanks", *TEXTS[1:59], "Thanks"], groups=[str(i // 20) for i in range(60)])
    with pytest.raises(DataError, match=r"there are 2 .* A text in two groups joins them"):
        find_folds(joined, 3)


def test_label_curve():
    few = CommandTask("few", TEXTS[:24], [f"{i // 2}" for i in range(20)] + ["more"] * 4, [], [])
    curve = label_curve(few, {"count": CountVectorizer()}, 5)
    np.testing.assert_array_equal(curve.train_sizes, [12])
    assert curve.n_folds == 2
    supervised = SupervisedEmbeddingVectorizer(n_components=4, max_iter=1, random_state=0)
    curve = label_curve(task(), {"supervised": supervised, "count": CountVectorizer()}, 5)
    assert len(set(curve.n_terms[1].ravel())) == 1, "counts all texts of a fold, labeled or not"
    np.testing.assert_array_equal(curve.train_sizes, [10, 12, 40])
    assert curve.n_folds == 3
    assert not np.isnan(curve.mean_scores()).any()


def test_label_curve_of_a_sample(monkeypatch):
    monkeypatch.setattr("skembed._command._curve.N_SAMPLES", 30)
    curve = label_curve(task(), {"count": CountVectorizer()}, 3, baseline=False)
    assert curve.train_sizes[-1] == 20


@pytest.mark.parametrize(("n_folds", "n_splits"), [(2, 2), (5, 3)])
def test_search(capsys, n_folds, n_splits, monkeypatch):
    monkeypatch.setattr("skembed._command._search.N_TEXTS", 40)
    # one word is the label: with three numbers a word, word2vec after a pass is not as good
    texts = [f"{text} {label}" for text, label in zip(TEXTS, LABELS, strict=True)]
    word2vec = Word2VecVectorizer(n_components=3, max_iter=1, random_state=0)
    baseline = ("words", TfidfVectorizer())
    title, (header, *rows) = search_word2vec(
        task(texts), word2vec, baseline, LogisticRegression(),
        scoring="neg_log_loss", n_folds=n_folds, n_jobs=None,
    )  # fmt: skip
    assert "GridSearchCV" in capsys.readouterr().out, "its progress"
    assert f"with {n_splits} folds of 40 texts" in title
    assert header == ["", "log loss", "fit time", "score time"]
    names = ["skip-gram, mean", "skip-gram, idf", "cbow, mean", "cbow, idf", "words"]
    assert sorted(row[0] for row in rows) == sorted(names)
    losses = [float(row[1].split(" ± ")[0]) for row in rows]
    assert losses == sorted(losses)
    assert losses[0] > 0


def test_search_without_rich_and_with_failures(capsys, monkeypatch):
    monkeypatch.setattr("skembed._command._search.find_spec", lambda name: None)
    word2vec = Word2VecVectorizer(n_components=2, max_iter=1, vocabulary=["nowhere"])
    with pytest.warns(Warning, match="fits failed|non-finite"):
        _, rows = search_word2vec(
            task(), word2vec, ("words", TfidfVectorizer()), LogisticRegression(),
            scoring="accuracy", n_folds=2, n_jobs=None,
        )  # fmt: skip
    assert capsys.readouterr().out == ""
    assert [row[1] for row in rows].count("failed") == 4


def test_folds_of_the_whole_run_are_stratified():
    folds, groups = find_folds(task(), 2)
    assert isinstance(folds, StratifiedKFold)
    assert groups is None
