"""What the table says of one parameter."""

from __future__ import annotations

from enum import Enum
from typing import Any, NamedTuple


class Varies(Enum):
    """The default of a parameter whose best value depends on the method."""

    VARIES = "each class has its own default"


VARIES = Varies.VARIES


class Parameter(NamedTuple):
    """A parameter that several classes share, in all that they have in common.

    ``type`` and ``text`` are its paragraph in a docstring; the default goes between them, as the
    signature of the class has it. ``constraint`` is an entry of ``_parameter_constraints``.
    ``default`` is what every class has, or `VARIES`.
    """

    type: str
    default: Any
    constraint: list[Any] | str
    text: str
