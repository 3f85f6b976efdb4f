"""The candidates of a comparison and their names. Nothing is fitted here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from sklearn.base import clone
from sklearn.pipeline import Pipeline
from sklearn.utils import get_tags

from ._inputs import Input, TextInput, parts_of


class Candidate(NamedTuple):
    """A named vectorizer; ``needs_y`` is True if fitting it requires targets.

    ``params`` are the sample weights and other metadata that its ``fit`` receives.
    """

    name: str
    vectorizer: Any
    needs_y: bool
    params: dict[str, Any]


def find_candidates(
    vectorizers: Mapping[str, Any] | Iterable[Any], baseline: Any, kind: Input | None = None
) -> tuple[list[Candidate], tuple[str, ...]]:
    """Name the vectorizers and add the baselines.

    Parameters
    ----------
    vectorizers : mapping of str to transformer, or iterable of transformers
        The candidates.

    baseline : bool, transformer, or mapping of str to transformer
        As in `compare_embeddings`.

    kind : TextInput or TableInput, default=None
        What the candidates read; None for texts.

    Returns
    -------
    candidates : list of Candidate
        All candidates; added baselines come last.

    baselines : tuple of str
        The names of the baselines.

    Raises
    ------
    TypeError, ValueError
        If there is no candidate, a candidate is not a transformer, or two candidates have the
        same name.
    """
    kind = TextInput() if kind is None else kind
    named = named_candidates(vectorizers)
    if baseline is True:
        added, baselines = kind.baselines(named)
    else:
        added = {} if baseline is False else {"baseline": baseline}
        added = dict(baseline) if isinstance(baseline, Mapping) else added
        baselines = list(added)
    for name in added:
        if name in named:
            raise ValueError(
                f"{name!r} is the name of a baseline: rename that vectorizer or set baseline=False."
            )
        check_transformer(name, added[name])
    everything = {name: kind.candidate(clone(v)) for name, v in {**named, **added}.items()}
    return [Candidate(n, v, needs_y(v), {}) for n, v in everything.items()], tuple(baselines)


def named_candidates(vectorizers: Mapping[str, Any] | Iterable[Any]) -> dict[str, Any]:
    """Return the vectorizers by name, or raise if they are not transformers; see above."""
    if hasattr(vectorizers, "fit"):  # a pipeline is iterable and would pass for a list
        raise TypeError("vectorizers must be a dict or a list of vectorizers, got a single one.")
    if not isinstance(vectorizers, Iterable) or isinstance(vectorizers, str):
        raise TypeError(
            f"vectorizers must be a dict or a list of vectorizers, got {vectorizers!r}."
        )
    named = dict(vectorizers) if isinstance(vectorizers, Mapping) else name_candidates(vectorizers)
    if not named:
        raise ValueError("vectorizers is empty: give at least one vectorizer to compare.")
    for name, vectorizer in named.items():
        check_transformer(name, vectorizer)
    return named


def check_transformer(name: object, vectorizer: Any) -> None:
    if not isinstance(name, str):
        raise TypeError(f"Names of vectorizers must be str, got {name!r}.")
    if isinstance(vectorizer, type) or not all(
        hasattr(vectorizer, method) for method in ("fit", "transform", "get_params")
    ):
        raise TypeError(
            f"The vectorizer {name!r} must be an estimator with fit and transform, got "
            f"{vectorizer!r}."
        )


def name_candidates(vectorizers: Iterable[Any]) -> dict[str, Any]:
    """Name vectorizers after their class, adding the parameters that differ within a class."""
    vectorizers = list(vectorizers)
    kinds = [type(vectorizer).__name__ for vectorizer in vectorizers]
    counts = Counter(kinds)
    named: dict[str, Any] = {}
    for vectorizer, kind in zip(vectorizers, kinds, strict=True):
        rivals = [v for v, k in zip(vectorizers, kinds, strict=True) if k == kind]
        name = kind if counts[kind] == 1 else f"{kind}({differences(vectorizer, rivals)})"
        if name in named:
            raise ValueError(
                f"Two vectorizers are both {name}. Pass a dict to give each its own name."
            )
        named[name] = vectorizer
    return named


def differences(vectorizer: Any, rivals: list[Any]) -> str:
    """Return the parameters, with values, that are not the same for all vectorizers of a class."""
    if not hasattr(vectorizer, "get_params"):
        return repr(vectorizer)
    parameters = [rival.get_params(deep=False) for rival in rivals]
    mine = vectorizer.get_params(deep=False)
    different = [name for name in mine if len({repr(other.get(name)) for other in parameters}) > 1]
    return ", ".join(f"{name}={mine[name]!r}" for name in different)


def needs_y(vectorizer: Any) -> bool:
    """Return whether a transformer, or any part of a pipeline, requires targets."""
    return any(get_tags(part).target_tags.required for part in parts_of(vectorizer))


def first_step(vectorizer: Any) -> Any:
    """Return the step that reads the documents, which is the first step of a pipeline."""
    while isinstance(vectorizer, Pipeline):
        vectorizer = vectorizer.steps[0][1]
    return vectorizer


def with_seed(estimator: Any, seed: int | None) -> Any:
    """Return a clone with every ``random_state``, nested ones included, set to the seed."""
    estimator = clone(estimator)
    if seed is not None:
        names = [
            name
            for name, value in estimator.get_params().items()
            if name.split("__")[-1] == "random_state" and value != "deprecated"
        ]
        estimator.set_params(**dict.fromkeys(names, seed))
    return estimator
