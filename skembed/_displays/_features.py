"""Features of documents by a fitted estimator, and whether it was fitted on these documents."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import sparse


def features_of(estimator: Any, X: Any) -> Any:
    """Compute features with all steps that are transformers.

    Parameters
    ----------
    estimator : vectorizer, Pipeline or search
        A fitted estimator.

    X : sequence of str of shape (n_documents,)
        The documents.

    Returns
    -------
    features : ndarray or sparse array of shape (n_documents, n_features)
        Dense features are float64.

    Raises
    ------
    TypeError
        If the estimator has no ``transform`` method.
    """
    features = transformer_of(estimator).transform(X)
    return features if sparse.issparse(features) else np.asarray(features, dtype=np.float64)


def transformer_of(estimator: Any) -> Any:
    """Return the estimator, or the steps of a pipeline before one that is not a transformer."""
    estimator = getattr(estimator, "best_estimator_", estimator)
    if hasattr(estimator, "steps") and not hasattr(estimator.steps[-1][1], "transform"):
        estimator = estimator[:-1]
    if not hasattr(estimator, "transform"):
        raise TypeError(
            "A document map requires an estimator with a transform method, got "
            f"{type(estimator).__name__}. To use vectors, wrap them in PretrainedVectorizer."
        )
    return estimator


def share_of_training_documents(estimator: Any, X: Any) -> float:
    """Return the fraction of documents that a supervised vectorizer of skembed was fitted on.

    Parameters
    ----------
    estimator : vectorizer, Pipeline, FeatureUnion or search
        A fitted estimator. In a pipeline, the steps before such a vectorizer are applied.

    X : sequence of str of shape (n_documents,)
        The documents.

    Returns
    -------
    share : float
        A number from 0 to 1; 0 if the estimator has no such vectorizer.
    """
    estimator = getattr(estimator, "best_estimator_", estimator)
    if hasattr(estimator, "_share_seen"):
        return float(estimator._share_seen(X))
    if hasattr(estimator, "transformer_list"):
        return max(share_of_training_documents(part, X) for _, part in estimator.transformer_list)
    for at, (_, step) in enumerate(getattr(estimator, "steps", ())):
        if _knows_its_documents(step):
            return share_of_training_documents(step, estimator[:at].transform(X) if at else X)
    return 0.0


def _knows_its_documents(part: Any) -> bool:
    """Tell whether a part of a pipeline is or contains a supervised vectorizer of skembed."""
    inner = [*getattr(part, "transformer_list", ()), *getattr(part, "steps", ())]
    return hasattr(part, "_share_seen") or any(_knows_its_documents(each) for _, each in inner)
