"""Word embeddings as scikit-learn transformers: raw documents in, one row of features each."""

from . import base as base
from . import fitted as fitted
from ._comparison import DataWarning, EmbeddingComparison, FeatureScaler, compare_embeddings
from ._cooccurrence.matrix import cooccurrence_matrix
from ._core.corpus import Corpus, Vocabulary
from ._core.embedding import Embedding
from ._core.public_module import set_public_module
from ._core.subwords import Subwords
from ._core.version import __version__ as __version__
from ._displays import (
    ContributionsDisplay,
    DocumentMapDisplay,
    EmbeddingComparisonDisplay,
    EmbeddingLearningCurveDisplay,
    LossCurveDisplay,
    NeighborsDisplay,
    WordMapDisplay,
)
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

set_public_module(__name__, __all__)
