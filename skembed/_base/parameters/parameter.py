"""`Parameter`: the description of a shared parameter in the table."""

from __future__ import annotations

from typing import Any, NamedTuple

VARIES = object()  # the default of a parameter for which each class has its own


class Parameter(NamedTuple):
    """A parameter that several classes share.

    ``type`` and ``text`` form its docstring paragraph, with the default of the class's signature
    between them. ``constraint`` is an entry of ``_parameter_constraints``. ``default`` is the
    default in all classes, or `VARIES`.
    """

    type: str
    default: Any
    constraint: list[Any] | str
    text: str
