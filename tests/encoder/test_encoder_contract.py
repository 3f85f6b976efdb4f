"""What scikit-learn's checks do not look at: they only have columns of numbers, and few of them."""

import pickle
import pickletools

import joblib
import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.frozen import FrozenEstimator
from sklearn.linear_model import Ridge
from sklearn.model_selection import KFold, cross_val_score
from sklearn.pipeline import FeatureUnion, make_pipeline

from skembed import EmbeddingEncoder

rng = np.random.default_rng(0)
X = pd.DataFrame(
    {"city": rng.choice(list("abcdefg"), 90), "size": rng.choice([1.5, 2.5, np.nan], 90)}
)
Y = X["city"].map(ord).to_numpy() % 4 + rng.normal(size=90)

ENCODERS = [
    EmbeddingEncoder(n_components=2, char_ngram_range=(1, 2), random_state=0),
    EmbeddingEncoder(method="unsupervised", n_components=2, max_iter=2, random_state=0),
]
each_encoder = pytest.mark.parametrize("encoder", ENCODERS, ids=["supervised", "unsupervised"])


@each_encoder
def test_a_refit_gives_the_same_bits(encoder):
    encoder = clone(encoder)
    first = encoder.fit_transform(X, Y)
    encoder.fit(X.iloc[:50], Y[:50])
    np.testing.assert_array_equal(encoder.fit_transform(X, Y), first)


@each_encoder
def test_each_row_is_encoded_by_itself(encoder):
    encoder = clone(encoder).fit(X, Y)
    features = encoder.transform(X)
    order = np.random.default_rng(1).permutation(len(X))[:30]
    np.testing.assert_array_equal(encoder.transform(X.iloc[order]), features[order])
    assert encoder.transform(X.iloc[:1]).dtype == np.float32


def test_the_order_of_the_columns_does_not_matter_to_their_vectors():
    plain = EmbeddingEncoder().fit(X, Y).embeddings_
    turned = EmbeddingEncoder().fit(X[["size", "city"]], Y).embeddings_
    for name, embedding in plain.items():
        np.testing.assert_allclose(turned[name].vectors, embedding.vectors, atol=1e-3)


@each_encoder
def test_the_arguments_are_not_modified(encoder):
    cells, y = X.to_numpy(dtype=object), Y.copy()
    before = pickle.dumps((cells, y))
    clone(encoder).fit_transform(cells, y)
    assert pickle.dumps((cells, y)) == before


@each_encoder
def test_pickles(encoder, tmp_path):
    encoder = clone(encoder).fit(X, Y)
    features = encoder.transform(X)
    data = pickle.dumps(encoder)
    np.testing.assert_array_equal(pickle.loads(data).transform(X), features)
    named = {arg for _, arg, _ in pickletools.genops(data) if isinstance(arg, str)}
    modules = {name for name in named if name.startswith("skembed")}
    assert modules <= {"skembed", "skembed.fitted"}
    joblib.dump(encoder, tmp_path / "encoder")
    mapped = joblib.load(tmp_path / "encoder", mmap_mode="r")
    np.testing.assert_array_equal(mapped.transform(X), features)


@each_encoder
def test_in_other_estimators(encoder):
    frozen = FrozenEstimator(clone(encoder).fit(X, Y))
    frozen.fit(X.iloc[:5], Y[:5])
    union = FeatureUnion([("a", clone(encoder)), ("b", clone(encoder))]).fit(X, Y)
    assert union.transform(X).shape[1] == 2 * frozen.transform(X).shape[1]
    pipeline = make_pipeline(clone(encoder), Ridge())
    alone = cross_val_score(pipeline, X, Y, cv=2)
    np.testing.assert_array_equal(cross_val_score(pipeline, X, Y, cv=2, n_jobs=2), alone)


@each_encoder
def test_it_can_be_shown(encoder):
    assert "EmbeddingEncoder" in clone(encoder).fit(X, Y)._repr_html_()


def test_a_fold_without_a_class_or_with_a_constant_column():
    labels = ["rare", *["yes", "no"] * 44, "yes"]
    constant = X.assign(size=[1.5] * 60 + [2.5] * 30)
    folds = [(np.arange(30, 90), np.arange(30)), (np.arange(30), np.arange(30, 90))]
    features = EmbeddingEncoder(cv=folds).fit_transform(constant, labels)
    assert np.isfinite(features).all()
    assert not features[60:, 2 + 7 : -2].any()  # of the value that its fold has not seen


def test_a_cv_that_does_not_cover_each_row_once_is_refused():
    with pytest.raises(ValueError, match="exactly one fold; row 0 is in 0"):
        EmbeddingEncoder(cv=[(np.arange(45), np.arange(45, 90))]).fit_transform(X, Y)
    with pytest.raises(ValueError, match="cannot split the rows"):
        EmbeddingEncoder(cv=100).fit_transform(X, Y)
    late = np.arange(90) >= 45
    with pytest.raises(ValueError, match="fold 1 has no training row with a weight above zero"):
        EmbeddingEncoder(cv=KFold(2)).fit_transform(X, Y, sample_weight=late.astype(float))


def test_extreme_targets_stay_finite():
    y = np.zeros(90)
    y[0] = 1e30
    encoder = EmbeddingEncoder(target_type="continuous")
    for target in (y, y * 0 + 3.5, y / 1e50):
        assert np.isfinite(encoder.fit_transform(X, target)).all()
    assert np.isfinite(EmbeddingEncoder(cv=None).fit_transform(X, np.arange(90) == 0)).all()
