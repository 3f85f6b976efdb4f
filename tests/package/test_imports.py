"""Who may import whom: the layers, no circles, and one door to each library that is not ours."""

import ast
import os
import subprocess
import sys
from itertools import chain

import pytest
from processes import run
from project import ROOT

PACKAGE = ROOT / "skembed"

# A folder with an estimator is a method; _supervised has two, a classifier and a regressor.
METHODS = {path.parent.name for path in PACKAGE.glob("_*/estimator.py")} | {"_supervised"}

# A file imports from its own folder and from layers below; a new folder has to be given its layer.
LAYERS = [
    {"_kernels"},
    {"_compat"},
    {"_files"},
    {"_core"},
    {"_text", "_vectors", "pooling"},
    {"_fit", "_encoded"},
    {"_base"},
    {"_cooccurrence"},
    METHODS,
    {"_encoder"},  # the method for tables trains as methods for texts do
    {"_comparison", "_displays", "evaluation", "datasets"},
    {"__init__", "_command", "testing", "__main__", "base", "fitted"},
]
LAYER = {name: layer for layer, names in enumerate(LAYERS) for name in names}

FILES = sorted(PACKAGE.rglob("*.py"))
MODULES = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in FILES}


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
    """The name by which LAYERS knows the file."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def own_imports(path):
    """The files of skembed that a file imports from."""
    for _, module, name in imports(path):
        names = [f"{module}.{name}", module, f"{module}.{name}.__init__", f"{module}.__init__"]
        yield from [MODULES[name] for name in names if name in MODULES][:1]


def relative(path):
    return str(path.relative_to(ROOT))


each_file = pytest.mark.parametrize("path", FILES, ids=map(relative, FILES))


def test_files_are_found():
    assert len(FILES) > 30
    assert {owner(path) for path in FILES} == set(LAYER), "give every folder its layer"
    found = {owner(below) for path in FILES for below in own_imports(path)}
    assert found >= {"_core", "_fit", "_base", "pooling"}


@each_file
def test_imports_point_down(path):
    mine = LAYER[owner(path)]
    up = {relative(p) for p in own_imports(path) if LAYER[owner(p)] > mine}
    assert not up
    beside = {owner(p) for p in own_imports(path) if LAYER[owner(p)] == mine}
    if owner(path) in METHODS:
        assert beside <= {owner(path)}, "methods do not import each other"


def test_no_two_files_import_each_other_in_a_circle():
    below = {path: set(own_imports(path)) - {path} for path in FILES}
    while ends := {path for path, files in below.items() if not files} or below.keys() - set(
        chain.from_iterable(below.values())
    ):  # what imports nothing that is left, or is imported by nothing that is left
        below = {path: files - ends for path, files in below.items() if path not in ends}
    assert not sorted(map(relative, below)), "these are in a circle"


@each_file
def test_private_names_of_scikit_learn(path):
    used = {
        f"{module}.{name}"
        for _, module, name in imports(path)
        if module.split(".")[0] == "sklearn"
        and any(part.startswith("_") for part in [*module.split("."), name])
    }
    assert not used or relative(path) == "skembed/_compat/sklearn.py"


@each_file
def test_joblib_is_asked_in_one_place(path):
    # The contract suite saves estimators by joblib, as users do.
    if owner(path) not in {"_compat", "testing"}:
        modules = [module for _, module, _ in imports(path)]
        assert "joblib" not in {module.split(".")[0] for module in modules}


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


def test_no_two_classes_have_one_name():
    where = {}
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                where.setdefault(node.name, []).append(relative(path))
    assert not {name: paths for name, paths in where.items() if len(paths) > 1}


LATE = """
import pickle, sys
import skembed

late = ("skembed._comparison", "skembed._displays")
assert not [name for name in sys.modules if name.startswith(late)], "imported before it is used"
assert set(skembed.__all__) <= set(dir(skembed))
assert not hasattr(skembed, "unknown")

from skembed._comparison import FeatureScaler  # a pickle names the public module all the same
assert b"skembed\\nFeatureScaler" in pickle.dumps(FeatureScaler(), protocol=0)
for name in skembed.__all__:
    assert getattr(skembed, name).__module__ == "skembed", name
    assert name in vars(skembed)
"""


def test_comparisons_and_displays_are_imported_when_they_are_used():
    run(LATE)
