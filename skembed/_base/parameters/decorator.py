"""Decorators that complete a class or a function with the shared parameters of the table.

A class describes its own parameters only. The constraints and the docstring paragraphs of all other
parameters in its signature come from the table.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import numpy as np

from ..._compat.sklearn import checked
from .table import PARAGRAPHS, PARAMETERS

Class = TypeVar("Class", bound=type)
Function = TypeVar("Function", bound=Callable[..., Any])

_MARK = "{shared_parameters}"
_SECTION = re.compile(r"(?ms)^Parameters\n-+\n(?P<body>.*?)(?=\n\n[^\n]+\n-+\n|\Z)")
_PARAGRAPH = re.compile(rf"(?m)^\{{(?P<name>{'|'.join(PARAGRAPHS)})\}}$")


def shared_parameters(cls: Class) -> Class:
    """Add the shared parameters to the constraints and the docstring of an estimator class.

    The class must have an explicit ``__init__``. Its ``_parameter_constraints`` and the
    Parameters section of its docstring, in numpydoc format, only describe the parameters that are
    not shared, and the section contains a line ``{shared_parameters}``. The decorator adds all
    shared parameters in the signature and sorts the paragraphs in the order of the signature.
    If the class describes a shared parameter itself, its own description is kept. A line
    ``{embedding_attributes}`` in the Attributes section is replaced by the attributes that all
    vectorizers have.

    Parameters
    ----------
    cls : type
        The estimator class.

    Returns
    -------
    cls : type
        The same class.

    Raises
    ------
    TypeError
        If a parameter has no constraint, neither in the class nor in the table.
    """
    own = getattr(cls, "_parameter_constraints", {})
    cls._parameter_constraints = _constraints(cls, own)  # type: ignore[attr-defined]
    _fill(cls)
    return cls


def shared_parameters_of_function(constraints: dict[str, Any]) -> Callable[[Function], Function]:
    """Return `shared_parameters` for a function, which also validates its arguments."""

    def decorate(function: Function) -> Function:
        complete = checked(_constraints(function, constraints))(function)
        _fill(complete)
        return complete

    return decorate


def _constraints(described: Any, own: dict[str, Any]) -> dict[str, Any]:
    """Return the constraint of each parameter in a signature."""
    names = list(inspect.signature(described).parameters)
    if unknown := [name for name in names if name not in own and name not in PARAMETERS]:
        raise TypeError(
            f"{described.__name__} has no constraint for its parameter {unknown[0]}, which is not "
            "one that all vectorizers share: add it to _parameter_constraints."
        )
    return {name: own[name] if name in own else PARAMETERS[name].constraint for name in names}


def _fill(described: Any) -> None:
    """Replace the placeholders in a docstring with the paragraphs of the table."""
    # There are no docstrings under python -OO.
    if not described.__doc__:
        return
    doc = inspect.cleandoc(described.__doc__)
    doc = _PARAGRAPH.sub(lambda match: inspect.cleandoc(PARAGRAPHS[match["name"]]), doc)
    section = _SECTION.search(doc)
    if section and _MARK in section["body"]:
        own = dict(_split(section["body"]))
        paragraphs = [
            own.get(parameter.name) or _paragraph(parameter)
            for parameter in inspect.signature(described).parameters.values()
            if parameter.name in own or parameter.name in PARAMETERS
        ]
        doc = doc[: section.start("body")] + "\n\n".join(paragraphs) + doc[section.end("body") :]
    described.__doc__ = doc


def _split(body: str) -> Iterator[tuple[str, str]]:
    """Yield the name and the paragraph of each parameter in a section."""
    for paragraph in re.split(r"\n(?=\S)", body):
        yield paragraph.split(" :")[0], paragraph.rstrip()


def _paragraph(parameter: inspect.Parameter) -> str:
    """Return the paragraph of a parameter, with the default from the signature."""
    shared = PARAMETERS[parameter.name]
    required = parameter.default is parameter.empty
    default = "" if required else f", default={shown(parameter.default)}"
    text = inspect.cleandoc(shared.text).replace("\n", "\n    ")
    return f"{parameter.name} : {shared.type}{default}\n    {text}"


def shown(default: Any) -> str:
    """Return a default as Python code, with backslashes doubled for Sphinx."""
    if isinstance(default, str) and "\\" in default:
        return 'r"' + default.replace("\\", r"\\") + '"'
    if isinstance(default, float) and 0 < default < 0.01:
        return np.format_float_scientific(default, trim="-", exp_digits=1)
    return repr(default)
