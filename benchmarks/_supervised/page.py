"""The page of the supervised benchmark: tables and their explanations."""

from __future__ import annotations

import statistics

from _common import chosen_on, header, mean_and_deviation, plural, reached, section, spread, table

from _supervised.results import Results
from _supervised.runs import N_COMPONENTS, NGRAMS, RECIPE, SPEED_PASSES
from skembed import SupervisedEmbeddingVectorizer

MB = 1e6
GOAL_BELOW = 0.010  # one point below the best peer
GOAL_SPEED = 3.0
GOAL_SCALING = 1.7
LIMIT = 100e6
WHO = ("skembed", "fastText", "tf-idf")
NAMES = {"skembed": "skembed, defaults", "fastText": "fastText, tuned recipe", "tf-idf": "tf-idf"}
Row = tuple[str, str, str, str]


def page(results: Results) -> str:
    """Return the whole page in reStructuredText."""
    model = SupervisedEmbeddingVectorizer()
    intro = (
        "``SupervisedEmbeddingVectorizer`` as a classifier, with default parameters on every data "
        f"set ({model.n_components} components, {plural(model.max_iter, 'pass')}, n-grams of "
        f"{' to '.join(map(str, model.ngram_range))} tokens), compared with logistic regression "
        "on tf-idf (``TfidfVectorizer(sublinear_tf=True)``, "
        "``LogisticRegression(C=10, max_iter=2000)``)"
    )
    if results.options.fasttext:
        intro += (
            " and with the fastText program, built with its own Makefile and run as "
            f"``fasttext supervised {' '.join(RECIPE)} -thread 1``. Each line of its input has the "
            "label and skembed's tokens of one text, in a new random order for each seed; all "
            "other options have their default values"
        )
    intro += f". Texts: {sizes(results)}."
    if results.options.quick:
        intro = "**A quick trial run: these numbers mean nothing.** " + intro
    rows = [*accuracy_goals(results), *speed_goals(results), *size_goals(results)]
    return "\n".join(
        [
            section(
                "Supervised embeddings",
                intro,
                *chosen_on(results.sizes),
                header(results.load),
                level="-",
            ),
            section("Goals", table(("goal", "target", "measured", "reached"), rows)),
            accuracy_section(results),
            speed_section(results),
            whole_section(results),
        ]
    )


def sizes(results: Results) -> str:
    """Return the names and sizes of the data sets."""
    return ", ".join(
        f"{name} ({n_texts:,} of {n_classes} classes)"
        for name, (n_texts, n_classes) in results.sizes.items()
    )


def programs(results: Results) -> list[str]:
    """Return the programs that were measured."""
    return [who for who in WHO if who != "fastText" or results.options.fasttext]


def means_over_sets(results: Results, who: str) -> list[float]:
    """Return the mean accuracy over the data sets, for each seed."""
    found = (results.accuracy[who, name] for name in results.sizes)
    return [statistics.fmean(scores) for scores in zip(*found, strict=True)]


# Goals


def accuracy_goals(results: Results) -> list[Row]:
    """Return the goals for accuracy: each data set, and the mean of all."""
    ours, *peers = programs(results)
    rows = []
    for name in results.sizes:
        value, *others = (statistics.fmean(results.accuracy[who, name]) for who in (ours, *peers))
        goal = f"{name}: accuracy, no more than 0.01 below the best peer"
        rows.append(goal_row(goal, value, max(others) - GOAL_BELOW, ".4f"))
    value, *others = (statistics.fmean(means_over_sets(results, who)) for who in (ours, *peers))
    rows.append(goal_row("mean accuracy (at least that of each peer)", value, max(others), ".4f"))
    return rows


def speed_goals(results: Results) -> list[Row]:
    """Return the goals for the speedup over fastText and over one thread."""
    one, most = min(results.options.threads), max(results.options.threads)
    rows = []
    if results.options.fasttext:
        for ngrams in reversed(NGRAMS):
            value = speed(results, "skembed", ngrams, one) / speed(results, "fastText", ngrams, one)
            goal = f"training, {ngrams}, {plural(one, 'thread')}: speedup over fastText"
            rows.append(goal_row(goal, value, GOAL_SPEED, ".1f"))
    if most == 2 * one:
        for ngrams in reversed(NGRAMS):
            value = speed(results, "skembed", ngrams, most) / speed(results, "skembed", ngrams, one)
            goal = f"training, {ngrams}: speedup of {most} threads over {one}"
            rows.append(goal_row(goal, value, GOAL_SCALING, ".2f"))
    return rows


