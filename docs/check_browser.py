"""Open built pages in a real browser and report what a reader would see go wrong.

Every page is opened as wide as a desktop and as a phone: no uncaught exception, no error on
the console, nothing that fails to load, no page wider than its window; and the search button
of the home page leads to the pages that a query is about. The pages come from a server on this
machine that lives as long as the check. Whether they look good is for people to say.

    python docs/check_browser.py docs/_build/html            # says so if there is no browser
    python docs/check_browser.py docs/_build/html --require  # fails if there is no browser
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import http.server
import json
import sys
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

from browser import Browser, find_browser

WIDTHS = (1280, 390)  # pixels: a small desktop, a phone

# What is typed into the search field -> a page that must be among the results.
QUERIES = {
    "glove": "user_guide/glove.html",
    "Word2VecVectorizer": "reference/generated/skembed.Word2VecVectorizer.html",
    "compare": "reference/generated/skembed.compare_embeddings.html",
}

# Width of page and window; if the page is wider, the innermost of the elements that stick out.
MEASURE = """document.fonts.ready.then(() => {
    const root = document.documentElement, width = root.clientWidth;
    if (root.scrollWidth <= width) return [root.scrollWidth, width, ""];
    const sticksOut = element => element.getBoundingClientRect().right > width + 1;
    const element = [...document.body.querySelectorAll("*")].filter(sticksOut).at(-1);
    return [root.scrollWidth, width, element ? element.cloneNode(false).outerHTML : ""];
})"""

SEARCH = """(query => {
    const buttons = [...document.querySelectorAll(".search-button__button")];
    const button = buttons.find(button => button.checkVisibility());
    if (!button) return "no search button can be seen";
    button.click();
    const field = document.querySelector("dialog[open] input[name=q]");
    if (!field) return "the search button opens no dialog with a field";
    field.value = query;
    field.form.requestSubmit();
    return "";
})"""

# Whether a page is among the results, as soon as it is, or when time is up; how many there are.
RESULTS = """((page, milliseconds) => new Promise(resolve => {
    const began = Date.now();
    const look = () => {
        const links = [...document.querySelectorAll("#search-results a")];
        const isThere = links.some(link => link.href.split(/[?#]/)[0].endsWith("/" + page));
        if (isThere || Date.now() - began > milliseconds) resolve([isThere, links.length]);
        else setTimeout(look, 20);
    };
    look();
}))"""


@contextlib.contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine; gives the address."""

    class Handler(http.server.SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"  # keeps connections

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    handler = functools.partial(Handler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()


def find_pages(folder: Path) -> list[str]:
    """List the addresses of the pages below a folder, relative to it."""
    pages = (path.relative_to(folder) for path in sorted(folder.rglob("*.html")))
    return [page.as_posix() for page in pages if page.parts[0] != "_static"]


def check_page(browser: Browser, address: str, width: int) -> Iterator[str]:
    """Open a page; yield a line for each fault."""
    browser.open(address, width)
    page_width, window_width, element = browser.evaluate(MEASURE)
    yield from browser.errors()
    if page_width > window_width:
        yield f"{page_width} pixels wide, because of {element[:200]}"


def check_search(
    browser: Browser, home: str, width: int, query: str, page: str, patience: float = 10.0
) -> Iterator[str]:
    """Search as a reader does, from the home page; yield a line for each fault."""
    browser.open(home, width)
    browser.events.clear()
    fault = browser.evaluate(f"{SEARCH}({json.dumps(query)})")
    if fault:
        yield fault
        return
    browser.wait_for_page()
    is_there, n = browser.evaluate(f"{RESULTS}({json.dumps(page)}, {1000 * patience})")
    yield from browser.errors()
    if not is_there:
        yield f"search for {query!r}: {page} is not among the {n} results"


def find_faults(
    program: str, folder: Path, queries: Mapping[str, str] = QUERIES, patience: float = 10.0
) -> Iterator[str]:
    """Open all pages below a folder in a browser; yield a line for each fault."""
    with serve(folder) as root, Browser(program) as browser:
        for width in WIDTHS:
            for page in find_pages(folder):
                for fault in check_page(browser, root + quote(page), width):
                    yield f"{page} at {width} pixels: {fault}"
            for query, page in queries.items():
                for fault in check_search(browser, root, width, query, page, patience):
                    yield f"index.html at {width} pixels: {fault}"


def main(arguments: list[str] | None = None) -> int:
    """Print the faults of the pages below a folder; return 1 if there are any."""
    parser = argparse.ArgumentParser(description="Open built pages in a browser.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--require", action="store_true", help="fail if there is no browser")
    options = parser.parse_args(arguments)
    try:
        program = find_browser()
    except FileNotFoundError as error:
        parser.error(str(error))
    if program is None:
        print("No Chromium or Chrome on PATH or in $CHROMIUM: pages were not opened in a browser.")
        return int(options.require)
    pages = find_pages(options.folder)
    if not pages:
        print(f"There are no pages in {options.folder}.")
        return 1
    faults = list(find_faults(program, options.folder))
    good = f"{len(pages)} pages are well at {' and '.join(map(str, WIDTHS))} pixels in a browser."
    print("\n".join(faults) or good)
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
