"""The goals of supervised embeddings, and what was measured for each."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence

from _common import plural, reached
from _sets import TITLES

from _supervised.curve import SCRATCH, START
from _supervised.gaps import gaps
from _supervised.models import BASELINES, WORDS
from _supervised.results import Results
from _supervised.runs import NGRAMS

ACCURACY_BELOW = 0.005  # no more below the best linear model, on each set
MEAN_ABOVE = 0.005  # and at least so much above each mean
CURVE_BELOW = 0.01
SPEEDUP = 4.0  # over fastText
SCALING = 1.7  # of two threads
SIZE = 100.0  # MB
Row = tuple[str, str, str, str]


def goals(results: Results) -> list[Row]:
    """Return the rows of the table of goals."""
    rows = [*accuracy_goals(results), *curve_goals(results)]
    return [*rows, *speed_goals(results), *size_goals(results)] if results.speed else rows


def peers(results: Results) -> list[str]:
    """Return what skembed is compared with."""
    return [*BASELINES, *(["fastText"] if results.options.fasttext else [])]


def mean_of(results: Results, who: str, name: str) -> float:
    """Return the accuracy on a set, the mean over seeds and folds."""
    return statistics.fmean(results.accuracy[who, name])


def mean_over_sets(results: Results, who: str) -> float:
    """Return the mean accuracy over the sets."""
    return statistics.fmean(mean_of(results, who, name) for name in results.sizes)


def accuracy_goals(results: Results) -> Iterator[Row]:
    """Yield a goal for each set, and for the mean compared with each peer."""
    for name in results.sizes:
        best = max(mean_of(results, who, name) for who in BASELINES)
        goal = f"{TITLES[name]}: accuracy, at most 0.005 below the best linear model"
        yield goal_row(goal, mean_of(results, "skembed", name), best - ACCURACY_BELOW, ".4f")
    value = mean_over_sets(results, "skembed")
    for who in peers(results):
        goal = f"mean accuracy, at least 0.005 above {who}"
        yield goal_row(goal, value, mean_over_sets(results, who) + MEAN_ABOVE, ".4f")


def curve_goals(results: Results) -> Iterator[Row]:
    """Yield a goal for each curve: its worst point, of all sets and numbers of labels."""
    for method, (others, said) in rivals(results).items():
        yield worst_point(results, method, others, said)


def rivals(results: Results) -> dict[str, tuple[list[str], str]]:
    """Return what each curve is compared with, and how that is called."""
    found = {SCRATCH: ([WORDS], f"less {WORDS}")}
    if results.options.vectors:
        found[START] = [SCRATCH, "frozen"], "less the better of frozen vectors and no start"
    return found


def worst_point(results: Results, method: str, others: Sequence[str], said: str) -> Row:
    """Return the goal that a curve is nowhere far below the best of others."""
    worst = gaps(results, method, others)[0]
    point = f"{TITLES[worst.name]}, {worst.n_labels:,} labels, standard error {worst.error:.3f}"
    goal = f"{method} {said}: worst point ({point})"
    return goal_row(goal, worst.difference, -CURVE_BELOW, "+.4f")


def speed_goals(results: Results) -> Iterator[Row]:
    """Yield the goals for the speedup over fastText and over one thread."""
    one, most = min(results.options.threads), max(results.options.threads)
    for ngrams in reversed(NGRAMS):
        ours = speed(results, "skembed", ngrams, one)
        if results.options.fasttext:
            goal = f"training, {ngrams}, {plural(one, 'thread')}: speedup over fastText"
            yield goal_row(goal, ours / speed(results, "fastText", ngrams, one), SPEEDUP, ".1f")
        if most == 2 * one:
            goal = f"training, {ngrams}: speedup of {most} threads over {one}"
            yield goal_row(goal, speed(results, "skembed", ngrams, most) / ours, SCALING, ".2f")


def size_goals(results: Results) -> Iterator[Row]:
    """Yield the goal for the size of the pickled estimator."""
    size = max(
        whole.size / 1e6
        for (who, _), fits in results.whole.items()
        for whole in fits
        if who == "skembed"
    )
    goal = "20 Newsgroups, pairs: size of the pickle (at most)"
    yield goal, f"{SIZE:.0f} MB", f"{size:.1f} MB", reached(SIZE, size)


def goal_row(goal: str, value: float, needed: float, form: str) -> Row:
    """Return one row of the goals; it is reached if the value is at least the target."""
    return goal, format(needed, form), format(value, form), reached(value, needed)


def speed(results: Results, who: str, ngrams: str, n_threads: int) -> float:
    """Return the median words per second."""
    return statistics.median(results.speed[who, ngrams, n_threads])
