"""Word vectors as scikit-learn transformers: raw documents in, one row of features each out."""

from ._cooccurrence_matrix import cooccurrence_matrix
from ._corpus import Corpus, Vocabulary
from ._embedding import Embedding
from ._glove import GloVeVectorizer
from ._pretrained import PretrainedVectorizer
from ._word2vec import Word2VecVectorizer

__version__ = "0.1.0"

__all__ = [
    "Corpus",
    "Embedding",
    "GloVeVectorizer",
    "PretrainedVectorizer",
    "Vocabulary",
    "Word2VecVectorizer",
    "cooccurrence_matrix",
]
