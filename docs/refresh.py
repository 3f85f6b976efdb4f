"""Run the code of the README and of the pages, and renew what they show of it.

    python docs/refresh.py                     # README.md and all pages
    python docs/refresh.py docs/tutorial.rst   # these only
    python docs/refresh.py --check             # change nothing, list what would change

On a page, code is ``.. testcode::``, and the ``.. code-block:: text`` that follows is what it
prints; in the README, they are blocks of ``python`` and ``text``. An output that differs in times
only stays as it is. Pictures that the code of ``page.rst`` saves as ``name.png`` become
``_static/page_name.png``, if the page shows it. Numbers in sentences are for people to check;
outputs that doctest compares, for doctest.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import chdir, redirect_stdout
from pathlib import Path
from textwrap import dedent, indent
from typing import Any, NamedTuple

DOCS = Path(__file__).resolve().parent
RST = re.compile(r"^\.\. (testcode|code-block):: ?(.*)\n((?:[ ]+.*\n|\n)*)", re.MULTILINE)
MARKDOWN = re.compile(r"^```()(python|text)\n((?:.*\n)*?)```$", re.MULTILINE)
VARIES = re.compile(r"\d+(\.\d+)? s\b|-{2,}|\s+")  # times, and the widths that follow from them


class Block(NamedTuple):
    """Code on a page, or what the code just before it prints: page[start:end]."""

    is_code: bool
    start: int
    end: int


def main() -> None:
    """Renew the pages, or list what would change."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pages", type=Path, nargs="*", help="README.md and all pages by default")
    parser.add_argument("--check", action="store_true", help="only list what would change")
    options = parser.parse_args()
    os.environ.setdefault("MPLBACKEND", "agg")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as when the pages are built
    every_page = [DOCS.parent / "README.md", *sorted(DOCS.glob("**/*.rst"))]
    stale = False
    for path in (page.resolve() for page in options.pages or every_page):
        page = path.read_text(encoding="utf-8")
        if not any(not block.is_code for block in blocks_of(page, path.suffix)):
            continue
        with tempfile.TemporaryDirectory() as folder:
            with chdir(folder):
                new, changed = run(page, path)
            if not options.check:
                path.write_text(new, encoding="utf-8")
                keep_pictures(Path(folder), path, new)
        stale |= bool(changed)
        print(f"{path}: {len(changed)} outputs differ")
        for before, after in changed:
            print(f"{before}\n{'is now':-^40}\n\n{after}")
    sys.exit(options.check and stale)


def blocks_of(page: str, suffix: str) -> Iterator[Block]:
    """Yield code and printed blocks in their order; other blocks are left out."""
    code_end = None
    for match in (MARKDOWN if suffix == ".md" else RST).finditer(page):
        directive, kind, _ = match.groups()
        if directive == "testcode" or (kind == "python" and not directive):
            yield Block(True, *match.span(3))
            code_end = match.end()
        elif kind == "text" and code_end and not page[code_end : match.start()].strip():
            yield Block(False, *match.span(3))


def run(page: str, path: Path) -> tuple[str, list[tuple[str, str]]]:
    """Run the code of a page in one namespace, in the working directory.

    Returns the page with what its code prints now, and the outputs that differ by more than times,
    before and after.
    """
    names: dict[str, Any] = {"__name__": "__main__"}
    parts, changed, done, printed = [], [], 0, ""
    for is_code, start, end in blocks_of(page, path.suffix):
        content = page[start:end]
        if is_code:
            code = dedent(re.sub(r"\A(?: +:.*\n)+", "", content))
            with redirect_stdout(io.StringIO()) as out:
                exec(compile("\n" * page.count("\n", 0, start) + code, path, "exec"), names)
            printed = out.getvalue()
        elif VARIES.sub("", content) != VARIES.sub("", printed):
            changed.append((content, printed))
            new = printed if path.suffix == ".md" else f"\n{indent(printed, '    ')}\n"
            parts += [page[done:start], new]
            done = end
    return "".join([*parts, page[done:]]), changed


def keep_pictures(folder: Path, path: Path, page: str) -> None:
    """Copy the pictures that the page shows to those of the documentation."""
    for picture in folder.glob("*.png"):
        name = f"{path.stem.lower()}_{picture.name}"
        if f"_static/{name}" in page:
            shutil.copyfile(picture, DOCS / "_static" / name)


if __name__ == "__main__":
    main()
