"""Check built pages for links that lead nowhere; nothing outside of the folder is asked.

Every relative link must lead to a file, every anchor to an element with that id, every
picture, script and style sheet must be there; and no page may load anything from a
network.

    python docs/check_links.py docs/_build/html
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

# Attribute of an element -> whether the browser loads what it names by itself.
_LINKS = {
    ("a", "href"): False,
    ("area", "href"): False,
    ("link", "href"): True,
    ("script", "src"): True,
    ("img", "src"): True,
    ("source", "src"): True,
    ("iframe", "src"): True,
    ("object", "data"): True,
}
# Relations of <link> that name a page instead of loading it.
_NAMED = {"index", "search", "next", "prev", "canonical", "author", "copyright", "genindex"}


class Page(HTMLParser):
    """The links of a page and the ids that can be linked to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[tuple[str, bool, int]] = []  # address, loaded, line
        self.ids: set[str] = {"", "top"}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect the attributes that matter."""
        attributes = {name: value or "" for name, value in attrs}
        self.ids.add(attributes.get("id", ""))
        if tag == "a":
            self.ids.add(attributes.get("name", ""))
        is_named = bool(_NAMED & set(attributes.get("rel", "").split()))
        for name, value in attributes.items():
            if (tag, name) in _LINKS and value:
                loaded = _LINKS[tag, name] and not is_named
                self.links.append((value, loaded, self.getpos()[0]))


def read_pages(folder: Path) -> dict[Path, Page]:
    """Read all pages below a folder."""
    return {
        path.resolve(): Page(path.read_text(encoding="utf-8"))
        for path in sorted(folder.rglob("*.html"))
        if "_static" not in path.relative_to(folder).parts
    }


def find_faults(pages: dict[Path, Page]) -> Iterator[str]:
    """Yield a line for each link that leads nowhere."""
    for path, page in pages.items():
        for address, loaded, line in page.links:
            fault = _fault(path, address, loaded, pages)
            if fault:
                yield f"{path}:{line}: {address}: {fault}"


def _fault(path: Path, address: str, loaded: bool, pages: dict[Path, Page]) -> str:
    parts = urlsplit(address)
    if parts.scheme in {"data", "mailto", "javascript"}:
        return ""
    if parts.scheme or parts.netloc:
        return "is loaded from a network" if loaded else ""
    target = path.parent / unquote(parts.path) if parts.path else path
    if target.is_dir():
        target /= "index.html"
    target = target.resolve()
    if not target.is_file():
        return "there is no such file"
    if target in pages and unquote(parts.fragment) not in pages[target].ids:
        return "there is no such anchor"
    return ""


def main(html_dir: str | Path) -> int:
    """Print the faults of the pages below a folder; return how many there are."""
    folder = Path(html_dir)
    pages = read_pages(folder)
    if not pages:
        print(f"There are no pages in {folder}.")
        return 1
    faults = list(find_faults(pages))
    print("\n".join(faults) or f"All links of {len(pages)} pages lead somewhere.")
    return len(faults)


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1]), 1))
