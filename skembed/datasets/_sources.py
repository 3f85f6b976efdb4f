"""Read the docstrings of installed packages from their source files without importing them.

Parsing is fast, has no side effects and gives the same result on every machine with the same
versions. Compiled modules have no Python source; their docstrings are only found if NumPy or SciPy
add them with `add_newdoc`.
"""

from __future__ import annotations

import ast
import importlib.util
import warnings
from collections.abc import Iterator
from pathlib import Path

_LEFT_OUT = frozenset({"tests", "test", "conftest", "setup"})


def package_folder(package: str) -> Path:
    """Return the folder of an installed package without importing it."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(
            f"The source files of {package!r} were not found. It must be installed as ordinary "
            "files, not inside a zip archive."
        )
    return Path(next(iter(spec.submodule_search_locations)))


def modules(package: str) -> Iterator[tuple[str, Path]]:
    """Yield the names and files of the modules of a package, sorted by name, without tests."""
    folder = package_folder(package)
    found = {}
    for path in folder.rglob("*.py"):
        parts = path.relative_to(folder).with_suffix("").parts
        if _LEFT_OUT.isdisjoint(parts):
            name = parts[:-1] if parts[-1] == "__init__" else parts
            found[".".join([package, *name])] = path
    yield from sorted(found.items())


def docstrings(path: Path) -> list[str]:
    """List the docstrings of one source file in order."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # invalid escape sequences in the source
        tree = ast.parse(path.read_bytes())
    return list(_walk(tree))


def _walk(node: ast.AST) -> Iterator[str]:
    """Yield the docstrings of a syntax tree node and of the statements in it."""
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
    """Yield the docstrings in a call such as ``add_newdoc("numpy", "ndarray", ("T", "..."))``."""
    if not isinstance(expression, ast.Call):
        return
    name = getattr(expression.func, "id", getattr(expression.func, "attr", ""))
    if not name.startswith("add_newdoc"):
        return
    for argument in expression.args:
        for node in ast.walk(argument):
            # Names of objects have no line breaks; docstrings begin with one.
            if isinstance(node, ast.Constant) and "\n" in str(node.value):
                yield str(node.value)
