"""Word vectors as scikit-learn transformers: raw documents in, one row of features each out."""

from ._comparison import EmbeddingComparison, FeatureScaler, compare_embeddings
from ._cooccurrence_matrix import cooccurrence_matrix
from ._corpus import Corpus, Vocabulary
from ._displays import (
    ContributionsDisplay,
    DocumentMapDisplay,
    EmbeddingComparisonDisplay,
    EmbeddingLearningCurveDisplay,
    LossCurveDisplay,
    NeighborsDisplay,
    WordMapDisplay,
)
from ._embedding import Embedding
from ._glove import GloVeVectorizer
from ._pretrained import PretrainedVectorizer
from ._supervised import SupervisedEmbeddingVectorizer
from ._supervised_regressor import SupervisedEmbeddingRegressor
from ._tokenized import TokenizedDocuments
from ._tokenizing import tokenize_documents
from ._version import __version__ as __version__
from ._word2vec import Word2VecVectorizer

__all__ = [
    "ContributionsDisplay",
    "Corpus",
    "DocumentMapDisplay",
    "Embedding",
    "EmbeddingComparison",
    "EmbeddingComparisonDisplay",
    "EmbeddingLearningCurveDisplay",
    "FeatureScaler",
    "GloVeVectorizer",
    "LossCurveDisplay",
    "NeighborsDisplay",
    "PretrainedVectorizer",
    "SupervisedEmbeddingRegressor",
    "SupervisedEmbeddingVectorizer",
    "TokenizedDocuments",
    "Vocabulary",
    "Word2VecVectorizer",
    "WordMapDisplay",
    "compare_embeddings",
    "cooccurrence_matrix",
    "tokenize_documents",
]
