"""Targets, validation sets, poolings and learning rates that are refused."""

import numpy as np
import pytest
from topics import LABELS, NEW, NEW_LABELS, SMALL, TEXTS, fit

from skembed import SupervisedEmbeddingRegressor, SupervisedEmbeddingVectorizer


def test_partial_fit_refuses_unknown_labels():
    model = SupervisedEmbeddingVectorizer(**SMALL).partial_fit(TEXTS, LABELS)
    before = dict(vars(model))
    with pytest.raises(ValueError, match=r"y\[1\] is 'moon', which is not among"):
        model.partial_fit(TEXTS[:2], ["sea", "moon"])
    assert vars(model) == before
    with pytest.raises(ValueError, match="only one class"):
        SupervisedEmbeddingVectorizer(**SMALL).partial_fit(TEXTS[:2], ["sea", "sea"])


@pytest.mark.parametrize(
    ("y", "more", "message"),
    [
        (LABELS[:-1], {}, "inconsistent numbers of samples"),
        (np.full(len(TEXTS), "sea"), {}, "only one class"),
        (None, {}, "requires y"),
        (np.linspace(0, 1, len(TEXTS)), {}, "Unknown label type"),
        (np.column_stack([LABELS, LABELS]), {}, "several columns"),
        (LABELS, {"sample_weight": np.zeros(len(TEXTS))}, "zero for every document"),
        (LABELS, {"sample_weight": np.full(len(TEXTS), np.nan)}, "NaN"),
        (LABELS, {"sample_weight": np.full(len(TEXTS), -1.0)}, "row 0"),
        (LABELS, {"sample_weight": np.ones(3)}, "one weight for each"),
        (LABELS, {"X_val": NEW, "y_val": NEW_LABELS}, "early_stopping"),
    ],
)
def test_bad_targets(y, more, message):
    model = SupervisedEmbeddingVectorizer(**SMALL)
    with pytest.raises(ValueError, match=message):
        model.fit(TEXTS, y, **more)
    assert not hasattr(model, "embedding_")


def test_bad_held_out_documents():
    model = SupervisedEmbeddingVectorizer(**SMALL, early_stopping=True)
    with pytest.raises(ValueError, match="belong together"):
        model.fit(TEXTS, LABELS, X_val=NEW)
    with pytest.raises(ValueError, match="rows of y_val"):
        model.fit(TEXTS, LABELS, X_val=NEW, y_val=NEW_LABELS[:3])
    once = LABELS.copy()
    once[0] = "moon"
    with pytest.raises(ValueError, match=r"early_stopping cannot set .* aside"):
        model.fit(TEXTS, once)


def test_bad_targets_of_a_regressor():
    model = SupervisedEmbeddingRegressor(**SMALL)
    with pytest.raises(ValueError, match=r"y\[0\] is missing: nan \(and 149 more\)"):
        model.fit(TEXTS, np.full(len(TEXTS), np.nan))
    with pytest.raises(ValueError, match="could not convert"):
        model.fit(TEXTS, LABELS)


@pytest.mark.parametrize("pooling", ["max", "min", "sif", ["mean", "idf"]])
def test_poolings_that_are_no_weighted_sum(pooling):
    with pytest.raises(ValueError, match="not a weighted sum"):
        fit(pooling=pooling)


def test_a_rate_that_would_rise():
    with pytest.raises(ValueError, match=r"min_learning_rate=0\.5 is above learning_rate=0\.06"):
        fit(min_learning_rate=0.5)


def test_a_rate_that_overflows():
    with pytest.raises(ValueError, match="learning_rate"):
        fit(learning_rate=1e30)
