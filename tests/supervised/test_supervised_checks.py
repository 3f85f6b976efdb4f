"""scikit-learn's own checks of classifiers and regressors, on documents made of their matrices.

The checks bring matrices of numbers. Here each row becomes a text, a word for each column and
range of values, and everything behind that is the estimator as it is.
"""

import numpy as np
import pytest
from sklearn.utils import check_array, estimator_checks

from skembed import SupervisedEmbeddingRegressor, SupervisedEmbeddingVectorizer


def as_texts(X):
    X = check_array(X, dtype=np.float64)
    return [" ".join(f"c{j}v{round(x * 2)}" for j, x in enumerate(row)) for row in X]


class OnMatrices:
    """Makes texts of the rows of a matrix before anything else."""

    def fit(self, X, y, sample_weight=None):
        return super().fit(as_texts(X), y, sample_weight)

    def predict(self, X):
        return super().predict(as_texts(X))

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.string = tags.input_tags.one_d_array = False
        tags.input_tags.two_d_array = True
        return tags


class Classifier(OnMatrices, SupervisedEmbeddingVectorizer):
    def predict_proba(self, X):
        return super().predict_proba(as_texts(X))

    def decision_function(self, X):
        return super().decision_function(as_texts(X))


class Regressor(OnMatrices, SupervisedEmbeddingRegressor):
    pass


OF_CLASSIFIERS = [
    "check_classifiers_classes",
    "check_classifiers_one_label",
    "check_classifiers_one_label_sample_weights",
    "check_classifiers_regression_target",
    "check_classifiers_multilabel_representation_invariance",
    "check_classifiers_multilabel_output_format_predict",
    "check_classifiers_multilabel_output_format_predict_proba",
    "check_classifiers_multilabel_output_format_decision_function",
    "check_decision_proba_consistency",
    "check_class_weight_classifiers",
    "check_supervised_y_2d",
    "check_supervised_y_no_nan",
    "check_requires_y_none",
    "check_all_zero_sample_weights_error",
    "check_sample_weights_shape",
    "check_sample_weights_list",
    "check_sample_weights_not_overwritten",
]
OF_REGRESSORS = [
    "check_regressors_int",
    "check_regressors_no_decision_function",
    "check_regressor_multioutput",
    "check_supervised_y_2d",
    "check_supervised_y_no_nan",
    "check_requires_y_none",
    "check_all_zero_sample_weights_error",
]


def run(name, estimator):
    check = getattr(estimator_checks, name, None)
    if check is None:
        pytest.skip(f"this scikit-learn has no {name}")
    check(type(estimator).__name__, estimator)


@pytest.mark.parametrize("name", OF_CLASSIFIERS)
def test_classifier(name):
    run(name, Classifier(n_components=8, ngram_range=(1, 1), learning_rate=0.1))


@pytest.mark.parametrize("name", OF_REGRESSORS)
def test_regressor(name):
    run(name, Regressor(n_components=8, ngram_range=(1, 1), learning_rate=0.1))
