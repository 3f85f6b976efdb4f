"""A candidate that fails anywhere neither wins nor vanishes: tables, pictures, the command."""

import warnings

import numpy as np
import pandas as pd
import pytest
from comparison_tools import TEXTS, WORD2VEC, WORDS, Failing, Recorder, Y, something_fails
from sklearn.base import BaseEstimator, TransformerMixin, clone
from sklearn.exceptions import FitFailedWarning
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.metrics import make_scorer

from skembed import (
    DataWarning,
    EmbeddingComparisonDisplay,
    EmbeddingLearningCurveDisplay,
    Word2VecVectorizer,
    compare_embeddings,
)
from skembed._command._search import rows_of
from skembed._comparison._notes import verdict


class Tolerant(Recorder):
    def transform(self, X):
        return super().transform([x if isinstance(x, str) else "" for x in X])


class Knowing(TransformerMixin, BaseEstimator):
    """Features that tell the label, as nothing else can, where it does not fail."""

    def fit(self, X, y=None):
        if TEXTS[0] not in list(X):
            raise ValueError("the first is not there")
        return self

    def transform(self, X):
        return np.array([[float(text[0] == "a")] for text in X])


def compared(vectorizers, **options):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FitFailedWarning)
        return compare_embeddings(vectorizers, TEXTS, Y, cv=3, **options)


@something_fails
def test_a_failed_candidate():
    found = compare_embeddings({"w2v": WORD2VEC, "bad": Failing()}, TEXTS, Y, cv=3)
    assert found.errors == {"bad": "RuntimeError: no luck today"}
    assert np.isnan(found.scores["accuracy"][1]).all()
    assert np.isnan(found.fit_times[1]).all()
    assert found.best() in {"w2v", *WORDS}
    lines = str(found).splitlines()
    assert next(line for line in lines if line.startswith("bad ")).split() == ["bad", "failed"]
    assert "bad failed: RuntimeError: no luck today" in lines
    assert np.isnan(found.differences()[0][1])


@something_fails
def test_a_candidate_that_fails_in_one_fold():
    class Picky(Recorder):
        def fit(self, X, y=None):
            for i in (0, 25):
                if TEXTS[i] not in list(X):
                    raise ValueError(f"document {i} is not there")
            return super().fit(X, y)

    found = compare_embeddings({"picky": Picky()}, TEXTS, Y, cv=3)
    assert np.isnan(found.scores["accuracy"][0, 0, 0]).tolist() == [True, True, False]
    assert np.isnan(found.mean_scores()[0])
    assert np.isfinite(found.mean_of("fit_times")[0])
    assert found.best() == "tf-idf of words"
    assert found.errors["picky"] == "ValueError: document 0 is not there"  # the first of them
    alone = compare_embeddings({"picky": Picky()}, TEXTS, Y, cv=3, baseline=False)
    assert str(alone).splitlines()[3].split() == ["picky", "failed"]
    with pytest.raises(ValueError, match="every fold for 40 training documents"):
        alone.best()


def test_all_failed():
    with pytest.raises(
        ValueError, match=r"Every candidate failed.\nbad: RuntimeError: no luck tod"
    ):
        compare_embeddings({"bad": Failing()}, TEXTS, Y, cv=3, baseline=False)


@pytest.mark.parametrize("missing", [None, np.nan])
def test_a_missing_document_is_named(missing):
    texts = [*TEXTS[:30], missing, *TEXTS[31:40], missing, *TEXTS[41:]]
    both = [WORD2VEC, clone(WORD2VEC).set_params(handle_missing="empty")]
    for candidates in ({"w2v": WORD2VEC}, {"own": Tolerant()}, both):
        with pytest.raises(ValueError, match=rf"2 of 60 documents .* row 30 \({missing}\)"):
            compare_embeddings(candidates, texts, Y, cv=3)
    with pytest.warns(DataWarning, match="Missing texts: 2 of 60"):
        alone = compare_embeddings({"own": Tolerant()}, texts, Y, cv=3, baseline=False)
    assert alone.errors == {}


@pytest.mark.filterwarnings("ignore:Texts without a token:skembed.DataWarning")
def test_missing_documents_are_empty_for_all_candidates():
    texts = [*TEXTS[:30], None, *TEXTS[31:]]
    tolerant = clone(WORD2VEC).set_params(handle_missing="empty")
    found = compare_embeddings({"w2v": tolerant}, pd.Series(texts), Y, cv=3)
    texts[30] = ""
    expected = compare_embeddings({"w2v": WORD2VEC}, texts, Y, cv=3)
    np.testing.assert_array_equal(found.scores["accuracy"], expected.scores["accuracy"])
    assert found.errors == {}


