"""The folder of the results: tables as text, plots, and a report with all of it.

Everything is written as soon as it exists, and each file in one step, so that an interrupted run
leaves complete files.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

from .._comparison._problem import listed
from .._comparison._table import html_table, in_columns
from .._displays._fonts import MissingGlyphWarning, choose_fonts
from ._html import figure, page, paragraphs, preformatted, scrolling, section
from ._table import DataError

_SHOWN = 10  # missing characters in a message


class Output:
    """Prints results and writes them.

    Parameters
    ----------
    folder : Path
        The folder; it is created.

    title : str
        The title of the report.

    Raises
    ------
    DataError
        If the folder cannot be created.
    """

    def __init__(self, folder: Path, title: str) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DataError(f"--output {folder}: {error.strerror or error}.") from error
        self.folder, self.title = folder, title
        self.texts: list[str] = []
        self.sections: list[str] = []
        self.heading = ""

    def add(self, heading: str, text: str, html: str | None = None) -> None:
        """Print a text, and add it to the text file and, possibly as HTML, to the report."""
        print(f"{text}\n", flush=True)
        self.texts.append(text)
        self.write("comparison.txt", ("\n\n".join(self.texts) + "\n").encode("utf-8", "replace"))
        self.report(heading, preformatted(text) if html is None else html)

    def add_table(self, heading: str, title: str, rows: list[list[str]], *notes: str) -> None:
        """Add a table, which has a header and names of rows, with a title and notes below."""
        text = "\n\n".join([title, in_columns(rows, left=(0,)), *notes])
        html = paragraphs([title]) + scrolling(html_table(rows)) + paragraphs([*notes])
        self.add(heading, text, html)

    def report(self, heading: str, html: str) -> None:
        """Add a section to the report alone; the heading of the last one is not repeated."""
        self.sections.append(html if heading == self.heading else section(heading, html))
        self.heading = heading
        content = page(self.title, self.sections)
        self.write("report.html", content.encode("utf-8", "replace"))

    def draw(self, name: str, heading: str, caption: str, make: Callable[[], Any]) -> None:
        """Save the picture of a display; one that cannot be drawn is named, and that is all."""
        import matplotlib.pyplot as plt

        try:
            content = BytesIO()
            with warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter("always")
                shown = make().figure_
                choose_fonts(shown)  # titles of the command are newer than those of the display
                shown.savefig(content, format="png", dpi=150)
        except Exception as error:  # noqa: BLE001  (a picture less; the numbers stand)
            print(f"{name}.png cannot be drawn: {' '.join(str(error).split())}", flush=True)
            return
        finally:
            plt.close("all")
        self.write(f"{name}.png", content.getvalue())
        self.report(heading, figure(content.getvalue(), caption))
        found = [w.message for w in caught if isinstance(w.message, MissingGlyphWarning)]
        if missing := dict.fromkeys(repr(c) for warning in found for c in warning.characters):
            print(
                f"{name}.png: no installed font has {listed(list(missing), _SHOWN)}. Install one "
                "for this script, such as a Noto font; the tables have the same words.",
                flush=True,
            )

    def write(self, name: str, content: bytes) -> None:
        """Write a file of the folder in one step."""
        write_at_once(self.folder / name, content)


def write_at_once(path: Path, content: bytes) -> None:
    """Write a file such that it is complete or, after an error or interrupt, as it was before."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(content)
        os.replace(part, path)
    except BaseException as error:
        part.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise OSError(error.errno, error.strerror, str(path)) from error
        raise


def attempt(what: str, function: Callable[[], None]) -> None:
    """Call a function whose result the run can do without; name what failed, and why."""
    try:
        function()
    except OSError:  # a full disk is no failure of this part alone
        raise
    except Exception as error:  # noqa: BLE001
        print(f"{what} failed: {' '.join(str(error).split())}\n", flush=True)
