"""Vectors of unseen values from their character n-grams."""

import numpy as np
import pandas as pd
import polars as pl
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import Ridge

from skembed import EmbeddingEncoder
from skembed._encoder.ngrams import ALPHA

TITLES = ["Software Engineer 1", "Software Engineer 2", "Bus Driver", "Truck Driver", "Nurse"]
X = pd.DataFrame({"title": TITLES * 8, "n": [1, 2, 3, 4, np.nan] * 8})
Y = np.array([8.5, 9.5, 3.5, 4.5, 6.5] * 8)


def fitted(**parameters):
    return EmbeddingEncoder(n_components=2, char_ngram_range=(2, 4), **parameters).fit(X, Y)


def test_a_misspelled_value_lands_near_its_category():
    encoder = fitted()
    title = encoder.embeddings_["title"]
    vector = encoder.transform(pd.DataFrame({"title": ["Software Engneer II"], "n": [9]}))[0, :2]
    distances = np.linalg.norm(title.vectors - vector, axis=1)
    assert "Engineer" in title.terms[np.argmin(distances)]


@pytest.mark.parametrize("method", ["supervised", "unsupervised"])
def test_the_vector_is_that_of_ridge_regression(method):
    encoder = fitted(method=method, random_state=0)
    title = encoder.embeddings_["title"]
    tfidf = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True)
    weights = tfidf.fit_transform(title.terms)
    model = Ridge(alpha=ALPHA, fit_intercept=False).fit(weights, title.vectors.astype(float))
    expected = model.predict(tfidf.transform(["Bus Engineer"]))
    found = encoder.transform(pd.DataFrame({"title": ["Bus Engineer"], "n": [1]}))[:, :2]
    np.testing.assert_allclose(found, expected, atol=1e-5)


@pytest.mark.parametrize(
    "container",
    [lambda frame: frame, pl.from_pandas, lambda frame: frame.to_numpy(dtype=object).tolist()],
)
def test_every_container(container):
    rows = pd.DataFrame({"title": ["Bus Driver", "Bus drivers", "???", "Nurse"], "n": [1, 2, 3, 4]})
    known = pd.DataFrame({"title": TITLES * 8, "n": [1, 2, 3, 4, 5] * 8})
    encoder = EmbeddingEncoder(n_components=1, char_ngram_range=(2, 4))
    features = encoder.fit(container(known), Y).transform(container(rows))
    title = encoder.embeddings_[next(iter(encoder.embeddings_))]
    assert features[0, 0] == title["Bus Driver"][0]
    assert features[1, 0] < 0
    assert features[2, 0] == 0
    assert features[3, 0] == title["Nurse"][0]


def test_numbers_missing_values_and_infrequent_categories_have_no_spelling():
    encoder = fitted(max_categories=3)
    rows = pd.DataFrame({"title": [None, "Nurses"], "n": [7, np.nan]})
    features = encoder.transform(rows)
    assert not features[0].any()
    words, numbers = encoder._fitted.ngrams
    assert "infr" not in words.vectorizer.get_feature_names_out()
    assert numbers is None


def test_a_category_that_a_fold_has_not_seen_is_spelled_there():
    rows = X.copy()
    rows.loc[0, "title"] = "Software Engineer 3"
    encoder = EmbeddingEncoder(n_components=1, char_ngram_range=(2, 4), random_state=0)
    assert encoder.fit_transform(rows, Y)[0, 0] > 0.2
    assert EmbeddingEncoder(n_components=1).fit_transform(rows, Y)[0, 0] == 0


def test_a_given_category_without_rows_is_spelled():
    categories = [sorted([*TITLES, "Software Engineer 3"]), [1, 2, 3, 4, np.nan]]
    encoder = fitted(categories=categories)
    assert encoder.embeddings_["title"]["Software Engineer 3"][0] > 0.3


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"char_ngram_range": (3, 2)}, r"char_ngram_range=\(3, 2\) must be"),
        ({"handle_unknown": "error"}, "handle_unknown='error' does not"),
    ],
)
def test_refused_parameters(parameters, message):
    encoder = EmbeddingEncoder(char_ngram_range=(2, 4)).set_params(**parameters)
    with pytest.raises(ValueError, match=message):
        encoder.fit(X, Y)
