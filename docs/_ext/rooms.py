"""A picture of the folders of the package, drawn from its imports when the pages are built.

``.. rooms::`` draws a box for each folder, layer above layer as ``tests/package/test_imports.py``
holds them, and an arrow for each import between two folders. Below, the folders say what they are.
"""

from __future__ import annotations

import ast
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "skembed"
TEST = ROOT / "tests" / "package" / "test_imports.py"
WIDTH, BOX, HEIGHT, GAP = 860, 160, 46, 40  # of the picture, and of a box, in pixels
SOURCES = (".py", ".pyx", ".hpp", ".cpp")


class Room(NamedTuple):
    """A folder of the package: what it says of itself, its size, and whom it imports."""

    name: str
    summary: str
    n_files: int
    n_lines: int
    below: frozenset[str]


def read_rooms() -> dict[str, Room]:
    """Read all folders of the package, by name; a folder with ``__init__.py`` is one."""
    return {path.parent.name: _read(path.parent) for path in PACKAGE.glob("*/__init__.py")}


def _read(folder: Path) -> Room:
    files = [path for path in folder.rglob("*") if path.suffix in SOURCES]
    doc = ast.get_docstring(ast.parse((folder / "__init__.py").read_text("utf-8"))) or ""
    below = {name for path in files if path.suffix == ".py" for name in _imported(path)}
    n_lines = sum(len(path.read_text("utf-8").splitlines()) for path in files)
    summary = " ".join(doc.split("\n\n")[0].split())
    return Room(folder.name, summary, len(files), n_lines, frozenset(below - {folder.name}))


def _imported(path: Path) -> set[str]:
    """Return the folders of the package that a file imports from."""
    depth = len(path.relative_to(PACKAGE).parts)
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            inside = node.level == depth or (node.module or "").startswith("skembed.")
            names = [*(node.module or "").removeprefix("skembed.").split("."), node.names[0].name]
            first = next(filter(None, names))  # not pooling in ``from .._kernels import pooling``
            found |= {first} if inside and (PACKAGE / first).is_dir() else set()
    return found


def floors(rooms: dict[str, Room]) -> list[list[Room]]:
    """Return the rooms of each layer, the ground first: the layers that the tests hold."""
    found: dict[str, Any] = {"PACKAGE": PACKAGE}
    wanted = [
        node
        for node in ast.parse(TEST.read_text("utf-8")).body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in ("METHODS", "LAYERS")
    ]
    exec(compile(ast.Module(wanted, []), str(TEST), "exec"), found)
    layers = found["LAYERS"]
    return [[rooms[name] for name in sorted(layer) if name in rooms] for layer in layers]


def draw(rooms: dict[str, Room]) -> str:
    """Return the picture as SVG, in the colors of the page."""
    rows = floors(rooms)
    places = {}
    for i, row in enumerate(reversed(rows)):
        margin = (WIDTH - len(row) * BOX) / (len(row) + 1)
        for j, room in enumerate(row):
            places[room.name] = margin + j * (BOX + margin), i * (HEIGHT + GAP)
    height = len(rows) * (HEIGHT + GAP) - GAP + 2
    label = "The folders of the package, each above those that it imports"
    parts = [f'<svg class="rooms" viewBox="0 -1 {WIDTH} {height}" role="img" aria-label="{label}">']
    for room in rooms.values():
        parts += [_arrow(places[room.name], places[name]) for name in sorted(room.below)]
    parts += [_box(room, *places[room.name]) for room in rooms.values()]
    return "\n".join([*parts, "</svg>"])


def _arrow(start: tuple[float, float], end: tuple[float, float]) -> str:
    (x, y), (u, v) = start, end
    x, y, u = x + BOX / 2, y + HEIGHT, u + BOX / 2
    bend = (v - y) / 2
    path = f"M{x:.0f} {y:.0f} C{x:.0f} {y + bend:.0f} {u:.0f} {v - bend:.0f} {u:.0f} {v:.0f}"
    return f'<path d="{path}" fill="none" stroke="currentColor" stroke-opacity=".22"/>'


def _box(room: Room, x: float, y: float) -> str:
    size = f"{room.n_files} files, {room.n_lines:,} lines"
    return (
        f'<g><title>{escape(room.summary)}</title><rect x="{x:.0f}" y="{y}" width="{BOX}" '
        f'height="{HEIGHT}" rx="6"/><text x="{x + BOX / 2:.0f}" y="{y + 19}">{room.name}</text>'
        f'<text class="size" x="{x + BOX / 2:.0f}" y="{y + 36}">{size}</text></g>'
    )


class Rooms(SphinxDirective):
    """The picture, and a list of the rooms from the top floor down."""

    def run(self) -> list[nodes.Node]:
        """Return picture and list."""
        rooms = read_rooms()
        for path in PACKAGE.rglob("*.py"):
            self.env.note_dependency(str(path))
        lines = []
        for room in (room for row in reversed(floors(rooms)) for room in row):
            lines += [f"``{room.name}``", f"    {room.summary}", ""]
        listed = self.parse_text_to_nodes("\n".join(lines))
        return [nodes.raw("", draw(rooms), format="html"), *listed]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive."""
    app.add_directive("rooms", Rooms)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
