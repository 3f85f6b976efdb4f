"""The list of all checks, and the functions to run them."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any
from unittest import SkipTest

from sklearn import config_context
from sklearn.exceptions import SkipTestWarning

from . import (
    _callbacks,
    _composition,
    _construction,
    _containers,
    _display,
    _failing,
    _fitting,
    _output,
    _persistence,
    _transforming,
)
from ._documents import as_data

if TYPE_CHECKING:
    import pytest

_MODULES = (
    _construction,
    _fitting,
    _transforming,
    _containers,
    _failing,
    _output,
    _persistence,
    _composition,
    _callbacks,
    _display,
)

# The functions that these modules define with names that begin with check_.
CHECKS: tuple[Callable[..., None], ...] = tuple(
    check
    for module in _MODULES
    for name, check in vars(module).items()
    if name.startswith("check_") and check.__module__ == module.__name__
)

ExpectedFailures = Mapping[str, str] | Callable[[Any], Mapping[str, str]] | None

# Maximum length of the estimator's repr in test ids.
_ID_LENGTH = 80


def yield_text_checks(
    estimator: Any, *, documents: Iterable[str] | None = None, y: Any = None
) -> Iterator[tuple[str, Callable[[Any], None]]]:
    """Yield all checks for an estimator that takes strings.

    Parameters
    ----------
    estimator : estimator object
        The instance to check. It is cloned and never modified.

    documents : iterable of str, default=None
        At least 20 documents to use instead of the built-in ones.

    y : array-like of shape (n_documents,), default=None
        The class labels of the documents.

    Yields
    ------
    name : str
        The name of a check.

    check : callable
        A function to call with the estimator. It raises AssertionError, or an exception
        from the estimator, if the check fails, and :class:`unittest.SkipTest` if the check
        does not apply or needs a package that is not installed.

    Raises
    ------
    TypeError
        If ``estimator`` is a class.
    """
    if isinstance(estimator, type):
        raise TypeError(f"Pass an instance, not the class {estimator.__name__}.")
    data = as_data(documents, y)
    for check in CHECKS:
        yield check.__name__, partial(check, type(estimator).__name__, data=data)


def check_text_vectorizer(
    estimator: Any,
    *,
    documents: Iterable[str] | None = None,
    y: Any = None,
    expected_failed_checks: ExpectedFailures = None,
) -> None:
    """Check that a text vectorizer follows scikit-learn's API contract.

    Parameters
    ----------
    estimator : estimator object
        The instance to check. It is cloned and never modified.

    documents : iterable of str, default=None
        At least 20 documents to use instead of the built-in ones.

    y : array-like of shape (n_documents,), default=None
        The class labels of the documents.

    expected_failed_checks : dict or callable, default=None
        A dict from the names of checks that are expected to fail to the reasons, or a
        callable that takes the estimator and returns such a dict. These checks are not run.

    Raises
    ------
    Exception
        The exception of the first check that fails, with a note that names the check.

    Warns
    -----
    SkipTestWarning
        For each check that is skipped.

    See Also
    --------
    parametrize_with_text_checks : Run each check as a pytest test.

    Examples
    --------
    >>> from skembed.testing import yield_text_checks
    >>> from skembed import Word2VecVectorizer
    >>> vectorizer = Word2VecVectorizer(n_components=8, random_state=0)
    >>> for name, check in yield_text_checks(vectorizer):
    ...     if name.startswith("check_input"):
    ...         check(vectorizer)
    """
    reasons = _reasons(expected_failed_checks, estimator)
    for name, check in yield_text_checks(estimator, documents=documents, y=y):
        if name in reasons:
            continue
        try:
            check(estimator)
        except SkipTest as skip:
            warnings.warn(f"{name} is skipped: {skip}", SkipTestWarning, stacklevel=2)
        except Exception as error:
            error.add_note(f"This is {name} of {estimator!r}.")
            raise


def parametrize_with_text_checks(
    estimators: Iterable[Any],
    *,
    documents: Iterable[str] | None = None,
    y: Any = None,
    expected_failed_checks: ExpectedFailures = None,
) -> pytest.MarkDecorator:
    """Pytest decorator that parametrizes a test with all checks for each estimator.

    Parameters
    ----------
    estimators : iterable of estimator objects
        The instances to check. They are cloned and never modified.

    documents : iterable of str, default=None
        At least 20 documents to use instead of the built-in ones.

    y : array-like of shape (n_documents,), default=None
        The class labels of the documents.

    expected_failed_checks : dict or callable, default=None
        A dict from the names of checks that are expected to fail to the reasons, or a
        callable that takes the estimator and returns such a dict. These tests are marked
        as strict expected failures: if one passes, it is reported as a failure.

    Returns
    -------
    decorator : pytest.MarkDecorator
        A decorator for a test function with the arguments ``estimator`` and ``check``.

    See Also
    --------
    check_text_vectorizer : Run all checks without pytest.
    sklearn.utils.estimator_checks.parametrize_with_checks : Checks for estimators on matrices.

    Examples
    --------
    >>> from skembed.testing import parametrize_with_text_checks
    >>> from skembed import Word2VecVectorizer
    >>> @parametrize_with_text_checks([Word2VecVectorizer(n_components=8)])
    ... def test_contract(estimator, check):
    ...     check(estimator)
    """
    import pytest

    documents = None if documents is None else list(documents)
    parameters = []
    for estimator in estimators:
        reasons = _reasons(expected_failed_checks, estimator)
        for name, check in yield_text_checks(estimator, documents=documents, y=y):
            marks = []
            if name in reasons:
                marks.append(pytest.mark.xfail(reason=reasons[name], strict=True))
            test_id = f"{_short(estimator)}-{name}"
            parameters.append(pytest.param(estimator, check, id=test_id, marks=marks))
    return pytest.mark.parametrize(("estimator", "check"), parameters)


def _reasons(expected: ExpectedFailures, estimator: Any) -> Mapping[str, str]:
    reasons = expected(estimator) if callable(expected) else expected or {}
    unknown = sorted(set(reasons) - {check.__name__ for check in CHECKS})
    if unknown:
        raise ValueError(f"expected_failed_checks contains unknown checks: {unknown}.")
    return reasons


def _short(estimator: Any) -> str:
    with config_context(print_changed_only=True):
        return re.sub(r"\s", "", repr(estimator))[:_ID_LENGTH]
