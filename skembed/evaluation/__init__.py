"""Intrinsic evaluation: word similarity, analogies, and comparison of two embeddings."""

from skembed._core.public_module import set_public_module
from skembed.evaluation._alignment import Alignment, align
from skembed.evaluation._analogies import evaluate_analogies
from skembed.evaluation._analogy_result import AnalogyResult, AnalogySection
from skembed.evaluation._overlap import NeighborOverlap, neighbor_overlap
from skembed.evaluation._similarity import SimilarityResult, evaluate_similarity

__all__ = [
    "Alignment",
    "AnalogyResult",
    "AnalogySection",
    "NeighborOverlap",
    "SimilarityResult",
    "align",
    "evaluate_analogies",
    "evaluate_similarity",
    "neighbor_overlap",
]

set_public_module(__name__, __all__)
