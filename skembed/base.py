"""Base classes and tools for people who write their own vectorizer.

A vectorizer of your own derives from `BaseVectorizer` and `UnsupervisedMixin`, and writes one
method, ``_train``: it has pipelines, grid searches, poolings, callbacks and pickles from there.
:ref:`add_method` shows one from begin to end.
"""

from ._base.parameters.decorator import shared_parameters
from ._base.unsupervised import UnsupervisedMixin
from ._base.vectorizer import BaseVectorizer
from ._compat.sklearn import (
    FitProgress,
    HasMethods,
    Interval,
    StrOptions,
    fit_context,
    whole_number,
)
from ._fit.loop import Trainer, run
from ._fit.schedule import LinearRate
from ._fit.seeds import draw_seed, subseed
from ._fit.stopping import LossPlateau

__all__ = [
    "BaseVectorizer",
    "FitProgress",
    "HasMethods",
    "Interval",
    "LinearRate",
    "LossPlateau",
    "StrOptions",
    "Trainer",
    "UnsupervisedMixin",
    "draw_seed",
    "fit_context",
    "run",
    "shared_parameters",
    "subseed",
    "whole_number",
]
