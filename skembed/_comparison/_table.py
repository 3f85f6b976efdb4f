"""The table of a comparison, as text and as HTML. Statistics are computed elsewhere."""

from __future__ import annotations

from html import escape

import numpy as np

from ._ranking import Ranking
from ._statistics import Floats

FAILED = "failed"
ZERO = "(95% interval of the difference includes 0)"


def table_rows(comparison: Ranking, scoring: str | None, train_size: int) -> list[list[str]]:
    """Return the header and one row of cells per candidate, the best first."""
    scoring = comparison.main_scoring if scoring is None else scoring
    means = comparison.mean_scores(scoring)[:, train_size]
    deviations = comparison.std_scores(scoring)[:, train_size]
    best = comparison.best(scoring, train_size) if any_score(comparison, means) else None
    behind, sure = comparison.differences(scoring, train_size) if best else (means, means)
    header = [
        "",
        scoring,
        "gap to best",
        "fit",
        "transform",
        "memory",
        "terms",
        "OOV tokens",
    ]
    fit, transform, terms, unknown = (
        comparison.mean_of(name)[:, train_size]
        for name in ("fit_times", "transform_times", "n_terms", "unknown_shares")
    )
    memory = comparison.peak_memory()[:, train_size]
    rows = [header]
    for i in order_of(comparison, means, best):
        if np.isnan(means[i]):
            rows.append([comparison.names[i], FAILED, *[""] * (len(header) - 2)])
            continue
        rows.append(
            [
                comparison.names[i],
                with_deviation(means[i], deviations[i]),
                "best" if comparison.names[i] == best else with_interval(behind[i], sure[i]),
                "" if np.isnan(fit[i]) else seconds(fit[i]),
                "" if np.isnan(transform[i]) else seconds(transform[i]),
                n_bytes(memory[i]),
                "" if np.isnan(terms[i]) else f"{terms[i]:,.0f}",
                "" if np.isnan(unknown[i]) else f"{unknown[i]:.1%}",
            ]
        )
    return rows


def with_deviation(mean: float, deviation: float) -> str:
    """Format a mean score with its standard deviation."""
    return f"{mean:.3f} ± {deviation:.3f}"


def with_interval(value: float, half_width: float) -> str:
    """Format a difference, with its confidence interval if there is one."""
    if np.isnan(half_width):
        return three_digits(value)
    low, high = three_digits(value - half_width), three_digits(value + half_width)
    return f"{three_digits(value)} [{low}, {high}]"


def three_digits(value: float) -> str:
    """Format a number with three decimals, avoiding a negative zero."""
    return f"{round(float(value), 3) + 0.0:.3f}"


def seconds(value: float) -> str:
    """Format a duration in seconds."""
    return f"{value:.2f} s" if value < 10 else f"{value:,.0f} s"


def n_bytes(value: float) -> str:
    """Format a number of bytes in a suitable unit."""
    if np.isnan(value):
        return ""
    for unit in ("B", "kB", "MB"):
        if value < 999.5:
            return f"{value:.0f} {unit}" if value >= 9.95 or unit == "B" else f"{value:.1f} {unit}"
        value /= 1000
    return f"{value:.1f} GB"


def curve_rows(comparison: Ranking) -> list[list[str]]:
    """Return the mean scores for each training set size, the best at the largest size first."""
    means = comparison.mean_scores()
    header = [f"{comparison.main_scoring} by size", *(f"{n:,}" for n in comparison.train_sizes)]
    return [
        header,
        *(
            [comparison.names[i], *(FAILED if np.isnan(m) else f"{m:.3f}" for m in means[i])]
            for i in order_of(comparison, means[:, -1], None)
        ),
    ]


def any_score(comparison: Ranking, means: Floats) -> bool:
    """Return whether any candidate, other than the dummy, has a mean score."""
    return any(
        name != comparison.dummy and not np.isnan(mean)
        for name, mean in zip(comparison.names, means, strict=True)
    )


