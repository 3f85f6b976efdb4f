"""The docstrings of installed packages, read from their source files without importing them.

Parsing is quick, has no side effects and gives the same on every machine that holds the same
versions. What has no Python source (compiled modules) is not seen, except for the docstrings that
NumPy and SciPy keep for it in calls of `add_newdoc`. This file knows where docstrings stand; it
knows nothing about what is written in them.
"""

from __future__ import annotations

import ast
import importlib.util
import warnings
from collections.abc import Iterator
from pathlib import Path

_LEFT_OUT = frozenset({"tests", "test", "conftest", "setup"})


def package_folder(package: str) -> Path:
    """Where an installed package lies; the package is not imported.

    Raises
    ------
    ModuleNotFoundError
        If it is not installed as a folder of files.
    """
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(
            f"The source files of {package!r} were not found; install it as ordinary files "
            "(not inside a zip archive)."
        )
    return Path(next(iter(spec.submodule_search_locations)))


def modules(package: str) -> Iterator[tuple[str, Path]]:
    """Yield the dotted names and the files of a package's modules, sorted by name; no tests."""
    folder = package_folder(package)
    found = {}
    for path in folder.rglob("*.py"):
        parts = path.relative_to(folder).with_suffix("").parts
        if _LEFT_OUT.isdisjoint(parts):
            name = parts[:-1] if parts[-1] == "__init__" else parts
            found[".".join([package, *name])] = path
    yield from sorted(found.items())


def docstrings(path: Path) -> list[str]:
    """List the docstrings of one source file in the order in which they stand."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # invalid escapes in other people's strings
        tree = ast.parse(path.read_bytes())
    return list(_walk(tree))


def _walk(node: ast.AST) -> Iterator[str]:
    """Yield the docstrings of a node and of the statements in it."""
    if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        docstring = ast.get_docstring(node, clean=False)
        if docstring:
            yield docstring
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Expr):
            yield from _added_docstrings(child.value)
        elif isinstance(child, ast.stmt):
            yield from _walk(child)


def _added_docstrings(expression: ast.expr) -> Iterator[str]:
    """Yield the texts in a call such as ``add_newdoc("numpy", "ndarray", ("T", "..."))``."""
    if not isinstance(expression, ast.Call):
        return
    name = getattr(expression.func, "id", getattr(expression.func, "attr", ""))
    if not name.startswith("add_newdoc"):
        return
    for argument in expression.args:
        for node in ast.walk(argument):
            # Names of objects stand on one line, docstrings begin with a line break.
            if isinstance(node, ast.Constant) and "\n" in str(node.value):
                yield str(node.value)
