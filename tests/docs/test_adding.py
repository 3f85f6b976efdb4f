"""What "How to add ..." promises: public names only, and how many places an addition touches."""

import ast
import re
import sys
from functools import partial
from inspect import cleandoc
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from project import ROOT
from sklearn.utils import check_random_state

import skembed.base
import skembed.pooling
from skembed._core.public_module import DEFINED_IN
from skembed.base import LinearRate, draw_seed, run, subseed
from skembed.testing import parametrize_with_text_checks

PACKAGE = ROOT / "skembed"
PAGES = ROOT / "docs" / "develop"
MOST_PLACES = {"method": 4, "kernel": 5, "pooling": 2, "file_format": 2, "display": 2}

sys.path.append(str(PAGES))
from svd_vectorizer import SVDVectorizer

read = partial(Path.read_text, encoding="utf-8")


def page(kind):
    return read(PAGES / f"add_{kind}.rst")


def pooling_example():
    """The code on the page about poolings."""
    [code] = re.findall(r"\.\. testcode::\n\n((?:    .*\n|\n)+)", page("pooling"))
    return cleandoc(code)


EXAMPLES = {
    "method": read(PAGES / "svd_vectorizer.py"),
    "pooling": pooling_example(),
    "vectorizer without the base class": read(
        next(path for path in (ROOT / "tests").rglob("toy_vectorizer.py"))
    ),
}
each_example = pytest.mark.parametrize("code", EXAMPLES.values(), ids=EXAMPLES)


def is_private(name):
    return name.startswith("_") and not name.startswith("__")


def private_imports(code):
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.ImportFrom):
            names = [*(node.module or "").split("."), *(alias.name for alias in node.names)]
        elif isinstance(node, ast.Import):
            names = [part for alias in node.names for part in alias.name.split(".")]
        else:
            continue
        if names[0] != "__future__":
            yield from filter(is_private, names)


def private_attributes(code):
    """Private names that a code defines in its classes, or asks any object for."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Attribute) and is_private(node.attr):
            yield node.attr
        if isinstance(node, ast.ClassDef):
            for item in node.body:
                targets = getattr(item, "targets", [getattr(item, "target", item)])
                names = [getattr(t, "id", getattr(t, "name", "")) for t in targets]
                yield from filter(is_private, names)


def contract():
    """The private names that the base classes tell subclasses of."""
    bases = [skembed.base.BaseVectorizer, skembed.base.UnsupervisedMixin]
    return {name for base in bases for name in re.findall(r"``(_\w+)", base.__doc__)}


@each_example
def test_examples_import_nothing_private(code):
    assert "skembed" in code
    assert list(private_imports(code)) == []


@pytest.mark.parametrize("kind", ["method", "pooling"])
def test_examples_use_the_documented_contract(kind):
    assert set(private_attributes(EXAMPLES[kind])) <= contract()


def test_private_names_are_seen():
    code = "from skembed._fit import run\nimport skembed._core\nfrom skembed import _x\n"
    assert list(private_imports(code)) == ["_fit", "_core", "_x"]
    code = "class A:\n    _b: int = 1\n    _c = 2\n    def _d(self): self._e()"
    assert sorted(private_attributes(code)) == ["_b", "_c", "_d", "_e"]


def test_contract_is_what_the_template_calls():
    assert contract() >= {"_train", "_read", "_n_passes", "_parameter_constraints", "_warm_state"}
    bases = (skembed.base.UnsupervisedMixin, skembed.base.BaseVectorizer)
    ours = {name for name in contract() if any(hasattr(base, name) for base in bases)}
    assert contract() - ours == {"_run_search"}  # scikit-learn's, for comparison


@parametrize_with_text_checks([SVDVectorizer(n_components=5, random_state=0)])
def test_example_method_keeps_the_contract(estimator, check):
    check(estimator)


def test_example_method_is_one_file():
    cls = SVDVectorizer
    assert "\n\nverbose : int, default=0\n    Not used." in cls.__doc__
    assert "n_components : int, default=100\n" in cls.__doc__
    assert set(cls._parameter_constraints) == set(SVDVectorizer().get_params())


class HalvingTrainer:
    """Halves vectors in each pass."""

    loss_at_start = 1.0

    def __init__(self, terms, seed):
        vectors = np.random.default_rng(seed).normal(size=(len(terms), 4))
        self.terms, self.vectors = terms, vectors.astype(np.float32)

    def steps(self, i, rates):
        self.vectors *= rates.at(i, 0)
        yield 0.5**i * len(self.terms), len(self.terms)

    def matrices(self):
        return (self.vectors,)

    def result(self):
        return {"embedding_": skembed.Embedding(self.terms, self.vectors.copy())}


class HalvingVectorizer(SVDVectorizer):
    def _n_passes(self, corpus):
        return 3

    def _train(self, corpus, vocabulary, progress):
        seed = subseed(draw_seed(check_random_state(self.random_state)), 0)
        trainer = HalvingTrainer(vocabulary.terms, seed)
        rates = LinearRate(0.5, 0.5, self._n_passes(corpus))
        return run(trainer, rates, progress, name="HalvingVectorizer", verbose=self.verbose)


def test_training_in_passes_through_the_public_door(capsys):
    documents = ["one two", "two three"]
    vectorizer = HalvingVectorizer(random_state=0, verbose=1).fit(documents)
    vectors = vectorizer.embedding_.vectors
    assert vectors.shape == (3, 4)
    assert_array_equal(vectorizer.loss_curve_, [1, 0.5, 0.25])
    assert vectorizer.n_iter_ == 3
    assert capsys.readouterr().out.count("[HalvingVectorizer] pass") == 3
    again = HalvingVectorizer(random_state=0).fit(documents).embedding_.vectors
    assert_array_equal(again, vectors)


def places(kind):
    """The numbered places of a page; the kernel's are the numbered steps."""
    text = page(kind)
    if "\nPlaces\n------\n" in text:
        items = text.split("\nPlaces\n------\n")[1]
        return re.findall(r"^\d\. (.*)$", items, re.MULTILINE)
    return re.findall(r"^\d\. (.*)\n-{3,}$", text, re.MULTILINE)


