"""Count and train GloVe with skembed and with the GloVe program on the same tokens.

The program reads the tokens from a text file, one document per line, and a vocabulary file, so that
both have the same words. Each function here makes one run and returns its time; `glove.py` decides
what is compared.
"""

from __future__ import annotations

import re
import statistics
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

import numpy as np
from _common import with_peak
from _word2vec.runs import PassClock, Text, Trained, read_text
from numpy.typing import NDArray
from scipy.sparse import csr_array
from sklearn.model_selection import GridSearchCV, ParameterGrid, StratifiedKFold
from sklearn.neighbors import NearestCentroid
from sklearn.pipeline import make_pipeline

from skembed import Corpus, GloVeVectorizer
from skembed._cooccurrence import count as counting
from skembed._cooccurrence.count import cached_counts
from skembed._cooccurrence.memory_limit import as_bytes
from skembed._glove.blocks import Blocks
from skembed._glove.trainer import number_of_parts
from skembed._text.analyzer import Analyzer
from skembed._text.vocabulary import encode

WINDOW = 10
N_COMPONENTS = 100
X_MAX = 100.0  # the program's default, and the paper's
RATE = 0.1  # of skembed: the program's is 0.05, but its biases move without it
PROGRAMS = ("cooccur", "shuffle", "glove")


class Counting(NamedTuple):
    """Seconds of reading tokens, counting and shuffling."""

    read: float
    count: float
    order: float
    n_nonzero: int


class Training(NamedTuple):
    """Vectors, and the seconds and objective of each pass."""

    trained: Trained
    seconds: list[float]
    losses: list[float]


def vectorizer(text: Text, *, seed: int = 0, n_threads: int = 1, **parameters: object):
    """Return skembed's estimator for lists of tokens."""
    return GloVeVectorizer(
        n_components=N_COMPONENTS,
        window=WINDOW,
        x_max=X_MAX,
        learning_rate=RATE,
        analyzer=list,
        vocabulary=text.terms,
        random_state=seed,
        n_jobs=n_threads,
        **parameters,
    )


def count_skembed(text: Text, n_threads: int, memory_limit: str = "4GB") -> Counting:
    """Count with skembed, from lists of tokens to shuffled blocks."""
    begin = perf_counter()
    corpus = encoded(text)
    read = perf_counter()
    counts = count_encoded(corpus, len(text.terms), memory_limit, n_threads)
    counted = perf_counter()
    n_parts, limit = number_of_parts(len(text.terms), N_COMPONENTS), as_bytes(memory_limit)
    Blocks(counts, n_parts, seed=0, n_threads=n_threads, memory_limit=limit)
    return Counting(read - begin, counted - read, perf_counter() - counted, counts.nnz)


def encoded(text: Text) -> Corpus:
    """Return the tokens as rows of the vocabulary."""
    index = {term: row for row, term in enumerate(text.terms)}
    return encode(text.sentences, Analyzer(analyzer=list), index)


def count_encoded(corpus: Corpus, n_terms: int, memory_limit: str, n_threads: int) -> csr_array:
    """Count a corpus."""
    return cached_counts(
        None,
        corpus,
        n_terms,
        window=WINDOW,
        symmetric=True,
        weighting="harmonic",
        memory_limit=memory_limit,
        n_jobs=n_threads,
    )


def train_skembed(
    text: Text, counts_cache: Path, passes: int, seed: int, n_threads: int
) -> Training:
    """Train with skembed on cached counts, so that only the passes are timed."""
    clock = PassClock()
    model = vectorizer(
        text,
        seed=seed,
        n_threads=n_threads,
        max_iter=passes,
        n_iter_no_change=None,
        memory=str(counts_cache),
    )
    model.set_callbacks(clock).fit(text.sentences)
    embedding = model.embedding_
    trained = Trained(embedding.terms.tolist(), embedding.vectors, sum(clock.seconds))
    return Training(trained, clock.seconds, (model.loss_curve_ / 2).tolist())


# The program


