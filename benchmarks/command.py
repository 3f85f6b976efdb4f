"""Measure the time from a file to an answer: the command on few short texts and on many long ones.

    python benchmarks/command.py mr.csv.gz 20newsgroups.csv.gz

The files are tables with the columns ``text`` and ``label``. Each run is a new process with two
jobs; its output is read as it comes, and the table is complete when its verdict has been printed.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import NamedTuple

from _common import (
    header,
    load_average,
    plural,
    reached,
    say,
    section,
    spread,
    table,
    write,
)

AFTER_THE_TABLE = "Gap to best"  # the note that ends it


class Task(NamedTuple):
    """Arguments of the command, and how many seconds the table and the whole run may take."""

    arguments: list[str]
    table: float
    everything: float


class Times(NamedTuple):
    """Seconds until the table was printed, and until the end."""

    table: float
    everything: float


def main() -> None:
    """Measure everything and write the page."""
    load = load_average()
    options = read_options()
    with TemporaryDirectory() as folder:
        tasks = find_tasks(options, Path(folder))
        times: dict[str, list[Times]] = {name: [] for name in tasks}
        for _ in range(options.repeats):
            for name, task in tasks.items():
                times[name].append(run(task, folder))
                say(f"{name}: {times[name][-1].everything:.0f} s")
    write(page(tasks, times, options, header(load)), options.output)


def read_options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add = parser.add_argument
    add("reviews", type=Path, help="table of short texts")
    add("posts", type=Path, help="table of long texts")
    add("--repeats", type=int, default=3, help="number of runs")
    add("--output", type=Path, help="file for the page in reStructuredText; printed if not given")
    add("--quick", action="store_true", help="quick trial with few texts, once")
    options = parser.parse_args()
    if options.quick:
        options.repeats = 1
    return options


def find_tasks(options: argparse.Namespace, folder: Path) -> dict[str, Task]:
    """Write the files of the runs, and return the tasks by name."""
    few = sample(options.reviews, folder / "reviews.csv", 200 if options.quick else 800)
    many = sample(options.posts, folder / "posts.csv", 400 if options.quick else None)
    return {
        f"{few:,} reviews": Task(["--data", "reviews.csv"], 10, 25),
        f"{many:,} posts, all labels": Task(["--data", "posts.csv", "--limit", "0"], 180, 300),
        "make demo (docstrings)": Task(["--limit", "1000"], 15, 45),
    }


def sample(source: Path, target: Path, n: int | None) -> int:
    """Write a random sample of a table, or all of it in random order; return its size."""
    import pandas as pd

    frame = pd.read_csv(source, keep_default_na=False, dtype=str)[["text", "label"]]
    frame = frame.sample(n=n, frac=None if n else 1, random_state=0)
    frame.to_csv(target, index=False)
    return len(frame)


def run(task: Task, folder: str) -> Times:
    """Run the command and note when its table is complete."""
    command = [sys.executable, "-m", "skembed", *task.arguments, "--n-jobs", "2"]
    found = float("nan")
    begin = perf_counter()
    with subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, "MPLBACKEND": "agg"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        for line in process.stdout or ():
            if found != found and line.startswith(AFTER_THE_TABLE):
                found = perf_counter() - begin
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with status {process.returncode}")
    return Times(found, perf_counter() - begin)


def page(
    tasks: dict[str, Task], times: dict[str, list[Times]], options: argparse.Namespace, top: str
) -> str:
    """Return the whole page in reStructuredText."""
    intro = (
        "Seconds from starting ``python -m skembed`` with two jobs until its table is printed, and "
        "until it has ended, with the grid search, the label curve, the plots and the report; "
        f"median and range of {plural(options.repeats, 'run')} in turns."
    )
    if options.quick:
        intro = "**A quick trial run: these numbers mean nothing.** " + intro
    rows = []
    for name, task in tasks.items():
        cells: list[str] = [name]
        for part in Times._fields:
            seconds = [getattr(one, part) for one in times[name]]
            most = getattr(task, part)
            cells += [f"{most:.0f}", spread(seconds, ".1f")]
            cells += [reached(most, statistics.median(seconds))]
        rows.append(tuple(cells))
    columns = ("data", "table: goal", "measured", "reached", "all: goal", "measured", "reached")
    return section("From a file to an answer", intro, top, table(columns, rows), level="-")


if __name__ == "__main__":
    main()
