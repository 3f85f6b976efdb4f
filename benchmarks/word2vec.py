"""Compare Word2VecVectorizer with gensim on one corpus: speed, memory, size, quality.

    python benchmarks/word2vec.py --corpus wiki17m.txt.xz --similarity similarity/

The corpus is a text file with one document per line; the folder contains the similarity sets
and the analogy questions (see `_evaluation.py` for their names). The resulting page describes
what was measured and how. `--quick` tests in a minute that everything works; its results are
meaningless.
"""

from __future__ import annotations

import argparse
from concurrent.futures import ProcessPoolExecutor, as_completed
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from _common import (
    add_options,
    fingerprint,
    isolated,
    load_average,
    n_cores,
    one_thread,
    plural,
    say,
    write,
)
from _evaluation import Score, Sets, evaluate, read_sets
from _word2vec.page import page
from _word2vec.results import Results
from _word2vec.runs import (
    GENSIM_RATE,
    MIN_COUNT,
    MODEL,
    RATES,
    Task,
    Text,
    Trained,
    read_text,
    train,
    whole_fit,
)

from skembed import Word2VecVectorizer

ALGORITHMS = ("skip-gram", "cbow")
PROGRAMS = ("skembed", "gensim")


def main() -> None:
    """Measure everything and write the page."""
    load = load_average()
    options = read_options()
    one_thread()
    say("reading the corpus")
    text = read_text(options.corpus, options.limit_documents)
    results = Results(options, load, text.n_read, text.n_tokens, len(text.terms))
    size = (results.n_tokens, results.n_terms)
    say(f"{results.n_tokens:,} tokens, {results.n_terms:,} words")
    measure_speed(text, results)
    measure_fits(results)
    del text  # the processes of the next part read their own
    measure_quality(results, size)
    write(page(results), options.output)


def read_options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add = parser.add_argument
    add("--corpus", type=Path, required=True, help="text file, one document a line; may be .xz")
    add("--similarity", type=Path, required=True, help="folder of the evaluation sets")
    add("--passes", type=int, default=3, help="passes over the corpus")
    add("--speed-part", type=int, default=4, help="time training on every n-th document")
    add("--turns", type=int, default=4, help="runs of skembed per run of gensim, for speed only")
    add(
        "--processes", type=int, default=n_cores(), help="number of parallel runs, for quality only"
    )
    add_options(
        parser,
        cache="gensim's vectors",
        limit="the first so many documents",
        quick="20,000 documents, one pass, seed and repeat",
    )
    options = parser.parse_args()
    if options.quick:
        options.seeds = options.passes = options.repeats = options.turns = 1
        options.limit_documents = options.limit_documents or 20_000
    return options


def measure_speed(text: Text, results: Results) -> None:
    """Time every pass of both programs over the same part of the corpus, in turns."""
    options = results.options
    part = text._replace(sentences=text.sentences[:: options.speed_part])
    results.speed_tokens = part.n_tokens
    for _ in range(options.repeats):
        for algorithm in ALGORITHMS:
            for program in PROGRAMS:
                for n_threads in turns(program, options):
                    time_passes(part, program, algorithm, n_threads, results)


def turns(program: str, options: argparse.Namespace) -> list[int]:
    """Numbers of threads to train with, one after the other.

    The numbers of threads stand next to each other, several times: what two threads gain over one
    is asked of a machine that may be faster or slower a minute later.
    """
    return options.threads * (options.turns if program == "skembed" else 1)


def time_passes(part: Text, program: str, algorithm: str, n_threads: int, results: Results) -> None:
    """Train once, and keep the words per second of each pass; gensim makes one."""
    passes = results.options.passes if program == "skembed" else 1
    task = Task(program, algorithm, GENSIM_RATE, 0, passes, n_threads)
    rates = [results.speed_tokens / seconds for seconds in train(part, task).seconds]
    results.speed.setdefault((program, algorithm, n_threads), []).extend(rates)
    figures = ", ".join(f"{rate / 1e6:.2f}" for rate in rates)
    say(f"{program} {algorithm}, {plural(n_threads, 'thread')}: {figures} M words/s")


