"""Vectors of init beside learned ones: features, head, multipliers, and everything that goes on."""

import pickle

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy import sparse
from scipy.special import softmax
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import log_loss
from sklearn.model_selection import GridSearchCV
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits

from skembed import Embedding, SupervisedEmbeddingRegressor, SupervisedEmbeddingVectorizer
from skembed._supervised.frozen_block import MULTIPLIERS, fit_head
from skembed._supervised.multipliers import ALL_FOLDS, PULLS, best_multipliers, folds
from skembed._supervised.targets.target_kind import NO_LABELS, NO_VALUES, Targets
from skembed._supervised.training_data import TrainingData

RNG = np.random.default_rng(0)
WORDS = [f"w{i}" for i in range(40)]
GIVEN = Embedding([*WORDS[:30], "unseen"], RNG.normal(size=(31, 5)))
DOCUMENTS = [" ".join(RNG.choice(WORDS, size=7)) for _ in range(60)]
SCORES = np.array([sum(int(w[1:]) % 4 == 1 for w in d.split()) for d in DOCUMENTS])
TARGETS = {
    "classes": np.clip(SCORES, 0, 2),
    "two classes": np.where(SCORES > 1, "many", "few"),
    "labels": np.column_stack([SCORES > 1, RNG.random(60) < 0.5, np.ones(60)]).astype(int),
    "numbers": 10.0 + SCORES,
}
SMALL = {"n_components": 4, "max_iter": 8, "random_state": 3}


def make(kind, **more):
    cls = SupervisedEmbeddingRegressor if kind == "numbers" else SupervisedEmbeddingVectorizer
    return cls(**{"init": GIVEN, **SMALL, **more})


def mean_of_given(documents):
    rows = [[GIVEN[w] for w in d.split() if w in GIVEN] for d in documents]
    return np.array([np.mean(r, axis=0) if r else np.zeros(5) for r in rows])


def scores_of(model, documents):
    if isinstance(model, SupervisedEmbeddingRegressor):
        return model.predict(documents)
    return model.decision_function(documents)


@pytest.mark.parametrize("kind", TARGETS)
def test_features_are_those_of_both_ends(kind):
    y = TARGETS[kind]
    model, scratch = make(kind).fit(DOCUMENTS, y), make(kind, init=None).fit(DOCUMENTS, y)
    features = model.transform([*DOCUMENTS, "unseen", "unknown", ""])
    assert features.shape == (63, 9)
    given = mean_of_given([*DOCUMENTS, "unseen", "unknown", ""])
    assert_allclose(features[:, :5], given, rtol=1e-5, atol=1e-6)
    assert_array_equal(features[:60, 5:], scratch.transform(DOCUMENTS))
    assert not features[60:, 5:].any()
    assert len(model.get_feature_names_out()) == 9


@pytest.mark.parametrize("kind", TARGETS)
def test_scores_are_sums_of_both_ends(kind):
    y, X = TARGETS[kind], mean_of_given(DOCUMENTS)
    model = make(kind).fit(DOCUMENTS, y)
    a, b = model._blocks.multipliers
    off = {} if kind == "numbers" else {"calibrate": False}
    learned = scores_of(make(kind, init=None, **off).fit(DOCUMENTS, y), DOCUMENTS)
    X = StandardScaler().fit_transform(X)
    if kind == "numbers":
        frozen = Ridge(alpha=10).fit(X, y).predict(X)
        wanted = y.mean() + a * (frozen - y.mean()) + b * (learned - y.mean())
    elif kind == "labels":
        frozen = [LogisticRegression(C=0.1).fit(X, y[:, j]).decision_function(X) for j in (0, 1)]
        wanted = a * np.column_stack([*frozen, np.full(60, np.log(61))]) + b * learned
    else:
        frozen = LogisticRegression(C=0.1, max_iter=1000).fit(X, y).decision_function(X)
        wanted = a * frozen + b * learned
    assert_allclose(scores_of(model, DOCUMENTS), wanted, rtol=1e-3, atol=1e-4)


