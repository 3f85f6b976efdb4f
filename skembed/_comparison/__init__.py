"""Comparing embeddings on a task: `compare_embeddings` and what it returns."""

from ._compare import compare_embeddings
from ._downstream import FeatureScaler
from ._result import EmbeddingComparison

__all__ = ["EmbeddingComparison", "FeatureScaler", "compare_embeddings"]
