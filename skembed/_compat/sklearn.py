"""All private and experimental names that skembed uses from scikit-learn.

Parameter constraints, the context around ``fit`` and the callbacks may change in any scikit-learn
release without notice; only this module then needs to change.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from numbers import Integral
from typing import Any, TypeVar, cast

from sklearn.base import _fit_context
from sklearn.callback import CallbackSupportMixin
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.model_selection import check_cv
from sklearn.utils import _safe_indexing as rows_of
from sklearn.utils._metadata_requests import _routing_enabled as routing_enabled
from sklearn.utils._missing import is_scalar_nan
from sklearn.utils._param_validation import (
    HasMethods,
    Interval,
    RealNotInt,
    StrOptions,
    validate_params,
)
from sklearn.utils.metadata_routing import MetadataRouter, MethodMapping, process_routing
from sklearn.utils.validation import _check_feature_names_in as feature_names_of
from sklearn.utils.validation import _check_method_params as params_of_rows
from sklearn.utils.validation import _get_feature_names as names_of_columns
from sklearn.utils.validation import _num_samples as n_samples

from .plain_numbers import plain

__all__ = [
    "CallbackSupportMixin",
    "FitProgress",
    "HasMethods",
    "Interval",
    "RealNotInt",
    "StrOptions",
    "build_analyzer",
    "checked",
    "columns_of",
    "feature_names_of",
    "fit_context",
    "is_scalar_nan",
    "n_samples",
    "names_of_columns",
    "params_of_rows",
    "routing_enabled",
    "rows_of",
    "split_metadata",
    "splitter_router",
    "whole_number",
]

columns_of = partial(rows_of, axis=1)

Method = TypeVar("Method", bound=Callable[..., Any])
Reconstruction = Callable[[], dict[str, Any]]


class _WholeNumbers(Interval):
    """An interval of integers that excludes booleans."""

    def is_satisfied_by(self, val: Any) -> bool:
        """Return whether the value is an integer in the interval."""
        return not isinstance(val, bool) and bool(super().is_satisfied_by(val))


def whole_number(least: int | None = 1, most: int | None = (1 << 31) - 1) -> Interval:
    """Return the constraint for an integer parameter; booleans are not allowed.

    Parameters
    ----------
    least : int or None, default=1
        The smallest allowed value; None for no lower bound.

    most : int or None, default=2**31 - 1
        The largest allowed value; the default is the largest that the kernels support. None
        for no upper bound.

    Returns
    -------
    constraint : Interval
        An entry for ``_parameter_constraints``.
    """
    closed = {
        (True, True): "both",
        (True, False): "left",
        (False, True): "right",
        (False, False): "neither",
    }
    return _WholeNumbers(Integral, least, most, closed=closed[least is not None, most is not None])


def fit_context(method: Method) -> Method:
    """Decorate a ``fit`` method to validate parameters before it and close callbacks after it.

    Parameters
    ----------
    method : callable
        ``fit`` or ``fit_transform`` of an estimator with ``_parameter_constraints``.

    Returns
    -------
    method : callable
        The decorated method.
    """
    return cast(Method, _fit_context(prefer_skip_nested_validation=False)(method))


def checked(constraints: dict[str, Any]) -> Callable[[Method], Method]:
    """Return a decorator that validates arguments and passes numbers on as Python numbers.

    ``constraints`` are as in an estimator's ``_parameter_constraints``.
    """
    validated = validate_params(constraints, prefer_skip_nested_validation=True)

    def decorate(function: Method) -> Method:
        @wraps(function)
        def with_plain_numbers(*args: Any, **kwargs: Any) -> Any:
            numbers = {name: plain(kwargs[name]) for name in kwargs if name in constraints}
            return function(*args, **{**kwargs, **numbers})

        return cast(Method, validated(with_plain_numbers))

    return decorate


def splitter_router(estimator: Any) -> MetadataRouter:
    """Return the routing of an estimator whose ``fit_transform`` splits rows by its ``cv``."""
    mapping = MethodMapping().add(caller="fit_transform", callee="split")
    router = MetadataRouter(owner=estimator).add_self_request(estimator)
    return router.add(splitter=check_cv(estimator.cv), method_mapping=mapping)


def split_metadata(estimator: Any, params: dict[str, Any]) -> dict[str, Any]:
    """Return the metadata that was passed for the splitter ``cv``, and refuse anything else."""
    given = {key: value for key, value in params.items() if value is not None}
    if given and routing_enabled():
        given = dict(process_routing(estimator, "fit_transform", **given).splitter.split)
    unknown = sorted(set(given) - {"groups"})
    if unknown:
        raise TypeError(f"fit_transform got an unexpected argument: {', '.join(unknown)}.")
    return given


def build_analyzer(vectorizer: CountVectorizer) -> Callable[[Any], Any]:
    """Return ``vectorizer.build_analyzer()`` without the check of the stop words.

    That check takes longer than a short document and warns each time; a fit warns once. The
    vectorizer is modified: its stop words are marked as checked.
    """
    vectorizer._stop_words_id = id(vectorizer.stop_words)
    return cast(Callable[[Any], Any], vectorizer.build_analyzer())


class FitProgress:
    """Reports the progress of ``fit`` to the callbacks of an estimator.

    The estimator's ``fit`` must be decorated with ``fit_context``, which closes the callbacks,
    even if ``fit`` fails. Training code only calls `begin_pass` and `end_pass`.

    Parameters
    ----------
    estimator : estimator with CallbackSupportMixin
        The estimator being fitted.

    X, y : object
        The arguments of ``fit``, for callbacks that need them.

    n_passes : int
        Maximum number of passes over the data.

    complete : callable
        Function that completes the dict returned by ``_train`` to all fitted attributes.
    """

    def __init__(
        self,
        estimator: Any,
        X: Any,
        y: Any,
        *,
        n_passes: int,
        complete: Callable[[dict[str, Any]], dict[str, Any]],
    ) -> None:
        self._estimator = estimator
        self._arguments = {"estimator": estimator, "X": X, "y": y}
        self._complete = complete
        self._context = estimator._init_callback_context(max_subtasks=n_passes)
        self._context.call_on_fit_task_begin(**self._arguments)
        self._pass: Any = None

    @property
    def is_watched(self) -> bool:
        """Whether there is any callback; without one, training can skip work done for them."""
        return bool(getattr(self._estimator, "_skl_callbacks", None))

    def begin_pass(self, i: int) -> None:
        """Report the start of pass ``i``, counted from 0."""
        self._pass = self._context.subcontext(task_name=f"pass {i + 1}")
        self._pass.call_on_fit_task_begin(**self._arguments)

    def end_pass(
        self, i: int, loss: float | None = None, reconstruction: Reconstruction | None = None
    ) -> bool:
        """Report the end of pass ``i``.

        Parameters
        ----------
        i : int
            The pass, counted from 0.

        loss : float or None, default=None
            Mean loss of the pass. scikit-learn's callbacks do not take it yet; they find it in
            ``fitted_estimator.loss_curve_``.

        reconstruction : callable or None, default=None
            Function that returns what ``_train`` would return if training stopped now, with
            copies of the matrices. It is only called if a callback asks for it.

        Returns
        -------
        stop : bool
            True if a callback asks to stop training after this pass.
        """
        attributes = None
        if reconstruction is not None:

            def attributes() -> dict[str, Any]:
                return self._complete(reconstruction())

        stop = self._pass.call_on_fit_task_end(
            **self._arguments, reconstruction_attributes=attributes
        )
        return bool(stop)

    def finish(self, attributes: dict[str, Any]) -> None:
        """Report the end of ``fit``, with the fitted attributes."""
        self._context.call_on_fit_task_end(
            **self._arguments, reconstruction_attributes=lambda: attributes
        )
