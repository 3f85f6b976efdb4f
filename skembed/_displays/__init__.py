"""Pictures of what was learned and compared, after scikit-learn's convention for displays.

matplotlib is imported when something is plotted, so the package does without it.
"""

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
