"""Displays of embeddings and comparisons, following scikit-learn's display API.

matplotlib is optional; it is only imported when something is plotted.
"""

from .._core.public_module import set_public_module
from ._comparison import EmbeddingComparisonDisplay
from ._contributions import ContributionsDisplay
from ._document_map import DocumentMapDisplay
from ._learning_curve import EmbeddingLearningCurveDisplay
from ._loss_curve import LossCurveDisplay
from ._neighbors import NeighborsDisplay
from ._word_map import WordMapDisplay

__all__ = [
    "ContributionsDisplay",
    "DocumentMapDisplay",
    "EmbeddingComparisonDisplay",
    "EmbeddingLearningCurveDisplay",
    "LossCurveDisplay",
    "NeighborsDisplay",
    "WordMapDisplay",
]

set_public_module("skembed", __all__, imported_from=__name__)