def order_of(comparison: Ranking, means: Floats, best: str | None) -> list[int]:
    """Return the rows of the table, failed candidates last; a dummy without a score has none."""
    names = comparison.names
    order = np.argsort(-means, kind="stable").tolist()
    shown = [i for i in order if names[i] != comparison.dummy or not np.isnan(means[i])]
    return sorted(shown, key=lambda i: names[i] != best)  # others may have the same score


def verdict(comparison: Ranking) -> str:
    """Name the best candidate, those that are as good, and the simplest of them."""
    means = comparison.mean_scores()[:, -1]
    if not any_score(comparison, means):
        return "No candidate has a score in every fold."
    names = comparison.names
    failed = [n for n, m in zip(names, means, strict=True) if np.isnan(m) and n != comparison.dummy]
    missing = f" Not compared because of failed fits: {', '.join(failed)}." if failed else ""
    best = comparison.best()
    if not comparison.better_than_dummy()[names.index(best)]:
        return f"{not_above_dummy(comparison, best)}{missing}"
    if comparison.n_folds == 1:
        return f"Best: {best} (one fold only: no estimate of the uncertainty).{missing}"
    behind, half_width = comparison.differences()
    rivals = [
        name
        for name, d, sure in zip(names, behind, half_width, strict=True)
        if name not in (best, comparison.dummy) and d <= sure
    ]
    if not rivals:
        return f"Best: {best}.{missing}"
    as_good = f"Not significantly better than {', '.join(rivals)} {ZERO}."
    return f"Best: {best}. {as_good} Recommended: {comparison.recommended()}.{missing}"


def not_above_dummy(comparison: Ranking, best: str) -> str:
    """Say that the best candidate, or none of them, is better than the dummy."""
    what = f"significantly better than always predicting the {comparison.dummy} {ZERO}"
    if comparison.n_folds == 1:
        what = f"better than always predicting the {comparison.dummy} (one fold only)"
    if not comparison.better_than_dummy().any():
        return f"No candidate is {what}."
    other = comparison.recommended()
    return f"{best} has the highest score, but is not {what}." + (f" {other} is." if other else "")


def failure_lines(comparison: Ranking) -> list[str]:
    """Return one line per failed candidate: in how many fits it failed (if not in all) and why."""
    lost = np.logical_or.reduce([np.isnan(scores) for scores in comparison.scores.values()])
    lines = []
    for name, error in comparison.errors.items():
        mine = lost[comparison.names.index(name)]
        where = "" if mine.all() else f" in {mine.sum()} of {mine.size} fits"
        lines.append(f"{name} failed{where}: {error}")
    return lines


def notes_below(comparison: Ranking) -> list[str]:
    """Return the lines below the table."""
    n_seeds, n_folds = len(comparison.seeds), comparison.n_folds
    runs = f"{n_folds} fold{'s' if n_folds > 1 else ''}"
    runs += f", {n_seeds} seeds" if n_seeds > 1 else ""
    over = "folds and seeds" if n_seeds > 1 else "folds"
    size = f"{comparison.train_sizes[-1]:,} labeled training documents per fold"
    return [
        verdict(comparison),
        f"{runs}, {size}; ± standard deviation over {over}, not an interval.",
        "Gap to best: mean difference over the same folds [with its 95% confidence interval,",
        "corrected for overlapping training sets]. OOV: out of vocabulary.",
        *failure_lines(comparison),
    ]


def as_text(comparison: Ranking) -> str:
    """Return the table and its notes for the terminal."""
    parts = [in_columns(table_rows(comparison, None, -1), left=(0, 2))]
    if len(comparison.train_sizes) > 1:
        parts.insert(0, in_columns(curve_rows(comparison), left=(0,)))
    return "\n\n".join([*parts, "\n".join(notes_below(comparison))])


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