def size_goals(results: Results) -> list[Row]:
    """Return the goals for the size of the pickled estimator."""
    size = max(
        whole.size for (who, _), fits in results.whole.items() for whole in fits if who == "skembed"
    )
    needed, measured = f"{LIMIT / MB:.0f} MB", f"{size / MB:.1f} MB"
    return [
        (
            "20 Newsgroups, bigrams: size of the pickle (at most)",
            needed,
            measured,
            reached(LIMIT, size),
        )
    ]


def goal_row(goal: str, value: float, needed: float, form: str) -> Row:
    """Return one row of the goals; it is reached if the value is at least the target."""
    return goal, format(needed, form), format(value, form), reached(value, needed)


def speed(results: Results, who: str, ngrams: str, n_threads: int) -> float:
    """Return the median words per second."""
    return statistics.median(results.speed[who, ngrams, n_threads])


# Tables


def accuracy_section(results: Results) -> str:
    """Return the table of accuracy on each data set."""
    options = results.options
    rows = []
    for who in programs(results):
        of_sets = [results.accuracy[who, name] for name in results.sizes]
        every = [*of_sets, means_over_sets(results, who)]
        rows.append((NAMES[who], *(mean_and_deviation(values, ".4f") for values in every)))
    said = (
        "TREC and 20 Newsgroups: the official test set. MR and SUBJ: the mean over "
        f"{plural(options.folds, 'fold')} (stratified, shuffled), the same for all. Mean "
        f"and standard deviation over {plural(options.seeds, 'seed')}; tf-idf "
        "and its classifier are deterministic."
    )
    if results.n_cached:
        said += (
            f" {results.n_cached} of fastText's accuracies come from an earlier run on the same "
            "lines (``--cache``)."
        )
    return section("Accuracy", table(("program", *results.sizes, "mean"), rows), said)


def speed_section(results: Results) -> str:
    """Return the table of words per second."""
    options = results.options
    one = min(options.threads)
    rows = []
    for (who, ngrams, n), rates in sorted(results.speed.items(), reverse=True):
        times = statistics.median(rates) / speed(results, who, ngrams, one)
        rate = spread([rate / 1e6 for rate in rates])
        rows.append((who, f"1 to {NGRAMS[ngrams]}", n, rate, f"{times:.2f}"))
    runs = ", ".join(
        f"{SPEED_PASSES[who][1]} and {SPEED_PASSES[who][0]} ({who})"
        for who in programs(results)
        if who in SPEED_PASSES
    )
    copies = f", each {options.speed_copies} times" if options.speed_copies > 1 else ""
    said = (
        f"Millions of words per second on the training set of 20 Newsgroups{copies} "
        f"({results.speed_tokens:,} words; n-grams are not counted), with {N_COMPONENTS} "
        f"components. The time is the difference between two fits, of {runs} passes, to exclude "
        "the work before and after training. Median and range of "
        f"{plural(options.repeats, 'turn')}."
    )
    if options.fasttext:
        said += " In fastText, each pass includes reading the file again."
    columns = ("program", "n-grams", "threads", "speed", "scaling")
    return section("Training", table(columns, rows), said)


def whole_section(results: Results) -> str:
    """Return the table of complete fits: seconds and size."""
    rows = []
    for (who, n), fits in sorted(results.whole.items(), reverse=True):
        seconds = spread([fit.seconds for fit in fits], ".1f")
        size = statistics.median(fit.size for fit in fits) / MB
        rows.append((who, n, seconds, f"{size:.1f}"))
    said = (
        "On the training set of 20 Newsgroups. skembed: seconds from raw strings to the fitted "
        "estimator, with words and bigrams and all other parameters at their default values, and "
        "the size of its pickle"
    )
    if results.options.fasttext:
        said += (
            ". fastText: seconds of its process with the recipe, from a file of tokens to its "
            "``.bin`` and ``.vec``, and the size of its ``.bin``; tokenizing raw strings is not "
            "included"
        )
    said += (
        f". Median and range of {plural(results.options.repeats, 'turn')}, each in a new process."
    )
    return section(
        "Fitting on raw strings", table(("program", "threads", "seconds", "MB"), rows), said
    )
