"""Find the embeddings and estimators that a display shows, also inside pipelines and searches.

Nothing is fitted here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sklearn.exceptions import NotFittedError

from .._core.embedding import Embedding
from .._vectors.sources import as_embedding


def parts(source: Any) -> list[Any]:
    """Return the steps of a pipeline, or of the best pipeline of a search, or the object itself.

    Parameters
    ----------
    source : object
        Any object.

    Returns
    -------
    parts : list of object
        The steps in order. A search that is not fitted is returned unchanged.
    """
    source = getattr(source, "best_estimator_", source)
    if hasattr(source, "steps"):
        return [part for _, step in source.steps for part in parts(step)]
    return [source]


def find_embedding(source: Any, name: str) -> Embedding:
    """Return the embedding of an object, also of a pipeline that contains a vectorizer.

    Parameters
    ----------
    source : Embedding, KeyedVectors, vectorizer, pipeline, search, str or path-like
        The object; estimators must be fitted.

    name : str
        Name of the parameter, for error messages.

    Returns
    -------
    embedding : Embedding
        The first embedding found.

    Raises
    ------
    TypeError
        If the object has no vectors.

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
        f"No step of the {type(source).__name__} given as {name} has an embedding_: one step must "
        "be a fitted vectorizer of skembed."
    )


def find_trained(source: Any, name: str) -> Any:
    """Return the first estimator with a ``loss_curve_``.

    Parameters
    ----------
    source : estimator, pipeline or search
        A fitted estimator.

    name : str
        Name of the estimator, for error messages.

    Returns
    -------
    estimator : object
        An estimator whose ``loss_curve_`` is not None.

    Raises
    ------
    NotFittedError
        If there is no such estimator.
    """
    for part in parts(source):
        if getattr(part, "loss_curve_", None) is not None:
            return part
    raise NotFittedError(
        f"{name} has no loss_curve_: it must be or contain a fitted estimator that is trained "
        "iteratively, such as Word2VecVectorizer, GloVeVectorizer or "
        "SupervisedEmbeddingVectorizer."
    )


def name_sources(sources: Any, what: str) -> dict[str, Any]:
    """Return objects by name; objects in a list are named after their class, with a number.

    Parameters
    ----------
    sources : mapping of str to object, or list or tuple of object
        The objects.

    what : str
        Name of the parameter, for error messages.

    Returns
    -------
    named : dict of str to object
        The objects by name. A number is added only to class names that are not unique.

    Raises
    ------
    TypeError
        If sources is neither a mapping nor a list or tuple.

    ValueError
        If sources is empty.
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
        raise TypeError(f"{what} must be a dict or a list, got {type(sources).__name__}.")
    if not named:
        raise ValueError(f"{what} is empty: there is nothing to plot.")
    return named


def several(items: str | Iterable[str], what: str) -> list[str]:
    """Return one or several terms as a list without duplicates.

    Parameters
    ----------
    items : str or iterable of str
        The terms.

    what : str
        Name of the parameter, for error messages.

    Returns
    -------
    items : list of str
        The distinct terms in order.

    Raises
    ------
    ValueError
        If there are no terms.
    """
    found = [items] if isinstance(items, str) else list(dict.fromkeys(items))
    if not found:
        raise ValueError(f"{what} is empty: there is nothing to plot.")
    return found
