"""`encode`: stream documents into a folder, in bounded memory.

This file reads the documents; `_encoded.writer` writes the folder.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from sklearn.feature_extraction.text import CountVectorizer

from .._core.checks import check_terms
from .._core.pieces import WHOLE, Size
from .._text.analyzer import Analyzer, analyzer_of, warn_of_parameters
from .._text.reading import check_found, read_pieces
from .._text.stored import StoredDocuments
from .._text.tokenized import TokenizedDocuments
from .batches import each_document
from .encoded_corpus import EncodedCorpus
from .lock import locked
from .writer import Writer

# Tokens and documents of a shard: some 25 MB, which one interruption can lose.
SHARD = Size(1 << 22, 1 << 20)


def encode(documents: Any, path: str | os.PathLike[str], vectorizer: Any = None) -> EncodedCorpus:
    """Tokenize documents once and write them to a folder, for corpora larger than memory.

    The documents are read one after the other, and the folder grows by one shard of some 4 million
    tokens at a time. Memory use is that of one shard and of the distinct tokens, however many
    documents there are.

    If the call is interrupted or killed, call it again with the same documents in the same order:
    it goes on after the last complete shard. The documents before are skipped, and those of the
    last shard must have the same tokens as before.

    Read more in the :ref:`User Guide <large_corpora>`.

    Parameters
    ----------
    documents : iterable of str of shape (n_documents,)
        The documents: any container that a vectorizer accepts, such as a list or a generator, or an
        iterator of Series, or of dataframes or Arrow record batches with one column.

    path : str or path-like
        The folder to write: a new or empty one, or that of an interrupted call.

    vectorizer : estimator, default=None
        A vectorizer whose text parameters determine the tokens, as for `tokenize_documents`. None
        uses the default text parameters.

    Returns
    -------
    documents : EncodedCorpus
        The encoded documents. Pass them, in place of the documents, to any vectorizer of skembed
        that has the same text parameters.

    Raises
    ------
    TypeError, ValueError
        If a document is invalid (the message names its row), there are no documents or no tokens,
        the folder has other files, another process writes to it, or the disk is full.

    See Also
    --------
    tokenize_documents : Tokenize documents once, in memory.

    Examples
    --------
    >>> import tempfile
    >>> from skembed import Word2VecVectorizer, encode
    >>> def lines():
    ...     for _ in range(50):
    ...         yield "the cat sat on the mat"
    ...         yield "the dog sat on the rug"
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     documents = encode(lines(), folder)
    ...     Word2VecVectorizer(n_components=4, subsample=0).fit_transform(documents).shape
    (100, 4)
    """
    if isinstance(documents, (TokenizedDocuments, StoredDocuments)):
        raise TypeError(
            f"{type(documents).__name__} are tokenized already: pass them to fit, or pass the raw "
            "documents to encode."
        )
    reader = CountVectorizer() if vectorizer is None else vectorizer
    analyzer = analyzer_of(reader).examining()
    warn_of_parameters(reader)
    stream = each_document(documents, rows=analyzer.takes_anything)
    folder = Path(os.fspath(path)).absolute()
    with locked(folder):
        writer = Writer(folder, analyzer)
        n_before = writer.n_documents
        _skip(stream, analyzer, writer)
        try:
            _encode(stream, analyzer, writer)
        except Exception as error:
            if n_before:
                error.add_note(f"Rows count from document {n_before}, where this call went on.")
            raise
        writer.finish()
    return EncodedCorpus(folder)


def _encode(stream: Iterator[Any], analyzer: Analyzer, writer: Writer) -> None:
    """Write the documents that are not in the folder yet."""
    for raw, tokens in read_pieces(stream, analyzer, SHARD, list):
        if len(raw.indptr) > 1:
            if analyzer.rule is None:
                check_terms(tokens, *analyzer.tokens_are)
            writer.add(raw, tokens)
    if not writer.numbers:
        writer.clear()  # with other parameters, there may be tokens
    check_found(writer.n_documents, len(writer.numbers), "encode")


def _skip(stream: Iterator[Any], analyzer: Analyzer, writer: Writer) -> None:
    """Skip the documents that are in the folder; those of its last shard must be the same."""
    if not writer.sizes:
        return
    n_last = writer.sizes[-1][0]
    n_skipped = sum(1 for _ in islice(stream, writer.n_documents - n_last))
    [(raw, tokens)] = read_pieces(islice(stream, n_last), analyzer, WHOLE, list)
    n_found = n_skipped + len(raw.indptr) - 1
    if n_found < writer.n_documents or not writer.matches_last(raw, tokens):
        raise ValueError(
            f"These are not the documents that were encoded in '{writer.folder}' before: "
            + (
                f"there are only {n_found}, and {writer.n_documents} are encoded already."
                if n_found < writer.n_documents
                else f"documents {n_skipped} to {n_found - 1} have other tokens."
            )
            + " Pass the same documents in the same order, or choose another folder."
        )
