"""Axes, colors, markers and notes that the displays have in common.

matplotlib is optional; it is only imported when something is plotted. Labels are placed in
`_labels`, and long texts wrapped in `_wrapping`.
"""

from __future__ import annotations

from typing import Any

from ._fonts import choose_fonts
from ._wrapping import NAME_WIDTH, NARROW, WrappedText, wrap_name

POSITIVE, NEGATIVE = "#1a7abf", "#c8553d"  # distinguishable with color blindness

# From Okabe and Ito (2008), without yellow, which is hard to see on white, and with an indigo.
COLORS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#332288")
MARKERS = ("o", "^", "s")
MOST_STYLES = len(COLORS) * len(MARKERS)

GRAY, PALE = "#595959", "#9a9a9a"


def new_axes(width: float | None = None, height: float | None = None, rows: int = 1) -> Any:
    """Return the axes of a new figure.

    Parameters
    ----------
    width, height : float, default=None
        Size of the figure in inches; None uses matplotlib's setting.

    rows : int, default=1
        Number of rows; more than one creates an array of axes that share their x axis.

    Returns
    -------
    ax : matplotlib Axes or ndarray of Axes
        The empty axes.

    Raises
    ------
    ImportError
        If matplotlib is not installed.
    """
    try:
        import matplotlib.pyplot as plt
    except ImportError as error:
        raise ImportError(
            "Plotting requires matplotlib, which is not installed: pip install matplotlib."
        ) from error
    size = None if width is None or height is None else (width, height)
    return plt.subplots(rows, figsize=size, layout="constrained", sharex=rows > 1)[1]


def finish(ax: Any) -> None:
    """Choose fonts, and compute the layout and label positions without rendering an image."""
    figure = ax.figure.figure
    choose_fonts(figure)
    figure.draw_without_rendering()


def set_title(ax: Any, title: str, data_name: str | None = None, more: str = "") -> None:
    """Set the title, with the name of the data, and a second line if there is more to say.

    Parameters
    ----------
    ax : matplotlib Axes
        The axes.

    title : str
        What is shown.

    data_name : str or None
        Name of the data.

    more : str, default=""
        The second line.
    """
    first = title if data_name is None else f"{title}: {data_name}"
    text = "\n".join(filter(None, [first, more]))
    WrappedText(ax, ax.set_title(text, fontsize=10.5, parse_math=False))


def style(number: int) -> tuple[str, str]:
    """Return the color and marker of a class or line; they repeat after `MOST_STYLES`."""
    return COLORS[number % len(COLORS)], MARKERS[number // len(COLORS) % len(MARKERS)]


def ink(color: str) -> Any:
    """Darken a color so that text in it is readable on white."""
    from matplotlib.colors import to_hex, to_rgb

    red, green, blue = to_rgb(color)
    return to_hex((0.68 * red, 0.68 * green, 0.68 * blue))


def tidy(ax: Any, *, grid: str = "y") -> None:
    """Remove the top and right spines and add a pale grid."""
    ax.spines[["top", "right"]].set_visible(False)
    ax.grid(axis=grid, color="0.92", linewidth=0.8)
    ax.set_axisbelow(True)


def words_of(name: str) -> str:
    """Format the name of a scorer for an axis label."""
    if name.startswith("neg_"):
        name = f"negative {name.removeprefix('neg_')}"
    return name.replace("_", " ")


def note_below(ax: Any, text: str) -> Any:
    """Add a note in small type below the x label; the layout leaves room for it.

    Parameters
    ----------
    ax : matplotlib Axes
        The axes; the x label must be set already.

    text : str
        The note. It is wrapped at the width of the axes; line breaks are kept.

    Returns
    -------
    note : matplotlib Annotation
        The note.
    """
    note = ax.annotate(
        text,
        (0.5, 0),
        (0, -4),
        xycoords=ax.xaxis.label,
        textcoords="offset points",
        ha="center",
        va="top",
        fontsize=8.0,
        color=GRAY,
        annotation_clip=False,
        parse_math=False,
    )
    WrappedText(ax, note)
    return note


def legend_beside(ax: Any, handles: list[Any], names: list[str], title: str | None = None) -> Any:
    """Add a legend to the right of the axes, in a font size that fits their height.

    Parameters
    ----------
    ax : matplotlib Axes
        The axes.

    handles : list of Artist
        The artists to explain.

    names : list of str
        Their labels.

    title : str, default=None
        The title of the legend.

    Returns
    -------
    legend : matplotlib Legend
        The legend.
    """
    largest, columns = (7.0, 14) if ax.figure.figure.get_figwidth() < NARROW else (9.0, NAME_WIDTH)
    names = [wrap_name(name, columns) for name in names]
    height = ax.bbox.height * 72 / ax.figure.dpi
    n_lines = sum(name.count("\n") + 1 for name in names) + (title is not None)
    size = min(largest, max(5.5, height / (1.35 * (n_lines + 0.5))))
    legend = ax.legend(
        handles,
        names,
        title=title,
        loc="upper left",
        bbox_to_anchor=(1.0, 1.0),
        borderaxespad=0,
        frameon=False,
        fontsize=size,
        title_fontsize=size,
        labelspacing=0.25,
        handletextpad=0.3,
        handlelength=1.2,
        alignment="left",
    )
    for handle, text in zip(legend.legend_handles, legend.get_texts(), strict=True):
        handle.set_alpha(1)
        text.set_parse_math(False)  # names may contain dollar signs
    return legend