def test_the_embedding_says_which_components_are_whose():
    model = make("classes").fit(DOCUMENTS, TARGETS["classes"])
    embedding = model.embedding_
    assert embedding.blocks == {"init": slice(0, 5), "learned": slice(5, 9)}
    assert_array_equal(embedding.block("init")["unseen"], GIVEN["unseen"])
    assert not embedding.block("learned")["unseen"].any()
    assert embedding.block("learned")["w35"].any()
    assert not embedding.block("init")["w35"].any()
    assert embedding.block("init").blocks == {}
    assert pickle.loads(pickle.dumps(embedding)).blocks == embedding[:3].blocks == embedding.blocks
    with pytest.raises(KeyError, match="no block 'other'; blocks: \\['init', 'learned'\\]"):
        embedding.block("other")
    assert make("classes", init=None).fit(DOCUMENTS, TARGETS["classes"]).embedding_.blocks == {}


@pytest.mark.parametrize("more", [{"min_df": 12}, {"max_features": 5}, {"max_df": 0.1}])
def test_words_that_are_no_terms_have_the_vectors_of_init(more):
    y = TARGETS["classes"]
    model = make("classes", ngram_range=(1, 1), **more).fit(DOCUMENTS, y)
    scratch = make("classes", ngram_range=(1, 1), init=None, **more).fit(DOCUMENTS, y)
    assert 0 < len(scratch.embedding_) < 40
    assert {"w1", "w2", "unseen"} <= set(model.embedding_)
    assert_allclose(model.transform(DOCUMENTS)[:, :5], mean_of_given(DOCUMENTS), atol=1e-6)
    assert_array_equal(model.transform(DOCUMENTS)[:, 5:], scratch.transform(DOCUMENTS))
    plain = make("classes").fit(DOCUMENTS, y)
    assert_allclose(model._blocks.frozen.head[0], plain._blocks.frozen.head[0], rtol=1e-4)


@pytest.mark.parametrize("freeze", ["concat", True, False])
def test_words_that_no_document_holds(freeze):
    n_components = 4 if freeze == "concat" else 5
    model = make("classes", freeze=freeze, n_components=n_components)
    model.fit(DOCUMENTS, TARGETS["classes"])
    assert_array_equal(model.embedding_["unseen"][:5], GIVEN["unseen"])
    assert model.transform(["unseen"]).any()
    model.set_params(vocabulary=WORDS).fit(DOCUMENTS, TARGETS["classes"])
    assert "unseen" not in model.embedding_


@pytest.mark.parametrize("kind", TARGETS)
def test_cross_fitted_features(kind):
    y = TARGETS[kind]
    model, scratch = make(kind, cv=3), make(kind, init=None, cv=3)
    features = model.fit_transform(DOCUMENTS, y)
    assert_allclose(features[:, :5], model.transform(DOCUMENTS)[:, :5], atol=1e-6)
    assert_array_equal(features[:, 5:], scratch.fit_transform(DOCUMENTS, y))
    assert np.abs(features - model.transform(DOCUMENTS)).max() > 1e-3
    plain = make(kind, cv=None)
    assert_array_equal(plain.fit_transform(DOCUMENTS, y), plain.transform(DOCUMENTS))


