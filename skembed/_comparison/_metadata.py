"""Sample weights and other metadata: which of them goes to which part of a comparison.

With scikit-learn's metadata routing, each part receives what it requests, as in
``cross_validate`` of a pipeline of the vectorizer and the estimator. Without it, all of
``params`` goes to the estimator's ``fit``, as there, and to vectorizers whose ``fit`` has a
parameter of that name.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from sklearn.metrics import get_scorer
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import Pipeline
from sklearn.utils.metadata_routing import MetadataRouter, MethodMapping, process_routing
from sklearn.utils.validation import has_fit_parameter

from .._compat.sklearn import n_samples, routing_enabled
from ._candidates import Candidate
from ._downstream import default_estimator

Params = dict[str, Any]


class Routed(NamedTuple):
    """The candidates with their metadata, and that of the other parts."""

    candidates: list[Candidate]
    estimator: Params
    score: Params
    split: Params


def take_groups(groups: Any, params: Params, cv: Any) -> tuple[Any, Params]:
    """Return the groups for a number of folds, and the metadata of other parts.

    With metadata routing, groups are in ``params``, and a splitter receives them from there.
    """
    if not routing_enabled():
        return groups, params
    if groups is not None:
        raise ValueError(
            "groups cannot be used while metadata routing is enabled: pass "
            "params={'groups': groups}."
        )
    if cv is not None and not isinstance(cv, int):
        return None, params
    return params.get("groups"), {name: params[name] for name in params if name != "groups"}


def sample_weights(params: Params) -> Params:
    """Return the sample weights among metadata, whichever step of a pipeline they are for."""
    return {n: value for n, value in params.items() if n.split("__")[-1] == "sample_weight"}


def check_weights(params: Params, n_documents: int) -> None:
    """Raise a ValueError unless there is one sample weight for each document."""
    for name, weights in sample_weights(params).items():
        if weights is not None and (n := n_samples(weights)) != n_documents:
            raise ValueError(
                f"params[{name!r}] must have one value for each of the {n_documents:,} documents, "
                f"got {n:,}."
            )


def route(
    params: Params,
    fit_params: Params,
    candidates: list[Candidate],
    estimator: Any,
    scorer: Any,
    splitter: Any,
) -> Routed:
    """Return the metadata of each part; without routing, ``fit_params`` are the estimator's.

    Raises
    ------
    TypeError, UnsetMetadataPassedError
        With metadata routing: if nothing requests a parameter, or a part that accepts it
        does not say whether it requests it.
    """
    if not routing_enabled():
        found = [
            c._replace(params={n: params[n] for n in params if has_fit_parameter(c.vectorizer, n)})
            for c in candidates
        ]
        return Routed(found, fit_params, {}, {})
    pipelines = {
        f"pipeline of {c.name}": Pipeline([("vectorizer", c.vectorizer), ("estimator", estimator)])
        for c in candidates
    }
    from_fit = MethodMapping().add(caller="fit", callee="fit")
    router = MetadataRouter(owner="compare_embeddings")
    router.add(splitter=splitter, method_mapping=MethodMapping().add(caller="fit", callee="split"))
    router.add(scorer=scorer, method_mapping=MethodMapping().add(caller="fit", callee="score"))
    router.add(method_mapping=from_fit, **pipelines)
    routed = process_routing(router, "fit", **params)
    steps = [
        process_routing(pipeline, "fit", **routed[name].fit) for name, pipeline in pipelines.items()
    ]
    found = [
        c._replace(
            params=step.vectorizer[
                "fit_transform" if hasattr(c.vectorizer, "fit_transform") else "fit"
            ]
        )
        for c, step in zip(candidates, steps, strict=True)
    ]
    return Routed(found, steps[0].estimator.fit, routed.scorer.score, routed.splitter.split)


def find_estimator(
    estimator: Any, y: Any, params: Params, squared_norm: float = 1.0
) -> tuple[Any, Params]:
    """Return the estimator, by default one that takes sample weights, and ``params`` for it."""
    if estimator is not None:
        return estimator, params
    pipeline = default_estimator(y, squared_norm)
    if "sample_weight" not in params:
        return pipeline, params
    name, model = pipeline.steps[-1]
    if not routing_enabled():
        others = {key: value for key, value in params.items() if key != "sample_weight"}
        return pipeline, {f"{name}__sample_weight": params["sample_weight"], **others}
    model = model.estimator if isinstance(model, OneVsRestClassifier) else model
    model.set_fit_request(sample_weight=True)
    return pipeline, params


def weighted(scoring: list[str], params: Params) -> list[str] | dict[str, Any]:
    """Let the default scorers request sample weights, if metadata routing is enabled."""
    if not routing_enabled() or "sample_weight" not in params:
        return scoring
    return {name: get_scorer(name).set_score_request(sample_weight=True) for name in scoring}
