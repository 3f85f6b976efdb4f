"""A picture of the curves over the number of labels, from the numbers of which_embedding.py.

.. label-curves:: MR, SUBJ
    :columns: 2
    :candidates: word2vec; GloVe 6B, frozen
    :alt: What can be seen.

    Caption, as of a figure.

The sets are those of the csv file beside the page of the measurements, all if none is named; so are
the candidates whose curves are drawn. The best of all is that of all candidates.
Nothing is measured or fitted here; without the file there is no figure.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

from docutils.parsers.rst.directives import positive_int
from sphinx.application import Sphinx
from sphinx.directives.patches import Figure

FILE = "/benchmarks/which_embedding.csv"
PICTURES = "/reference/generated/label_curves"
BEST = "the best of all"
# From Okabe and Ito (2008), without yellow, which marks the best; tf-idf is gray.
COLORS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#332288", "#882255")
GRAYS, PALE = ("#595959", "#9a9a9a"), "#ffe9a8"
MARKERS = "o^sDvP*X"

Curve = list[tuple[int, float]]


class Set(NamedTuple):
    """A set: the points (number of labels, accuracy) of each candidate."""

    name: str
    curves: dict[str, Curve]

    def envelope(self) -> Curve:
        """Return the best accuracy of all candidates at each number of labels."""
        best: dict[int, float] = {}
        for n, accuracy in (point for curve in self.curves.values() for point in curve):
            best[n] = max(accuracy, best.get(n, 0.0))
        return sorted(best.items())


def names_in(text: str, separator: str) -> list[str]:
    """Return the names of a list."""
    return [name.strip() for name in text.split(separator) if name.strip()]


class LabelCurves(Figure):
    """A figure whose file is drawn from the numbers whenever they change."""

    required_arguments = 0
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Any]] = {
        **Figure.option_spec,
        "columns": positive_int,
        "candidates": lambda text: names_in(text, ";"),
    }

    def run(self) -> list[Any]:
        """Draw the figure and return its nodes."""
        env = self.state.document.settings.env
        _, file = env.relfn2path(FILE)
        env.note_dependency(file)
        if not Path(file).is_file():
            return []
        names = names_in("".join(self.arguments), ",")
        number = env.new_serialno("label-curves")
        picture = f"{PICTURES}-{env.docname.replace('/', '-')}-{number}.png"
        sets = read(Path(file))
        figure = draw(
            [data for data in sets if data.name in names or not names],
            self.options.pop("columns", 3),
            self.options.pop("candidates", None),
        )
        path = Path(env.relfn2path(picture)[1])
        path.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(path, dpi=160)
        self.arguments = [picture]
        return list(super().run())


def read(file: Path) -> list[Set]:
    """Read the sets in the order of the file."""
    sets: dict[str, dict[str, Curve]] = {}
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            curves = sets.setdefault(row["set"], {})
            point = int(row["labels"]), float(row["accuracy"])
            curves.setdefault(row["candidate"], []).append(point)
    return [Set(name, curves) for name, curves in sets.items()]


def draw(sets: Sequence[Set], columns: int, candidates: Sequence[str] | None = None) -> Any:
    """Return a figure with a panel for each set, and one legend; None draws all candidates."""
    from matplotlib.figure import Figure as Picture

    columns = min(columns, len(sets))
    rows = -(-len(sets) // columns)
    figure = Picture(figsize=(3.6 * columns, 2.7 * rows + 1), layout="constrained")
    panels = figure.subplots(rows, columns, squeeze=False)
    styles = styles_of(sets)
    if candidates is not None:
        styles = {name: style for name, style in styles.items() if name in candidates}
    for data, ax in zip(sets, panels.flat, strict=False):
        draw_set(data, ax, styles)
    for ax in panels.flat[len(sets) :]:
        ax.set_visible(False)
    for ax in panels[:, 0]:
        ax.set_ylabel("accuracy")
    handles = {}
    for ax in panels.flat[: len(sets)]:
        handles |= {handle.get_label(): handle for handle in ax.get_lines()}
    names = [BEST, *styles]
    figure.legend(
        [handles[name] for name in names], names, loc="outside lower center", ncols=columns,
        frameon=False,
    )  # fmt: skip
    return figure


def styles_of(sets: Sequence[Set]) -> dict[str, dict[str, Any]]:
    """Return the style of each candidate, the same in every panel."""
    names = list(dict.fromkeys(name for data in sets for name in data.curves))
    gray = [name for name in names if name.startswith("tf-idf")]
    others = [name for name in names if name not in gray]
    colors = {
        **{name: COLORS[i % len(COLORS)] for i, name in enumerate(others)},
        **{name: GRAYS[i % len(GRAYS)] for i, name in enumerate(gray)},
    }
    return {
        name: {"color": colors[name], "marker": MARKERS[i % len(MARKERS)]}
        for i, name in enumerate([*others, *gray])
    }


def draw_set(data: Set, ax: Any, styles: dict[str, dict[str, Any]]) -> None:
    """Draw the curves of a set over a band that marks the best."""
    from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

    ax.plot(*zip(*data.envelope(), strict=True), color=PALE, linewidth=9, label=BEST,
            solid_capstyle="round", zorder=1)  # fmt: skip
    for name, curve in data.curves.items():
        if name not in styles:
            continue
        ax.plot(*zip(*curve, strict=True), label=name, markersize=4, linewidth=1.3, **styles[name])
    ax.set(xscale="log", xlabel="labeled texts", title=data.name)
    sizes = [n for n, _ in data.envelope()]
    ax.xaxis.set_major_locator(FixedLocator([n for n in sizes[:-1] if str(n)[0] in "125"][::2]))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda n, _: f"{n:,.0f}"))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.spines[["top", "right"]].set_visible(False)
    ax.grid(axis="y", color="0.92", linewidth=0.8)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive."""
    app.add_directive("label-curves", LabelCurves)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
