"""The rules of who imports what (docs/develop/architecture)."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "skembed"

# A module imports from its own level and from below; a new one has to be given its place.
LEVELS = [
    {"_kernels"},
    {"_threads", "_jobs", "_sklearn", "_docs", "_pieces", "_version", "_snapshots"},
    {"_checks", "_neighbours", "_corpus", "_embedding", "_formats", "_vector_files"}
    | {
        "_documents",
        "_text_parameters",
        "_analyzer",
        "_analysis",
        "_tokenized",
        "_tokenizing",
        "_encoder",
        "_ngrams",
        "pooling",
    }
    | {"_cooccurrence", "_counting", "_counting_plan", "_spill"},
    {"_base", "_training", "_unsupervised_fit"},
    {"_parts", "_start"}  # what trainings share
    | {"_sgns", "_gensim", "_glove_trainer", "_cooccurrence_matrix"}  # trainers, functions
    | {"_text_trainer", "_labels", "_targets", "_numbers", "_importance", "_holdout", "_crossfit"}
    | {"_lesson", "_teaching"}
    | {"_supervised_fit"},
    {"_word2vec", "_glove", "_supervised", "_supervised_regressor", "_pretrained"}  # estimators
    | {"_comparison", "_displays"},
    {"datasets", "evaluation"},
    {"__init__", "testing", "_command", "__main__"},
]
LEVEL = {name: level for level, names in enumerate(LEVELS) for name in names}
ESTIMATORS = LEVELS[-3] - {"_comparison", "_displays"}

FILES = sorted(PACKAGE.rglob("*.py"))


def imports(path):
    """(where it stands, module, name) of every import in a file; relative ones made absolute."""
    package = path.parent.relative_to(ROOT).parts
    tree = ast.parse(path.read_text(encoding="utf-8"))
    top = set(tree.body)
    for node in ast.walk(tree):
        at = "top" if node in top else "inside"
        if isinstance(node, ast.Import):
            yield from ((at, alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join([*base, *filter(None, [node.module])])
            yield from ((at, module, alias.name) for alias in node.names)


def owner(path):
    """The name by which LEVELS knows the file."""
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def own_imports(path):
    """The names in LEVELS of what a file imports from skembed."""
    for _, module, name in imports(path):
        parts = [*module.split("."), name]
        if parts[0] == "skembed":
            first = parts[1]
            # `from skembed import Embedding` and `from . import x` go by __init__ or by the module.
            yield first if first in LEVEL else "__init__"


def relative(path):
    return str(path.relative_to(ROOT))


each_file = pytest.mark.parametrize("path", FILES, ids=map(relative, FILES))


def test_files_are_found():
    assert len(FILES) > 30
    assert {owner(path) for path in FILES} == set(LEVEL), "give every module its place in LEVELS"
    found = {name for path in FILES for name in own_imports(path)}
    assert {"_kernels", "_corpus", "pooling", "_training", "_base"} <= found


@each_file
def test_imports_point_down(path):
    mine = owner(path)
    up = {name for name in own_imports(path) if LEVEL[name] > LEVEL[mine]}
    assert not up


@pytest.mark.parametrize("name", sorted(ESTIMATORS))
def test_estimators_do_not_import_each_other(name):
    assert not set(own_imports(PACKAGE / f"{name}.py")) & (ESTIMATORS - {name})


def test_estimators_are_those_listed():
    derived = {path.stem for path in FILES if "BaseVectorizer):" in path.read_text("utf-8")}
    assert derived == ESTIMATORS


@each_file
def test_private_names_of_scikit_learn(path):
    used = {
        f"{module}.{name}"
        for _, module, name in imports(path)
        if module.split(".")[0] == "sklearn"
        and any(part.startswith("_") for part in [*module.split("."), name])
    }
    assert not used or path.name == "_sklearn.py"


@each_file
def test_joblib_is_asked_in_one_place(path):
    # The contract suite saves estimators by joblib, as users do.
    if owner(path) in {"_threads", "_jobs", "testing"}:
        return
    assert not [module for _, module, _ in imports(path) if module.split(".")[0] == "joblib"]


@each_file
def test_gensim_and_options_are_imported_where_they_are_used(path):
    lazy = {"gensim", "pandas", "polars", "pyarrow", "matplotlib", "rich", "pytest"}
    top = {module.split(".")[0] for at, module, _ in imports(path) if at == "top"}
    assert not top & lazy


def test_import_is_light():
    code = "import skembed, sys; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    loaded = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, env=environment
    ).stdout.split()
    assert "sklearn" in loaded
    assert not {"gensim", "matplotlib", "polars"} & set(loaded)
