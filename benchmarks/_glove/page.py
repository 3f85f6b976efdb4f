"""The page of the GloVe benchmark: tables and their explanations."""

from __future__ import annotations

import statistics

from _common import header, mean_and_deviation, plural, reached, section, spread, table
from _evaluation import MEASURES
from _word2vec.runs import MIN_COUNT

from _glove.results import Results
from _glove.runs import N_COMPONENTS, RATE, WINDOW, X_MAX

MB = 1e6
LIMIT = 256e6
GOAL_TRAINING = 15.0
GOAL_COUNTING = 3.0
GOAL_SCALING = 1.7
Row = tuple[str, str, str, str]


def page(results: Results) -> str:
    """Return the whole page in reStructuredText."""
    options = results.options
    intro = (
        f"Corpus: {results.n_tokens:,} tokens of {results.n_terms:,} words (default "
        f"``token_pattern``, lowercase, words that occur at least {MIN_COUNT} times), the same for "
        f"both programs. Vectors of {N_COMPONENTS} components, symmetric window of {WINDOW} with "
        f"weights 1 / distance, ``x_max={X_MAX:g}``, ``alpha=0.75``; learning rate {RATE:g} in "
        "skembed, all other parameters have each program's default values, and the vectors are "
        "the sum of word and context vectors."
    )
    if options.quick:
        intro = "**A quick trial run: these numbers mean nothing.** " + intro
    rows = [*ratio_goals(results), *scaling_goals(results), *other_goals(results)]
    return "\n".join(
        [
            section("GloVe", intro, header(results.load), level="-"),
            section("Goals", table(("goal", "target", "measured", "reached"), rows)),
            counting_section(results),
            training_section(results),
            quality_section(results),
        ]
    )


def counted(results: Results, program: str, n_threads: int) -> float:
    """Return the median seconds of counting and shuffling."""
    return statistics.median(c.count + c.order for c in results.counting[program, n_threads])


def counted_from_tokens(results: Results, program: str, n_threads: int) -> float:
    """Return the same, including reading, which the program does while it counts."""
    countings = results.counting[program, n_threads]
    return statistics.median(c.read + c.count + c.order for c in countings)


def trained(results: Results, program: str, n_threads: int) -> float:
    """Return the median non-zeros per second."""
    return statistics.median(results.training[program, n_threads])


def ratio_goals(results: Results) -> list[Row]:
    """Return the goals for the speedup over the program on one thread."""
    if not results.options.programs:
        return []
    training = trained(results, "skembed", 1) / trained(results, "GloVe", 1)
    counting = counted_from_tokens(results, "GloVe", 1) / counted_from_tokens(results, "skembed", 1)
    return [
        (
            "training, 1 thread: speedup over GloVe",
            f"{GOAL_TRAINING:g}",
            f"{training:.1f}",
            reached(training, GOAL_TRAINING),
        ),
        (
            "counting and shuffling, 1 thread: speedup over GloVe",
            f"{GOAL_COUNTING:g}",
            f"{counting:.1f}",
            reached(counting, GOAL_COUNTING),
        ),
    ]


def scaling_goals(results: Results) -> list[Row]:
    """Return the goals for the speedup of two threads over one."""
    one, most = min(results.options.threads), max(results.options.threads)
    if most != 2 * one:
        return []
    training = trained(results, "skembed", most) / trained(results, "skembed", one)
    counting = counted(results, "skembed", one) / counted(results, "skembed", most)
    return [
        (f"{name}: speedup of {most} threads over {one}", f"{GOAL_SCALING}", f"{value:.2f}",
         reached(value, GOAL_SCALING))
        for name, value in (("training", training), ("counting", counting))
    ]  # fmt: skip


def other_goals(results: Results) -> list[Row]:
    """Return the goals for memory, grid search, objective and quality."""
    rows = []
    if results.memory:
        peak = results.memory.peak
        needed, measured = f"{LIMIT / MB:.0f} MB", f"{peak / MB:.0f} MB"
        rows.append(("counting: peak memory (at most)", needed, measured, reached(LIMIT, peak)))
    if results.search:
        s = results.search
        goal = f"grid search of {s.n_candidates} candidates: seconds (at most)"
        value, bound = f"{s.search:.1f}", f"{s.bound:.1f}"
        rows.append((goal, bound, value, reached(1.05 * s.bound, s.search)))
        goal = f"grid search: counts computed for {plural(s.n_folds, 'fold')}"
        rows.append((goal, f"{s.n_folds}", f"{s.n_counted}", reached(s.n_folds, s.n_counted)))
    if "GloVe" not in results.quality:
        return rows
    ours, theirs = (statistics.fmean(results.objective[who]) for who in ("skembed", "GloVe"))
    rows.append(("objective (at most)", f"{theirs:.5f}", f"{ours:.5f}", reached(theirs, ours)))
    for measure in MEASURES:
        a, b = (
            statistics.fmean(score[measure].value for score in results.quality[who])
            for who in ("skembed", "GloVe")
        )
        rows.append((measure, f"{b:.3f}", f"{a:.3f}", reached(a, b)))
    return rows


