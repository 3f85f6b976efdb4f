"""`compare_embeddings`: cross-validate several vectorizers on one task with the same folds.

Each trial (see `_trial`) is a joblib task; `_gather` collects the results into arrays.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from numpy.typing import ArrayLike
from sklearn.exceptions import FitFailedWarning
from sklearn.model_selection import check_cv
from sklearn.utils import check_consistent_length

from .._compat.jobs import run_in_workers
from .._compat.sklearn import HasMethods, checked, n_samples, whole_number
from .._core.targets import check_targets
from ._candidates import find_candidates, named_candidates
from ._dummy import find_dummy
from ._gather import gather
from ._inputs import input_of
from ._metadata import check_weights, find_estimator, route, take_groups
from ._notes import failure_lines
from ._problems import find_problems, warn_of_problems
from ._progress import progress
from ._reading import examined_texts, find_documents, read_once, token_patterns, without_missing
from ._result import EmbeddingComparison
from ._scoring import find_scorers, find_scoring
from ._splits import find_seeds, find_splits, find_train_sizes, keep_together
from ._task import task_of
from ._trial import DownstreamTask, FitResult, dummy_trial, run_trial


@checked(
    {
        "estimator": [HasMethods("fit"), None],
        "scoring": [str, callable, list, tuple, set, dict, None],
        "baseline": "no_validation",
        "return_vectorizers": ["boolean", list],
        "use_unlabeled": ["boolean"],
        "group_identical": ["boolean"],
        "seeds": [whole_number(None, None), HasMethods("__iter__"), None],
        "n_jobs": [whole_number(None, None), None],
        "verbose": ["verbose"],
        "cv": ["cv_object"],
        "params": [dict, None],
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
    group_identical: bool = True,
    params: dict[str, Any] | None = None,
    baseline: Any = True,
    train_sizes: ArrayLike | None = None,
    use_unlabeled: bool = False,
    seeds: int | Iterable[int] | None = None,
    return_vectorizers: bool | list[int] = False,
    n_jobs: int | None = None,
    verbose: int = 0,
) -> EmbeddingComparison:
    """Compare vectorizers by their performance on a downstream task.

    All vectorizers are cross-validated on the same folds. In each fold, the vectorizer
    is fitted on the training set, the estimator is fitted on its features, and the two
    are scored on the test set, which neither has seen. Supervised vectorizers provide
    cross-fitted features to the estimator, as they do in a pipeline. Documents are
    tokenized once for all candidates with the same text parameters.

    Parameters
    ----------
    vectorizers : dict of str to transformer, or list of transformers
        The candidates: any transformers that turn documents into features, including
        pipelines. In a list, candidates are named after their class and, within a class,
        after the parameters that differ. For a table, encoders of categories, such as
        :class:`~sklearn.preprocessing.TargetEncoder`.

    X : iterable of str of shape (n_documents,), or table of shape (n_rows, n_columns)
        The documents, in any form that a vectorizer accepts; `TokenizedDocuments` if all
        candidates are vectorizers of skembed. Candidates without text parameters, such as
        a :class:`~sklearn.compose.ColumnTransformer`, receive rows of X unchanged, unless
        their tags say that they take strings; all others receive lists of documents.

        A dataframe or array of several columns is a table, unless a candidate reads texts.
        Each candidate is then put into a :class:`~sklearn.compose.ColumnTransformer`: it
        encodes the columns that are not numbers; the numbers are standardized, missing ones
        after they are replaced by the mean. Candidates that contain a ColumnTransformer, or begin
        with a :class:`~sklearn.preprocessing.FunctionTransformer`, receive the table unchanged, and
        so do an `EmbeddingEncoder` that lists its ``categorical_features``, and one with
        ``categorical_features="from_dtype"``, whose numbers are then standardized too. An
        encoder of skrub for a single column encodes each one.

    y : array-like of shape (n_documents,) or (n_documents, n_outputs)
        The targets: class labels, a multilabel indicator matrix, or real numbers.

    estimator : estimator, default=None
        The estimator trained on the features. If None, logistic regression (ridge
        regression for real-valued targets) on features scaled by `FeatureScaler`. Encoded
        tables are dense if it does not accept sparse features, as
        :class:`~sklearn.ensemble.HistGradientBoostingClassifier`.

    cv : int, splitter or iterable, default=5
        The cross-validation strategy, as in
        :func:`~sklearn.model_selection.cross_validate`.

    scoring : str, callable, list or dict, default=None
        One or several scorers, as in :func:`~sklearn.model_selection.cross_validate`.
        If None, accuracy for classifiers, R² and the mean absolute error for regressors,
        and the estimator's own ``score`` method otherwise. Candidates are ranked by the
        first scorer.

    groups : array-like of shape (n_documents,), default=None
        Group labels: for the splitter or, if cv is an int, of documents that are in the same
        fold. With metadata routing, pass them in ``params``.

    group_identical : bool, default=True
        If cv is an int, put identical documents in the same fold, so that no document of a
        test set is in its training set. Documents are identical if they differ in upper
        case and spaces only. Folds without identical documents are the same as otherwise.
        With a splitter, or if a training set would have a single class, a warning counts the
        documents that are in both. Identical rows of a table are not kept together.

    params : dict, default=None
        Metadata such as ``sample_weight``, with one value for each document, as in
        :func:`~sklearn.model_selection.cross_validate`. With scikit-learn's metadata routing,
        each vectorizer, the estimator, the scorers and the splitter receive what they
        request; the default estimator and scorers request ``sample_weight``. Otherwise, the
        estimator's ``fit`` receives all of them, and the ``fit`` of a vectorizer those that
        are its parameters.

    baseline : bool, transformer, or dict of str to transformer, default=True
        The baselines. True adds tf-idf of words (``TfidfVectorizer(sublinear_tf=True)``) and,
        for each other ``ngram_range`` of words that a candidate uses, tf-idf of the same
        n-grams, unless a candidate already is that
        :class:`~sklearn.feature_extraction.text.TfidfVectorizer`. If a candidate has
        ``token_pattern='unicode'``, so have they. For a table, it adds one-hot encoding
        (:class:`~sklearn.preprocessing.OneHotEncoder`), unless a candidate is one. Transformers
        are added in their place. False adds no baseline. Predictions that ignore the documents
        are always scored, too: the attribute ``dummy`` of the result is their name.

    train_sizes : array-like of shape (n_sizes,), default=None
        The numbers of labeled training documents for a learning curve: absolute numbers
        (int), or fractions of the smallest training set (float). The smaller sets are
        nested in the larger ones, stratified by class, and the same for all candidates.
        If None, all labels are used.

    use_unlabeled : bool, default=False
        With ``train_sizes``: whether vectorizers that do not need y are fitted on all
        documents of the training set, labeled or not, as is possible in practice. The
        estimator and supervised vectorizers only see the labeled documents. If ``init`` of a
        supervised vectorizer (in a pipeline, its first step) is a vectorizer that is not
        fitted, ``init`` is fitted on all documents of the training set.

    seeds : int or list of int, default=None
        The number of repetitions, or the seeds to which every ``random_state`` of
        vectorizers and estimator is set. With ``train_sizes``, each seed selects
        different labeled documents. If None, fit once and leave every ``random_state``
        unchanged.

    return_vectorizers : bool or list of int, default=False
        Whether to keep the fitted vectorizers, and the features of the test sets, in the
        attributes ``vectorizers`` and ``test_features`` of the result; a list keeps only
        those of the folds with these indices.

    n_jobs : int, default=None
        The number of trials (one candidate, seed and fold) to run in parallel with
        joblib. Parallel trials compete for processors: use ``n_jobs=None`` to compare
        times.

    verbose : int, default=0
        1 shows a progress bar if rich is installed, and prints lines otherwise.

    Returns
    -------
    comparison : EmbeddingComparison
        Scores, times and sizes; print it to see a table.

    Raises
    ------
    TypeError, ValueError
        If a parameter is invalid, X and y differ in length, a table has no column of categories or
        a column of dates, a fold has a document in both its training set and its test set, or
        every candidate failed.
        If only some candidates fail, the comparison continues, and their errors are in
        the attribute ``errors`` of the result.

    Warns
    -----
    FitFailedWarning
        If a candidate failed in some or all fits; the warning gives the reasons.

    DataWarning
        Once for each problem of the data, before anything is fitted: identical documents,
        documents without tokens, scripts that ``token_pattern`` does not read, classes with
        fewer documents than folds, unbalanced classes, labels that differ in case only, labels
        or documents that look like identifiers, labels that look like amounts, dates or lists,
        folds that groups make uneven. The attribute ``kind`` names the problem.

    See Also
    --------
    EmbeddingComparisonDisplay : Plot scores against computation time.
    EmbeddingLearningCurveDisplay : Plot scores against the number of labeled documents.

    Examples
    --------
    >>> from skembed import SupervisedEmbeddingVectorizer, compare_embeddings
    >>> from skembed.datasets import load_docstrings
    >>> texts, y = load_docstrings(categories=["scipy.fft", "sklearn.svm"], return_X_y=True)
    >>> vectorizers = {"supervised": SupervisedEmbeddingVectorizer(random_state=0)}
    >>> comparison = compare_embeddings(vectorizers, texts, y, cv=3)
    >>> comparison.mean_scores().shape
    (4, 1)
    """
    documents = find_documents(X)
    X = documents.given
    groups, params = take_groups(groups, {} if params is None else params, cv)
    check_consistent_length(X, y, groups)
    check_targets(y)
    check_weights(params, n_samples(X))
    if use_unlabeled and train_sizes is None:
        raise ValueError(
            "use_unlabeled=True needs train_sizes: without it, all documents are labeled."
        )
    kind = task_of(y, estimator)
    named = named_candidates(vectorizers)
    form = input_of(X, named, estimator)
    candidates, baselines = find_candidates(named, baseline, form)
    dummy_name, dummy = find_dummy(kind)
    names = (*(candidate.name for candidate in candidates), dummy_name)
    if dummy_name in names[:-1]:
        raise ValueError(f"{dummy_name!r} is the name of the dummy: rename that vectorizer.")
    classes, is_default = kind == "classification", estimator is None
    estimator, fit_params = find_estimator(estimator, y, params, form.squared_norm)
    scorer, dummy_scorer = find_scorers(estimator, dummy, find_scoring(estimator, scoring, params))
    documents = without_missing(documents, candidates)
    texts = examined_texts(documents, candidates) if form.has_texts else {}
    cv = keep_together(cv, y, groups, texts if group_identical else None, classes=classes)
    cv = check_cv(cv, y, classifier=classes)
    routed = route(params, fit_params, candidates, estimator, scorer, cv)
    splits = None
    try:
        splits = find_splits(cv, X, y, routed.split or {"groups": groups})
    finally:  # labels that are ids, for example, explain why there are no folds
        problems = find_problems(
            texts, y, classes=classes, token_patterns=token_patterns(candidates), splits=splits
        )
        warn_of_problems(problems, scoring, is_default=is_default)
    kept_folds = find_kept_folds(return_vectorizers, len(splits))
    sizes = find_train_sizes(train_sizes, splits)
    all_seeds = find_seeds(seeds)
    task = DownstreamTask(
        y,
        estimator,
        scorer,
        sizes,
        bool(use_unlabeled),
        classes,
        routed.estimator,
        routed.score,
        is_default,
    )
    readings = read_once(candidates, documents)
    runs = [(split, seed, fold) for seed in all_seeds for fold, split in enumerate(splits)]
    tasks = [
        (task, candidate, reading, split, seed, fold, seed == all_seeds[0] and fold in kept_folds)
        for candidate, reading in zip(routed.candidates, readings, strict=True)
        for split, seed, fold in runs
    ]
    results = run_in_workers(run_trial, tasks, n_jobs)
    trials: list[list[FitResult | str]] = []
    what = "Comparison" if sizes is None else "Learning curve"
    with progress(what, len(tasks), bool(verbose)) as advance:
        for (_, candidate, *_), found in zip(tasks, results, strict=True):
            trials.append(found)
            advance(candidate.name)
    trials += [dummy_trial(task, dummy, dummy_scorer, *run) for run in runs]
    keep = return_vectorizers is not False
    comparison = gather(
        names, trials, splits, sizes, all_seeds, baselines, unit=form.unit, keep=keep
    )
    if comparison.errors:
        which = f"{len(comparison.errors)} of {len(candidates)} candidates failed"
        lines = [f"{which}; the scores of the failed fits are NaN:", *failure_lines(comparison)]
        warnings.warn("\n".join(lines), FitFailedWarning, stacklevel=4)  # the line of the caller
    return comparison


def find_kept_folds(return_vectorizers: bool | list[int], n_folds: int) -> range | list[int]:
    """Return the indices of the folds whose vectorizers are kept."""
    if isinstance(return_vectorizers, list):
        if unknown := [fold for fold in return_vectorizers if fold not in range(n_folds)]:
            raise ValueError(
                f"return_vectorizers must be a bool or a list of folds from 0 to {n_folds - 1}, "
                f"got {unknown[0]!r}."
            )
        return return_vectorizers
    return range(n_folds if return_vectorizers else 0)
