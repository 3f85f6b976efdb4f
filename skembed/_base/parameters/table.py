"""The table of shared parameters: their types, defaults, constraints and descriptions."""

from __future__ import annotations

from .output import OUTPUT
from .parameter import Parameter
from .text import TEXT
from .training import TRAINING

PARAMETERS: dict[str, Parameter] = {**TEXT, **TRAINING, **OUTPUT}

# Paragraphs that replace their names in braces in docstrings.
PARAGRAPHS = {
    # For models that are trained with a head; these override the paragraphs of the table.
    "supervised_parameters": """
        learning_rate : float, default=0.06
            Step size at the start of training.

        max_iter : int or 'auto', default='auto'
            Maximum number of passes over the documents. 'auto' is 20,000 divided by the number
            of documents with a weight above 0, or by 50 if there are fewer, but at least 10: few
            documents need more passes. More classes K than components n crowd each other, and
            need more: ((K - 1) / n)^2 times as many, at most 5 times.

        init : Embedding, dict, KeyedVectors, vectorizer, str or path-like, default=None
            Vectors of terms that were learned elsewhere; ``freeze`` says how they are used. Their
            terms are known to `transform`, also those that no document of `fit` holds, and so are
            words with a vector by their ``subwords``, unless ``vocabulary`` is given. Unless
            ``freeze='concat'``, they must have ``n_components`` components. None, and terms that
            are missing: zeros; but words that have a vector by the ``subwords`` of ``init`` take
            that. A fitted vectorizer stays fitted in clones of this estimator. If a vectorizer
            that learns without y, such as `Word2VecVectorizer`, is not fitted, a clone of it is
            fitted first, to the documents of `fit` or of the first `partial_fit`, without their
            targets and weights; if its ``random_state`` is None, it follows from that of this
            estimator.

        pooling : {'tfidf', 'idf', 'mean', 'sum'} or Pooling, default='tfidf'
            How the vectors of a document's terms become its features, in training as in
            `transform`: a weighted sum, by a name or an object of :mod:`skembed.pooling`.

        norm : {'l1', 'l2', 'max'} or None, default=None
            Scale each row of features to norm 1, in training too. Rows of zeros stay as
            they are.
    """,
    "embedding_attributes": """
        embedding_ : Embedding
            The terms and their vectors; look-up, neighbors, conversion to gensim.

        vocabulary_ : dict
            The row of each term in ``embedding_``.

        pooling_ : Pooling
            The fitted pooling.
    """,
}
