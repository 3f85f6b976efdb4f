"""Paragraphs of documentation that several classes and functions share, written once.

A docstring names a paragraph on a line of its own, in braces, and the decorator
`fill_docstring` puts it there.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T", bound=type | Callable[..., Any])

_PARAGRAPHS = {
    "analysis_parameters": """
        input : {'filename', 'file', 'content'}, default='content'
            What a document is: the name of a file to read, an object with a ``read``
            method, or the text itself (str, or bytes to decode).

        encoding : str, default='utf-8'
            How to decode bytes.

        decode_error : {'strict', 'ignore', 'replace'}, default='strict'
            What to do with bytes that do not decode; 'strict' raises a ValueError.

        strip_accents : {'ascii', 'unicode'}, callable or None, default=None
            Remove accents while preprocessing.

        lowercase : bool, default=True
            Convert to lower case before tokenizing.

        preprocessor : callable or None, default=None
            Replaces the preprocessing (accents, lower case).

        tokenizer : callable or None, default=None
            Replaces the cutting into tokens by ``token_pattern``.

        analyzer : {'word', 'char', 'char_wb'} or callable, default='word'
            Tokens are words or single characters; a callable makes the tokens of a
            raw document itself, so with ``analyzer=list`` documents are lists of
            tokens.

        stop_words : {'english'}, list or None, default=None
            Tokens to leave out, if ``analyzer='word'``.

        token_pattern : str or None, default=r"(?u)\\\\b\\\\w\\\\w+\\\\b"
            Regular expression of a token, if ``analyzer='word'``; the default takes
            words of two and more letters or digits.
    """,
    "supervised_training_parameters": """
        n_components : int, default=50
            Length of the vectors, at most 16384.

        learning_rate : float, default=0.04
            Step size at the start of training: about how far a component of a term moves
            when it is met for the first time.

        min_learning_rate : float, default=0.0
            Step size at the end; it falls linearly.

        max_iter : int, default=10
            Passes over the documents.

        weight_decay : float, default=0.0
            Before each mini-batch, of up to 64 documents, all vectors and the head shrink by
            the factor ``1 - learning_rate * weight_decay``.

        dropout : float, default=0.0
            Share of a document's terms, from 0 to below 1, that a pass leaves out at
            random; the others weigh so much more.
    """,
    "supervised_fit_parameters": """
        early_stopping : bool, default=False
            Judge each pass by documents that are not trained on, end when it is of no more
            use, and keep the model of the best pass.

        validation_fraction : float, default=0.1
            Share of the documents to set aside for that, if none are given to `fit`;
            documents of weight 0 are never set aside.

        n_iter_no_change : int, default=5
            End after so many passes in a row without progress.

        tol : float, default=1e-4
            A pass is progress if its score is above the best one before by more than this.

        cv : int, cross-validation generator, iterable or None, default=5
            Folds of `fit_transform`, whose features of a document come from a model that
            has not seen its target. None: they come from the model that has.

        init : Embedding, KeyedVectors, fitted vectorizer, str or path-like, default=None
            Vectors to start from, for the terms that they hold; they must have
            ``n_components`` components. None, and terms that are missing: small random
            numbers.

        freeze : bool, default=False
            Leave the vectors of ``init`` as they are and train the head only; terms that
            it does not hold have no say.

        warm_start : bool, default=False
            Start from the vectors, and the head, of the last ``fit``. The folds of
            `fit_transform` start as without it: those vectors have seen their targets.
    """,
    "supervised_output_parameters": """
        pooling : {'tfidf', 'idf', 'mean', 'sum'} or Pooling, default='tfidf'
            How the vectors of a document's terms become its features, in training as in
            `transform`: a weighted sum, by a name or an object of :mod:`skembed.pooling`.

        norm : {'l1', 'l2', 'max'} or None, default=None
            Scale each row of features to norm 1, in training too. Rows of zeros stay.
    """,
    "ngram_parameters": """
        ngram_range : tuple (min_n, max_n), default=(1, 2)
            Lengths of the sequences of tokens that are terms: (1, 2) takes single tokens and
            pairs of neighbours. Not for a callable ``analyzer``. A token with spaces that is
            also such a sequence is refused.

        char_ngram_range : tuple (min_n, max_n) or None, default=None
            Lengths of the sequences of characters inside each token, between ``<`` and
            ``>``, that are terms too; named ``char:`` and the sequence.

        n_buckets : int, 'auto' or None, default='auto'
            Vectors for the sequences of two and more tokens, and of characters, at most: if
            there are more of them they share, dealt out in the order of their counts, and
            the vectors are named ``bucket:`` and a number. 'auto' is 131,072; None gives
            each a vector of its own. Not for a ``vocabulary`` that is given.
    """,
    "vocabulary_parameters": """
        max_df : float in range [0.0, 1.0] or int, default=1.0
            Leave out terms that are in more documents: a share of them if float, a
            number if int. Ignored if ``vocabulary`` is given.

        min_df : float in range [0.0, 1.0] or int, default=1
            Leave out terms that are in fewer documents, in the same way.

        max_features : int or None, default=None
            Keep only so many terms, the most frequent. Ignored if ``vocabulary`` is
            given.

        vocabulary : mapping or iterable or None, default=None
            The terms to use: a mapping of terms to rows, or the terms in order. None
            learns them from the documents.
    """,
    "pooling_parameter": """
        pooling : str, Pooling or list of these, default='mean'
            How the vectors of a document's tokens become its features: 'mean', 'sum',
            'max', 'min', 'idf' (mean weighted by inverse document frequency), 'tfidf' (sum
            by the weights of tf-idf), 'sif' (smooth inverse frequency), an object of
            :mod:`skembed.pooling`, or a list, whose features are put side by side.
    """,
    "norm_parameter": """
        norm : {'l1', 'l2', 'max'} or None, default=None
            Scale each row of features to norm 1. Rows of zeros stay.
    """,
    "n_jobs_parameter": """
        n_jobs : int or None, default=None
            Number of threads. None means 1 unless in a :func:`joblib.parallel_config`
            context, -1 all processors, which are also the most. The results do not depend on it.
    """,
    "random_state_parameter": """
        random_state : int, RandomState instance or None, default=None
            Seed of all that is random. An int gives the same bits in every run, for
            any ``n_jobs``.
    """,
    "verbose_parameter": """
        verbose : int, default=0
            1 prints a line for each pass over the data.
    """,
    "embedding_attributes": """
        embedding_ : Embedding
            The terms and their vectors; look-up, neighbours, conversion to gensim.

        vocabulary_ : dict
            The row of each term in ``embedding_``.

        pooling_ : Pooling
            The fitted pooling.
    """,
}


def fill_docstring(cls: T) -> T:
    """Put the shared paragraphs into a docstring, in place of their names.

    Parameters
    ----------
    cls : type or callable
        A class, or function, whose docstring holds lines such as ``{norm_parameter}``.

    Returns
    -------
    cls : type or callable
        The same.

    Raises
    ------
    KeyError
        If there is no paragraph of that name.
    """

    def paragraph(match: re.Match[str]) -> str:
        lines = inspect.cleandoc(_PARAGRAPHS[match["name"]]).splitlines()
        return "\n".join(match["indent"] + line if line else "" for line in lines)

    # Without docstrings (python -OO) there is nothing to fill.
    if cls.__doc__:
        cls.__doc__ = re.sub(
            r"^(?P<indent> *)\{(?P<name>\w+)\}$", paragraph, cls.__doc__, flags=re.MULTILINE
        )
    return cls
