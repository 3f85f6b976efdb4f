"""SupervisedEmbeddingVectorizer and -Regressor: what they learn, and what their parameters do."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy import sparse
from sklearn.base import clone
from sklearn.metrics import log_loss
from topics import LABELS, NEW, NEW_LABELS, SMALL, TEXTS, TOPICS, fit

from skembed import Embedding, SupervisedEmbeddingRegressor, SupervisedEmbeddingVectorizer
from skembed.pooling import SifPooling


def test_it_learns():
    model = fit()
    assert model.score(NEW, NEW_LABELS) > 0.95
    assert model.classes_.tolist() == sorted(TOPICS)
    assert model.coef_.shape == (3, 8)
    assert model.intercept_.shape == (3,)
    assert model.loss_curve_.shape == (8,)
    assert model.n_iter_ == 8
    assert np.all(np.diff(model.loss_curve_) < 0)
    assert model.loss_curve_[0] < np.log(3)
    assert model.loss_curve_[-1] < 0.3
    words = fit(ngram_range=(1, 1)).embedding_
    neighbors = {word for word, _ in words.most_similar("ship", n=3)}
    assert neighbors == set(TOPICS["sea"]) - {"ship"}


@pytest.mark.parametrize("norm", [None, "l2", "l1", "max"])
@pytest.mark.parametrize("pooling", ["tfidf", "idf", "mean", "sum", SifPooling(n_removed=0)])
def test_the_head_is_on_top_of_transform(norm, pooling):
    model = fit(norm=norm, pooling=pooling, learning_rate=0.1)
    scores = model.transform(NEW) @ model.coef_.T + model.intercept_
    assert_allclose(model.decision_function(NEW), scores, rtol=1e-4, atol=1e-4)
    p = np.exp(scores - scores.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    assert_allclose(model.predict_proba(NEW), p, rtol=1e-3, atol=1e-5)
    assert_array_equal(model.predict(NEW), model.classes_[np.argmax(p, axis=1)])
    assert model.score(NEW, NEW_LABELS) > 0.9


def test_the_first_loss_is_that_of_the_start():
    """With a rate near 0 the vectors stay at zero: each class is as likely as the others."""
    model = fit(learning_rate=1e-30, max_iter=1)
    assert model.loss_curve_[0] == pytest.approx(np.log(3), rel=1e-5)


def test_the_loss_of_a_pass_is_the_loss_of_the_model():
    """Passes that change nothing meet the loss of the model they began with."""
    model = fit(max_iter=20, label_smoothing=0, calibrate=False)
    again = clone(model).set_params(warm_start=True, max_iter=1, learning_rate=1e-30)
    again.__dict__.update({k: v for k, v in vars(model).items() if k.endswith("_")})
    again.__dict__.update(_target_kind=model._target_kind, _n_features_out=model._n_features_out)
    again.__dict__.update(_temperature=1.0, _blocks=None, _terms=model._terms)
    again.fit(TEXTS, LABELS)
    wanted = log_loss(LABELS, model.predict_proba(TEXTS))
    assert again.loss_curve_[0] == pytest.approx(wanted, rel=1e-3)


@pytest.mark.parametrize("labels", [["no", "yes"], [0, 1], [-3, 7], [False, True]])
def test_two_classes(labels):
    y = np.asarray(labels)[(LABELS == "sea").astype(int)]
    model = fit(y=y)
    assert model.coef_.shape == (1, 8)
    assert model.intercept_.shape == (1,)
    scores = model.decision_function(NEW)
    assert scores.shape == (len(NEW),)
    p = model.predict_proba(NEW)
    assert_allclose(p[:, 1], 1 / (1 + np.exp(-scores)), rtol=1e-6)
    assert_array_equal(model.predict(NEW), np.asarray(labels)[(scores > 0).astype(int)])
    assert model.score(NEW, np.asarray(labels)[(NEW_LABELS == "sea").astype(int)]) > 0.95


@pytest.mark.parametrize("as_sparse", [False, True])
def test_several_labels(as_sparse):
    y = np.column_stack([LABELS == "sea", LABELS != "sky", np.zeros(len(LABELS))]).astype(int)
    y[:3] = 0  # texts without a label
    model = fit(y=sparse.csr_array(y) if as_sparse else y, max_iter=20)
    p = model.predict_proba(NEW)
    assert p.shape == (len(NEW), 3)
    assert model.coef_.shape == (3, 8)
    wanted = np.column_stack([NEW_LABELS == "sea", NEW_LABELS != "sky", np.zeros(len(NEW))])
    assert np.mean(model.predict(NEW) == wanted) > 0.95
    assert_array_equal(model.predict(NEW), (p > 0.5).astype(int))
    # the loss of a text is the sum over its labels
    assert fit(y=y, learning_rate=1e-30, max_iter=1).loss_curve_[0] == pytest.approx(3 * np.log(2))


@pytest.mark.parametrize("n_targets", [None, 2])
def test_regression(n_targets):
    y = 100 + 30 * (LABELS == "sea") - 10 * (LABELS == "sky")
    y = y if n_targets is None else np.column_stack([y, -y / 1e3])
    new = 100 + 30 * (NEW_LABELS == "sea") - 10 * (NEW_LABELS == "sky")
    new = new if n_targets is None else np.column_stack([new, -new / 1e3])
    model = SupervisedEmbeddingRegressor(**{**SMALL, "max_iter": 60}).fit(TEXTS, y)
    assert model.predict(NEW).shape == new.shape
    assert model.score(NEW, new) > 0.7
    scores = model.transform(NEW).astype(float) @ model.coef_.T + model.intercept_
    assert_allclose(model.predict(NEW), scores, rtol=1e-4)
    assert np.shape(model.coef_) == ((8,) if n_targets is None else (2, 8))


def test_constant_target():
    model = SupervisedEmbeddingRegressor(**SMALL).fit(TEXTS, np.full(len(TEXTS), 5.0))
    assert_allclose(model.predict(NEW), 5, atol=1e-3)


def test_a_weight_is_as_many_documents():
    """In expectation, seen by the mean over seeds; without the weight it is another model."""
    texts, labels = TEXTS[:30], LABELS[:30].copy()
    labels[:10] = "sky"  # wrong on purpose, so that their weight matters
    weight = np.where(np.arange(30) < 10, 3, 1)

    def mean_probability(texts, labels, weight=None):
        models = (
            SupervisedEmbeddingVectorizer(
                n_components=8,
                ngram_range=(1, 1),
                vocabulary=vocabulary,
                max_iter=50,
                calibrate=False,
                random_state=seed,
            ).fit(texts, labels, sample_weight=weight)
            for seed in range(20)
        )
        return np.mean([model.predict_proba(NEW) for model in models], axis=0)

    vocabulary = sorted({word for text in texts for word in text.split()})
    twice = np.repeat(np.arange(30), weight)
    wanted = mean_probability([texts[i] for i in twice], labels[twice])
    weighted = mean_probability(texts, labels, weight)
    plain = mean_probability(texts, labels)
    assert np.abs(weighted - wanted).mean() < 0.3 * np.abs(plain - wanted).mean()


def test_weight_zero_is_no_document():
    weight = (np.arange(len(TEXTS)) % 3 > 0).astype(float)
    spoiled = np.where(weight > 0, LABELS, "sky")
    model = SupervisedEmbeddingVectorizer(**SMALL).fit(TEXTS, spoiled, sample_weight=weight)
    assert model.score(NEW, NEW_LABELS) > 0.9
    loss = log_loss(LABELS[weight > 0], model.predict_proba(np.array(TEXTS)[weight > 0]))
    assert loss < 0.3


def test_class_weight():
    keep = (LABELS == "sea") | (np.arange(len(LABELS)) % 10 == 0)
    texts, labels = np.array(TEXTS)[keep], (LABELS == "sea")[keep]
    plain, balanced = (
        SupervisedEmbeddingVectorizer(**SMALL, class_weight=w).fit(texts, labels)
        for w in (None, "balanced")
    )
    share = [model.predict_proba(["alpha beta"])[0, 1] for model in (plain, balanced)]
    assert share[1] < share[0]
    weighted = SupervisedEmbeddingVectorizer(**SMALL).fit(
        texts, labels, sample_weight=np.where(labels, 2.0, 5.0)
    )
    as_dict = SupervisedEmbeddingVectorizer(**SMALL, class_weight={True: 2, False: 5})
    assert_array_equal(as_dict.fit(texts, labels).coef_, weighted.coef_)


def test_parameters_matter():
    reference = fit()
    for changed in (
        {"weight_decay": 0.5},
        {"dropout": 0.5},
        {"min_learning_rate": 0.03},
        {"learning_rate": 0.01},
        {"ngram_range": (1, 1)},
        {"char_ngram_range": (3, 3)},
        {"n_buckets": 5},
        {"max_iter": 3},
        {"random_state": 1},
    ):
        assert not np.array_equal(fit(**changed).transform(NEW), reference.transform(NEW)), changed
    assert np.linalg.norm(fit(weight_decay=2).coef_) < np.linalg.norm(reference.coef_)


def test_empty_texts_count_for_the_intercept_only():
    texts, labels = [*TEXTS, *[""] * 300], [*LABELS, *["land"] * 300]
    model = fit(texts, labels)
    assert model.predict(["", "unknown", TEXTS[0]])[:2].tolist() == ["land", "land"]
    assert_array_equal(model.transform([""]), np.zeros((1, 8)))
    assert model.score(NEW, NEW_LABELS) > 0.9


def test_early_stopping_keeps_the_best_pass():
    model = fit(early_stopping=True, max_iter=40, n_iter_no_change=3, validation_fraction=0.3)
    scores = model.validation_scores_
    assert model.n_iter_ == len(scores) < 40
    assert model.validation_score_ == scores.max()
    assert np.argmax(scores) <= len(scores) - 3
    assert fit().validation_scores_ is None


def test_held_out_documents_of_the_caller():
    model = SupervisedEmbeddingVectorizer(
        **{**SMALL, "max_iter": 6}, early_stopping=True, n_iter_no_change=100
    )
    model.fit(TEXTS, LABELS, X_val=NEW, y_val=NEW_LABELS)
    assert model.validation_score_ == pytest.approx(model.score(NEW, NEW_LABELS))
    wrong = model.fit(TEXTS, LABELS, X_val=NEW, y_val=np.roll(NEW_LABELS, 1))
    assert wrong.validation_score_ < 0.8


def test_init_and_freeze():
    rng = np.random.default_rng(0)
    words = sorted({word for text in TEXTS for word in text.split()})
    vectors = rng.normal(size=(len(words) - 1, 8)).astype(np.float32)
    init = Embedding(words[1:], vectors)
    frozen = fit(init=init, freeze=True, ngram_range=(1, 1))
    for word in words[1:]:
        assert_array_equal(frozen.embedding_[word], init[word])
    assert_array_equal(frozen.embedding_[words[0]], np.zeros(8))
    free = fit(init=init, freeze=False, learning_rate=1e-6, max_iter=1, ngram_range=(1, 1))
    assert_allclose(free.embedding_[words[1]], init[words[1]], atol=1e-4)
    for freeze in (True, False):
        with pytest.raises(ValueError, match="n_components"):
            fit(init=init, freeze=freeze, n_components=5)
    with pytest.raises(ValueError, match="freeze"):
        fit(freeze=True)


def test_warm_start_goes_on():
    model = fit(max_iter=3, warm_start=True)
    first = model.loss_curve_
    assert model.fit(TEXTS, LABELS).loss_curve_[0] < first[-1]
    # other classes: the vectors stay, the head is new
    model.fit(TEXTS, LABELS == "sea")
    assert model.coef_.shape == (1, 8)


def test_partial_fit():
    model = SupervisedEmbeddingVectorizer(**SMALL)
    order = np.argsort(LABELS, kind="stable")  # the first call does not see all classes
    for part in np.array_split(order, 3):
        model.partial_fit(np.array(TEXTS)[part], LABELS[part], classes=sorted(TOPICS))
    assert model.n_iter_ == 3
    assert model.loss_curve_.shape == (3,)
    for _ in range(10):
        model.partial_fit(TEXTS, LABELS)
    seen = model.vocabulary_
    assert (
        model.score(
            [t for t in NEW if set(t.split()) & set(seen)],
            [label for t, label in zip(NEW, NEW_LABELS, strict=True) if set(t.split()) & set(seen)],
        )
        > 0.5
    )
    again = SupervisedEmbeddingVectorizer(**SMALL).partial_fit(TEXTS, LABELS)
    for _ in range(5):
        again.partial_fit(TEXTS, LABELS)
    assert again.score(NEW, NEW_LABELS) > 0.9
    assert again.loss_curve_[-1] < again.loss_curve_[0]
    regressor = SupervisedEmbeddingRegressor(**SMALL)
    for _ in range(30):
        regressor.partial_fit(TEXTS, 50.0 + 10 * (LABELS == "sea"))
    assert regressor.score(NEW, 50.0 + 10 * (NEW_LABELS == "sea")) > 0.5
