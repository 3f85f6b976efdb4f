"""`set_public_module`: public names say where users import them, not where they are defined.

Pickles and skops files name a class by its ``__module__``: with a public one, a file of the package
can move without breaking them. Nothing is imported or exported here.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from types import FunctionType

# Where public classes and functions are defined, for tools that look for their source.
DEFINED_IN: dict[object, str] = {}


def set_public_module(module: str, names: Iterable[str], imported_from: str | None = None) -> None:
    """Set ``__module__`` of the public classes and functions of a module.

    Call it at the end of a public module, as ``set_public_module(__name__, __all__)``, or of one
    that it imports from later, ``imported_from``. It skips objects of other packages.
    """
    package = f"{module.partition('.')[0]}."
    for name in names:
        thing = getattr(sys.modules[imported_from or module], name)
        if isinstance(thing, type | FunctionType) and thing.__module__.startswith(package):
            DEFINED_IN[thing] = thing.__module__
            thing.__module__ = module
