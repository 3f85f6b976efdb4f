"""Faults of constructors, parameters and tags."""

import copy

import numpy as np
from sklearn.base import DensityMixin
from toy_vectorizer import ToyVectorizer

from .registry import caught_by


@caught_by("no_attributes_set_in_init", "init_only_stores")
class WorksInInit(ToyVectorizer):
    def __init__(self, n_components=8, *, max_iter=3, n_jobs=None):
        super().__init__(n_components, max_iter=max_iter, n_jobs=n_jobs)
        self.table = np.zeros(100)


@caught_by("init_only_stores")
class PrivateStateInInit(ToyVectorizer):
    def __init__(self, n_components=8, *, max_iter=3, n_jobs=None):
        super().__init__(n_components, max_iter=max_iter, n_jobs=n_jobs)
        self._cache = {}


@caught_by("parameters_default_constructible")
class ReplacesDefault(ToyVectorizer):
    def __init__(self, n_components=8, *, max_iter=3, n_jobs=None):
        super().__init__(n_components, max_iter=max_iter, n_jobs=1 if n_jobs is None else n_jobs)


@caught_by("get_params_invariance", possible=["parameters_default_constructible"])
class OtherDeepParameters(ToyVectorizer):
    def get_params(self, deep=True):
        return {**super().get_params(deep), **({"n_jobs": 99} if deep else {})}


@caught_by("set_params")
class RefusesInSetParams(ToyVectorizer):
    def set_params(self, **params):
        if params.get("n_components") is np.inf:
            raise ValueError("n_components must be finite.")
        return super().set_params(**params)


@caught_by("do_not_raise_errors_in_init_or_set_params")
class RefusesInInit(ToyVectorizer):
    def __init__(self, n_components=8, *, max_iter=3, n_jobs=None):
        if isinstance(n_components, str):
            raise ValueError("n_components must be a number.")
        super().__init__(n_components, max_iter=max_iter, n_jobs=n_jobs)


@caught_by("valid_tag_types")
class TagOfOtherType(ToyVectorizer):
    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.requires_fit = "yes"
        return tags


@caught_by("estimator_tags_renamed")
class OldTags(ToyVectorizer):
    def _more_tags(self):
        return {}


@caught_by("mixin_order")
class MixinOnTheRight(ToyVectorizer, DensityMixin):
    pass


@caught_by("estimator_repr", possible=["html_repr"])
class NoRepr(ToyVectorizer):
    def __repr__(self, N_CHAR_MAX=700):
        raise RuntimeError


@caught_by("clone")
class FittedClone(ToyVectorizer):
    def __sklearn_clone__(self):
        return copy.copy(self)


@caught_by("param_validation")
class ConstraintOfNoParameter(ToyVectorizer):
    _parameter_constraints = {**ToyVectorizer._parameter_constraints, "window": [str]}


@caught_by("bad_parameters")
class AnyParameter(ToyVectorizer):
    _parameter_constraints = {**ToyVectorizer._parameter_constraints, "n_jobs": "no_validation"}


@caught_by("tags")
class TagsOfMatrix(ToyVectorizer):
    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.two_d_array = True
        return tags
