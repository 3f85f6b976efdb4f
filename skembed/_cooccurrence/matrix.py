"""cooccurrence_matrix: the co-occurrence counts of documents as a public function.

This file documents its parameters and reads the documents. Counting is in `_cooccurrence.count`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np
from scipy.sparse import csr_array
from sklearn.feature_extraction.text import CountVectorizer

from .._base.parameters.decorator import shared_parameters_of_function
from .._compat.sklearn import HasMethods
from .._text.analyzer import analyzer_of, warn_of_parameters
from .._text.parameter_checks import check_vocabulary
from .._text.vocabulary import encode
from .count import cached_counts

# A separate variable: Sphinx cannot parse a dict in a decorator.
_OWN_CONSTRAINTS: dict[str, Any] = {
    "raw_documents": "no_validation",
    "vocabulary": [Mapping, HasMethods("__iter__")],
}


@shared_parameters_of_function(_OWN_CONSTRAINTS)
def cooccurrence_matrix(
    raw_documents: Any,
    vocabulary: Mapping[str, int] | Iterable[str],
    *,
    window: int = 10,
    symmetric: bool = True,
    weighting: str = "harmonic",
    input: str = "content",
    encoding: str = "utf-8",
    decode_error: str = "strict",
    strip_accents: str | Callable[[str], str] | None = None,
    lowercase: bool = True,
    preprocessor: Callable[[Any], Any] | None = None,
    tokenizer: Callable[[str], list[str]] | None = None,
    analyzer: str | Callable[[Any], Iterable[str]] = "word",
    stop_words: str | list[str] | None = None,
    token_pattern: str | None = r"(?u)\b\w\w+\b",
    handle_missing: str = "error",
    memory_limit: int | str = "1GB",
    n_jobs: int | None = None,
    memory: Any = None,
) -> csr_array:
    r"""Count how often terms occur near each other.

    .. math:: X_{ij} = \sum_{p, q} w(|p - q|)

    The sum runs over the positions :math:`p` of term :math:`i` and :math:`q \ne p` of term
    :math:`j` in the same document with :math:`|p - q|` at most ``window``. The weight
    :math:`w(D)` is :math:`1 / D` as in GloVe [1]_, or 1. Tokens that are not in the
    vocabulary are removed before distances are measured.

    Parameters
    ----------
    raw_documents : iterable of str of shape (n_documents,)
        The documents, as for the ``fit`` method of the vectorizers.

    vocabulary : mapping of str to int, or iterable of str
        Either a mapping from terms to row indices, such as the ``vocabulary_`` of a fitted
        vectorizer, or an iterable over terms, in the order of the rows.

    {shared_parameters}

    n_jobs : int or None, default=None
        Number of parallel joblib tasks. They run in threads unless a
        :func:`joblib.parallel_config` context selects another backend. None means 1 unless in
        such a context; -1 means using all processors. The result does not depend on it.

    Returns
    -------
    counts : csr_array of shape (n_terms, n_terms), dtype=float32
        Co-occurrence counts. Row i and column i belong to term i; the column indices of each
        row are sorted. If the counts do not fit into ``memory_limit``, the arrays are mapped
        from an unnamed file, which is deleted together with them. If the counts come from a
        cache given as a path, the arrays are mapped from its files. Changes to mapped arrays
        stay in memory and are not written to the files.

    Raises
    ------
    ValueError
        If ``memory_limit`` is too low for the number of terms, or the temporary folder has no
        room for the counts.

    Warns
    -----
    UserWarning
        If the cache cannot be written, for example because the disk is full.

    References
    ----------
    .. [1] J. Pennington, R. Socher, C. D. Manning, "GloVe: Global Vectors for Word
       Representation", EMNLP 2014. https://aclanthology.org/D14-1162

    Examples
    --------
    >>> from skembed import cooccurrence_matrix
    >>> counts = cooccurrence_matrix(["the cat sat", "the cat ran"], ["the", "cat", "sat", "ran"])
    >>> counts.toarray()
    array([[0. , 2. , 0.5, 0.5],
           [2. , 0. , 1. , 1. ],
           [0.5, 1. , 0. , 0. ],
           [0.5, 1. , 0. , 0. ]], dtype=float32)
    """
    reader = CountVectorizer(
        input=input,
        encoding=encoding,
        decode_error=decode_error,
        strip_accents=strip_accents,
        lowercase=lowercase,
        preprocessor=preprocessor,
        tokenizer=tokenizer,
        analyzer=analyzer,
        stop_words=stop_words,
        token_pattern=token_pattern,
    )
    reader.handle_missing = handle_missing
    reading = analyzer_of(reader).examining()
    index = check_vocabulary(vocabulary)
    warn_of_parameters(reader, index)
    counts = cached_counts(
        memory,
        encode(raw_documents, reading, index),
        len(index),
        window=window,
        symmetric=symmetric,
        weighting=weighting,
        memory_limit=memory_limit,
        n_jobs=n_jobs,
    )
    if counts.nnz <= np.iinfo(np.int32).max:  # as SciPy itself does
        counts.indptr = counts.indptr.astype(np.int32)
    return counts
