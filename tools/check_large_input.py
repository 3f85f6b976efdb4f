"""Check that documents, tokens and vocabularies may be large, and print what they cost.

    python tools/check_large_input.py

The tests do this at smaller sizes. This takes some minutes, 10 GB of memory and 20 GB in the
temporary folder; each case runs in a process of its own, for its peak of memory.
"""

from __future__ import annotations

import multiprocessing
import resource
import tempfile
import time
from collections.abc import Callable

import numpy as np

from skembed import (
    PretrainedVectorizer,
    SupervisedEmbeddingVectorizer,
    Word2VecVectorizer,
    cooccurrence_matrix,
    encode,
    tokenize_documents,
)

SMALL = {"n_components": 2, "max_iter": 1, "random_state": 0}
N_TYPES = 5_000_000


def _document_of_100_megabytes() -> None:
    words = np.array([f"wört{i}" for i in range(100_000)])
    ids = np.random.default_rng(0).integers(len(words), size=10_000_000)
    document = " ".join(words[ids].tolist())
    assert len(document.encode()) > 100_000_000
    tokens = tokenize_documents([document])
    assert (tokens.tokens[tokens.ids] == words[ids]).all()
    vectors = PretrainedVectorizer(dict(zip(words, np.arange(len(words))[:, None], strict=True)))
    features = vectors.fit([document]).transform([document])
    assert np.isclose(features, ids.mean(), rtol=1e-3).all()


def _token_of_10_megabytes() -> None:
    token = "x1" * 5_000_000
    model = Word2VecVectorizer(subsample=0, **SMALL).fit([f"aa {token} bb", "aa bb"])
    assert set(model.vocabulary_) == {"aa", "bb", token}
    assert model.has_vector([token, f"{token}1"]).tolist() == [True, False]


def _documents_of_5_million_types() -> list[str]:
    return [" ".join(f"t{i + j}" for j in range(1000)) for i in range(0, N_TYPES, 1000)]


def _word2vec_of_5_million_types() -> None:
    model = Word2VecVectorizer(subsample=0, **SMALL).fit(_documents_of_5_million_types())
    assert len(model.vocabulary_) == N_TYPES
    assert model.has_vector([f"t{N_TYPES - 1}", f"t{N_TYPES}"]).tolist() == [True, False]


def _supervised_of_5_million_types() -> None:
    documents = _documents_of_5_million_types()
    model = SupervisedEmbeddingVectorizer(cv=None, **SMALL).fit(documents, [0, 1] * 2500)
    assert len(model.vocabulary_) > N_TYPES  # and buckets of pairs
    assert model.has_vector([f"t{N_TYPES - 1}", f"t{N_TYPES}"]).tolist() == [True, False]


def _more_tokens_than_fit_into_32_bits() -> None:
    n_documents, n_repeats = 2200, 250_000
    document = "aa bb aa cc " * n_repeats
    with tempfile.TemporaryDirectory() as folder:
        documents = encode((document for _ in range(n_documents)), folder)
        n = n_documents * n_repeats
        assert documents.n_tokens == 4 * n > 2**31
        assert documents.counts.tolist() == [2 * n, n, n]
        assert documents[-1][-3:] == ["bb", "aa", "cc"]
        model = Word2VecVectorizer(window=1, subsample=1e-7, **SMALL).fit(documents)
        assert list(model.vocabulary_) == ["aa", "bb", "cc"]
        counts = cooccurrence_matrix(documents, ["aa", "bb", "cc"], window=1).toarray()
        pairs = 2 * n - n_documents * np.array([0, 1])  # the last word has no neighbor to its right
        assert np.allclose(counts[0], [0, *pairs], rtol=1e-6)
        assert model.has_vector(documents).sum() == n_documents


def run(case: Callable[[], None]) -> None:
    """Run a case in this process and print its time and its peak of memory."""
    begin = time.perf_counter()
    case()
    seconds = time.perf_counter() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"{case.__name__.replace('_', ' '):33} {seconds:6.1f} s {peak:6.2f} GB", flush=True)


def main() -> None:
    """Run each case in a new process."""
    cases = (
        _document_of_100_megabytes,
        _more_tokens_than_fit_into_32_bits,
        _token_of_10_megabytes,
        _word2vec_of_5_million_types,
        _supervised_of_5_million_types,
    )
    for case in cases:
        process = multiprocessing.get_context("spawn").Process(target=run, args=(case,))
        process.start()
        process.join()
        if process.exitcode:
            raise SystemExit(f"{case.__name__} failed")


if __name__ == "__main__":
    main()
