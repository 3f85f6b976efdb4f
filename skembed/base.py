"""Base classes and tools for people who write their own vectorizer.

Your own vectorizer inherits from `UnsupervisedMixin` and `BaseVectorizer` and implements a single
method, ``_train``. Pooling, callbacks, pickling and support for pipelines and grid searches come
from the base classes. See :ref:`add_method` for a complete example.
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
from ._core.public_module import set_public_module
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

set_public_module(__name__, __all__)
