"""Compare embeddings on a downstream task with `compare_embeddings`."""

from .._core.public_module import set_public_module
from ._compare import compare_embeddings
from ._downstream import FeatureScaler
from ._problem import DataWarning
from ._result import EmbeddingComparison

__all__ = ["DataWarning", "EmbeddingComparison", "FeatureScaler", "compare_embeddings"]

set_public_module("skembed", __all__, imported_from=__name__)
