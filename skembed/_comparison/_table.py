"""The table of a comparison, as text and as HTML; errors are positive, in the units of y.

Statistics are computed elsewhere.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from html import escape

import numpy as np

from ._notes import any_score, notes_below
from ._ranking import Ranking
from ._statistics import Floats

FAILED = "failed"
WIDTH = 100  # of the lines below the table


def table_rows(comparison: Ranking, scoring: str | None, train_size: int) -> list[list[str]]:
    """Return the header and one row of cells per candidate, the best first."""
    scoring = comparison.main_scoring if scoring is None else scoring
    means = comparison.mean_scores(scoring)[:, train_size]
    best = comparison.best(scoring, train_size) if any_score(comparison, means) else None
    behind, sure = comparison.differences(scoring, train_size) if best else (means, means)
    n = decimals(scoring, means)
    gaps = [with_interval(gap, width, n) for gap, width in zip(behind, sure, strict=True)]
    columns = [
        (heading(scoring), with_deviations(comparison, scoring, train_size)),
        ("gap to best", gaps),
        *(
            (heading(other), plain_means(comparison, other, train_size))
            for other in comparison.scores
            if other != scoring
        ),
        *costs(comparison, train_size),
    ]
    above = comparison.better_than_dummy(scoring, train_size)
    rows = [["", *(title for title, _ in columns)]]
    for i in order_of(comparison, means, best):
        name = comparison.names[i]
        cells = [column[i] for _, column in columns]
        if np.isnan(means[i]):
            cells = [FAILED, *[""] * (len(cells) - 1)]
        elif name == best and above[i]:
            cells[1] = "best"
        rows.append([name, *cells])
    return rows


def with_deviations(comparison: Ranking, scoring: str, train_size: int) -> list[str]:
    """Return the cells of the scorer by which the table is sorted."""
    means = comparison.mean_scores(scoring)[:, train_size]
    deviations = comparison.std_scores(scoring)[:, train_size]
    n = decimals(scoring, means)
    return [
        with_deviation(sign(scoring) * mean, deviation, n)
        for mean, deviation in zip(means, deviations, strict=True)
    ]


def plain_means(comparison: Ranking, scoring: str, train_size: int) -> list[str]:
    """Return the cells of another scorer."""
    means = comparison.mean_scores(scoring)[:, train_size]
    n = decimals(scoring, means)
    return ["" if np.isnan(mean) else number(sign(scoring) * mean, n) for mean in means]


def costs(comparison: Ranking, train_size: int) -> list[tuple[str, list[str]]]:
    """Return the columns of times and sizes; a value that is not known is an empty cell."""
    fit, transform, features, terms, unknown = (
        comparison.mean_of(name)[:, train_size]
        for name in ("fit_times", "transform_times", "n_features", "n_terms", "unknown_shares")
    )
    memory = comparison.peak_memory()[:, train_size]
    columns: list[tuple[str, Floats, Callable[[float], str]]] = [
        ("fit", fit, seconds),
        ("transform", transform, seconds),
        ("memory", memory, n_bytes),
    ]
    if np.isnan(terms).all():  # no text was read
        columns += [("features", features, "{:,.0f}".format)]
    else:
        columns += [
            ("terms", terms, "{:,.0f}".format),
            ("OOV tokens", unknown, "{:.1%}".format),
        ]
    return [
        (title, ["" if np.isnan(value) else written(value) for value in values])
        for title, values, written in columns
    ]


def heading(scoring: str) -> str:
    """Return the name of a scorer; errors are shown without their sign."""
    return scoring.removeprefix("neg_").replace("_", " ") if sign(scoring) < 0 else scoring


def sign(scoring: str) -> int:
    """Return -1 for a scorer that is a negative error."""
    return -1 if scoring.startswith("neg_") else 1


def decimals(scoring: str, values: Floats) -> int:
    """Return the number of decimals: 3, but three digits in all for errors in any units."""
    largest = np.nanmax(np.abs(values), initial=0.0)
    if sign(scoring) > 0 or largest == 0:
        return 3
    return int(np.clip(2 - np.floor(np.log10(largest)), 0, 15))


def with_deviation(mean: float, deviation: float, n_decimals: int = 3) -> str:
    """Format a mean score with its standard deviation."""
    return f"{number(mean, n_decimals)} ± {number(deviation, n_decimals)}"


def with_interval(value: float, half_width: float, n_decimals: int = 3) -> str:
    """Format a difference, with its confidence interval if there is one."""
    if np.isnan(half_width):
        return number(value, n_decimals)
    low, high = (number(value + side * half_width, n_decimals) for side in (-1, 1))
    return f"{number(value, n_decimals)} [{low}, {high}]"


def number(value: float, n_decimals: int = 3) -> str:
    """Format a number, avoiding a negative zero."""
    return f"{round(float(value), n_decimals) + 0.0:,.{n_decimals}f}"


def seconds(value: float) -> str:
    """Format a duration in seconds."""
    return f"{value:.2f} s" if value < 10 else f"{value:,.0f} s"


def n_bytes(value: float) -> str:
    """Format a number of bytes in a suitable unit."""
    for unit in ("B", "kB", "MB"):
        if value < 999.5:
            return f"{value:.0f} {unit}" if value >= 9.95 or unit == "B" else f"{value:.1f} {unit}"
        value /= 1000
    return f"{value:.1f} GB"


def curve_rows(comparison: Ranking) -> list[list[str]]:
    """Return the mean scores for each training set size, the best at the largest size first."""
    scoring, means = comparison.main_scoring, comparison.mean_scores()
    n = decimals(scoring, means)
    header = [f"{heading(scoring)} by size", *(f"{size:,}" for size in comparison.train_sizes)]
    return [
        header,
        *(
            [
                comparison.names[i],
                *(
                    FAILED if np.isnan(mean) else number(sign(scoring) * mean, n)
                    for mean in means[i]
                ),
            ]
            for i in order_of(comparison, means[:, -1], None)
        ),
    ]


def order_of(comparison: Ranking, means: Floats, best: str | None) -> list[int]:
    """Return the rows of the table, failed candidates last; a dummy without a score has none."""
    names = comparison.names
    order = np.argsort(-means, kind="stable").tolist()
    shown = [i for i in order if names[i] != comparison.dummy or not np.isnan(means[i])]
    return sorted(shown, key=lambda i: names[i] != best)  # others may have the same score


def as_text(comparison: Ranking) -> str:
    """Return the table and its notes for the terminal."""
    parts = [in_columns(table_rows(comparison, None, -1), left=(0, 2))]
    if len(comparison.train_sizes) > 1:
        parts.insert(0, in_columns(curve_rows(comparison), left=(0,)))
    first, *others = notes_below(comparison)
    wrapped = textwrap.wrap(first, WIDTH, break_long_words=False, break_on_hyphens=False)
    return "\n\n".join([*parts, "\n".join([*wrapped, *others])])


def in_columns(rows: list[list[str]], left: tuple[int, ...]) -> str:
    """Return the rows as lines of text; the columns in ``left`` are left-aligned."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(
            cell.ljust(width) if i in left else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(lines)


def as_html(comparison: Ranking) -> str:
    """Return the table and its notes for a notebook."""
    parts = [html_table(table_rows(comparison, None, -1))]
    if len(comparison.train_sizes) > 1:
        parts.insert(0, html_table(curve_rows(comparison)))
    return f"{''.join(parts)}<p>{'<br>'.join(map(escape, notes_below(comparison)))}</p>"


def html_table(rows: list[list[str]]) -> str:
    """Return rows as an HTML table."""
    header, *rest = rows
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in header)
    body = "".join(
        f'<tr><th scope="row">{escape(name)}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        + "</tr>"
        for name, *cells in rest
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
