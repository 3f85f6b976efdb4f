"""Check that documents, tokens and vocabularies may be large, and print what they cost.

    make large

The tests do this at smaller sizes. This takes a quarter of an hour, 12 GB of memory and 40 GB in
the temporary folder; each case runs in a process of its own, for its peak of memory. Arguments are
words of the names of cases: only these cases run.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from skembed import (
    Embedding,
    GloVeVectorizer,
    PretrainedVectorizer,
    SupervisedEmbeddingVectorizer,
    Word2VecVectorizer,
    cooccurrence_matrix,
    encode,
    tokenize_documents,
)

SMALL = {"n_components": 2, "max_iter": 1, "random_state": 0}
N_TYPES = 5_000_000
MORE = 2**31  # every case of "more than 32 bits" has more than so many


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
        assert documents.n_tokens == 4 * n > MORE
        assert documents.counts.tolist() == [2 * n, n, n]
        assert documents[-1][-3:] == ["bb", "aa", "cc"]
        model = Word2VecVectorizer(window=1, subsample=1e-7, **SMALL).fit(documents)
        assert list(model.vocabulary_) == ["aa", "bb", "cc"]
        counts = cooccurrence_matrix(documents, ["aa", "bb", "cc"], window=1).toarray()
        pairs = 2 * n - n_documents * np.array([0, 1])  # the last word has no neighbor to its right
        assert np.allclose(counts[0], [0, *pairs], rtol=1e-6)
        assert model.has_vector(documents).sum() == n_documents


def _more_counts_than_fit_into_32_bits() -> None:
    n_terms = 46_400  # each of which is beside all others in one document
    terms = np.array([f"t{i:05}" for i in range(n_terms)])
    window = {"window": n_terms, "weighting": "uniform", "memory_limit": "256MB"}
    counts = cooccurrence_matrix([" ".join(terms)], terms.tolist(), **window)
    assert counts.nnz == n_terms * (n_terms - 1) > MORE
    assert (np.diff(counts.indptr) == n_terms - 1).all()
    assert (counts.indices[-3:] == np.arange(n_terms - 4, n_terms - 1)).all()
    assert counts.data[:10].tolist() == counts.data[-10:].tolist() == [1] * 10
    del counts
    model = GloVeVectorizer(**SMALL, **window).fit([" ".join(terms)])
    assert np.isfinite(model.loss_curve_).all()
    assert np.isfinite(model.embedding_.vectors).all()


def _more_bytes_of_text_than_fit_into_32_bits() -> None:
    n = 720_000_000
    document = "ab cd " * (n // 2)
    assert len(document) > MORE
    found = tokenize_documents([document, "ef ab"])
    assert found.tokens.tolist() == ["ab", "cd", "ef"]
    assert found.indptr.tolist() == [0, n, n + 2]
    assert (found.ids[:n].reshape(-1, 2) == [0, 1]).all()
    assert found.ids[n:].tolist() == [2, 0]


def _more_features_than_fit_into_32_bits() -> None:
    n_documents, n_components = 72_000, 30_000
    vectors = np.random.default_rng(0).normal(size=(2, n_components)).astype(np.float32)
    model = PretrainedVectorizer(Embedding(["aa", "bb"], vectors)).fit(["aa bb"])
    features = model.transform(["aa bb", *["bb"] * (n_documents - 2), "aa"])
    assert features.size > MORE
    assert (features[1:-1:1000] == vectors[1]).all()
    assert (features[-2:] == vectors[::-1]).all()
    assert np.allclose(features[0], vectors.mean(axis=0), atol=1e-6)


def _more_numbers_of_vectors_than_fit_into_32_bits() -> None:
    n_terms, n_components = 73_000, 30_000
    vectors = np.ones((n_terms, n_components), dtype=np.float32)
    assert vectors.size > MORE
    vectors[-1] = np.arange(n_components)
    with tempfile.TemporaryDirectory() as folder:
        saved = Embedding([f"t{i}" for i in range(n_terms)], vectors)
        last = saved.terms[-1]
        for name in ("a.safetensors", "a.bin"):
            path = Path(folder, name)
            saved.save(path)
            assert path.stat().st_size > 4 * MORE
            found = Embedding.load(path, vocabulary=[last])
            assert found[last].tolist() == vectors[-1].tolist()
        assert (Embedding.load(path.with_name("a.safetensors")).vectors[-2:] == vectors[-2:]).all()
        del saved, vectors
        found = Embedding.load(path)
        assert (found.vectors.sum(axis=1)[:-1] == n_components).all()
        assert found[last].tolist() == list(range(n_components))


def _more_bytes_of_a_text_file_than_fit_into_32_bits() -> None:
    n_terms, n_components = 350_000, 700
    numbers = " ".join(f"{i}.25000" for i in range(100, 100 + n_components))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "vectors.txt")
        with path.open("w") as file:
            file.writelines(f"t{i} {numbers}\n" for i in range(n_terms))
        assert path.stat().st_size > MORE
        found = Embedding.load(path, n_jobs=2)
        assert found.terms[[0, -1]].tolist() == ["t0", f"t{n_terms - 1}"]
        assert (found.vectors == np.arange(100, 100 + n_components) + 0.25).all()


def run(case: Callable[[], None]) -> None:
    """Run a case in this process and print its time and its peak of memory."""
    begin = time.perf_counter()
    case()
    seconds = time.perf_counter() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"{case.__name__.replace('_', ' '):49} {seconds:6.1f} s {peak:6.2f} GB", flush=True)


def main() -> None:
    """Run each case in a new process, or those that the arguments name."""
    cases = (
        _document_of_100_megabytes,
        _more_bytes_of_a_text_file_than_fit_into_32_bits,
        _more_bytes_of_text_than_fit_into_32_bits,
        _more_counts_than_fit_into_32_bits,
        _more_features_than_fit_into_32_bits,
        _more_numbers_of_vectors_than_fit_into_32_bits,
        _more_tokens_than_fit_into_32_bits,
        _token_of_10_megabytes,
        _word2vec_of_5_million_types,
        _supervised_of_5_million_types,
    )
    for case in cases:
        if sys.argv[1:] and not set(sys.argv[1:]) & set(case.__name__.split("_")):
            continue
        process = multiprocessing.get_context("spawn").Process(target=run, args=(case,))
        process.start()
        process.join()
        if process.exitcode:
            raise SystemExit(f"{case.__name__} failed")


if __name__ == "__main__":
    main()