@pytest.mark.parametrize("kind", MOST_PLACES)
def test_number_of_places(kind):
    assert 2 <= len(places(kind)) <= MOST_PLACES[kind]


@pytest.mark.parametrize("kind", MOST_PLACES)
def test_paths_on_the_pages_exist(kind):
    for path in re.findall(r"``((?:skembed|tests|docs)/[\w/.]*)``", page(kind)):
        assert (ROOT / path).exists() or "_name" in path, path


METHODS = [
    name
    for name, cls in vars(skembed).items()
    if isinstance(cls, type) and issubclass(cls, skembed.base.BaseVectorizer)
]


@pytest.mark.parametrize("name", METHODS)
def test_a_method_is_in_the_places_of_the_page(name):
    [contract_test] = (ROOT / "tests").rglob("test_contract.py")
    assert name in skembed.__all__
    assert f"    {name}(" in read(contract_test)
    assert f"    {name}\n" in read(ROOT / "docs" / "reference" / "index.rst")
    guide = (ROOT / "docs" / "user_guide").glob("*.rst")
    assert any(name in read(path) for path in guide)


def importers(file):
    """The files of the same folder that import from a file."""
    for path in file.parent.glob("*.py"):
        for node in ast.walk(ast.parse(read(path))):
            if isinstance(node, ast.ImportFrom) and node.level == 1 and node.module == file.stem:
                yield path.name


DISPLAYS = [cls for name, cls in vars(skembed).items() if name.endswith("Display")]
POOLINGS = list(skembed.pooling.POOLINGS.values())


@pytest.mark.parametrize("cls", [*DISPLAYS, *POOLINGS])
def test_what_has_a_name_is_imported_where_it_becomes_public(cls):
    file = ROOT.joinpath(*DEFINED_IN[cls].split(".")).with_suffix(".py")
    assert "__init__.py" in importers(file)
    assert f"    {cls.__name__}\n" in read(ROOT / "docs" / "reference" / "index.rst")


@pytest.mark.parametrize("cls", DISPLAYS)
def test_no_display_needs_another(cls):
    file = ROOT.joinpath(*DEFINED_IN[cls].split(".")).with_suffix(".py")
    assert set(importers(file)) == {"__init__.py"}


def test_files_of_vectors_are_read_behind_one_door():
    doors = {"reading": "read_file", "writing": "write_file"}
    for path in PACKAGE.rglob("*.py"):
        used = [name for module, name in doors.items() if f"_files.{module} import" in read(path)]
        assert not used or path.name == "stored_vectors.py"
