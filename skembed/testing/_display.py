"""Checks of the HTML representation, properties and the class docstring."""

from __future__ import annotations

import inspect
import re
from functools import cached_property
from typing import Any
from unittest import SkipTest

from sklearn.utils import estimator_html_repr

from ._documents import DATA, TextData
from ._tools import ensure, fitted, fresh


def check_html_repr(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check that there is an HTML representation before and after fit."""
    for state, shown in (("unfitted", fresh(estimator)), ("fitted", fitted(estimator, data))):
        try:
            text = estimator_html_repr(shown)
        except Exception as error:
            raise AssertionError(f"The HTML repr of {state} {name} raises {error!r}.") from error
        ensure(name in text, f"The HTML repr of {state} {name} lacks its name.")


def check_properties(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check that properties only raise AttributeError: the HTML representation reads them all."""
    kinds = (property, cached_property)
    members = inspect.getmembers_static(type(estimator), lambda member: isinstance(member, kinds))
    for state, shown in (("unfitted", fresh(estimator)), ("fitted", fitted(estimator, data))):
        for attribute, _ in members:
            try:
                getattr(shown, attribute)
            except AttributeError:
                continue
            except Exception as error:
                what = f"The property {attribute} of {state} {name}"
                raise AssertionError(f"{what} raises {error!r}, not AttributeError.") from error


def _documented(name: str, estimator: Any, section: str) -> set[str]:
    """Return the names in a section of the class docstring, in numpydoc format."""
    docstring = inspect.getdoc(type(estimator))
    if docstring is None:
        raise SkipTest(f"{name} has no docstring (python -OO?)")
    found = re.search(
        rf"^{section}\n-+\n(.*?)(?=^\S[^\n]*\n-+$|\Z)", docstring, re.MULTILINE | re.DOTALL
    )
    entries = re.findall(r"^(\w[\w, ]*?) *(?::|$)", found[1], re.MULTILINE) if found else []
    return {entry for line in entries for entry in line.split(", ")}


def check_documented_parameters(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check that the class docstring lists all parameters and no others."""
    parameters = set(inspect.signature(type(estimator)).parameters)
    documented = _documented(name, estimator, "Parameters")
    missing, unknown = sorted(parameters - documented), sorted(documented - parameters)
    ensure(not missing, f"The docstring of {name} lacks the parameters {missing}.")
    ensure(not unknown, f"The docstring of {name} lists nonexistent parameters: {unknown}.")


def check_documented_attributes(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check that the class docstring lists all fitted attributes and no others."""
    estimator = fitted(estimator, data)
    attributes = {key for key in vars(estimator) if key.endswith("_") and not key.startswith("_")}
    documented = _documented(name, estimator, "Attributes")
    missing = sorted(attributes - documented)
    unknown = sorted(key for key in documented if not hasattr(estimator, key))
    ensure(not missing, f"The docstring of {name} lacks the attributes {missing}.")
    ensure(not unknown, f"The docstring of {name} lists attributes not set by fit: {unknown}.")
