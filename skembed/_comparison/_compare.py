"""compare_embeddings: several vectorizers, one task, equal folds.

Trials run as joblib's tasks. What a trial does is in `_trial`, how their results become arrays in
`_gather`.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Mapping
from numbers import Integral
from typing import Any

from numpy.typing import ArrayLike
from sklearn.base import is_classifier, is_regressor
from sklearn.exceptions import FitFailedWarning
from sklearn.metrics import check_scoring
from sklearn.utils import check_consistent_length
from sklearn.utils.multiclass import type_of_target

from .._compat.jobs import run_in_workers
from .._compat.sklearn import HasMethods, checked
from ._candidates import find_candidates
from ._downstream import default_estimator
from ._gather import gather
from ._progress import progress
from ._reading import find_documents, read_once
from ._result import EmbeddingComparison
from ._splits import find_seeds, find_splits, find_train_sizes
from ._table import failures
from ._trial import DownstreamTask, run_trial


@checked(
    {
        "baseline": "no_validation",
        "use_unlabeled": ["boolean"],
        "seeds": [Integral, HasMethods("__iter__"), None],
        "n_jobs": [Integral, None],
        "verbose": ["verbose"],
        "cv": ["cv_object"],
    }
)
def compare_embeddings(
    vectorizers: Mapping[str, Any] | Iterable[Any],
    X: Any,
    y: ArrayLike,
    *,
    estimator: Any = None,
    cv: Any = 5,
    scoring: str | Callable[..., float] | list[str] | dict[str, Any] | None = None,
    groups: ArrayLike | None = None,
    baseline: Any = True,
    train_sizes: ArrayLike | None = None,
    use_unlabeled: bool = False,
    seeds: int | Iterable[int] | None = None,
    n_jobs: int | None = None,
    verbose: int = 0,
) -> EmbeddingComparison:
    """Compare vectorizers by what they are worth to a task, on equal folds.

    In each fold every vectorizer is fitted to the training part, the estimator to its
    features, and both are scored on the test part: nothing is fitted to a document that
    it is scored on. Supervised vectorizers give the estimator cross-fitted features, as
    in a pipeline. The documents are read once for all candidates that read them in the
    same way.

    Parameters
    ----------
    vectorizers : dict of str to transformer, or list of transformers
        The candidates: anything that makes features of documents, pipelines too. In a
        list they are named by their class, and by what they differ in.

    X : iterable of str of shape (n_documents,)
        The documents, in any form that a vectorizer takes; `TokenizedDocuments` if all
        candidates are vectorizers of skembed. Candidates without text parameters, such as
        a :class:`~sklearn.compose.ColumnTransformer`, are given rows of X as it is, others
        lists of documents.

    y : array-like of shape (n_documents,) or (n_documents, n_outputs)
        What is to be predicted: classes, indicators of labels, or numbers.

    estimator : estimator, default=None
        What learns from the features. None takes logistic regression (ridge regression
        for numbers) on features scaled by `FeatureScaler`.

    cv : int, splitter or iterable, default=5
        The folds, as in :func:`~sklearn.model_selection.cross_validate`.

    scoring : str, callable, list or dict, default=None
        One or several scorers, as in :func:`~sklearn.model_selection.cross_validate`.
        None is accuracy for classifiers, R² for regressors, and the estimator's own
        score otherwise.

    groups : array-like of shape (n_documents,), default=None
        Groups for the splitter.

    baseline : bool or transformer, default=True
        True adds tf-idf (``TfidfVectorizer(sublinear_tf=True)``), unless a candidate is a
        :class:`~sklearn.feature_extraction.text.TfidfVectorizer`; another vectorizer takes
        its place. False adds nothing.

    train_sizes : array-like of shape (n_sizes,), default=None
        For a learning curve: how many documents have a label. Numbers, or shares of the
        smallest training part. The first n of one order are taken, in which every class
        has its share, the same for all candidates. None takes all.

    use_unlabeled : bool, default=False
        With ``train_sizes``: whether vectorizers that need no y are fitted to all
        documents of the training part, labeled or not, as is possible in practice. The
        estimator, and vectorizers that learn from y, are given the labeled ones only.

    seeds : int or list of int, default=None
        How often everything is repeated, or the values that every ``random_state`` is
        set to, of vectorizers and estimator. With ``train_sizes`` other documents
        have labels each time. None fits once, with every ``random_state`` as it is.

    n_jobs : int, default=None
        Trials (a candidate, a seed, a fold) at a time, by joblib. Times are fair if
        trials do not share processors: compare times with ``n_jobs=None``.

    verbose : int, default=0
        1 shows a progress bar (needs rich; lines without it).

    Returns
    -------
    comparison : EmbeddingComparison
        Scores, times and sizes; print it for a table.

    Raises
    ------
    TypeError, ValueError
        If a parameter is not usable, X and y differ in length, or every candidate
        failed. What one candidate raises is in ``errors`` of the result, and the others
        go on.

    Warns
    -----
    FitFailedWarning
        If candidates failed, in some fits or in all: names them, and says why.

    See Also
    --------
    EmbeddingComparisonDisplay : Scores against time.
    EmbeddingLearningCurveDisplay : Scores against the number of labels.

    Examples
    --------
    >>> from skembed import SupervisedEmbeddingVectorizer, compare_embeddings
    >>> from skembed.datasets import load_docstrings
    >>> texts, y = load_docstrings(categories=["scipy.fft", "sklearn.svm"], return_X_y=True)
    >>> vectorizers = {"supervised": SupervisedEmbeddingVectorizer(random_state=0)}
    >>> comparison = compare_embeddings(vectorizers, texts, y, cv=3)
    >>> comparison.mean_scores().shape
    (2, 1)
    """
    documents = find_documents(X)
    X = documents.given
    check_consistent_length(X, y, groups)
    classes = type_of_target(y, input_name="y") in {"binary", "multiclass"}
    if use_unlabeled and train_sizes is None:
        raise ValueError(
            "use_unlabeled=True needs train_sizes: without, all documents have labels."
        )
    candidates, baseline_name = find_candidates(vectorizers, baseline)
    splits = find_splits(cv, X, y, groups, classes=classes)
    sizes = find_train_sizes(train_sizes, splits)
    all_seeds = find_seeds(seeds)
    estimator = default_estimator(y) if estimator is None else estimator
    scorer = find_scorer(estimator, scoring)
    task = DownstreamTask(y, estimator, scorer, sizes, bool(use_unlabeled), classes)
    readings = read_once(candidates, documents)
    tasks = [
        (task, candidate, reading, split, seed, fold)
        for candidate, reading in zip(candidates, readings, strict=True)
        for seed in all_seeds
        for fold, split in enumerate(splits)
    ]
    results = run_in_workers(run_trial, tasks, n_jobs)
    with progress(len(tasks), bool(verbose)) as advance:
        trials = []
        for (_, candidate, *_), found in zip(tasks, results, strict=True):
            trials.append(found)
            advance(candidate.name)
    comparison = gather(candidates, trials, splits, sizes, all_seeds, baseline_name)
    if comparison.errors:
        which = f"{len(comparison.errors)} of {len(candidates)} candidates failed"
        lines = [f"{which}, and have no score where they did:", *failures(comparison)]
        warnings.warn("\n".join(lines), FitFailedWarning, stacklevel=3)  # beyond the checks
    return comparison


def find_scorer(estimator: Any, scoring: Any) -> Any:
    """Return what scores: a dict comes out of several scorers, a number of one."""
    if scoring is None:
        if is_classifier(estimator):
            scoring = "accuracy"
        elif is_regressor(estimator):
            scoring = "r2"
    if isinstance(scoring, str):
        scoring = [scoring]  # under its name
    return check_scoring(estimator, scoring)
