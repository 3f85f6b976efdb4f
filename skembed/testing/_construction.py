"""Checks of parameters, clones and tags, which need no documents or a single fit."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import Any
from unittest import SkipTest

from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.utils import estimator_checks, get_tags

from ._documents import DATA, TextData
from ._tools import ensure, expect, fitted, fresh


def _borrow(check: Callable[[str, Any], None]) -> Callable[..., None]:
    """Adapt a check of scikit-learn that needs no documents."""

    @wraps(check, assigned=("__name__", "__doc__"))
    def borrowed(name: str, estimator: Any, data: TextData = DATA) -> None:
        with warnings.catch_warnings():
            # Some of these checks only warn if a parameter is rejected before fit.
            warnings.simplefilter("error", UserWarning)
            check(name, clone(estimator))

    return borrowed


check_no_attributes_set_in_init = _borrow(estimator_checks.check_no_attributes_set_in_init)
check_parameters_default_constructible = _borrow(
    estimator_checks.check_parameters_default_constructible
)
check_get_params_invariance = _borrow(estimator_checks.check_get_params_invariance)
check_set_params = _borrow(estimator_checks.check_set_params)
check_do_not_raise_errors_in_init_or_set_params = _borrow(
    estimator_checks.check_do_not_raise_errors_in_init_or_set_params
)
check_valid_tag_types = _borrow(estimator_checks.check_valid_tag_types)
check_estimator_tags_renamed = _borrow(estimator_checks.check_estimator_tags_renamed)
check_mixin_order = _borrow(estimator_checks.check_mixin_order)
check_estimator_repr = _borrow(estimator_checks.check_estimator_repr)


def check_clone(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check that a clone has the same parameters, is a new object, and is not fitted."""
    original = fitted(estimator, data)
    copy = clone(original)
    ensure(copy is not original, f"clone({name}) is the same object.")
    ensure(type(copy) is type(original), f"clone({name}) is a {type(copy).__name__}.")
    ensure(
        repr(copy.get_params()) == repr(original.get_params()),
        f"clone({name}) has different parameters: {copy.get_params()}.",
    )
    with expect((NotFittedError,), f"transform of clone(fitted {name})"):
        copy.transform(data.documents)


def check_init_only_stores(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check that the constructor only stores its arguments, without copying them."""
    given = {parameter: object() for parameter in signature(type(estimator)).parameters}
    made = type(estimator)(**given)
    for parameter, value in given.items():
        ensure(
            getattr(made, parameter, None) is value,
            f"{name} does not store the object passed as {parameter}.",
        )
    others = sorted(set(vars(made)) - set(given))
    ensure(not others, f"The constructor of {name} sets {others}, which are not parameters.")


def check_param_validation(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check ``_parameter_constraints``, if there are any, with scikit-learn's own check."""
    if not hasattr(estimator, "_parameter_constraints"):
        raise SkipTest(f"{name} has no _parameter_constraints")
    estimator_checks.check_param_validation(name, clone(estimator))


def check_bad_parameters(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check that fit rejects parameters of an invalid type with a message that names them."""

    class Absurd:
        pass

    for parameter in estimator.get_params(deep=False):
        for method in ("fit", "fit_transform"):
            bad = fresh(estimator).set_params(**{parameter: Absurd()})
            what = f"{method} of {name} with an invalid {parameter}"
            with expect((ValueError, TypeError), what, rf"(?i)\b{parameter}\b"):
                getattr(bad, method)(data.documents, data.y)


def check_tags(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check the tags: one-dimensional string input, a transformer, deterministic."""
    tags = get_tags(clone(estimator))
    ensure(tags.input_tags.string, f"{name}: input_tags.string is False.")
    ensure(tags.input_tags.one_d_array, f"{name}: input_tags.one_d_array is False.")
    ensure(not tags.input_tags.two_d_array, f"{name}: input_tags.two_d_array is True.")
    ensure(tags.transformer_tags is not None, f"{name}: transformer_tags is None.")
    ensure(not tags.non_deterministic, f"{name}: non_deterministic is True.")
