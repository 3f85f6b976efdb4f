"""The table of a comparison, as text and as HTML. Statistics are computed elsewhere."""

from __future__ import annotations

from html import escape

import numpy as np

from ._measurements import Measurements

FAILED = "failed"


def table_rows(comparison: Measurements, scoring: str | None, train_size: int) -> list[list[str]]:
    """Return the header and one row of cells per candidate, the best first."""
    scoring = comparison.main_scoring if scoring is None else scoring
    means = comparison.mean_scores(scoring)[:, train_size]
    deviations = comparison.std_scores(scoring)[:, train_size]
    best = None if np.isnan(means).all() else comparison.best(scoring, train_size)
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
    for i in np.argsort(-means, kind="stable"):  # NaN (failed) sorts last
        if np.isnan(means[i]):
            rows.append([comparison.names[i], FAILED, *[""] * (len(header) - 2)])
            continue
        rows.append(
            [
                comparison.names[i],
                with_deviation(means[i], deviations[i]),
                "best" if comparison.names[i] == best else with_interval(behind[i], sure[i]),
                seconds(fit[i]),
                seconds(transform[i]),
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


def curve_rows(comparison: Measurements) -> list[list[str]]:
    """Return the mean scores for each training set size, the best at the largest size first."""
    means = comparison.mean_scores()
    header = [f"{comparison.main_scoring} by size", *(f"{n:,}" for n in comparison.train_sizes)]
    return [
        header,
        *(
            [comparison.names[i], *(FAILED if np.isnan(m) else f"{m:.3f}" for m in means[i])]
            for i in np.argsort(-means[:, -1], kind="stable")
        ),
    ]


def verdict(comparison: Measurements) -> str:
    """Name the best candidate, and those whose difference from it is not clear."""
    if np.isnan(comparison.mean_scores()[:, -1]).all():
        return "No candidate has a score in every fold."
    behind, half_width = comparison.differences()
    best = comparison.best()
    failed = [n for n, m in zip(comparison.names, behind, strict=True) if np.isnan(m)]
    missing = f" Not compared because of failed fits: {', '.join(failed)}." if failed else ""
    if comparison.n_folds == 1:
        return f"Best: {best} (one fold only: no estimate of the uncertainty).{missing}"
    rivals = [
        name
        for name, d, sure in zip(comparison.names, behind, half_width, strict=True)
        if name != best and d <= sure
    ]
    if not rivals:
        return f"Best: {best}.{missing}"
    return f"Best: {best}. Not clearly worse: {', '.join(rivals)} (interval includes 0).{missing}"


def failure_lines(comparison: Measurements) -> list[str]:
    """Return one line per failed candidate: in how many fits it failed (if not in all) and why."""
    lost = np.logical_or.reduce([np.isnan(scores) for scores in comparison.scores.values()])
    lines = []
    for name, error in comparison.errors.items():
        mine = lost[comparison.names.index(name)]
        where = "" if mine.all() else f" in {mine.sum()} of {mine.size} fits"
        lines.append(f"{name} failed{where}: {error}")
    return lines


def notes_below(comparison: Measurements) -> list[str]:
    """Return the lines below the table."""
    n_seeds, n_folds = len(comparison.seeds), comparison.n_folds
    runs = f"{n_folds} fold{'s' if n_folds > 1 else ''}"
    runs += f", {n_seeds} seeds" if n_seeds > 1 else ""
    over = "folds and seeds" if n_seeds > 1 else "folds"
    size = f"{comparison.train_sizes[-1]:,} labeled training documents per fold"
    return [
        verdict(comparison),
        f"{runs}, {size}; ± standard deviation over {over}.",
        "Gap to best: mean difference over the same folds with its 95% confidence interval,",
        "corrected for overlapping training sets. OOV: out of vocabulary.",
        *failure_lines(comparison),
    ]


def as_text(comparison: Measurements) -> str:
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


def as_html(comparison: Measurements) -> str:
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
