"""What the options ask for, as the objects that the run uses. Nothing is compared here."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Collection
from typing import Any, NamedTuple

from .._comparison._candidates import find_candidates
from .._comparison._inputs import Input, TableInput, TextInput, input_of
from .._comparison._problems import find_problems, warn_of_problems
from .._comparison._reading import token_patterns
from .._comparison._splits import find_splits
from .._vectors.sources import as_embedding
from ._candidates import Pretraining, find_baselines, find_vectorizers, pretrain
from ._data import load_task
from ._encoders import find_encoders
from ._estimators import find_estimator, find_scoring
from ._folds import find_folds
from ._problems import telling
from ._size import FOLDS, default_folds
from ._task import CommandTask


class Plan(NamedTuple):
    """What is compared on which data, and how."""

    task: CommandTask
    vectorizers: dict[str, Any]
    pretraining: Pretraining | None
    n_folds: int
    n_jobs: int | None
    command: list[str]  # as typed
    estimator: Any
    options: dict[str, Any]  # further parameters of compare_embeddings
    form: Input  # what each candidate reads of a row

    @property
    def source(self) -> Any:
        """Return where pretrained vectors come from, for the code."""
        return None if self.pretraining is None else self.pretraining.source


def load(given: Namespace) -> CommandTask:
    """Load the data of the options."""
    names = (
        "text", "label", "groups", "target", "table", "limit", "sep", "encoding", "header",
    )  # fmt: skip
    options = {name: getattr(given, name) for name in names}
    return load_task(given.data, n_folds=given.cv or FOLDS, **options)


def make_plan(given: Namespace, task: CommandTask, text: dict[str, Any]) -> Plan:
    """Choose candidates, baselines, estimator, scorers and folds; no vectors are pretrained yet."""
    if task.is_table:
        n_folds = given.cv or FOLDS
        vectorizers, baseline = find_encoders(task)
    else:
        n_folds = given.cv or default_folds(task.X)
        ngram_range = _ngram_range(given)
        baseline = find_baselines(text, ngram_range)
        vectorizers = find_vectorizers(task, text, ngram_range, quick=given.quick)
    folds, groups = find_folds(task, n_folds)
    kind = TableInput if task.is_table else TextInput
    estimator = find_estimator(
        given.estimator, is_regression=task.is_regression, squared_norm=kind.squared_norm
    )
    scoring = find_scoring(given.scoring, is_regression=task.is_regression)
    options = {
        # compare_embeddings chooses the solver of its default classifier by the features, but takes
        # few whole numbers for classes
        "estimator": estimator if given.estimator or task.is_regression else None,
        "cv": folds,
        "scoring": scoring,
        "groups": groups,
        "baseline": baseline,
    }
    return Plan(
        task=task,
        vectorizers=vectorizers,
        pretraining=None,
        n_folds=n_folds,
        n_jobs=given.n_jobs,
        command=given.command,
        estimator=estimator,
        options=options,
        form=input_of(task.X, vectorizers, estimator),
    )


def warn_early(plan: Plan, tell: Callable[[str], None], known: Collection[str]) -> set[str]:
    """Tell of the problems that `compare_embeddings` will find; return all of their kinds."""
    task, options = plan.task, plan.options
    candidates, _ = find_candidates(plan.vectorizers, options["baseline"])
    problems = find_problems(
        task.X,
        task.labels,
        classes=not task.is_regression,
        token_patterns=token_patterns(candidates),
        splits=find_splits(options["cv"], task.X, task.labels, {"groups": options["groups"]}),
    )
    with telling(tell, known):
        warn_of_problems(problems, options["scoring"], is_default=options["estimator"] is None)
    return {problem.kind for problem in problems}


def has_vectors(given: Namespace, task: CommandTask) -> bool:
    """Return whether `with_vectors` has vectors to read or to train, which may take long."""
    if task.is_table:
        return False
    return given.vectors is not None or len(task.unlabeled) >= len(task.X)


def with_vectors(plan: Plan, given: Namespace, text: dict[str, Any]) -> Plan:
    """Read pretrained vectors, or train them on the unlabeled texts, and add them to the plan."""
    task = plan.task
    if given.vectors is not None:
        found: Pretraining | None = Pretraining(given.vectors, as_embedding(given.vectors))
    else:
        print(f"Training vectors on {len(task.unlabeled):,} unlabeled texts ...", flush=True)
        found = pretrain(task, text, quick=given.quick)
    vectorizers = find_vectorizers(task, text, _ngram_range(given), found, quick=given.quick)
    return plan._replace(pretraining=found, vectorizers=vectorizers)


def _ngram_range(given: Namespace) -> tuple[int, int] | None:
    return tuple(given.ngram_range) if given.ngram_range else None
