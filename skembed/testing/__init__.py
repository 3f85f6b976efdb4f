"""Estimator checks for text vectorizers, following scikit-learn's API contract.

:func:`sklearn.utils.estimator_checks.check_estimator` runs a single check on estimators whose
input is a list of strings, because all others use numeric matrices. The checks in this package use
documents. They apply to any vectorizer with dense output, not only those of skembed; checks that
fail by design can be listed in ``expected_failed_checks``.

The checks verify the API contract, not the quality of the features.
"""

from .._core.public_module import set_public_module
from ._suite import check_text_vectorizer, parametrize_with_text_checks, yield_text_checks

__all__ = ["check_text_vectorizer", "parametrize_with_text_checks", "yield_text_checks"]

set_public_module(__name__, __all__)
