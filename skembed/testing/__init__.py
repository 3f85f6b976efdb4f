"""The scikit-learn contract for transformers of text, as a suite of checks.

:func:`sklearn.utils.estimator_checks.check_estimator` runs a single check on an estimator
whose input is a list of strings, since all others feed it a matrix. This suite feeds it
documents. It is for any vectorizer with dense output, not only those of this package;
what one does differently on purpose goes into ``expected_failed_checks``.

It checks a contract, not the quality of the features.
"""

from ._suite import check_text_vectorizer, parametrize_with_text_checks, yield_text_checks

__all__ = ["check_text_vectorizer", "parametrize_with_text_checks", "yield_text_checks"]
