"""Versions in the pickle of a comparison, and the warning of another version."""

import copy
import pickle
import warnings

import numpy as np
import pytest

from skembed import SupervisedEmbeddingVectorizer, compare_embeddings
from skembed._core import version
from skembed._core.version import InconsistentSkembedVersionWarning


def test_comparison(monkeypatch):
    documents = [f"the {'moon' if i % 2 else 'sun'} is up for {i} hours" for i in range(20)]
    y = [0, 1] * 10
    model = SupervisedEmbeddingVectorizer(n_components=2, max_iter=1, random_state=0)
    comparison = compare_embeddings({"model": model}, documents, y, cv=2)
    pickled = pickle.dumps(comparison)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for same in (pickle.loads(pickled), copy.copy(comparison)):
            np.testing.assert_array_equal(same.mean_scores(), comparison.mean_scores())
            assert vars(same).keys() == vars(comparison).keys()
    monkeypatch.setattr(version, "__version__", "99.0")
    with pytest.warns(InconsistentSkembedVersionWarning, match="The EmbeddingComparison was"):
        pickle.loads(pickled)


def test_the_warning_survives_a_pickle():
    original = {"_skembed_version": "0.1.0", "_sklearn_version": "1.8.0"}
    warning = InconsistentSkembedVersionWarning(estimator_name="Model", original=original)
    again = pickle.loads(pickle.dumps(warning))
    assert str(again) == str(warning)
    assert vars(again) == vars(warning)
