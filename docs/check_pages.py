"""Check built pages as files: links, texts for those who do not see, structure, search index.

Every relative link leads to a file and every anchor to an element; nothing is loaded from a
network; every picture, field, button and figure says what it is; ids are unique; headings go
down in single steps below one title; the index that the pages are searched with knows every
public name. What only shows when a page is open is for check_browser.py, and nothing outside of
the folder is asked.

    python docs/check_pages.py docs/_build/html
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import search_index

# Attribute of an element -> whether the browser loads what it names by itself.
LINKS = {
    ("a", "href"): False,
    ("area", "href"): False,
    ("link", "href"): True,
    ("object", "data"): True,
    ("video", "poster"): True,
    **{(tag, "src"): True for tag in ["audio", "embed", "iframe", "img", "script"]},
    **{(tag, "src"): True for tag in ["source", "track", "video"]},
    **{(tag, "srcset"): True for tag in ["img", "source"]},
}
# Relations of <link> that name a page instead of loading it.
NAMED = {"index", "search", "next", "prev", "canonical", "author", "copyright", "genindex"}
HEADINGS = {f"h{level}": level for level in range(1, 7)}
# What must hold text, or a picture with a text, or else have a label.
MUST_SAY = {"title", "a", "button", "figure", "label", *HEADINGS}
LABELS = {"aria-label", "aria-labelledby", "title"}
WITHOUT_LABEL = {"hidden", "submit", "button", "reset"}  # types of <input>
PICTURES = (".png", ".svg", ".jpg", ".jpeg", ".gif", ".webp")
FROM_NETWORK = re.compile(r"(?:url\(|@import)\s*[\"']?(?:https?:)?//", re.IGNORECASE)


class Page(HTMLParser):
    """The links of a page, the ids that can be linked to, and the faults of the page alone."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[tuple[str, bool, int]] = []  # address, loaded, line
        self.ids: set[str] = set()  # "" too, which leads to the page itself
        self.faults: list[tuple[int, str]] = []  # line, fault
        self._open: list[tuple[str, int, list[str]]] = []  # tag, line, texts: of MUST_SAY
        self._labels: set[str] = set()
        self._fields: list[tuple[int, str, str]] = []  # line, tag, id
        self._levels: list[int] = []
        self._seen: set[str] = set()
        self.feed(text)
        self._finish()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect the attributes that matter."""
        attributes = {name: value or "" for name, value in attrs}
        line = self.getpos()[0]
        self._see_links(tag, attributes, line)
        if attributes.get("id", "") in self.ids - {""}:
            self._fault(f"the id {attributes['id']!r} is there twice")
        self.ids.add(attributes.get("id", ""))
        if tag == "a":
            self.ids.add(attributes.get("name", ""))
        if tag == "html" and not attributes.get("lang"):
            self._fault("no lang")
        if tag == "label":
            self._labels.add(attributes.get("for", ""))
        if tag == "img":
            self._see_picture(attributes)
        if tag in MUST_SAY and (tag != "a" or "href" in attributes):
            self._seen.add(tag)
            self._open.append((tag, line, [attributes[n] for n in LABELS & set(attributes)]))
        if tag in HEADINGS:
            self._see_heading(HEADINGS[tag])
        if tag in {"select", "textarea"} or (
            tag == "input" and attributes.get("type") not in WITHOUT_LABEL
        ):
            self._see_field(tag, attributes, line)

    def handle_data(self, data: str) -> None:
        """Give the text to all elements that it is in."""
        if self.lasttag == "style" and FROM_NETWORK.search(data):
            self._fault("a style loads from a network")
        if data.strip():
            for _, _, texts in self._open:
                texts.append(data)

    def handle_endtag(self, tag: str) -> None:
        """See whether the element has said what it is."""
        if any(tag == opened for opened, _, _ in self._open):
            while True:
                opened, line, texts = self._open.pop()
                if not "".join(texts).strip():
                    self.faults.append((line, f"<{opened}> has neither text nor label"))
                if opened == tag:
                    break

    def _fault(self, fault: str) -> None:
        self.faults.append((self.getpos()[0], fault))

    def _see_links(self, tag: str, attributes: dict[str, str], line: int) -> None:
        is_named = bool(NAMED & set(attributes.get("rel", "").split()))
        for name, value in attributes.items():
            if (tag, name) not in LINKS or not value:
                continue
            several = name == "srcset"
            addresses = [part.split()[0] for part in value.split(",")] if several else [value]
            loaded = LINKS[tag, name] and not is_named
            self.links += [(address, loaded, line) for address in addresses]
        if FROM_NETWORK.search(attributes.get("style", "")):
            self._fault("a style loads from a network")

    def _see_picture(self, attributes: dict[str, str]) -> None:
        alt, name = attributes.get("alt"), Path(attributes.get("src", "")).stem
        if not alt:
            # The title of an example stands below its thumbnail, and is not to be heard twice.
            if alt is None or not re.fullmatch("sphx_glr_.*_thumb", name):
                self._fault(f"the picture {name} has no alt text")
        elif alt.lower().endswith(PICTURES) or _words(alt) == _words(name):
            self._fault(f"the alt text of the picture {name} is but its file name: {alt}")
        self.handle_data(alt or "")

    def _see_heading(self, level: int) -> None:
        before = self._levels[-1] if self._levels else 0
        if level > before + 1:
            self._fault(f"<h{level}> comes after " + (f"<h{before}>" if before else "no <h1>"))
        if level == 1 and before:
            self._fault("a second <h1>")
        self._levels.append(level)

    def _see_field(self, tag: str, attributes: dict[str, str], line: int) -> None:
        in_label = any(opened == "label" for opened, _, _ in self._open)
        if not in_label and not any(attributes.get(name) for name in LABELS):
            self._fields.append((line, tag, attributes.get("id", "")))

    def _finish(self) -> None:
        for line, tag, name in self._fields:
            if not name or name not in self._labels:
                self.faults.append((line, f"<{tag}> has no label"))
        for tag in ["title", "h1"]:
            if tag not in self._seen:
                self.faults.append((1, f"no <{tag}>"))


def _words(name: str) -> str:
    """The words of a name of a file, without what sphinx-gallery puts around them."""
    name = re.sub(r"^sphx_glr_|_\d{3}$", "", name)
    return " ".join(re.findall("[a-z0-9]+", name.lower()))


def read_pages(folder: Path) -> dict[Path, Page]:
    """Read all pages below a folder."""
    return {
        path: Page(path.read_text(encoding="utf-8"))
        for path in sorted(folder.rglob("*.html"))
        if "_static" not in path.relative_to(folder).parts
    }


def find_faults(pages: dict[Path, Page]) -> Iterator[str]:
    """Yield a line for each fault of the pages and for each link that leads nowhere."""
    for path, page in pages.items():
        for line, fault in page.faults:
            yield f"{path}:{line}: {fault}"
        for address, loaded, line in page.links:
            fault = _follow(path, address, loaded, pages)
            if fault:
                yield f"{path}:{line}: {address}: {fault}"


def _follow(path: Path, address: str, loaded: bool, pages: dict[Path, Page]) -> str:
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
    anchor = unquote(parts.fragment)
    if target in pages and anchor not in pages[target].ids | {"top"}:
        return "there is no such anchor"
    return ""


def find_faults_of_styles(folder: Path) -> Iterator[str]:
    """Yield a line for each style sheet that loads something from a network."""
    for path in sorted(folder.rglob("*.css")):
        if FROM_NETWORK.search(path.read_text(encoding="utf-8")):
            yield f"{path}: loads from a network"


def main(folder: Path) -> int:
    """Print the faults of the pages below a folder; return 1 if there are any."""
    folder = folder.resolve()
    pages = read_pages(folder)
    if not pages:
        print(f"There are no pages in {folder}.")
        return 1
    faults = [
        *find_faults(pages),
        *find_faults_of_styles(folder),
        *search_index.find_faults(folder, search_index.public_names(), search_index.STEMS),
    ]
    print("\n".join(faults) or f"{len(pages)} pages: links, texts, structure and index are well.")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
