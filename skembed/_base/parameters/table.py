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
        learning_rate : float, default=0.04
            Step size at the start of training: about how far a component of a term's vector
            moves when the term is met for the first time.

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