def counting_section(results: Results) -> str:
    """Return the table of counting times, and the memory of counting."""
    rows = []
    for (program, n), countings in sorted(results.counting.items(), reverse=True):
        whole = [c.read + c.count + c.order for c in countings]
        parts = [
            [c.read for c in countings],
            [c.count for c in countings],
            [c.order for c in countings],
            whole,
        ]
        rows.append((program, n, *(spread(part, ".1f") for part in parts)))
    nonzero = ", ".join(f"{n:,} ({who})" for who, n in results.n_nonzero.items())
    said = (
        "Seconds for the whole corpus. skembed encodes lists of tokens as rows of the vocabulary, "
        "counts, and forms the blocks for training, in random order; two threads "
        "share the last two steps. GloVe runs ``cooccur``, which reads the same tokens from a text "
        f"file, and ``shuffle``; both are single-threaded. Non-zeros: {nonzero}. Median and range "
        f"of {plural(results.options.repeats, 'turn')}, three runs of skembed in each. "
        "On Linux the process keeps the memory that it frees, because a virtual machine may need "
        "half a second to provide that much memory again."
    )
    blocks = [
        table(("program", "threads", "reading", "counting", "shuffling", "total"), rows),
        said,
    ]
    if results.memory:
        blocks.append(
            "With ``memory_limit='256MB'`` the resident memory of the process increased by at most "
            f"{results.memory.peak / MB:.0f} MB during counting; the counts themselves take "
            f"{results.memory.result / MB:.0f} MB and are mapped from a file."
        )
    if results.search:
        s = results.search
        blocks.append(
            f"``GridSearchCV`` over {s.n_candidates} candidates with ``memory`` took "
            f"{s.search:.1f} s on a part of ``load_docstrings`` ({plural(s.n_folds, 'fold')}) and "
            f"counted {plural(s.n_counted, 'time')}; the same fits one by one, counting once per "
            f"fold, took {s.bound:.1f} s (the goal allows for 5 % of noise). Medians of "
            f"{plural(results.options.repeats, 'run')} in turns."
        )
    return section("Counting", *blocks)


def training_section(results: Results) -> str:
    """Return the table of non-zeros per second."""
    rows = []
    for (program, n), rates in sorted(results.training.items(), reverse=True):
        times = statistics.median(rates) / trained(results, program, min(results.options.threads))
        rows.append((program, n, spread([rate / 1e6 for rate in rates]), f"{times:.2f}"))
    options = results.options
    part = "the corpus" if options.speed_part == 1 else f"one document in {options.speed_part}"
    said = (
        f"Millions of non-zeros per second, on {part} ({results.speed_tokens:,} tokens, the whole "
        "vocabulary): the median pass of a run, median and range of "
        f"{plural(options.repeats, 'run')} in turns."
    )
    return section("Training", table(("program", "threads", "speed", "scaling"), rows), said)


def quality_section(results: Results) -> str:
    """Return the table of the objective, similarity and analogies."""
    rows = []
    for program, scores in results.quality.items():
        figures = [mean_and_deviation([s[m].value for s in scores]) for m in MEASURES]
        objective = mean_and_deviation(results.objective[program], ".5f")
        rows.append((program, objective, *figures))
    sizes = ", ".join(
        f"{name} {score.n:,}" for name, score in next(iter(results.quality.values()))[0].items()
    )
    said = (
        f"After {plural(results.options.passes, 'pass')} over the counts of the whole corpus: "
        f"mean and standard deviation over {plural(results.options.seeds, 'seed')}. The objective "
        "is that of the GloVe program, half of ``loss_curve_``: the mean over the non-zeros, each "
        "evaluated as it is visited in the last pass. Similarity is Spearman's rank correlation "
        "of the cosines with human judgments; analogies is the accuracy with 3CosAdd over all "
        f"words. Pairs and questions without out-of-vocabulary words: {sizes}."
    )
    if results.n_cached:
        said += (
            f" The vectors of {results.n_cached} of GloVe's models come from an earlier run on the "
            "same tokens (``--cache``)."
        )
    return section("Quality", table(("program", "objective", *MEASURES), rows), said)
