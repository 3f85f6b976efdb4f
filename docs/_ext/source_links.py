"""The [source] links of public names lead to the files that define them."""

from importlib import import_module

from skembed._core.public_module import DEFINED_IN


def file_of(app, module, name):
    """Answer viewcode's question: the module that defines a name; None for others' names."""
    found = getattr(import_module(module), name.partition(".")[0], None)
    return DEFINED_IN.get(found) if getattr(found, "__hash__", None) else None


def setup(app):
    app.connect("viewcode-follow-imported", file_of)