@contextmanager
def program_files(text: Text) -> Iterator[Path]:
    """Write tokens and vocabulary for the program into a temporary folder."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        counts = Counter(word for sentence in text.sentences for word in sentence)
        lines = (f"{term} {counts[term]}\n" for term in text.terms if counts[term])
        (folder / "vocab.txt").write_text("".join(lines), encoding="utf-8")
        with (folder / "corpus.txt").open("w", encoding="utf-8") as file:
            file.writelines(" ".join(sentence) + "\n" for sentence in text.sentences)
        yield folder


def _run(
    program: Path, folder: Path, options: list[str], read: str | None, write: str | None
) -> float:
    source = (folder / read).open("rb") if read else subprocess.DEVNULL
    target = (folder / write).open("wb") if write else subprocess.DEVNULL
    begin = perf_counter()
    subprocess.run(
        [program.resolve(), *options],
        cwd=folder,
        stdin=source,
        stdout=target,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    return perf_counter() - begin


def count_program(programs: Path, folder: Path) -> Counting:
    """Count and shuffle with the program, which is single-threaded here."""
    options = ["-vocab-file", "vocab.txt", "-memory", "4.0", "-verbose", "0"]
    window = ["-window-size", str(WINDOW), "-symmetric", "1", "-distance-weighting", "1"]
    count = _run(programs / "cooccur", folder, [*options, *window], "corpus.txt", "counts.bin")
    order = ["-memory", "4.0", "-verbose", "0", "-seed", "1"]
    shuffle = _run(programs / "shuffle", folder, order, "counts.bin", "shuffled.bin")
    return Counting(0.0, count, shuffle, (folder / "counts.bin").stat().st_size // 16)


def train_program(programs: Path, folder: Path, passes: int, seed: int, n_threads: int) -> Training:
    """Train with the program on shuffled counts; it writes a line after each pass."""
    sizes = {"vector-size": N_COMPONENTS, "iter": passes, "threads": n_threads, "seed": seed}
    options = [text for name, value in sizes.items() for text in (f"-{name}", str(value))]
    command = [(programs / "glove").resolve(), *options, "-x-max", str(X_MAX), "-verbose", "2"]
    files = ["-input-file", "shuffled.bin", "-vocab-file", "vocab.txt", "-save-file", "vectors"]
    process = subprocess.Popen(
        [*command, *files, "-model", "2"],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    losses, ends = [], []
    with process:
        for line in process.stderr or ():
            if found := re.search(r"iter: \d+, cost: ([\d.]+)", line):
                losses.append(float(found[1]))
                ends.append(perf_counter())
    if process.returncode:
        raise RuntimeError(f"the GloVe program ended with status {process.returncode}")
    seconds = np.diff(ends).tolist()  # without the first, which includes reading the vocabulary
    return Training(read_vectors(folder / "vectors.txt"), seconds, losses)


def read_vectors(path: Path) -> Trained:
    """Read the vectors of the program, without its row for unknown words."""
    lines = [line.split(" ") for line in path.read_text(encoding="utf-8").splitlines()]
    lines = [line for line in lines if line[0] != "<unk>"]
    vectors: NDArray[np.float32] = np.array([line[1:] for line in lines], dtype=np.float32)
    return Trained([line[0] for line in lines], vectors, float("nan"))


# Memory


class Memory(NamedTuple):
    """The increase of resident memory while counting, and the size of the counts, in bytes."""

    peak: int
    result: int


def count_within(path: Path, limit: int | None, memory_limit: str) -> Memory:
    """Count an encoded corpus with a memory limit; run in a new process."""
    text = read_text(path, limit)
    corpus, n_terms = encoded(text), len(text.terms)
    del text
    counts, peak = with_peak(count_encoded, corpus, n_terms, memory_limit, 1)
    return Memory(peak, counts.data.nbytes + counts.indices.nbytes + counts.indptr.nbytes)


# Grid search


class Search(NamedTuple):
    """The seconds of a grid search that shares its counts, and their goal."""

    search: float
    bound: float
    n_candidates: int
    n_folds: int
    n_counted: int


GRID = {"x_max": [10.0, 100.0], "alpha": [0.5, 0.75, 1.0], "n_components": [50, 100]}


def grid_search(documents: list[str], labels: list[str], n_repeats: int) -> Search:
    """Compare a search over 12 candidates with 12 separate fits that count once per fold.

    Both are medians of runs in turns.
    """
    n_counted = 0
    count = counting.count_cooccurrences

    def spy(*arguments: object, **options: object) -> object:
        nonlocal n_counted
        n_counted += 1
        return count(*arguments, **options)

    counting.count_cooccurrences = spy
    searches, bounds = [], []
    try:
        for _ in range(n_repeats):
            searches.append(time_search(documents, labels))
            searched, n_counted = n_counted, 0
            bounds.append(time_candidates(documents, labels))
            n_counted = 0
    finally:
        counting.count_cooccurrences = count
    n = len(ParameterGrid(GRID))
    return Search(statistics.median(searches), statistics.median(bounds), n, 2, searched)


def grid_model(folder: str) -> GloVeVectorizer:
    """Return the estimator of the search, which caches its counts."""
    return GloVeVectorizer(max_iter=10, n_iter_no_change=None, memory=folder, random_state=0)


def time_search(documents: list[str], labels: list[str]) -> float:
    """Return the seconds of the search."""
    with tempfile.TemporaryDirectory() as folder:
        search = GridSearchCV(
            make_pipeline(grid_model(folder), NearestCentroid()),
            {f"glovevectorizer__{name}": values for name, values in GRID.items()},
            cv=2,
            refit=False,
        )
        begin = perf_counter()
        search.fit(documents, labels)
        return perf_counter() - begin


def time_candidates(documents: list[str], labels: list[str]) -> float:
    """Return the seconds of separate fits; in each fold, the first one counts for all."""
    seconds = 0.0
    for train, test in StratifiedKFold(2).split(documents, labels):
        fold = [documents[i] for i in train]
        with tempfile.TemporaryDirectory() as folder:
            for parameters in ParameterGrid(GRID):
                model = grid_model(folder).set_params(**parameters)
                candidate = make_pipeline(model, NearestCentroid())
                begin = perf_counter()
                candidate.fit(fold, [labels[j] for j in train])
                candidate.score([documents[j] for j in test], [labels[j] for j in test])
                seconds += perf_counter() - begin
    return seconds
