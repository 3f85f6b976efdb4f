"""Checks of callbacks: progress bars, the task tree, intermediate models, and stopping.

scikit-learn's callbacks are experimental; estimators without ``set_callbacks`` fail one
check, and the others are skipped.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import redirect_stdout
from typing import Any
from unittest import SkipTest

import numpy as np
from sklearn.callback import ProgressBar
from sklearn.model_selection import GridSearchCV

from ._composition import make_pipeline
from ._documents import DATA, TextData
from ._tools import changed_attributes, ensure, ensure_same, expect, fitted, fresh, optional


class Recorder:
    """A callback that records its calls; ``react`` is called at the end of each pass."""

    def __init__(self, react: Callable[[], Any] | None = None) -> None:
        self.react = react
        self.events: list[tuple[str, Any, Any]] = []

    def setup(self, estimator: Any, context: Any) -> None:
        """Record the beginning of fit."""
        self.events.append(("setup", context, estimator))

    def on_fit_task_begin(self, estimator: Any, context: Any) -> None:
        """Record the beginning of a task."""
        self.events.append(("begin", context, estimator))

    def on_fit_task_end(self, estimator: Any, context: Any) -> Any:
        """Record the end of a task."""
        self.events.append(("end", context, estimator))
        return self.react() if self.react and context.parent is not None else None

    def teardown(self, estimator: Any, context: Any) -> None:
        """Record the end of fit."""
        self.events.append(("teardown", context, estimator))


class Collector(Recorder):
    """A callback that requests the fitted model after each pass."""

    def __init__(self, documents: list[str]) -> None:
        super().__init__()
        self.documents = documents
        self.models: list[Any] = []
        self.features: list[Any] = []

    def on_fit_task_end(
        self, estimator: Any, context: Any, *, fitted_estimator: Any = None
    ) -> None:
        """Keep the model and its current features."""
        if fitted_estimator is not None:
            self.models.append(fitted_estimator)
            self.features.append(np.array(fitted_estimator.transform(self.documents)))


def _listening(name: str, estimator: Any, callback: Any) -> Any:
    estimator = fresh(estimator)
    if not hasattr(estimator, "set_callbacks"):
        raise SkipTest(f"{name} has no set_callbacks")
    return estimator.set_callbacks(callback)


def check_callbacks_supported(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check that callbacks can be set and do not change the result of fit."""
    ensure(hasattr(estimator, "set_callbacks"), f"{name} has no set_callbacks.")
    watched = _listening(name, estimator, Recorder()).fit(data.documents, data.y)
    expected = fitted(estimator, data).transform(data.documents)
    ensure_same(watched.transform(data.documents), expected, f"{name} with a callback")


def _ensure_tree(name: str, recorder: Recorder, estimator: Any, method: str) -> None:
    """Check for one setup and one teardown, between which every task begins and ends once."""
    what = f"{name}.{method} with a callback"
    hooks = [hook for hook, _, _ in recorder.events]
    ensure(hooks.count("setup") == 1, f"{what}: {hooks.count('setup')} calls of setup.")
    ensure(hooks.count("teardown") == 1, f"{what}: {hooks.count('teardown')} calls of teardown.")
    ensure(all(seen is estimator for _, _, seen in recorder.events), f"{what}: other estimator.")
    stack: list[Any] = []
    for hook, context, _ in recorder.events[1:-1]:
        if hook == "begin":
            parent = stack[-1] if stack else None
            ensure(context.parent is parent, f"{what}: {context} begins in another task.")
            stack.append(context)
        else:
            ensure(stack and stack.pop() is context, f"{what}: {context} ends out of order.")
    ensure(not stack, f"{what}: tasks that do not end: {stack}.")
    tasks = [context for hook, context, _ in recorder.events if hook == "begin"]
    ensure(bool(tasks), f"{what}: no task begins.")
    n_passes = sum(context.parent is tasks[0] for context in tasks)
    ensure(n_passes <= tasks[0].max_subtasks, f"{what}: {n_passes} of {tasks[0].max_subtasks}.")
    if hasattr(estimator, "max_iter"):
        announced, ran = tasks[0].max_subtasks, estimator.n_iter_
        if estimator.max_iter != "auto":
            same = announced == estimator.max_iter
            ensure(same, f"{what}: max_subtasks={announced}, not max_iter.")
        ensure(n_passes == ran, f"{what}: {n_passes} tasks in {ran} passes.")


