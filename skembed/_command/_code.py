"""Estimators and the comparison as Python code that a person copies into a project."""

from __future__ import annotations

import inspect
from textwrap import indent
from typing import Any

from sklearn.base import BaseEstimator
from sklearn.pipeline import Pipeline

import skembed

from .._comparison import compare_embeddings
from .._core.embedding import Embedding
from .._text.unicode_words import unicode_token_pattern
from .._word2vec.estimator import Word2VecVectorizer

_WIDTH = 80
TEXTS_AND_LABELS = ("texts", "labels")


class _Code:
    """Writes expressions and remembers what they import."""

    def __init__(self, vectors: str | Word2VecVectorizer | None = None) -> None:
        self.vectors = vectors
        self.imports: dict[str, set[str]] = {}

    def name(self, thing: Any) -> str:
        """Return the name of a class or function and import it from its public module."""
        if thing.__name__ in skembed.__all__ and thing.__module__.startswith("skembed."):
            module = "skembed"
        else:
            parts = thing.__module__.split(".")
            private = [i for i, part in enumerate(parts) if part.startswith("_") and i]
            module = ".".join(parts[: private[0]] if private else parts)
        self.imports.setdefault(module, set()).add(thing.__name__)
        return str(thing.__name__)

    def value(self, value: Any) -> str:
        """Return an expression for the value of a parameter."""
        if isinstance(value, Pipeline):
            steps = [step for _, step in value.steps]
            self.imports.setdefault("sklearn.pipeline", set()).add("make_pipeline")
            return call("make_pipeline", [self.value(step) for step in flat(steps)])
        if isinstance(value, Embedding) and isinstance(self.vectors, Word2VecVectorizer):
            return f"{self.value(self.vectors)}.fit(unlabeled).embedding_"
        if isinstance(value, Embedding):
            return quoted(str(self.vectors))
        if isinstance(value, BaseEstimator):
            return call(self.name(type(value)), self.arguments(value))
        if hasattr(value, "get_n_splits"):
            self.name(type(value))
            return repr(value)
        if isinstance(value, list):
            return call("", [self.value(each) for each in value], "[]")
        if isinstance(value, tuple) and any(isinstance(each, BaseEstimator) for each in value):
            return call("", [self.value(each) for each in value])
        if isinstance(value, dict):
            items = [f"{quoted(key)}: {self.value(each)}" for key, each in value.items()]
            return call("", items, "{}")
        if not isinstance(value, str):
            return repr(value)
        if value == unicode_token_pattern():
            return f"{self.name(unicode_token_pattern)}()"
        return quoted(value)

    def arguments(self, estimator: BaseEstimator) -> list[str]:
        """Return the parameters that differ from their defaults."""
        defaults = inspect.signature(type(estimator)).parameters
        return [
            f"{name}={self.value(value)}"
            for name, value in estimator.get_params(deep=False).items()
            if name not in defaults or repr(value) != repr(defaults[name].default)
        ]

    def with_imports(self, lines: list[str]) -> str:
        """Return the code with its imports, sorted as isort sorts them."""
        imports = [
            f"from {module} import {', '.join(sorted(names, key=str.lower))}"
            for module, names in sorted(self.imports.items())
        ]
        return "\n".join([*imports, "", *lines])


def flat(steps: list[Any]) -> list[Any]:
    """Return the steps of nested pipelines in one list."""
    return [
        each
        for step in steps
        for each in (flat([s for _, s in step.steps]) if isinstance(step, Pipeline) else [step])
    ]


def call(name: str, arguments: list[str], brackets: str = "()") -> str:
    """Return a call, with one argument per line if it is long."""
    opening, closing = name + brackets[0], brackets[1]
    line = f"{opening}{', '.join(arguments)}{closing}"
    if len(line) <= _WIDTH and "\n" not in line:
        return line
    lines = indent(",\n".join([*arguments, ""]), "    ")
    return f"{opening}\n{lines}{closing}"


def quoted(text: str) -> str:
    """Return a string literal, in double quotes where possible."""
    literal = repr(text)
    return f'"{literal[1:-1]}"' if literal[0] == "'" and '"' not in literal else literal


def pipeline_code(
    pipeline: Pipeline,
    vectors: str | Word2VecVectorizer | None = None,
    variables: tuple[str, str] = TEXTS_AND_LABELS,
) -> str:
    """Return code that constructs and fits a pipeline.

    Parameters
    ----------
    pipeline : Pipeline
        The pipeline.

    vectors : str or Word2VecVectorizer, default=None
        The source of pretrained vectors: a path, or the vectorizer for the unlabeled texts.

    variables : tuple of (str, str), default=("texts", "labels")
        The names of the data and of the targets.

    Returns
    -------
    code : str
        It uses these variables, and the list ``unlabeled`` if vectors are trained.
    """
    code = _Code(vectors)
    fit = f"model.fit({', '.join(variables)})"
    return code.with_imports([f"model = {code.value(pipeline)}", fit])


def comparison_code(
    vectorizers: dict[str, Any],
    options: dict[str, Any],
    vectors: str | Word2VecVectorizer | None = None,
    variables: tuple[str, str] = TEXTS_AND_LABELS,
) -> str:
    """Return code that repeats a comparison.

    Parameters
    ----------
    vectorizers : dict of str to vectorizer
        The candidates.

    options : dict
        Further parameters of `compare_embeddings`; ``groups`` are a list of that name.

    vectors, variables
        As in `pipeline_code`.

    Returns
    -------
    code : str
        Complete but for the data.
    """
    code = _Code(vectors)
    code.name(compare_embeddings)
    candidates = f"vectorizers = {code.value(vectorizers)}"
    given = [
        f"{name}={'groups' if name == 'groups' else code.value(value)}"
        for name, value in options.items()
        if value is not None
    ]
    compared = call("compare_embeddings", ["vectorizers", *variables, *given])
    return code.with_imports([candidates, f"comparison = {compared}", "print(comparison)"])
