"""`find_problems`: what is wrong with texts and labels, found before anything is fitted.

Each problem is one message that names numbers and rows and says what to do. `compare_embeddings`
warns of them; the command prints them. Nothing is changed, left out or refused here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .._text.containers import iterate_documents
from .._text.tokenized import TokenizedDocuments
from ._identical import first_identical, n_leaked
from ._label_problems import label_problems, read_labels
from ._problem import DataProblem
from ._text_problems import TOKEN_PATTERN, identical_texts, text_problems

Split = tuple[NDArray[np.intp], NDArray[np.intp]]


def find_problems(
    texts: Any,
    y: Any = None,
    *,
    n_folds: int | None = None,
    classes: bool = True,
    token_patterns: Iterable[str] = (TOKEN_PATTERN,),
    splits: Sequence[Split] | None = None,
) -> list[DataProblem]:
    """Return the problems of texts and labels.

    Parameters
    ----------
    texts : iterable of shape (n_texts,)
        The texts in any container that a vectorizer accepts, `TokenizedDocuments` too. Missing
        texts are reported, not refused.

    y : array-like of shape (n_texts,), default=None
        The targets; missing values and blank strings are reported as missing. Targets of several
        columns are not examined.

    n_folds : int, default=None
        The number of folds, for classes that have fewer texts.

    classes : bool, default=True
        Whether y holds class labels; False for numbers to be predicted by regression.

    token_patterns : iterable of str, default=(the default token_pattern,)
        The patterns that find the tokens of the texts; none if no vectorizer uses a pattern.

    splits : sequence of (train, test), default=None
        The rows of the folds. If given, identical texts in a training set and its test set are
        counted.

    Returns
    -------
    problems : list of DataProblem
        The ``kind`` is one of "missing_texts", "missing_labels", "identical_texts", "empty_texts",
        "id_texts", "no_spaces", "dropped_letters", "id_labels", "number_labels",
        "label_variants", "rare_classes", "majority".

    Examples
    --------
    >>> from skembed._comparison._problems import find_problems
    >>> [problem] = find_problems(["so good", "so bad", "so so"], ["pos", "POS", None])[:1]
    >>> problem.kind
    'missing_labels'
    """
    if not isinstance(texts, TokenizedDocuments):
        texts = list(iterate_documents(texts))
    labels = read_labels(y)
    if labels is not None and len(labels) != len(texts):
        raise ValueError(f"There are {len(texts):,} texts and {len(labels):,} labels.")
    first = first_identical(texts)
    leaked = None if splits is None else n_leaked(first, splits)
    problems = [
        *text_problems(texts, list(token_patterns)),
        *identical_texts(first, labels, leaked),
    ]
    if labels is not None:
        problems += label_problems(labels, n_folds, classes=classes)
    return problems
