"""Compare SupervisedEmbeddingVectorizer with fastText and tf-idf: accuracy, speed, size.

    python benchmarks/supervised.py --classification folder/ --fasttext fastText/fasttext

The folder contains mr.csv.gz, subj.csv.gz, trec.csv.gz and 20newsgroups.csv.gz, tables with the
columns text, label and split. `--fasttext` is the binary of the fastText program; without it,
skembed is only compared with tf-idf. Nothing is tuned here: skembed uses its default parameters.
`--quick` tests in a minute that everything works; its results are meaningless.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import zlib
from collections.abc import Callable
from functools import partial
from pathlib import Path

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
from _supervised.page import page
from _supervised.results import Results
from _supervised.runs import (
    NGRAMS,
    RECIPE,
    SPEED_PASSES,
    Fold,
    Texts,
    Whole,
    folds_of,
    official_training,
    read_texts,
    score_fasttext,
    score_skembed,
    score_tfidf,
    time_fasttext,
    time_skembed,
    training_file,
    whole_fasttext,
    whole_skembed,
)

FILES = {"MR": "mr", "SUBJ": "subj", "TREC": "trec", "20 Newsgroups": "20newsgroups"}
TIMED = "20 Newsgroups"


def main() -> None:
    """Measure everything and write the page."""
    keep_freed_memory()
    load = load_average()
    options = read_options()
    one_thread()
    sets = {name: read_texts(path_of(options, name), options.limit_documents) for name in FILES}
    sizes = {name: (len(data.texts), len(set(data.labels))) for name, data in sets.items()}
    results = Results(options, load, sizes)
    measure_whole(official_training(sets[TIMED]), results)
    measure_speed(official_training(sets[TIMED]), results)
    for name, data in sets.items():
        measure_accuracy(name, data, results)
    write(page(results), options.output)


def read_options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add = parser.add_argument
    add("--classification", type=Path, required=True, help="folder of the four tables")
    add("--fasttext", type=Path, help="binary of the fastText program")
    add("--folds", type=int, default=5, help="number of folds for sets without an official split")
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
        quick="1,000 documents, two folds, one seed and repeat",
    )
    options = parser.parse_args()
    if options.quick:
        options.seeds = options.repeats = 1
        options.speed_copies = 5
        options.folds = 2
        options.limit_documents = options.limit_documents or 1_000
    if options.fasttext is None:
        say("no --fasttext: the fastText program is left out")
    elif not options.fasttext.is_file():
        sys.exit(f"there is no {options.fasttext}; build the fastText program, or leave it out")
    if missing := [name for name in FILES if not path_of(options, name).is_file()]:
        sys.exit(f"{options.classification} lacks {', '.join(missing)}")
    return options


def path_of(options: argparse.Namespace, name: str) -> Path:
    """Return the file of a set."""
    return options.classification / f"{FILES[name]}.csv.gz"


# Time


def measure_whole(part: Texts, results: Results) -> None:
    """Time whole fits, each in a process of its own, of both programs in turns."""
    options = results.options
    path = path_of(options, TIMED)
    with training_file(part.lines, 0) as folder:
        for _ in range(options.repeats):
            for n_threads in options.threads:
                whole = isolated(whole_skembed, path, options.limit_documents, n_threads)
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
    lines = part.lines
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


def measure_accuracy(name: str, data: Texts, results: Results) -> None:
    """Score each program on the same folds of a set, from several seeds."""
    options = results.options
    folds = folds_of(data, options.folds)
    seeds = range(1, options.seeds + 1)
    n_threads = max(options.threads)
    found = {
        "skembed": [
            [score_skembed(data, fold, seed, n_threads) for fold in folds] for seed in seeds
        ],
        "tf-idf": [[score_tfidf(data, fold) for fold in folds]],
    }
    if options.fasttext:
        lines = data.lines
        found["fastText"] = [
            [cached_score(results, name, lines, fold, seed) for fold in folds] for seed in seeds
        ]
    for program, scores in found.items():
        means = [statistics.fmean(of_seed) for of_seed in scores]
        results.accuracy[program, name] = means
        say(f"{program} {name}: {', '.join(f'{mean:.4f}' for mean in means)}")


def cached_score(results: Results, name: str, lines: list[str], fold: Fold, seed: int) -> float:
    """Return the program's accuracy on a fold, of an earlier run on the same lines if there is."""
    program, cache = results.options.fasttext, results.options.cache
    if cache is None:
        return score_fasttext(program, lines, fold, seed)
    path = cache / "fasttext.json"
    kept = json.loads(path.read_text()) if path.exists() else {}
    recipe = f"{' '.join(RECIPE)} {fingerprint(program)}"
    key = f"{FILES[name]} {digest(lines, fold)} seed {seed} {recipe}"
    if key in kept:
        results.n_cached += 1
        return kept[key]
    kept[key] = score_fasttext(program, lines, fold, seed)
    cache.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(kept, indent=1))
    return kept[key]


def digest(lines: list[str], fold: Fold) -> str:
    """Return a checksum of a fold's lines."""
    parts = ("".join(lines[i] for i in rows) for rows in fold)
    return "-".join(f"{zlib.crc32(part.encode()):08x}" for part in parts)


if __name__ == "__main__":
    main()
