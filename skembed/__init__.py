"""Word embeddings as scikit-learn transformers: raw documents in, one row of features each.

Comparisons and displays are imported when they are first used: they need parts of scikit-learn that
vectorizers do not, and take a tenth of a second.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from . import base as base
from . import fitted as fitted
from ._cooccurrence.matrix import cooccurrence_matrix
from ._core.corpus import Corpus, Vocabulary
from ._core.embedding import Embedding
from ._core.public_module import set_public_module
from ._core.subwords import Subwords
from ._core.version import __version__ as __version__
from ._encoded.encode import encode
from ._encoded.encoded_corpus import EncodedCorpus
from ._encoder.encoder import EmbeddingEncoder
from ._glove.estimator import GloVeVectorizer
from ._pretrained.estimator import PretrainedVectorizer
from ._supervised.classifier import SupervisedEmbeddingVectorizer
from ._supervised.regressor import SupervisedEmbeddingRegressor
from ._text.tokenize import tokenize_documents
from ._text.tokenized import TokenizedDocuments
from ._text.unicode_words import unicode_token_pattern
from ._word2vec.estimator import Word2VecVectorizer

if TYPE_CHECKING:
    from ._comparison import DataWarning, EmbeddingComparison, FeatureScaler, compare_embeddings
    from ._displays import (
        ContributionsDisplay,
        DocumentMapDisplay,
        EmbeddingComparisonDisplay,
        EmbeddingLearningCurveDisplay,
        LossCurveDisplay,
        NeighborsDisplay,
        WordMapDisplay,
    )

__all__ = [
    "ContributionsDisplay",
    "Corpus",
    "DataWarning",
    "DocumentMapDisplay",
    "Embedding",
    "EmbeddingComparison",
    "EmbeddingComparisonDisplay",
    "EmbeddingEncoder",
    "EmbeddingLearningCurveDisplay",
    "EncodedCorpus",
    "FeatureScaler",
    "GloVeVectorizer",
    "LossCurveDisplay",
    "NeighborsDisplay",
    "PretrainedVectorizer",
    "Subwords",
    "SupervisedEmbeddingRegressor",
    "SupervisedEmbeddingVectorizer",
    "TokenizedDocuments",
    "Vocabulary",
    "Word2VecVectorizer",
    "WordMapDisplay",
    "compare_embeddings",
    "cooccurrence_matrix",
    "encode",
    "tokenize_documents",
    "unicode_token_pattern",
]

set_public_module(__name__, [name for name in __all__ if name in globals()])


if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        """Import what comparisons and displays define."""
        for part in ("._comparison", "._displays") if name in __all__ else ():
            module = import_module(part, __name__)
            if name in module.__all__:
                globals()[name] = getattr(module, name)
                return globals()[name]
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

    def __dir__() -> list[str]:
        """Return the names of all attributes, imported or not."""
        return sorted({*globals(), *__all__})