@pytest.mark.parametrize("kind", TARGETS)
def test_contributions_add_up_to_the_score(kind):
    model = make(kind).fit(DOCUMENTS, TARGETS[kind])
    documents = [*DOCUMENTS[:5], "unseen w1", ""]
    target = {"numbers": 0, "labels": 1}.get(kind)
    sums = model.contributions(documents, target=target).sum(axis=1)
    scores = np.asarray(scores_of(model, documents))
    intercept = np.atleast_1d(model.intercept_)
    if kind == "two classes":
        wanted = np.abs(scores) - np.where(scores > 0, 1, -1) * intercept[0]
    elif kind == "classes":
        best = scores.argmax(axis=1)
        wanted = scores.max(axis=1) - intercept[best]
    else:
        column = target or 0
        wanted = (scores if scores.ndim == 1 else scores[:, column]) - intercept[column]
    assert_allclose(sums, wanted, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("kind", TARGETS)
@pytest.mark.parametrize("first", ["fit", "partial_fit"])
def test_partial_fit_goes_on_with_both_blocks(kind, first):
    y = TARGETS[kind]
    model = make(kind, weight_decay=0.01)
    getattr(model, first)(DOCUMENTS, y)
    saved = pickle.loads(pickle.dumps(model))
    given = model.embedding_.block("init").vectors.copy()
    heads = [model._blocks.frozen.head[0], model._blocks.learned[0]]
    multipliers = model._blocks.multipliers
    assert (multipliers == MULTIPLIERS) == (first == "partial_fit")
    for one in (model, saved):
        for batch in (slice(0, 20), slice(20, 60)):
            one.partial_fit(DOCUMENTS[batch], y[batch])
    assert_array_equal(model.embedding_.block("init").vectors, given)
    assert model._blocks.multipliers == multipliers
    for before, after in zip(
        heads, [model._blocks.frozen.head[0], model._blocks.learned[0]], strict=True
    ):
        assert np.abs(before - after).max() > 1e-4
    assert_array_equal(model.embedding_.vectors, saved.embedding_.vectors)
    assert_array_equal(model.coef_, saved.coef_)
    assert_allclose(model.intercept_, saved.intercept_, rtol=0)


def test_both_blocks_learn_by_partial_fit():
    y = TARGETS["two classes"]
    model = make("two classes", learning_rate=0.3)
    for _ in range(40):
        model.partial_fit(DOCUMENTS, y)
    assert model.score(DOCUMENTS, y) > 0.95
    X = mean_of_given(DOCUMENTS).astype(np.float32)
    found = softmax(model._blocks.frozen.scores(X), axis=1)
    best = LogisticRegression(C=1e6).fit(X, y).predict_proba(X)
    losses = [log_loss(y, p, labels=["few", "many"]) for p in (found, best)]
    assert losses[0] == pytest.approx(losses[1], rel=0.05)
    assert losses[1] < 0.95 * np.log(2)
    with pytest.raises(ValueError, match="was: 4"):
        model.set_params(n_components=9).partial_fit(DOCUMENTS, y)


@pytest.mark.parametrize("kind", TARGETS)
def test_same_bits_for_any_number_of_threads(kind):
    y, bits = TARGETS[kind], set()
    for n_jobs in (1, 3):
        with threadpool_limits(n_jobs):
            model = make(kind, n_jobs=n_jobs).fit(DOCUMENTS, y)
            bits.add(model.coef_.tobytes() + model.transform(DOCUMENTS).tobytes())
    assert len(bits) == 1


def test_warm_start_goes_on_and_keeps_folds_apart():
    y = TARGETS["classes"]
    model = make("classes", warm_start=True, max_iter=3).fit(DOCUMENTS, y)
    first = model.loss_curve_[-1]
    before = model.embedding_
    model.fit(DOCUMENTS, y)
    assert model.loss_curve_[0] < first
    assert np.abs(model.embedding_.vectors - before.vectors).max() < 1
    features = model.fit_transform(DOCUMENTS, y)
    cold = make("classes", max_iter=3).fit_transform(DOCUMENTS, y)
    spread = [np.linalg.norm(f[:, 5:] - f[:, 5:].mean(axis=0)) for f in (features, cold)]
    assert_allclose(*spread, rtol=0.05)  # by models of three passes, although there were nine
    model.set_params(freeze=False, n_components=5)
    with pytest.raises(ValueError, match="warm_start has vectors of 9 components"):
        model.fit(DOCUMENTS, y)


def test_early_stopping_and_weights():
    y = TARGETS["two classes"]
    weight = np.where(np.arange(60) < 50, 1.0, 0.0)
    model = make("two classes", early_stopping=True, n_iter_no_change=2).fit(
        DOCUMENTS, y, sample_weight=weight
    )
    assert len(model.validation_scores_) == model.n_iter_
    part = make("two classes").fit(DOCUMENTS[:50], y[:50])
    full = make("two classes").fit(DOCUMENTS, y, sample_weight=weight)
    assert_allclose(full._blocks.frozen.head[0], part._blocks.frozen.head[0], rtol=1e-3, atol=1e-5)


def test_calibration_does_not_change_predictions():
    y = TARGETS["classes"]
    on, off = (make("classes", calibrate=c).fit(DOCUMENTS, y) for c in (True, False))
    assert_array_equal(on.predict(DOCUMENTS), off.predict(DOCUMENTS))
    assert off._blocks.multipliers[1] == 1
    assert not np.allclose(on.coef_, off.coef_)


def test_without_any_given_word():
    y = TARGETS["two classes"]
    model = make("two classes", init={"elsewhere": np.ones(3)}).fit(DOCUMENTS, y)
    assert not model.transform(DOCUMENTS)[:, :3].any()
    scratch = make("two classes", init=None).fit(DOCUMENTS, y)
    assert np.mean(model.predict(DOCUMENTS) == scratch.predict(DOCUMENTS)) > 0.9


def test_fewest_documents():
    model = make("classes").fit(["w1 w2", "w3"], ["a", "b"])
    assert model._blocks.multipliers == pytest.approx(MULTIPLIERS)
    assert model.predict(["w1 w2", "w3"]).tolist() == ["a", "b"]
    y = sparse.csr_array(TARGETS["labels"])
    dense = make("labels").fit(DOCUMENTS, TARGETS["labels"])
    assert_array_equal(make("labels").fit(DOCUMENTS, y).coef_, dense.coef_)


def test_norm_is_refused_and_a_grid_can_ask():
    with pytest.raises(ValueError, match=r"norm='l2' cannot be used with two blocks"):
        make("classes", norm="l2").fit(DOCUMENTS, TARGETS["classes"])
    grid = {"freeze": ["concat", True, False]}
    search = GridSearchCV(make("classes", n_components=5), grid, cv=2, error_score="raise")
    assert np.isfinite(search.fit(DOCUMENTS, TARGETS["classes"]).best_score_)


def targets_of(kind, n=300):
    rng = np.random.default_rng(1)
    weight = rng.random(n).astype(np.float32)
    if kind == "softmax":
        return Targets(kind, rng.integers(0, 3, n).astype(np.int32), NO_VALUES, weight, 3)
    values = rng.normal(size=(n, 3)) if kind == "squared" else rng.integers(0, 2, (n, 3))
    return Targets(kind, NO_LABELS, values.astype(np.float32), weight, 3)


def loss_of(scores, targets):
    """Written from the definitions: cross-entropy, binary cross-entropies, half squares."""
    if targets.loss == "softmax":
        p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
        losses = -np.log(p[np.arange(len(p)), targets.labels])
    elif targets.loss == "sigmoid":
        p = 1 / (1 + np.exp(-scores))
        losses = -np.where(targets.values > 0, np.log(p), np.log(1 - p)).sum(axis=1)
    else:
        losses = ((scores - targets.values) ** 2).sum(axis=1) / 2
    weight = targets.sample_weight / targets.sample_weight.mean()
    return weight @ losses


@pytest.mark.parametrize("loss", ["softmax", "sigmoid", "squared"])
def test_multipliers_minimize_the_loss(loss):
    targets, rng = targets_of(loss), np.random.default_rng(2)
    right = np.eye(3)[targets.labels] if loss == "softmax" else targets.values - 0.5
    frozen, learned = right + rng.normal(size=(300, 3)), 2 * right + rng.normal(size=(300, 3))
    found = best_multipliers(frozen, learned, targets)

    def objective(a, b):
        pull = PULLS @ np.square(np.log([a, b]) - np.log(MULTIPLIERS))
        return loss_of(a * frozen + b * learned, targets) + pull

    best = objective(*found)
    for a, b in [(1.05, 1), (0.95, 1), (1, 1.05), (1, 0.95)]:
        assert objective(found[0] * a, found[1] * b) > best
    assert found != pytest.approx(MULTIPLIERS, rel=0.1)


@pytest.mark.parametrize("n", [7, 60, ALL_FOLDS + 2])
def test_folds_are_dealt_class_by_class(n):
    labels = (np.arange(n) % 3).astype(np.int32)
    weight = np.ones(n, dtype=np.float32)
    weight[0] = 0
    targets = Targets("softmax", labels, NO_VALUES, weight, 3)
    data = TrainingData(sparse.csr_array((n, 1)), labels, targets, None, None, 5, 1, 1.0)
    found = list(folds(data))
    assert len(found) == (1 if n > ALL_FOLDS + 1 else 5)
    for train, test in found:
        assert sorted([*train, *test]) == list(range(1, n))
        counts = np.bincount(labels[test], minlength=3)
        assert counts.max() - counts.min() <= 1
    if n <= ALL_FOLDS:
        assert sorted(np.concatenate([test for _, test in found])) == list(range(1, n))


def test_classes_that_are_absent_are_not_predicted():
    X = RNG.normal(size=(40, 5)).astype(np.float32)
    for present in ([1], [0, 3], [0, 1, 3]):
        labels = np.array(present)[np.arange(40) % len(present)].astype(np.int32)
        head = fit_head(X, Targets("softmax", labels, NO_VALUES, np.ones(40, np.float32), 4))
        assert set(head.scores(X).argmax(axis=1)) <= set(present)
        if len(present) == 2:
            model = LogisticRegression(C=0.1).fit(StandardScaler().fit_transform(X), labels)
            scores = head.scores(X)
            wanted = model.decision_function(StandardScaler().fit_transform(X))
            assert_allclose(scores[:, 3] - scores[:, 0], wanted, rtol=1e-3, atol=1e-3)
