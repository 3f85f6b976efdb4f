"""What the options ask for, as the objects that the run uses. Nothing is compared here."""

from __future__ import annotations

from argparse import Namespace
from typing import Any, NamedTuple

from ._candidates import Pretraining, find_baselines, find_vectorizers, pretrain
from ._data import TextTask, load_task
from ._estimators import find_estimator, find_scoring
from ._folds import find_folds
from ._size import FOLDS, default_folds


class Plan(NamedTuple):
    """What is compared on which data, and how."""

    task: TextTask
    vectorizers: dict[str, Any]
    pretraining: Pretraining | None
    n_folds: int
    n_jobs: int | None
    command: list[str]  # as typed
    estimator: Any
    options: dict[str, Any]  # further parameters of compare_embeddings

    @property
    def source(self) -> Any:
        """Return where pretrained vectors come from, for the code."""
        return None if self.pretraining is None else self.pretraining.source


def load(given: Namespace) -> TextTask:
    """Load the data of the options."""
    names = ("text", "label", "groups", "target", "limit", "sep", "encoding", "header")
    options = {name: getattr(given, name) for name in names}
    return load_task(given.data, n_folds=given.cv or FOLDS, **options)


def make_plan(given: Namespace, task: TextTask, text: dict[str, Any], vectors: Any) -> Plan:
    """Choose candidates, baselines, estimator, scorers and folds."""
    estimator = find_estimator(given.estimator, is_regression=task.is_regression)
    scoring = find_scoring(given.scoring, is_regression=task.is_regression)
    n_folds = given.cv or default_folds(task.texts)
    folds, groups = find_folds(task, n_folds)
    ngram_range = tuple(given.ngram_range) if given.ngram_range else None
    if vectors is not None:
        pretraining: Pretraining | None = Pretraining(given.vectors, vectors)
    else:
        if enough := len(task.unlabeled) >= len(task.texts):
            print(f"Training vectors on {len(task.unlabeled):,} unlabeled texts ...", flush=True)
        pretraining = pretrain(task, text, quick=given.quick) if enough else None
    options = {
        # compare_embeddings chooses the solver of its default classifier by the features, but takes
        # few whole numbers for classes
        "estimator": estimator if given.estimator or task.is_regression else None,
        "cv": folds,
        "scoring": scoring,
        "groups": groups,
        "baseline": find_baselines(text, ngram_range),
    }
    vectorizers = find_vectorizers(task, text, ngram_range, pretraining, quick=given.quick)
    return Plan(
        task=task,
        vectorizers=vectorizers,
        pretraining=pretraining,
        n_folds=n_folds,
        n_jobs=given.n_jobs,
        command=given.command,
        estimator=estimator,
        options=options,
    )
