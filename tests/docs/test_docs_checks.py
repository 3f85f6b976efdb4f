"""The checks of built pages as files: each fault is found on a small page that has it.

They are programs in docs/, not modules of skembed.
"""

import functools
import json
import sys

import pytest
from project import ROOT

import skembed

sys.path.append(str(ROOT / "docs"))

import check_pages
import search_index

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>A page</title>{head}</head>
<body><h1 id="one">One</h1>{body}</body></html>
"""
WELL = """
<h2>Two</h2> <h3>Three</h3> <h2 id="two">Two again</h2>
<a href="#two">near</a> <a href="other.html#one">far</a> <a href="#">up</a> <a href="#top">top</a>
<a name="n"></a> <a href="#n">old</a> <a href="https://example.org">out</a>
<a href="sub/">folder</a>
<a href="other.html" aria-label="a label"></a> <a href="other.html"><img src="a.png" alt="B"></a>
<img src="a.png" srcset="a.png, a.png 2x" alt="What is seen">
<img src="sphx_glr_plot_it_thumb.png" alt="">
<label for="f">Name</label><input id="f"> <label>Age <input></label> <input type="hidden">
<input aria-label="c"> <button><i></i>Go</button> <figure><img src="a.png" alt="C"></figure>
"""


@pytest.fixture
def folder(tmp_path):
    """A folder of pages without fault: index.html, other.html and sub/index.html."""
    (tmp_path / "sub").mkdir()
    (tmp_path / "_static").mkdir()
    for name in ["a.png", "sphx_glr_plot_it_thumb.png"]:
        (tmp_path / name).touch()
    for name in ["other.html", "sub/index.html"]:
        (tmp_path / name).write_text(PAGE.format(head="", body=""))
    (tmp_path / "index.html").write_text(PAGE.format(head="", body=WELL))
    (tmp_path / "_static" / "part.html").write_text("<h3>No page</h3>")
    return tmp_path


def faults_of(folder, text):
    """The faults that are found once index.html has this text, without the place."""
    path = folder / "index.html"
    path.write_text(text)
    faults = list(check_pages.find_faults(check_pages.read_pages(folder)))
    assert all(fault.startswith(f"{path}:") for fault in faults)
    return [fault.split(": ", 1)[1] for fault in faults]


def test_pages_without_fault(folder):
    assert faults_of(folder, PAGE.format(head="", body=WELL)) == []


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ('<a href="none.html">x</a>', "none.html: there is no such file"),
        ('<a href="a%20b.html">x</a>', "a%20b.html: there is no such file"),
        ('<a href="#none">x</a>', "#none: there is no such anchor"),
        ('<a href="other.html#two">x</a>', "other.html#two: there is no such anchor"),
        ('<img src="b.png" alt="What">', "b.png: there is no such file"),
        ('<img srcset="a.png, b.png 2x" alt="What">', "b.png: there is no such file"),
        ("<script src='//x.org/a.js'></script>", "//x.org/a.js: is loaded from a network"),
        ('<iframe src="http://x.org"></iframe>', "http://x.org: is loaded from a network"),
        ('<p style="background: url(//x.org/a)">x</p>', "a style loads from a network"),
        ("<style>@import 'http://x.org/a'</style>", "a style loads from a network"),
        ('<img src="a.png">', "the picture a has no alt text"),
        ('<img src="a.png" alt="">', "the picture a has no alt text"),
        ('<img src="sphx_glr_plot_it_thumb.png">', "the picture sphx_glr_plot_it_thumb has no alt"),
        ('<img src="a.png" alt="a.png">', "the alt text of the picture a is but its file name"),
        ('<img src="a.png" alt="A">', "the alt text of the picture a is but its file name: A"),
        ('<p id="one">x</p>', "the id 'one' is there twice"),
        ("<h3>Three</h3>", "<h3> comes after <h1>"),
        ("<h1>Another</h1>", "a second <h1>"),
        ('<h2> <img src="sphx_glr_plot_it_thumb.png" alt=""></h2>', "<h2> has neither text nor"),
        ('<a href="other.html"> <i></i></a>', "<a> has neither text nor label"),
        ('<button type="button" aria-label=" "></button>', "<button> has neither text nor label"),
        ("<figure><table></table></figure>", "<figure> has neither text nor label"),
        ('<input id="f">', "<input> has no label"),
        ("<label>x</label><textarea></textarea>", "<textarea> has no label"),
        ('<label for="g">x</label><select id="f"></select>', "<select> has no label"),
    ],
)
def test_faults_of_a_page(folder, body, fault):
    (found,) = faults_of(folder, PAGE.format(head="", body=body))
    assert found.startswith(fault)


@pytest.mark.parametrize(
    ("there", "instead", "fault"),
    [
        (' lang="en"', "", "no lang"),
        ("<title>A page</title>", "", "no <title>"),
        ("A page", "", "<title> has neither text nor label"),
        ('<h1 id="one">One</h1>', "", "no <h1>"),
        ('<h1 id="one">One</h1>', "<h2>Two</h2><h1>One</h1>", "<h2> comes after no <h1>"),
    ],
)
def test_faults_of_the_frame_of_a_page(folder, there, instead, fault):
    text = PAGE.format(head="", body="")
    assert there in text
    assert fault in faults_of(folder, text.replace(there, instead))


def test_what_sphinx_gallery_makes_of_a_figure_without_title(folder):
    (folder / "sphx_glr_plot_few_labels_002.png").touch()
    body = '<img src="sphx_glr_plot_few_labels_002.png" alt="plot few labels">'
    (found,) = faults_of(folder, PAGE.format(head="", body=body))
    assert "is but its file name" in found


def test_a_page_that_is_named_is_not_loaded(folder):
    head = '<link rel="canonical" href="https://x.org"><link rel="icon" href="https://x.org/i">'
    assert faults_of(folder, PAGE.format(head=head, body="")) == [
        "https://x.org/i: is loaded from a network"
    ]


def test_style_sheets(folder):
    style = folder / "_static" / "a.css"
    style.write_text("/* https://x.org */ p { background: url(data:image/png;base64,x) }")
    assert list(check_pages.find_faults_of_styles(folder)) == []
    style.write_text('p { background: URL( "https://x.org/a.png" ) }')
    assert list(check_pages.find_faults_of_styles(folder)) == [f"{style}: loads from a network"]


def write_index(folder, **changes):
    """Write the index of the pages in the folder fixture, as Sphinx does."""
    index = {
        "docnames": ["index", "other", "sub/index"],
        "objects": {"skembed": [[0, 0, 1, "", "f"]], "skembed.a": [[0, 0, 1, "", "g"]]},
        "terms": {"embed": [0, 1]},
        "titleterms": {"pool": 1},
    }
    text = json.dumps(index | changes)
    (folder / "searchindex.js").write_text(f"Search.setIndex({text})")


def test_the_search_index(folder):
    find = functools.partial(
        search_index.find_faults, folder, names=["skembed.f", "skembed.a.g"], stems=["emb", "pool"]
    )
    path = folder / "searchindex.js"
    assert list(find()) == [f"{path}: there is no such file"]
    for name in ["genindex.html", "search.html"]:
        (folder / name).touch()
    write_index(folder)
    assert list(find()) == []
    write_index(folder, docnames=["index", "sub/index"])
    assert list(find()) == [f"{path}: the page other.html is not in it"]
    write_index(folder, objects={"skembed": [[0, 0, 1, "", "f"]]})
    assert list(find()) == [f"{path}: skembed.a.g is not in it"]
    write_index(folder, terms={"semb": 1}, titleterms={"p": 0})
    assert list(find()) == [f"{path}: no word in it begins with {s!r}" for s in ["emb", "pool"]]


def test_public_names_are_those_of_the_package_and_its_parts():
    names = search_index.public_names()
    assert {f"skembed.{name}" for name in skembed.__all__} < set(names)
    assert "skembed.pooling.MeanPooling" in names
    assert not any("._" in name or ".fitted." in name for name in names)


def test_the_program_counts_all_kinds_of_faults(folder, monkeypatch, capsys):
    monkeypatch.setattr(search_index, "public_names", lambda: ["skembed.f"])
    monkeypatch.setattr(search_index, "STEMS", ["pool"])
    write_index(folder)
    assert check_pages.main(folder) == 0
    assert "3 pages" in capsys.readouterr().out
    (folder / "other.html").write_text("")
    (folder / "_static" / "a.css").write_text("@import url(//x.org)")
    write_index(folder, objects={})
    assert check_pages.main(folder) == 1
    out = capsys.readouterr().out
    assert all(part in out for part in ["no <title>", "a.css: loads", "skembed.f is not in it"])
    (folder / "empty").mkdir()
    assert check_pages.main(folder / "empty") == 1
    assert "There are no pages" in capsys.readouterr().out
