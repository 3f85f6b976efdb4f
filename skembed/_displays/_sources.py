"""What displays are made from: vectors, vectorizers, and what holds a vectorizer.

Nothing is fitted here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sklearn.exceptions import NotFittedError

from .._core.embedding import Embedding
from .._vectors.sources import as_embedding


def parts(source: Any) -> list[Any]:
    """Return the object, or the steps of a pipeline, or of the best one of a search.

    Parameters
    ----------
    source : object
        Anything.

    Returns
    -------
    parts : list of object
        In order; a search that is not fitted stays as it is.
    """
    source = getattr(source, "best_estimator_", source)
    if hasattr(source, "steps"):
        return [part for _, step in source.steps for part in parts(step)]
    return [source]


def find_embedding(source: Any, name: str) -> Embedding:
    """Return the vectors of what holds vectors, also of a pipeline with a vectorizer.

    Parameters
    ----------
    source : Embedding, KeyedVectors, vectorizer, pipeline, search, str or path-like
        Fitted.

    name : str
        The parameter that it was given as, for messages.

    Returns
    -------
    embedding : Embedding
        The first of them.

    Raises
    ------
    TypeError
        If there is none.

    NotFittedError
        If the vectorizer is not fitted.
    """
    found = parts(source)
    if len(found) == 1:
        return as_embedding(found[0], name=name)
    for part in found:
        if isinstance(getattr(part, "embedding_", None), Embedding):
            return as_embedding(part)
    raise NotFittedError(
        f"No step of the {type(source).__name__} given as {name} has an embedding_: a step must "
        "be a vectorizer of skembed, and be fitted."
    )


def find_trained(source: Any, name: str) -> Any:
    """Return the first part that has a ``loss_curve_``.

    Parameters
    ----------
    source : estimator, pipeline or search
        Fitted.

    name : str
        By which a message calls it.

    Returns
    -------
    estimator : object
        Its ``loss_curve_`` is not None.

    Raises
    ------
    NotFittedError
        If there is none.
    """
    for part in parts(source):
        if getattr(part, "loss_curve_", None) is not None:
            return part
    raise NotFittedError(
        f"{name} has no loss_curve_: it must be, or hold, a fitted estimator that is trained in "
        "passes, as Word2VecVectorizer, GloVeVectorizer and SupervisedEmbeddingVectorizer are."
    )


def name_sources(sources: Any, what: str) -> dict[str, Any]:
    """Name several things: a mapping as it is, others by their classes, numbered if equal.

    Parameters
    ----------
    sources : mapping of str to object, or iterable
        The things.

    what : str
        The parameter that they were given as, for messages.

    Returns
    -------
    named : dict of str to object
        At least one.

    Raises
    ------
    TypeError
        If it is neither.

    ValueError
        If it is empty.
    """
    if isinstance(sources, Mapping):
        named = {str(key): value for key, value in sources.items()}
    elif isinstance(sources, (list, tuple)):
        names = [type(source).__name__ for source in sources]
        named = {}
        for at, (name, source) in enumerate(zip(names, sources, strict=True)):
            number = f" {names[: at + 1].count(name)}" if names.count(name) > 1 else ""
            named[name + number] = source
    else:
        raise TypeError(f"{what} must be a dict of names, or a list, got {type(sources).__name__}.")
    if not named:
        raise ValueError(f"{what} is empty: there is nothing to plot.")
    return named


def several(items: str | Iterable[str], what: str) -> list[str]:
    """Make a list of one term or several, each once.

    Parameters
    ----------
    items : str or iterable of str
        The terms.

    what : str
        The parameter that they were given as, for messages.

    Returns
    -------
    items : list of str
        At least one.

    Raises
    ------
    ValueError
        If there is none.
    """
    found = [items] if isinstance(items, str) else list(dict.fromkeys(items))
    if not found:
        raise ValueError(f"{what} is empty: there is nothing to plot.")
    return found
