"""Compare embeddings on a downstream task with `compare_embeddings`."""

from ._compare import compare_embeddings
from ._downstream import FeatureScaler
from ._result import EmbeddingComparison

__all__ = ["EmbeddingComparison", "FeatureScaler", "compare_embeddings"]
