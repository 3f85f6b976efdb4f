"""What the built pages are searched with: does it know every page and every public name?

Sphinx writes ``searchindex.js``, and the search page reads it. That a search also shows what it
has found is for check_browser.py to see.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

# Pages that Sphinx makes, or copies, and does not put into the index.
NOT_SEARCHED = re.compile(r"_modules/|_static/|(genindex|py-modindex|search)\.html$")
# Beginnings of words that the guide is about, as a search reduces them.
STEMS = ("glove", "word2vec", "fasttext", "compar", "pool", "pretrain", "supervis", "embed")


def find_faults(folder: Path, names: Iterable[str], stems: Iterable[str]) -> Iterator[str]:
    """Yield a line for each page, name of ours or word that a search cannot find."""
    path = folder / "searchindex.js"
    if not path.is_file():
        yield f"{path}: there is no such file"
        return
    text = path.read_text(encoding="utf-8")
    index = json.loads(text.removeprefix("Search.setIndex(").removesuffix(")"))
    pages = {page.relative_to(folder).as_posix() for page in folder.rglob("*.html")}
    for page in sorted(pages - {f"{name}.html" for name in index["docnames"]}):
        if not NOT_SEARCHED.match(page):
            yield f"{path}: the page {page} is not in it"
    groups = index["objects"].items()
    objects = {f"{prefix}.{entry[-1]}" for prefix, entries in groups for entry in entries}
    yield from (f"{path}: {name} is not in it" for name in names if name not in objects)
    words = [*index["terms"], *index["titleterms"]]
    for stem in stems:
        if not any(word.startswith(stem) for word in words):
            yield f"{path}: no word in it begins with {stem!r}"


def public_names() -> list[str]:
    """List the full names of all that skembed makes public and documents itself.

    What is scikit-learn's own, such as the constraints in ``skembed.base``, has no page here, and
    neither have the parts of fitted estimators in ``skembed.fitted``, which nobody imports.
    """
    package = importlib.import_module("skembed")
    submodules = [module.name for module in pkgutil.iter_modules(package.__path__)]
    submodules.remove("fitted")
    public = [f"skembed.{name}" for name in submodules if not name.startswith("_")]
    modules = [package, *map(importlib.import_module, public)]
    return [
        f"{module.__name__}.{name}"
        for module in modules
        for name in module.__all__
        if not getattr(getattr(module, name), "__module__", "").startswith("sklearn.")
    ]
