"""Compare GloVeVectorizer with the GloVe program: counting, training, memory, quality.

    python benchmarks/glove.py --corpus wiki17m.txt.xz --similarity similarity/ --programs build/

The corpus is a text file with one document per line; the folder of similarity sets is that of
`word2vec.py`. `--programs` is the folder of the program's binaries (cooccur, shuffle, glove);
without it, only skembed is measured. `--quick` tests in a minute that everything works; its
results are meaningless.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

import numpy as np
from _common import (
    add_options,
    fingerprint,
    isolated,
    keep_freed_memory,
    load_average,
    one_thread,
    plural,
    say,
    write,
)
from _evaluation import evaluate, read_sets
from _glove.page import page
from _glove.results import Results
from _glove.runs import (
    N_COMPONENTS,
    PROGRAMS,
    WINDOW,
    X_MAX,
    Training,
    count_program,
    count_skembed,
    count_within,
    grid_search,
    program_files,
    train_program,
    train_skembed,
)
from _word2vec.runs import MIN_COUNT, Text, Trained, read_text

from skembed.datasets import load_docstrings

MEMORY_LIMIT = "256MB"
COUNTINGS = 3  # of skembed in each turn: they are short
SPEED_PASSES = 3  # the first is not timed for the program


def main() -> None:
    """Measure everything and write the page."""
    keep_freed_memory()
    load = load_average()
    options = read_options()
    one_thread()
    say("reading the corpus")
    text = read_text(options.corpus, options.limit_documents)
    results = Results(options, load, text.n_tokens, len(text.terms))
    say(f"{results.n_tokens:,} tokens, {results.n_terms:,} words")
    measure_speed(text, results)
    results.memory = isolated(count_within, options.corpus, options.limit_documents, MEMORY_LIMIT)
    say(f"counting within {MEMORY_LIMIT}: {results.memory.peak / 1e6:.0f} MB")
    data = load_docstrings()
    step = 20 if options.quick else 4
    results.search = grid_search(data.data[::step], list(data.target[::step]), options.repeats)
    say(f"grid search: {results.search.search:.1f} s, at most {results.search.bound:.1f} s")
    measure_quality(text, results)
    write(page(results), options.output)


def read_options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add = parser.add_argument
    add("--corpus", type=Path, required=True, help="text file, one document a line; may be .xz")
    add("--similarity", type=Path, required=True, help="folder of the evaluation sets")
    add("--programs", type=Path, help="folder of the GloVe program's binaries")
    add("--passes", type=int, default=15, help="passes over the non-zeros, for quality")
    add("--speed-part", type=int, default=4, help="training is timed on every n-th document")
    add_options(
        parser,
        cache="the program's vectors",
        limit="the first so many documents",
        quick="5,000 documents, 3 passes, one seed and repeat",
    )
    options = parser.parse_args()
    if options.quick:
        options.seeds = options.repeats = 1
        options.passes = 3
        options.limit_documents = options.limit_documents or 5_000
    if options.programs is None:
        say("no --programs: the GloVe program is left out")
    elif missing := [name for name in PROGRAMS if not (options.programs / name).is_file()]:
        sys.exit(f"{options.programs} lacks {', '.join(missing)}; build the GloVe program there")
    return options


def measure_speed(text: Text, results: Results) -> None:
    """Count the whole corpus and train on a part of it, both programs in turns."""
    options = results.options
    part = text._replace(sentences=text.sentences[:: options.speed_part])
    results.speed_tokens = part.n_tokens
    count_skembed(text, 1)  # a process is slow when it asks for so much memory for the first time
    with tempfile.TemporaryDirectory() as cache, program_files(part) as folder:
        if options.programs:
            count_program(options.programs, folder)
        for repeat in range(options.repeats):
            for n_threads in options.threads:
                measure_counting(text, results, n_threads)
                measure_training(part, results, n_threads, Path(cache), folder, first=repeat == 0)


def measure_counting(text: Text, results: Results, n_threads: int) -> None:
    """Count the whole corpus with each; the program counts with one thread only."""
    found = [("skembed", count_skembed(text, n_threads)) for _ in range(COUNTINGS)]
    if results.options.programs and n_threads == 1:
        with program_files(text) as folder:
            found.append(("GloVe", count_program(results.options.programs, folder)))
    for program, counting in found:
        results.counting.setdefault((program, n_threads), []).append(counting)
        results.n_nonzero[program] = counting.n_nonzero
        seconds = " + ".join(f"{part:.1f}" for part in counting[:3])
        say(f"{program} counting, {plural(n_threads, 'thread')}: {seconds} s")


def measure_training(
    part: Text, results: Results, n_threads: int, cache: Path, folder: Path, *, first: bool
) -> None:
    """Time passes over the non-zeros of a part of the corpus."""
    if first:  # count for the cache
        train_skembed(part, cache, 1, 0, n_threads)
    n_nonzero = count_skembed(part, n_threads).n_nonzero
    found: dict[str, Training] = {"skembed": train_skembed(part, cache, SPEED_PASSES, 0, n_threads)}
    if results.options.programs:
        found["GloVe"] = train_program(results.options.programs, folder, SPEED_PASSES, 1, n_threads)
    for program, training in found.items():
        rate = n_nonzero / float(np.median(training.seconds))
        results.training.setdefault((program, n_threads), []).append(rate)
        say(f"{program} training, {plural(n_threads, 'thread')}: {rate / 1e6:.2f} M non-zeros/s")


def measure_quality(text: Text, results: Results) -> None:
    """Train on the whole corpus from several seeds; score the vectors, note the objective."""
    options = results.options
    sets = read_sets(options.similarity)
    with tempfile.TemporaryDirectory() as counts:
        for seed in range(1, options.seeds + 1):
            training = train_skembed(text, Path(counts), options.passes, seed, max(options.threads))
            note(results, "skembed", training.trained, training.losses[-1], sets)
    if not options.programs:
        return
    kept = [cached(results, seed) for seed in range(1, options.seeds + 1)]
    results.n_cached = sum(vectors is not None for vectors in kept)
    with program_files(text) as folder:
        if None in kept:
            count_program(options.programs, folder)
        for seed, vectors in enumerate(kept, start=1):
            found = vectors or train_anew(results, folder, seed)
            note(results, "GloVe", *found, sets)


def train_anew(results: Results, folder: Path, seed: int) -> tuple[Trained, float]:
    """Train the program on the whole corpus; its vectors and its objective."""
    options = results.options
    n_threads = max(options.threads)
    training = train_program(options.programs, folder, options.passes, seed, n_threads)
    keep(results, seed, training.trained, training.losses[-1])
    return training.trained, training.losses[-1]


def note(results: Results, program: str, trained: Trained, loss: float, sets: object) -> None:
    """Score one model."""
    scores = evaluate(trained.terms, trained.vectors, sets)
    results.quality.setdefault(program, []).append(scores)
    results.objective.setdefault(program, []).append(loss)
    figures = ", ".join(f"{name} {score.value:.3f}" for name, score in scores.items())
    say(f"{program}: objective {loss:.5f}, {figures}")


def cache_file(results: Results, seed: int) -> Path | None:
    """Return where the program's vectors of one seed are kept."""
    options = results.options
    if not options.cache:
        return None
    programs = (options.programs / program for program in PROGRAMS)
    recipe = fingerprint(N_COMPONENTS, WINDOW, X_MAX, MIN_COUNT, options.corpus, *programs)
    name = f"glove-seed{seed}-{options.passes}passes-{results.n_tokens}tokens-{recipe}.npz"
    return Path(options.cache, name)


def cached(results: Results, seed: int) -> tuple[Trained, float] | None:
    """Return the program's vectors of an earlier run, and their objective."""
    path = cache_file(results, seed)
    if path is None or not path.exists():
        return None
    with np.load(path) as kept:
        trained = Trained(kept["terms"].tolist(), kept["vectors"], float("nan"))
        return trained, json.loads(str(kept["objective"]))


def keep(results: Results, seed: int, trained: Trained, loss: float) -> None:
    """Keep the program's vectors for the next run."""
    path = cache_file(results, seed)
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez(
            path,
            terms=np.array(trained.terms),
            vectors=trained.vectors,
            objective=np.array(json.dumps(loss)),
        )


if __name__ == "__main__":
    main()
