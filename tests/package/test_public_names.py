"""Public names say where users import them, so pickles load after a file of the package moves."""

import importlib
import pickle
import pkgutil
from types import FunctionType

import pytest

import skembed
from skembed._core.public_module import DEFINED_IN

MODULES = ["skembed"] + [
    f"skembed.{module.name}"
    for module in pkgutil.iter_modules(skembed.__path__)
    if not module.name.startswith("_")
]
NAMES = [(module, name) for module in MODULES for name in importlib.import_module(module).__all__]
OTHERS = {"POOLINGS", "HasMethods", "Interval", "StrOptions"}  # a dict, and scikit-learn's own


@pytest.mark.parametrize(("module", "name"), [pair for pair in NAMES if pair[1] not in OTHERS])
def test_a_public_name_is_pickled_by_its_public_module(module, name):
    thing = getattr(importlib.import_module(module), name)
    assert isinstance(thing, type | FunctionType)
    assert (thing.__module__, thing.__qualname__) == (module, name)
    assert pickle.loads(pickle.dumps(thing)) is thing
    # A pickle of an earlier version names the file.
    assert getattr(importlib.import_module(DEFINED_IN[thing]), name) is thing