def check_callbacks_tasks(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check that each pass is a subtask of fit, and that fit announces their number."""
    for method in ("fit", "fit_transform"):
        recorder = Recorder()
        watched = _listening(name, estimator, recorder)
        getattr(watched, method)(data.documents, data.y)
        _ensure_tree(name, recorder, watched, method)


def check_callbacks_failed_fit(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check that a failing fit tears down callbacks, and that a callback can safely interrupt."""
    recorder = Recorder()
    watched = _listening(name, estimator, recorder)
    with expect((ValueError,), f"{name}.fit([])"):
        watched.fit([], [])
    hooks = [hook for hook, _, _ in recorder.events]
    torn_down = hooks.count("setup") == hooks.count("teardown")
    ensure(torn_down, f"{name} does not tear down callbacks when fit fails: {hooks}.")

    def interrupt() -> None:
        raise KeyboardInterrupt

    if not hasattr(watched, "max_iter"):
        return
    watched.set_callbacks().fit(data.documents, data.y)
    before = dict(vars(watched))
    watched.set_callbacks(Recorder(interrupt))
    with expect((KeyboardInterrupt,), f"{name}.fit with a callback that interrupts"):
        n = len(data.documents) * 3 // 4
        watched.fit(data.documents[:n], data.y[:n])
    changed = changed_attributes(watched.set_callbacks(), before)
    ensure(not changed, f"{name}.fit changes {changed} if it is interrupted during a pass.")


def check_callbacks_stop(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check that training stops after a pass if a callback returns True at its end."""
    watched = _listening(name, estimator, Recorder(lambda: True))
    if getattr(watched, "max_iter", 1) == 1:
        raise SkipTest(f"{name} makes only one pass")
    watched.fit(data.documents, data.y).transform(data.documents)
    ensure(watched.n_iter_ == 1, f"{name} makes {watched.n_iter_} passes after a request to stop.")


def check_callbacks_fitted_estimator(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check that models passed to callbacks can be used at once and after fit."""
    collector = Collector(data.documents)
    watched = _listening(name, estimator, collector).fit(data.documents, data.y)
    if not collector.models:
        raise SkipTest(f"{name} does not pass models to callbacks")
    for i, (model, then) in enumerate(zip(collector.models, collector.features, strict=True)):
        now = model.transform(data.documents)
        ensure_same(now, then, f"Model {i} that {name} passed to a callback, used after fit")
    final = watched.transform(data.documents)
    ensure_same(final, collector.features[-1], f"{name} and its last callback model")


def _ensure_shown(name: str, fit: Callable[[], Any], what: str) -> None:
    shown = io.StringIO()
    with redirect_stdout(shown):
        fit()
    text = shown.getvalue()
    ensure(name in text, f"The progress bar of {what} does not name {name}: {text!r}.")


def check_progress_bar(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check that scikit-learn's progress bar works with the estimator."""
    optional("rich")
    watched = _listening(name, estimator, ProgressBar())
    _ensure_shown(name, lambda: watched.fit(data.documents, data.y), name)


def check_progress_bar_pipeline(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check that scikit-learn's progress bar works with a Pipeline and shows the step."""
    optional("rich")
    _listening(name, estimator, ProgressBar())
    pipeline = make_pipeline(estimator).set_callbacks(ProgressBar(max_propagation_depth=None))
    _ensure_shown(name, lambda: pipeline.fit(data.documents, data.y), "a Pipeline")


def check_progress_bar_grid_search(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check that scikit-learn's progress bar works with a GridSearchCV in two processes."""
    optional("rich")
    _listening(name, estimator, ProgressBar())
    grid = {"classifier__C": [0.1, 1.0]}
    search = GridSearchCV(make_pipeline(estimator), grid, cv=2, n_jobs=2, error_score="raise")
    search.set_callbacks(ProgressBar(max_propagation_depth=None))
    _ensure_shown(name, lambda: search.fit(data.documents, data.y), "a GridSearchCV")
