"""Data sets that need no download: texts, and sets for evaluating word vectors."""

from skembed._core.public_module import set_public_module
from skembed.datasets._docstrings import load_docstrings
from skembed.datasets._evaluation_sets import load_analogies, load_similarity
from skembed.datasets._evaluation_types import AnalogyQuestions, SimilarityPairs

__all__ = [
    "AnalogyQuestions",
    "SimilarityPairs",
    "load_analogies",
    "load_docstrings",
    "load_similarity",
]

set_public_module(__name__, __all__)
