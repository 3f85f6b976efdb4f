"""One table of parameters: every signature, constraint and docstring agrees with it."""

import ast
import inspect
import re
from collections import defaultdict

import pytest

import skembed
import skembed.base
import skembed.datasets
import skembed.evaluation
import skembed.pooling
import skembed.testing
from skembed._base.parameters.decorator import shown
from skembed._base.parameters.parameter import VARIES
from skembed._base.parameters.table import PARAMETERS
from skembed.base import shared_parameters

MODULES = [
    skembed,
    skembed.base,
    skembed.datasets,
    skembed.evaluation,
    skembed.pooling,
    skembed.testing,
]

# What bears the name of a shared parameter and is another thing, or may be something else.
OWN_CONSTRAINTS = {
    ("EmbeddingEncoder", "n_components"): "may be 'auto', or given by column",
    ("GloVeVectorizer", "n_iter_no_change"): "may be None: all passes",
    ("SupervisedEmbeddingRegressor", "ngram_weight"): "may be 'auto'",
    ("cooccurrence_matrix", "vocabulary"): "is required",
    ("compare_embeddings", "cv"): "may not be None: nothing else could be compared",
}
# One name for two things.
HOMONYMS = {
    "alpha": "GloVe: an exponent, as in its paper; the regressor: the penalty, as in Ridge",
    "vectors": "GloVe: which of its two vectors are kept; pretrained: the vectors",
}


def constraints_of(public):
    """The constraints of a class or function; an empty dict if it has none."""
    if inspect.isclass(public):
        return getattr(public, "_parameter_constraints", {})
    return getattr(public, "_skl_parameter_constraints", {})


def public_objects():
    for module in MODULES:
        for name in module.__all__:
            public = getattr(module, name)
            if callable(public) and constraints_of(public):
                yield public


PUBLIC = sorted({public.__name__: public for public in public_objects()}.items())


def signature(public):
    return inspect.signature(public).parameters


def shared_names():
    for name, public in PUBLIC:
        for parameter in signature(public):
            if parameter in PARAMETERS:
                yield name, public, parameter


SHARED = [pytest.param(*each[1:], id=f"{each[0]}-{each[2]}") for each in shared_names()]
each_shared = pytest.mark.parametrize(("public", "name"), SHARED)
each_public = pytest.mark.parametrize("public", [p for _, p in PUBLIC], ids=[n for n, _ in PUBLIC])


def documented(public):
    """(name, type and default) of the parameters in a docstring, in their order."""
    section = re.search(
        r"^Parameters\n-+\n(.*?)(?=\n\n\S[^\n]*\n-+\n|\Z)",
        inspect.getdoc(public),
        re.MULTILINE | re.DOTALL,
    )
    return dict(re.findall(r"^(\w+) : (.*)$", section[1], re.MULTILINE))


def test_all_are_found():
    names = {name for name, _ in PUBLIC}
    assert names >= {
        "GloVeVectorizer",
        "PretrainedVectorizer",
        "SupervisedEmbeddingRegressor",
        "SupervisedEmbeddingVectorizer",
        "Word2VecVectorizer",
        "compare_embeddings",
        "cooccurrence_matrix",
    }
    assert {name for _, _, name in shared_names()} == set(PARAMETERS), "nobody has them"


def test_what_two_have_is_in_the_table():
    users = defaultdict(set)
    for name, public in PUBLIC:
        for parameter in signature(public):
            users[parameter].add(name)
    twice = {parameter for parameter, names in users.items() if len(names) > 1}
    assert twice - set(HOMONYMS) <= set(PARAMETERS)
    assert set(HOMONYMS) <= twice


@each_shared
def test_default(public, name):
    default = signature(public)[name].default
    expected = PARAMETERS[name].default
    if expected is VARIES or default is inspect.Parameter.empty:
        return
    assert default == expected
    assert type(default) is type(expected)


