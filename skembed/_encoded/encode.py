"""`encode`: stream documents into a folder, in bounded memory.

Documents are read here, or by Dask's workers (`_encoded.workers`); `_encoded.writer` writes them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from sklearn.feature_extraction.text import CountVectorizer

from .._core.distinct_tokens import DistinctTokens
from .._core.pieces import Size
from .._text.analyzer import Analyzer, analyzer_of, warn_of_parameters
from .._text.numbers import TokenIds
from .._text.partitions import partitions_of
from .._text.reading import number_pieces
from .._text.stored import StoredDocuments
from .._text.tokenized import TokenizedDocuments
from .batches import each_document
from .encoded_corpus import EncodedCorpus
from .lock import locked
from .workers import active_client, number_on_workers, place_of
from .writer import Writer

# Tokens and documents of a shard: some 25 MB, which one interruption can lose.
SHARD = Size(1 << 22, 1 << 20)
_PIECES = 4  # of a shard, read one after the other


def encode(documents: Any, path: str | os.PathLike[str], vectorizer: Any = None) -> EncodedCorpus:
    """Tokenize documents once and write them to a folder, for corpora larger than memory.

    The documents are read one after the other, and the folder grows by one shard of some 4 million
    tokens at a time. Memory use is that of one shard and of the distinct tokens, however many
    documents there are. The same documents give the same files, byte for byte.

    If Dask has an active client, its workers tokenize the partitions of a Dask collection, some at
    a time. This process receives the numbers of their tokens, one partition after the other, and
    writes the same files as from documents in a list.

    If the call is interrupted or killed, call it again with the same documents in the same order:
    it goes on after the last complete shard. The documents before are skipped, and those of the
    last shard must have the same tokens as before.

    Read more in the :ref:`User Guide <large_corpora>`.

    Parameters
    ----------
    documents : iterable of str of shape (n_documents,)
        The documents: any container that a vectorizer accepts, such as a list, a generator or a
        Dask collection; an iterator of Series, or of dataframes or Arrow record batches with one
        column; or a list of ``dask.delayed`` objects, each of which becomes such a container.

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
    folder = Path(os.fspath(path)).absolute()
    with locked(folder):
        writer = Writer(folder, analyzer, SHARD)
        for raw, tokens in _read(documents, analyzer, writer):
            writer.add(raw, tokens)
        writer.finish()
    return EncodedCorpus(folder)


def _read(
    documents: Any, analyzer: Analyzer, writer: Writer
) -> Iterator[tuple[TokenIds, DistinctTokens]]:
    """Read the documents that are not written yet, here or on Dask's workers."""
    n_before = writer.n_documents
    partitions = partitions_of(documents)
    if partitions is not None and (client := active_client()) is not None:
        start = place_of(client, partitions, n_before, analyzer)
        if start[-1] < n_before:
            raise writer.too_few(start[-1])
        yield from number_on_workers(client, partitions, analyzer, start)
        return
    stream = each_document(documents, rows=analyzer.takes_anything)
    if (n_found := sum(1 for _ in islice(stream, n_before))) < n_before:
        raise writer.too_few(n_found)
    size = Size(*(max(1, n // _PIECES) for n in SHARD))
    try:
        yield from number_pieces(stream, analyzer, size)
    except Exception as error:
        if n_before:
            error.add_note(f"Rows are counted from document {n_before}.")
        raise
