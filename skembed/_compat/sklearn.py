"""Everything skembed takes from scikit-learn that is private or experimental.

Parameter constraints, the context around ``fit`` and the callbacks may change in any
scikit-learn release without notice; this is the one module that has to follow.
"""

from __future__ import annotations

from collections.abc import Callable
from numbers import Integral
from typing import Any, TypeVar, cast

from sklearn.base import _fit_context
from sklearn.callback import CallbackSupportMixin
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.utils import _safe_indexing as rows_of
from sklearn.utils._metadata_requests import _routing_enabled as routing_enabled
from sklearn.utils._param_validation import (
    HasMethods,
    Interval,
    RealNotInt,
    StrOptions,
    validate_params,
)
from sklearn.utils.validation import _num_samples as n_samples

__all__ = [
    "CallbackSupportMixin",
    "FitProgress",
    "HasMethods",
    "Interval",
    "RealNotInt",
    "StrOptions",
    "build_analyzer",
    "checked",
    "fit_context",
    "n_samples",
    "routing_enabled",
    "rows_of",
    "whole_number",
]

Method = TypeVar("Method", bound=Callable[..., Any])
Reconstruction = Callable[[], dict[str, Any]]


def whole_number(least: int = 1) -> Interval:
    """Return the constraint of a parameter that counts something: kernels have int32 for it.

    Parameters
    ----------
    least : int, default=1
        The lowest that is allowed.

    Returns
    -------
    constraint : Interval
        For ``_parameter_constraints``.
    """
    return Interval(Integral, least, (1 << 31) - 1, closed="both")


def fit_context(method: Method) -> Method:
    """Validate the parameters before a ``fit`` method and close its callbacks after it.

    Parameters
    ----------
    method : callable
        ``fit`` or ``fit_transform`` of an estimator with ``_parameter_constraints``.

    Returns
    -------
    method : callable
        The method with both around it.
    """
    return cast(Method, _fit_context(prefer_skip_nested_validation=False)(method))


def checked(constraints: dict[str, Any]) -> Callable[[Method], Method]:
    """Validate the parameters of a function before it is called.

    Parameters
    ----------
    constraints : dict
        For each parameter what it may be, as in an estimator's ``_parameter_constraints``.

    Returns
    -------
    decorator : callable
        For the function.
    """
    return cast(
        Callable[[Method], Method],
        validate_params(constraints, prefer_skip_nested_validation=True),
    )


def build_analyzer(vectorizer: CountVectorizer) -> Callable[[Any], Any]:
    """Return ``vectorizer.build_analyzer()``, without its check of the stop words.

    That check takes longer than a short document, and warns each time; a fit warns once.

    Parameters
    ----------
    vectorizer : CountVectorizer
        Told that its stop words are checked.

    Returns
    -------
    analyzer : callable
        Turns a document into tokens.
    """
    vectorizer._stop_words_id = id(vectorizer.stop_words)
    return cast(Callable[[Any], Any], vectorizer.build_analyzer())


class FitProgress:
    """Tells the callbacks of an estimator how far its ``fit`` has come.

    The estimator's ``fit`` must be decorated with ``fit_context``, which closes what
    is opened here, also when ``fit`` fails. Training code sees `begin_pass` and
    `end_pass` only.

    Parameters
    ----------
    estimator : estimator with CallbackSupportMixin
        The estimator being fitted.

    X, y : object
        What ``fit`` was given, for callbacks that ask for it.

    n_passes : int
        Maximum number of passes over the data.

    complete : callable
        Turns the dict that ``_train`` returns into all fitted attributes.
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
        """Whether any callback listens, for training that can save itself trouble."""
        return bool(getattr(self._estimator, "_skl_callbacks", None))

    def begin_pass(self, i: int) -> None:
        """Announce that pass ``i``, counted from 0, begins."""
        self._pass = self._context.subcontext(task_name=f"pass {i + 1}")
        self._pass.call_on_fit_task_begin(**self._arguments)

    def end_pass(
        self, i: int, loss: float | None = None, reconstruction: Reconstruction | None = None
    ) -> bool:
        """Announce that pass ``i`` has ended.

        Parameters
        ----------
        i : int
            The pass, counted from 0.

        loss : float or None, default=None
            Mean loss of the pass. scikit-learn has no slot for it yet: callbacks
            find it in ``fitted_estimator.loss_curve_``.

        reconstruction : callable or None, default=None
            Returns what ``_train`` would return if training stopped here, with
            copies of the matrices. It is called only if a callback asks for it.

        Returns
        -------
        stop : bool
            True if a callback asks that training stops after this pass.
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
        """Announce that ``fit`` is done and leaves these fitted attributes."""
        self._context.call_on_fit_task_end(
            **self._arguments, reconstruction_attributes=lambda: attributes
        )
