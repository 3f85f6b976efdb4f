"""Pooling: combine the vectors of a document's tokens into one row of features."""

from .._core.public_module import set_public_module
from ._base import Pooling
from ._blocks import BlockPooling
from ._extreme import MaxPooling, MinPooling
from ._idf import IdfPooling
from ._mean import MeanPooling, SumPooling
from ._resolve import POOLINGS, ConcatPooling, resolve
from ._sif import SifPooling
from ._sums import term_counts, weighted_sum
from ._tfidf import TfidfPooling

__all__ = [
    "POOLINGS",
    "BlockPooling",
    "ConcatPooling",
    "IdfPooling",
    "MaxPooling",
    "MeanPooling",
    "MinPooling",
    "Pooling",
    "SifPooling",
    "SumPooling",
    "TfidfPooling",
    "resolve",
    "term_counts",
    "weighted_sum",
]

set_public_module(__name__, __all__)