def test_interrupt_goes_through():
    class Interrupted(Recorder):
        def fit(self, X, y=None):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        compare_embeddings({"i": Interrupted()}, TEXTS, Y, cv=3)


def test_a_warning_names_what_failed():
    with pytest.warns(FitFailedWarning) as caught:
        compare_embeddings({"bad": Failing(), "knowing": Knowing()}, TEXTS, Y, cv=3)
    assert len(caught) == 1
    assert str(caught[0].message).splitlines() == [
        "2 of 3 candidates failed; the scores of the failed fits are NaN:",
        "bad failed: RuntimeError: no luck today",
        "knowing failed in 1 of 3 fits: ValueError: the first is not there",
    ]
    assert caught[0].filename == __file__


def test_who_fails_in_one_fold_does_not_win():
    found = compared({"knowing": Knowing(), "count": CountVectorizer()})
    assert np.nanmax(found.scores["accuracy"][0]) == 1
    assert found.best() != "knowing"
    text = str(found).splitlines()
    assert text[2].startswith(found.best())
    assert verdict(found).startswith("Best: ")
    assert verdict(found).endswith("because of failed fits: knowing.")
    assert "knowing failed in 1 of 3 fits: ValueError: the first is not there" in text
    assert "knowing failed in 1 of 3 fits" in found._repr_html_()


def test_a_baseline_that_fails_is_named_beside_the_best():
    found = compared({"count": CountVectorizer()}, baseline=Failing())
    assert found.best() == "count"
    assert "Best: count. Not compared because of failed fits: baseline." in str(found).splitlines()


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_a_score_that_is_no_number(value):
    def strange(y, predicted):
        return value if len(predicted) and strange.calls.pop() else 0.5

    strange.calls = [False] * 3 + [True] * 3 + [False] * 3
    with pytest.warns(FitFailedWarning, match="tf-idf of words failed: the score is"):
        found = compare_embeddings(
            {"count": CountVectorizer()}, TEXTS, Y, cv=3, scoring=make_scorer(strange)
        )
    assert found.best() == "count"
    assert np.isnan(found.mean_scores()).ravel().tolist() == [False, True, False]
    assert found.errors == {"tf-idf of words": f"the score is {value}"}


def test_a_score_that_is_no_number_leaves_the_other_scorers_alone():
    scoring = {"accuracy": "accuracy", "odd": make_scorer(lambda y, predicted: np.nan)}
    found = compared([CountVectorizer()], scoring=scoring)
    assert found.best("accuracy") in found.names
    assert found.errors == dict.fromkeys(found.names[:-1], "the score 'odd' is nan")
    assert found.rows()[1][1] != "failed"
    assert [row[1] for row in found.rows("odd")[1:]] == ["failed", "failed"]
    with pytest.raises(ValueError, match="No candidate has a score"):
        found.best("odd")


def test_pictures_name_what_failed():
    plt = pytest.importorskip("matplotlib.pyplot")
    found = compared({"knowing": Knowing(), "count": CountVectorizer()}, train_sizes=[9, 20])
    display = EmbeddingComparisonDisplay.from_comparison(found)
    assert display.best_ != "knowing"
    assert "Failed: knowing" in display.note_.get_text()
    curve = EmbeddingLearningCurveDisplay.from_comparison(found)
    assert "Failed: knowing" in curve.note_.get_text()
    plt.close("all")


def test_the_search_of_the_command_lists_failed_fits_last():
    vectorizers = [CountVectorizer(), *[Word2VecVectorizer()] * 3]
    results = {
        "params": [{"vectorizer": v, "vectorizer__algorithm": "cbow"} for v in vectorizers],
        "mean_test_score": np.array([0.9, np.nan, 0.5, 0.6]),
        "std_test_score": np.array([0.0, np.nan, 0.0, 0.0]),
        "mean_fit_time": np.ones(4),
        "mean_score_time": np.ones(4),
    }
    rows = rows_of(results, "accuracy", "words")
    assert [row[1][:6] for row in rows[1:]] == ["0.900 ", "0.600 ", "0.500 ", "failed"]


def test_no_warning_if_nothing_failed():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert compare_embeddings([WORD2VEC], TEXTS, Y, cv=3).errors == {}
