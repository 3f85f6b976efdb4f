"""The text parameters that documents were encoded with, as values of JSON and back.

A callable is recorded by its name: its code is not in the files, and never imported from them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .._text.analyzer import Analyzer
from .._text.tokenized import alike


@dataclass(frozen=True, eq=False)
class NamedCallable:
    """The module and the qualified name of a callable, or of its class; equals such callables."""

    name: str

    def __eq__(self, other: object) -> bool:
        """Return whether the other has the same name."""
        mine = other.name if isinstance(other, NamedCallable) else _name_of(other)
        return self.name == mine

    def __hash__(self) -> int:
        """Return a hash of the name."""
        return hash(self.name)

    def __repr__(self) -> str:
        """Show the name."""
        return f"<{self.name}>"


def _name_of(function: object) -> str:
    named: Any = function if hasattr(function, "__qualname__") else type(function)
    return ".".join(filter(None, [getattr(named, "__module__", None), named.__qualname__]))


def to_json(parameters: dict[str, Any]) -> dict[str, Any]:
    """Convert the values of text parameters."""
    return {name: _value_to_json(value, name) for name, value in parameters.items()}


def _value_to_json(value: Any, name: str) -> Any:
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, (tuple, list, set, frozenset)):
        items = sorted(value) if isinstance(value, (set, frozenset)) else value
        return {type(value).__name__: [_value_to_json(item, name) for item in items]}
    if callable(value):
        return {"callable": _name_of(value)}
    raise TypeError(f"{name}={value!r} cannot be recorded beside the encoded documents.")


def from_json(values: dict[str, Any]) -> dict[str, Any]:
    """Convert back; callables become `NamedCallable`."""
    return {name: _value_from_json(value) for name, value in values.items()}


_MAKERS: dict[str, Any] = {
    "tuple": lambda found: tuple(map(_value_from_json, found)),
    "list": lambda found: list(map(_value_from_json, found)),
    "set": set,
    "frozenset": frozenset,
    "callable": NamedCallable,
}


def _value_from_json(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    [(kind, found)] = value.items()
    return _MAKERS[kind](found)


def check_same(recorded: dict[str, Any], analyzer: Analyzer, who: str, what_to_do: str) -> None:
    """Raise a ValueError that names the first parameter in which the analyzer differs."""
    for name, wanted in analyzer.parameters.items():
        if not alike(recorded.get(name), wanted):
            raise ValueError(
                f"The documents were encoded with {name}={recorded.get(name)!r}, {who} has "
                f"{name}={wanted!r}. {what_to_do}"
            )