def test_defaults_that_vary_do():
    defaults = defaultdict(set)
    for _, public, name in shared_names():
        defaults[name].add(signature(public)[name].default)
    once = {name for name, values in defaults.items() if len(values) == 1}
    assert {name for name in once if PARAMETERS[name].default is VARIES} == set()


def as_text(constraint):
    """Constraints have no equality; the order of a set's items is not that of its text."""
    if not isinstance(constraint, list):
        return constraint
    kinds = [getattr(kind, "options", None) or str(kind) for kind in constraint]
    return [sorted(kind) if isinstance(kind, set) else kind for kind in kinds]


@each_shared
def test_constraint(public, name):
    same = as_text(constraints_of(public)[name]) == as_text(PARAMETERS[name].constraint)
    assert same != ((public.__name__, name) in OWN_CONSTRAINTS)


def test_own_constraints_are_in_use():
    shared = {(name, parameter) for name, _, parameter in shared_names()}
    assert set(OWN_CONSTRAINTS) <= shared


@each_public
def test_docstring_has_the_signature(public):
    described = documented(public)
    assert list(described) == list(signature(public))
    for name, parameter in signature(public).items():
        text = described[name]
        if parameter.default is parameter.empty:
            assert "default=" not in text
            continue
        assert text.count("default=") == 1, f"{name} : {text}"
        written = ast.literal_eval(text.split("default=")[1].replace("\\\\", "\\"))
        assert written == parameter.default, f"{name} : {text}"


@each_public
def test_docstring_is_complete(public):
    assert not re.search(r"^ *\{\w+\}$", inspect.getdoc(public), re.MULTILINE)


@pytest.mark.parametrize(
    "public", [p for n, p in PUBLIC if n.endswith(("Vectorizer", "Regressor"))]
)
def test_signatures_are_explicit(public):
    assert "__init__" in vars(public)
    assert all(
        p.kind in {p.KEYWORD_ONLY, p.POSITIONAL_OR_KEYWORD} for p in signature(public).values()
    )


@pytest.mark.parametrize(
    ("default", "text"),
    [
        (0.0, "0.0"),
        (0.04, "0.04"),
        (1e-3, "1e-3"),
        (2.5e-5, "2.5e-5"),
        ("a", "'a'"),
        (r"\w", r'r"\\w"'),
        (None, "None"),
    ],
)
def test_shown(default, text):
    assert shown(default) == text


class Described:
    """A class.

    Parameters
    ----------
    b : int, default=1
        Its own.

    window : int, default=3
        Its own words.

    {shared_parameters}

    Attributes
    ----------
    {embedding_attributes}
    """

    _parameter_constraints = {"b": [int], "verbose": [str]}

    def __init__(self, *, norm=None, window=3, b=1, verbose=0): ...


def test_class_states_what_is_its_own():
    cls = shared_parameters(type("Described", (Described,), {"__doc__": Described.__doc__}))
    assert list(documented(cls)) == ["norm", "window", "b", "verbose"]
    assert "    Its own words.\n\nb : int, default=1\n    Its own.\n\nverbose" in cls.__doc__
    assert "Attributes\n----------\nembedding_ : Embedding\n" in cls.__doc__
    assert cls._parameter_constraints == {
        "norm": PARAMETERS["norm"].constraint,
        "window": PARAMETERS["window"].constraint,
        "b": [int],
        "verbose": [str],
    }
    assert Described._parameter_constraints == {"b": [int], "verbose": [str]}


def test_parameter_without_constraint():
    class Careless(Described):
        def __init__(self, *, norm=None, depth=1): ...

    with pytest.raises(TypeError, match="Careless has no constraint for its parameter depth"):
        shared_parameters(Careless)


def test_class_without_docstring():
    """As ``python -OO`` makes it of every class."""
    cls = shared_parameters(type("Bare", (Described,), {"__doc__": None}))
    assert cls.__doc__ is None
    assert set(cls._parameter_constraints) == set(signature(cls))
