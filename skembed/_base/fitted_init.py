"""A vectorizer that is not fitted as ``init``: fit it to the documents, without y, before training.

How the vectors of ``init`` are used is decided elsewhere.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.base import clone
from sklearn.utils import check_random_state, get_tags

from .._text.analyzer import analyzer_of
from .._text.containers import listed
from .._text.reading import number_tokens
from .._text.tokenized import TokenizedDocuments, alike
from .unsupervised import UnsupervisedMixin


def fits_init(estimator: Any) -> bool:
    """Return whether an estimator that needs y has an ``init`` to be fitted first, without y."""
    init = getattr(estimator, "init", None)
    unfitted = isinstance(init, UnsupervisedMixin) and not hasattr(init, "embedding_")
    return unfitted and get_tags(estimator).target_tags.required


def fitted_init(estimator: Any, documents: Any) -> Any:
    """Return ``init`` of an estimator or, if it must be fitted, a clone fitted to the documents.

    Each ``random_state`` of it that is None follows from that of the estimator.
    """
    if not fits_init(estimator):
        return estimator.init
    init: Any = clone(estimator.init)
    random_state = check_random_state(estimator.random_state)
    for name, value in sorted(init.get_params().items()):
        if value is None and (name == "random_state" or name.endswith("__random_state")):
            init.set_params(**{name: int(random_state.randint(np.iinfo(np.int32).max))})
    try:
        init.fit(documents)
    except Exception as error:
        error.add_note(f"This happened in the fit of init, a {type(init).__name__}.")
        raise
    return init


def readable_by_both(estimator: Any, documents: Any) -> Any:
    """Return documents that the estimator can read, and ``init`` after it if it must be fitted.

    They are read once, here, if both have the same text parameters.
    """
    if not fits_init(estimator) or isinstance(documents, TokenizedDocuments):
        return documents
    if not read_alike(estimator, estimator.init):
        return listed(documents)
    analyzer = analyzer_of(estimator).examining()
    raw, tokens = number_tokens(documents, analyzer, type(estimator).__name__)
    return TokenizedDocuments(raw.ids, raw.indptr, tokens.terms(), analyzer.parameters)


def read_alike(estimator: Any, init: Any) -> bool:
    """Return whether an estimator and clones of its ``init`` find the same tokens."""
    try:
        mine, others = (analyzer_of(reader).parameters for reader in (estimator, clone(init)))
    except Exception:  # noqa: BLE001  (the fit of each says what is wrong with its parameters)
        return False
    return all(alike(mine[name], others[name]) for name in mine)
