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
            Maximum number of passes over the documents. 'auto' is 20,000 (500 for each class,
            if there are more than 40 classes, but at most 100,000) divided by the number of
            documents with a weight above 0, but at least 10 and at most 400: few documents need
            more passes.

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
