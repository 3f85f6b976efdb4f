"""The decorators that give a class, or a function, what the table says of its parameters.

A class states what is its own. Whatever else its signature names has its constraint, and its
paragraph in the docstring, from the table.
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
    """Complete the constraints and the docstring of an estimator by the parameters shared by all.

    The class has an explicit ``__init__``, constraints of its own parameters only in
    ``_parameter_constraints``, and a docstring in numpydoc's form whose section of parameters
    has paragraphs for its own parameters only, and a line ``{shared_parameters}``. What it
    states of a shared parameter stands; all others of its signature are added, and all
    paragraphs put in the order of the signature. A line ``{embedding_attributes}`` among the
    attributes stands for those that every vectorizer has.

    Parameters
    ----------
    cls : type
        An estimator.

    Returns
    -------
    cls : type
        The same.

    Raises
    ------
    TypeError
        If a parameter has no constraint: it is not shared, and the class has none for it.
    """
    own = getattr(cls, "_parameter_constraints", {})
    cls._parameter_constraints = _constraints(cls, own)  # type: ignore[attr-defined]
    _fill(cls)
    return cls


def shared_parameters_of_function(constraints: dict[str, Any]) -> Callable[[Function], Function]:
    """Do for a function what `shared_parameters` does for a class; its arguments are checked.

    Parameters
    ----------
    constraints : dict
        The constraints of the parameters that are the function's own.

    Returns
    -------
    decorator : callable
        For the function.
    """

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
    """Put into a docstring what it leaves to the table."""
    # Without docstrings (python -OO) there is nothing to fill.
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
    """Return the paragraph of a parameter, with the default of this signature."""
    shared = PARAMETERS[parameter.name]
    required = parameter.default is parameter.empty
    default = "" if required else f", default={shown(parameter.default)}"
    text = inspect.cleandoc(shared.text).replace("\n", "\n    ")
    return f"{parameter.name} : {shared.type}{default}\n    {text}"


def shown(default: Any) -> str:
    r"""Return a default as a docstring shows it.

    Parameters
    ----------
    default : object
        From a signature.

    Returns
    -------
    text : str
        Python, with backslashes doubled for Sphinx.
    """
    if isinstance(default, str) and "\\" in default:
        return 'r"' + default.replace("\\", r"\\") + '"'
    if isinstance(default, float) and 0 < default < 0.01:
        return np.format_float_scientific(default, trim="-", exp_digits=1)
    return repr(default)
