"""The checks of built pages in a browser: each fault is found on a small page that has it.

Most of it needs Chromium or Chrome and is skipped without; they are started once.
"""

import sys

import pytest
from project import ROOT

sys.path.append(str(ROOT / "docs"))

import check_browser
from browser import Browser, find_browser

PROGRAM = find_browser()
needs_browser = pytest.mark.skipif(PROGRAM is None, reason="needs Chromium or Chrome")

PAGE = """<!DOCTYPE html>
<html lang="en"><head><title>A page</title><link rel="icon" href="data:,"></head>
<body style="margin: 0">{}</body></html>
"""
# Name of a page -> its body and the fault that it has; none if empty.
PAGES = {
    "well": ("<div style='overflow: auto'><p style='width: 2000px'>scrolls</p></div>", ""),
    "says": ("<script>console.log('a'); console.warn('b')</script>", ""),
    "console": ("<script>console.error('oh', 1)</script>", "error on the console: oh 1"),
    "asserts": ("<script>console.assert(false, 'no')</script>", "error on the console: no"),
    "throws": ("\n<script>\nnone()</script>", "uncaught exception: ReferenceError: none is not"),
    "rejects": ("<script>Promise.reject(new Error('late'))</script>", "uncaught exception: Error:"),
    "lacks": (
        "<img src='none.png'>",
        "Failed to load resource: the server responded with a status",
    ),
    "fetches": (
        "<img src='http://localhost:49999/a.png'>",
        "Failed to load resource: net::ERR_NAME_NOT_RESOLVED",
    ),
    "wide": ("<div><p class='long' style='width: 1300px'>x</p></div>", "1300 pixels wide, because"),
    "tablet": ("<p style='width: 800px'>x</p>", "800 pixels wide, because of <p"),
}
HOME = """<button class="search-button__button" style="display: none">hidden</button>
<button class="search-button__button">Search</button>
<dialog><form action="search.html"><input name="q"></form></dialog>
<script>
const [, button] = document.querySelectorAll("button");
button.onclick = () => document.querySelector("dialog").showModal();
</script>
"""
# Finds at once what is asked for, and a page beside it a little later.
SEARCH = """<ul id="search-results"></ul>
<script>
const query = new URLSearchParams(location.search).get("q");
const show = page => document.querySelector("ul").innerHTML += `<li><a href="${page}">x</a></li>`;
show(query + ".html#there");
setTimeout(() => show("sub/late.html?highlight"), 50);
</script>
"""
QUERIES = {"glove": "glove.html", "any": "sub/late.html", "part": "ate.html"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder of pages, some of them with a fault."""
    folder = tmp_path_factory.mktemp("pages")
    (folder / "_static").mkdir()
    bodies = {name: body for name, (body, _) in PAGES.items()} | {"index": HOME, "search": SEARCH}
    for name, body in bodies.items():
        (folder / f"{name}.html").write_text(PAGE.format(body))
    (folder / "_static" / "part.html").write_text(PAGE.format(PAGES["throws"][0]))
    return folder


@pytest.fixture(scope="module")
def faults(folder):
    """All faults that are found in the folder."""
    return list(check_browser.find_faults(PROGRAM, folder, QUERIES, patience=0.5))


@needs_browser
@pytest.mark.parametrize("width", check_browser.WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_faults_of_a_page(faults, name, width):
    place = f"{name}.html at {width} pixels: "
    found = [fault.removeprefix(place) for fault in faults if fault.startswith(place)]
    fault = PAGES[name][1]
    if not fault or (name == "tablet" and width > 800):
        assert found == []
    else:
        assert len(found) == 1
        assert found[0].startswith(fault)


@needs_browser
def test_a_fault_names_its_place(faults):
    text = "\n".join(faults)
    assert "none.png" in text  # the address that could not be loaded
    assert "throws.html:5)" in text  # the line
    assert '<p class="long"' in text  # the element


@needs_browser
@pytest.mark.parametrize("width", check_browser.WIDTHS)
def test_the_search(faults, width):
    assert [fault for fault in faults if fault.startswith(f"index.html at {width}")] == [
        f"index.html at {width} pixels: search for 'part': ate.html is not among the 2 results"
    ]


@needs_browser
def test_there_are_no_other_faults(faults):
    names = {fault.split(".html at ")[0] for fault in faults}
    assert names == {name for name, (_, fault) in PAGES.items() if fault} | {"index"}


@needs_browser
def test_a_page_that_cannot_be_searched(tmp_path):
    (tmp_path / "a.html").write_text(PAGE.format(""))
    (tmp_path / "b.html").write_text(PAGE.format(HOME.replace("showModal()", "title")))
    with check_browser.serve(tmp_path) as root, Browser(PROGRAM) as browser:
        assert [
            list(check_browser.check_search(browser, root + page, 400, "query", "page"))
            for page in ["a.html", "b.html"]
        ] == [
            ["no search button can be seen"],
            ["the search button opens no dialog with a field"],
        ]


@needs_browser
def test_a_page_that_never_loads(tmp_path):
    (tmp_path / "index.html").write_text(PAGE.format("<script>while (true) {}</script>"))
    with check_browser.serve(tmp_path) as root, Browser(PROGRAM) as browser:
        browser.patience = 0.5
        with pytest.raises(TimeoutError, match=r"not answered within 0\.5 s") as caught:
            browser.open(root, 400)
    assert caught.value.__notes__ == [f"while it loaded {root}"]


def test_a_program_that_is_no_browser():
    with pytest.raises(RuntimeError, match="The browser has ended"), Browser("true"):
        pass


def test_without_a_browser(folder, monkeypatch, capsys):
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(folder))
    assert check_browser.main([str(folder)]) == 0
    assert "No Chromium or Chrome" in capsys.readouterr().out
    assert check_browser.main([str(folder), "--require"]) == 1


def test_a_browser_that_is_named(folder, monkeypatch, capsys):
    monkeypatch.setenv("CHROMIUM", sys.executable)
    assert find_browser() == sys.executable
    monkeypatch.setenv("CHROMIUM", str(folder / "none"))
    with pytest.raises(SystemExit, match="2"):
        check_browser.main([str(folder)])
    assert "$CHROMIUM is no program" in capsys.readouterr().err


@pytest.mark.parametrize("faults", [[], ["a fault"]])
def test_the_program_says_what_was_found(folder, tmp_path, monkeypatch, capsys, faults):
    monkeypatch.setenv("CHROMIUM", sys.executable)
    monkeypatch.setattr(check_browser, "find_faults", lambda program, folder: iter(faults))
    assert check_browser.main([str(folder)]) == len(faults)
    assert (faults or ["12 pages are well"])[0] in capsys.readouterr().out
    assert check_browser.main([str(tmp_path)]) == 1
    assert "There are no pages" in capsys.readouterr().out
