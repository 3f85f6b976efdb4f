"""What a new training begins with, how far it smooths labels, and how many passes it makes."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from topics import LABELS, NEW, NEW_LABELS, SMALL, TEXTS, fit

from skembed import Embedding, SupervisedEmbeddingVectorizer
from skembed._supervised.initial_model import orthogonal_rows
from skembed._supervised.targets.target_kind import NO_VALUES, Targets
from skembed._supervised.train import number_of_passes
from skembed._supervised.training_data import TrainingData

START = {"learning_rate": 1e-30, "max_iter": 1, "calibrate": False}


@pytest.mark.parametrize("shape", [(1, 8), (2, 8), (8, 8), (30, 8), (3, 1)])
def test_rows_of_the_head(shape):
    rows = orthogonal_rows(*shape, np.random.default_rng(0))
    assert rows.shape == shape
    assert_allclose(np.linalg.norm(rows, axis=1), 1)
    if shape[0] <= shape[1]:
        assert_allclose(rows @ rows.T, np.eye(shape[0]), atol=1e-12)
    else:  # nearly orthogonal columns, so the rows lie in all directions
        assert np.linalg.cond(rows) < 2


def test_vectors_begin_at_zero_and_the_head_does_not():
    model = fit(**START)
    assert_allclose(model.transform(NEW), 0, atol=1e-20)
    assert_allclose(model.coef_ @ model.coef_.T, np.eye(3), atol=1e-6)
    assert not np.allclose(model.coef_, fit(**START, random_state=1).coef_, atol=0.01)


def test_the_head_of_initial_vectors():
    words = sorted(set(" ".join(TEXTS).split()))
    vectors = np.random.default_rng(0).normal(size=(len(words), 8))
    model = fit(**START, init=Embedding(words, vectors), freeze=True)
    assert_array_equal(model.coef_.astype(np.float16), 0)
    model = fit(**START, init=Embedding(words, vectors), freeze=False)
    assert_allclose(model.coef_ @ model.coef_.T, 0.01 * np.eye(3), atol=1e-6)


def test_initial_vectors_of_no_term():
    model = fit(init=Embedding(["elsewhere"], np.ones((1, 8))))
    assert model.score(NEW, NEW_LABELS) > 0.9


def test_terms_in_documents_of_weight_zero_have_no_vector():
    model = fit([*TEXTS, "unseen word"], [*LABELS, "sea"], **SMALL)
    assert np.any(model.embedding_["unseen"])
    weight = np.append(np.ones(len(TEXTS)), 0)
    model = SupervisedEmbeddingVectorizer(**SMALL)
    model.fit([*TEXTS, "unseen word"], [*LABELS, "sea"], sample_weight=weight)
    assert not np.any(model.embedding_["unseen"])


def test_two_classes_and_several_labels_are_not_smoothed():
    is_sea = LABELS == "sea"
    for y in (is_sea, np.column_stack([is_sea, ~is_sea, is_sea]).astype(int)):
        smoothed, plain = (fit(y=y, label_smoothing=e) for e in (0.9, 0))
        assert_array_equal(smoothed.predict_proba(NEW), plain.predict_proba(NEW))


def test_smoothed_labels_make_smaller_scores():
    smoothed, plain = (fit(label_smoothing=e, max_iter=40, calibrate=False) for e in (0.3, 0))
    share = 0.3 * (1 - 2 / 3) / 3  # of a wrong class
    entropy = -2 * share * np.log(share) - (1 - 2 * share) * np.log(1 - 2 * share)
    assert smoothed.loss_curve_[-1] > entropy
    assert smoothed.loss_curve_[0] < np.log(3) + 0.01
    assert plain.loss_curve_[-1] < entropy / 2
    scores = [np.ptp(model.decision_function(TEXTS), axis=1).mean() for model in (smoothed, plain)]
    assert scores[0] < 0.7 * scores[1]
    assert smoothed.score(NEW, NEW_LABELS) > 0.9


@pytest.mark.parametrize(
    ("n", "n_classes", "passes"),
    [
        (1, 2, 400),
        (50, 21, 400),
        (51, 2, 392),
        (100, 41, 800),
        (1000, 2, 20),
        (1000, 41, 80),
        (1000, 10**4, 100),
        (2000, 2, 10),
        (10**6, 10**4, 10),
    ],
)
def test_passes_by_the_number_of_documents(n, n_classes, passes):
    """20 components: 21 classes have room, 41 need four times as many passes."""
    weight = np.append(np.full(n, 0.5, dtype=np.float32), np.zeros(5000, dtype=np.float32))
    targets = Targets(
        "softmax", np.zeros(len(weight), dtype=np.int32), NO_VALUES, weight, n_classes
    )
    data = TrainingData(None, None, targets, None, None, seed=0, n_terms=1, weight_scale=1.0)
    assert number_of_passes("auto", data, 20) == passes
    assert number_of_passes(3, data, 20) == 3
    roomy = max(10, 20_000 // max(n, 50))
    assert number_of_passes("auto", data, n_classes) == roomy
    several = data._replace(targets=targets._replace(loss="sigmoid"))
    assert number_of_passes("auto", several, 20) == roomy


def test_auto_passes_are_made():
    model = fit(max_iter="auto")
    assert model.n_iter_ == len(model.loss_curve_) == 133
    with pytest.raises(ValueError, match="max_iter"):
        fit(max_iter="many")
