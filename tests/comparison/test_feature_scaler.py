"""FeatureScaler: dense columns standardized, sparse features by one number."""

import numpy as np
import pytest
from scipy.sparse import csc_matrix, csr_array, issparse
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.utils import get_tags
from sklearn.utils.estimator_checks import parametrize_with_checks
from texts import two_worlds

from skembed import FeatureScaler


@parametrize_with_checks([FeatureScaler(), FeatureScaler(squared_norm=2)])
def test_contract(estimator, check):
    check(estimator)


def test_sparse_is_a_larger_c():
    texts, y = two_worlds(n_documents=80, length=5), np.arange(80) % 3 == 0
    X = TfidfVectorizer().fit_transform(texts)
    scaler = FeatureScaler().fit(X)
    assert scaler.scale_ == pytest.approx(np.sqrt(10))
    scaled = LogisticRegression(tol=1e-8).fit(scaler.transform(X), y)
    plain = LogisticRegression(C=10, tol=1e-8).fit(X, y)
    np.testing.assert_allclose(scaled.predict_proba(scaler.transform(X)), plain.predict_proba(X),
                               atol=1e-4)  # fmt: skip


@pytest.mark.parametrize("kind", [csr_array, csc_matrix])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_sparse_kinds(kind, dtype):
    X = kind(np.array([[3.0, 4.0], [0.0, 0.0]], dtype=dtype))
    found = FeatureScaler().fit_transform(X)
    assert type(found) is type(X)
    assert found.dtype == dtype
    np.testing.assert_allclose(found.toarray(), np.array([[3, 4], [0, 0]]) * np.sqrt(10 / 12.5))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_one_length_for_dense_and_sparse(dtype):
    X = np.random.default_rng(0).normal([1, 2, 3], [1, 9, 0], size=(50, 3)).astype(dtype)
    for features in (X, csr_array(X)):
        scaled = FeatureScaler().fit_transform(features)
        assert np.square(scaled).sum(axis=1).mean() == pytest.approx(10, rel=1e-5)
        found = FeatureScaler(squared_norm=0.5).fit_transform(features)
        assert found.dtype == dtype
        found = found.toarray() if issparse(found) else found
        assert np.square(found).sum(axis=1).mean() == pytest.approx(0.5, rel=1e-5)
    assert np.ptp(found[:, 1]) > np.ptp(found[:, 0])  # columns of sparse features keep their scale
    assert FeatureScaler(squared_norm=0.5).fit_transform(np.ones((3, 2))).tolist() == [[0, 0]] * 3
    with pytest.raises(ValueError, match="'squared_norm' parameter"):
        FeatureScaler(squared_norm=0).fit(X)


def test_sparse_zeros():
    X = csr_array((3, 2))
    assert FeatureScaler().fit_transform(X).nnz == 0


def test_what_it_says_of_itself():
    assert get_tags(FeatureScaler()).transformer_tags.preserves_dtype == ["float64", "float32"]
    with pytest.raises(NotFittedError):
        FeatureScaler().transform(csr_array(np.eye(3)))
    with pytest.raises(ValueError, match="2 features, but FeatureScaler is expecting 3"):
        FeatureScaler().fit(csr_array(np.eye(3))).transform(csr_array(np.eye(2)))


def test_dense_and_sparse_do_not_mix():
    scaler = FeatureScaler().fit(np.eye(3))
    with pytest.raises(ValueError, match="X is sparse, but this scaler was fitted on dense"):
        scaler.transform(csr_array(np.eye(3)))
    scaler = FeatureScaler().fit(csr_array(np.eye(3)))
    with pytest.raises(ValueError, match="X is dense, but this scaler was fitted on sparse"):
        scaler.transform(np.eye(3))
