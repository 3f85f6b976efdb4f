"""The answer of which_embedding.py in words and one table: what is best, where, by how much."""

from __future__ import annotations

from textwrap import fill

import numpy as np
from _common import plural, section, table

from _which_embedding.candidates import SUPERVISED
from _which_embedding.results import Results, SetResults

COLUMNS = (50, 200, 1000, None)  # numbers of labels; None for all
LEVEL = 0.005  # differences below it are not called any
TFIDF = "tf-idf of words"


def answer(results: Results) -> str:
    """Return the section at the top of the page."""
    said = [best_on_average(results, n) for n in COLUMNS]
    said = [*filter(None, said), safest(results)]
    columns = ["best candidate on", "classes", "words a text", *map(labels, COLUMNS)]
    rows = [
        [title, found.n_classes, f"{found.n_words:.0f}", *cells(found), enough(found)]
        for title, found in results.sets.items()
    ]
    return section(
        "What the measurements say",
        introduction(results),
        "\n".join(f"- {fold(line)}" for line in said),
        table([*columns, "labels alone suffice from"], rows),
        f"In the table, candidates within {LEVEL} of the best are level with it, and the one named "
        f"first is the simplest of them: {TFIDF}, then the order of the tables below. A dash: "
        'the classes are too many for so few labels. The last column: "labels alone" are tf-idf '
        f"and the supervised embedding without init; they suffice from where on the better of "
        f"them stays within {LEVEL} of the best of all.",
        level="-",
    )


def introduction(results: Results) -> str:
    """Return the conditions of all that follows."""
    return (
        f"Measured by ``benchmarks/which_embedding.py`` on {plural(len(results.sets), 'set')}, "
        "each candidate followed by logistic regression on scaled features, at most "
        f'{results.options.limit_documents:,} texts a set: "all labels" are those of its training '
        "part. For more labels see :ref:`benchmarks`. On texts of another kind, with vectors of "
        "another source or with larger encoders the answer may be another."
    )


def labels(n: int | None) -> str:
    """Return a number of labels in words."""
    return "all labels" if n is None else f"{n:,} labels"


def best_on_average(results: Results, n: int | None) -> str:
    """Return a sentence on the best mean over the sets measured with n labels, if there are."""
    found = [means for of_set in results.sets.values() if (means := of_set.means(n))]
    if not found:
        return ""
    names = set.intersection(*map(set, found))
    mean = {name: float(np.mean([means[name] for means in found])) for name in names}
    best = max(mean, key=lambda name: mean[name])
    wins = sum(means[best] >= max(means.values()) - LEVEL for means in found)
    few = "" if n is None else " with few enough classes"
    behind = "" if best == TFIDF else f" ({TFIDF}: {mean[TFIDF]:.3f})"
    return (
        f"With {labels(n)}, **{best}** has the best mean accuracy, {mean[best]:.3f}{behind}; it is "
        f"the best, or level with it, on {wins} of {plural(len(found), 'set')}{few}."
    )


def safest(results: Results) -> str:
    """Return a sentence on the candidate whose largest gap to the best is the smallest."""
    found = [(title, of_set.points()) for title, of_set in results.sets.items()]
    everywhere = set.intersection(*(set(at) for _, points in found for at in points.values()))
    gaps = {}
    for name in sorted(everywhere):
        gaps[name] = max(
            (max(mean for mean, _ in at.values()) - at[name][0], title, n)
            for title, points in found
            for n, at in points.items()
        )
    name = min(gaps, key=lambda name: gaps[name][0])
    gap, title, n = gaps[name]
    other = f"; {TFIDF}: {gaps[TFIDF][0]:.3f}" if name != TFIDF else ""
    said = f"nowhere more than {gap:.3f} below the best of all ({title}, {n:,} labels{other})"
    return f"If you cannot compare: **{name}** is {said}."


def cells(found: SetResults) -> list[str]:
    """Return the best candidates of a set at the numbers of labels of the table."""
    return [named_best(means) if (means := found.means(n)) else "–" for n in COLUMNS]


def named_best(means: dict[str, float]) -> str:
    """Return tf-idf of words if it is level with the best, else the first that is."""
    level = [name for name in means if means[name] >= max(means.values()) - LEVEL]
    return TFIDF if TFIDF in level else level[0]


def enough(found: SetResults) -> str:
    """Return the number of labels from which on no knowledge from elsewhere is needed."""
    first = None
    for n, points in reversed(found.points().items()):
        means = {name: mean for name, (mean, _) in points.items()}
        alone = (m for name, m in means.items() if name == SUPERVISED or name.startswith("tf-idf"))
        if max(alone) < max(means.values()) - LEVEL:
            break
        first = n
    return "never here" if first is None else f"{first:,}"


def fold(line: str) -> str:
    """Wrap an item of a list."""
    return fill(line, 98, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)
