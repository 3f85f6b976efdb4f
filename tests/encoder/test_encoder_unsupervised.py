"""EmbeddingEncoder without y: skip-gram on the cells of a row."""

import numpy as np
import pandas as pd
import pytest

from skembed import EmbeddingEncoder
from skembed._encoder.table import find_columns, fit_categories, read_table
from skembed._encoder.unsupervised import as_corpus


def two_worlds(n_rows=300):
    """Cities a, b go with bus and red, c, d with tram and blue."""
    rng = np.random.default_rng(0)
    world = rng.integers(2, size=n_rows)
    city = np.where(world == 0, rng.choice(["a", "b"], n_rows), rng.choice(["c", "d"], n_rows))
    return pd.DataFrame(
        {"city": city, "by": np.take(["bus", "tram"], world), "in": np.take(["r", "b"], world)}
    )


def test_categories_in_the_same_rows_are_neighbors():
    encoder = EmbeddingEncoder(method="unsupervised", max_iter=20, random_state=0)
    cities = encoder.fit(two_worlds()).embeddings_["city"]
    assert cities.most_similar("a", n=1)[0][0] == "b"
    assert cities.most_similar("d", n=1)[0][0] == "c"
    assert cities.similarity("a", "c") < 0
    np.testing.assert_allclose(encoder.transform(two_worlds()).mean(axis=0), 0, atol=1e-5)


def test_without_y_fit_transform_is_fit_and_transform():
    encoder = EmbeddingEncoder(method="unsupervised", max_iter=2, random_state=0)
    X = two_worlds(50)
    np.testing.assert_array_equal(encoder.fit_transform(X), encoder.transform(X))
    assert len(encoder.loss_curve_) == encoder.n_iter_ == 2
    assert not encoder.transform(pd.DataFrame({"city": ["z"], "by": ["z"], "in": ["z"]})).any()


def test_fitted_attributes_of_the_other_method_are_removed():
    X, y = two_worlds(50), np.arange(50) + 0.5
    encoder = EmbeddingEncoder().fit(X, y)
    encoder.set_params(method="unsupervised", max_iter=1).fit(X)
    assert not hasattr(encoder, "target_type_")
    encoder.set_params(method="supervised").fit(X, y)
    assert not hasattr(encoder, "loss_curve_")


def test_a_row_is_a_document_without_unknown_values():
    X = [["a", "p"], ["b", "q"]]
    limits = {"categories": "auto", "min_frequency": None, "max_categories": None}
    encoder = fit_categories(X, handle_unknown="ignore", **limits)
    columns = find_columns(encoder)
    corpus = as_corpus(read_table(columns, "ignore", [["b", "p"], ["c", "q"]]))
    assert corpus.ids.tolist() == [1, 3, 4]  # slot 2 is the unknown value of the first column
    assert corpus.indptr.tolist() == [0, 2, 3]
    assert corpus.n_unknown.tolist() == [0, 1]


def test_what_needs_y_is_refused():
    encoder = EmbeddingEncoder(method="unsupervised")
    with pytest.raises(ValueError, match="sample_weight is used only with method='supervised'"):
        encoder.fit(two_worlds(20), sample_weight=np.ones(20))
    with pytest.raises(ValueError, match="X has one categorical column"):
        encoder.fit(two_worlds(20)[["city"]])