def measure_fits(results: Results) -> None:
    """Fit skembed on raw strings, each time in a process of its own."""
    options = results.options
    for _ in range(options.repeats):
        for algorithm in ALGORITHMS:
            for n_threads in options.threads:
                task = Task("skembed", algorithm, 0.0, 0, options.passes, n_threads)
                fit = isolated(whole_fit, options.corpus, options.limit_documents, task)
                results.fits.setdefault((algorithm, n_threads), []).append(fit)
                say(f"whole fit, {algorithm}, {plural(n_threads, 'thread')}: {fit.total:.1f} s")


def quality_tasks(options: argparse.Namespace) -> list[Task]:
    """List every training whose vectors are scored, the slowest first."""
    default = Word2VecVectorizer().learning_rate
    rates = {
        ("gensim", "skip-gram"): [GENSIM_RATE],
        ("gensim", "cbow"): [GENSIM_RATE, RATES["cbow"]],
        **{("skembed", name): sorted({default, GENSIM_RATE, r}) for name, r in RATES.items()},
    }
    return [
        Task(program, algorithm, rate, seed, options.passes)
        for (program, algorithm), several in rates.items()
        for rate in several
        for seed in range(1, options.seeds + 1)
    ]


def measure_quality(results: Results, size: tuple[int, int]) -> None:
    """Train on the whole corpus from several seeds and score the vectors."""
    options = results.options
    arguments = (options.corpus, options.limit_documents, options.similarity, options.cache, size)
    pool = ProcessPoolExecutor(
        options.processes, get_context("spawn"), initializer=prepare_worker, initargs=arguments
    )
    with pool:
        waiting = {pool.submit(score, task): task for task in quality_tasks(options)}
        for done in as_completed(waiting):
            task = waiting[done]
            scores, cached = done.result()
            key = (task.program, task.algorithm, task.rate)
            results.quality.setdefault(key, []).append(scores)
            results.n_cached += cached
            figures = ", ".join(f"{name} {score.value:.3f}" for name, score in scores.items())
            say(f"{task.program} {task.algorithm} {task.rate:g} seed {task.seed}: {figures}")


class Worker:
    """What a process of the pool keeps between two trainings."""

    corpus: Path
    limit: int | None
    sets: Sets
    cache: Path | None
    recipe: str  # a checksum
    size: tuple[int, int]
    text: Text | None = None


def prepare_worker(
    corpus: Path, limit: int | None, similarity: Path, cache: Path | None, size: tuple[int, int]
) -> None:
    """Set up a process of the pool."""
    one_thread()
    Worker.corpus, Worker.limit, Worker.cache, Worker.size = corpus, limit, cache, size
    Worker.recipe = fingerprint(version("gensim"), MODEL, MIN_COUNT, corpus) if cache else ""
    Worker.sets = read_sets(similarity)


def score(task: Task) -> tuple[dict[str, Score], bool]:
    """Train and score one model; tell whether its vectors came from the cache."""
    name = "{}-{}-{:g}-seed{}-{}passes".format(*task[:5])
    name += "-{}tokens-{}terms".format(*Worker.size)
    path = Worker.cache and Worker.cache / f"{name}-{Worker.recipe}.npz"
    if task.program != "gensim" or not path:
        trained, cached = train_whole(task), False
    elif path.exists():
        with np.load(path) as kept:
            trained, cached = Trained(kept["terms"].tolist(), kept["vectors"], 0.0), True
    else:
        trained, cached = train_whole(task), False
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez(path, terms=np.array(trained.terms), vectors=trained.vectors)
    return evaluate(trained.terms, trained.vectors, Worker.sets), cached


def train_whole(task: Task) -> Trained:
    """Train on the whole corpus, which is read when it is first needed."""
    if Worker.text is None:
        Worker.text = read_text(Worker.corpus, Worker.limit)
    return train(Worker.text, task)


if __name__ == "__main__":
    main()
