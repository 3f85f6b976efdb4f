"""The folder of the results: complete files, a report without external resources, errors named."""

import os
import re
from html.parser import HTMLParser
from types import SimpleNamespace

import matplotlib.pyplot as plt
import pytest

from skembed import DocumentMapDisplay
from skembed._command._html import figure, listed, page, paragraphs, preformatted, section
from skembed._command._output import Output, attempt, write_at_once
from skembed._command._table import DataError

NASTY = "<script>alert('x & y')</script> \"$a$\" 中 \ud800"


class _Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.seen, self.texts = [], [], []

    def handle_starttag(self, tag, attributes):
        self.seen.append((tag, dict(attributes)))
        if tag not in ("meta", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)


def parsed(html):
    tags = _Tags()
    tags.feed(html)
    assert not tags.open
    return tags


def display():
    return SimpleNamespace(figure_=plt.subplots()[0])


def test_a_page_escapes_everything_and_needs_nothing_else():
    parts = [listed([NASTY]), paragraphs([NASTY]), preformatted(NASTY), figure(b"png", NASTY)]
    tags = parsed(page(NASTY, [section(NASTY, *parts)]))
    assert "script" not in {tag for tag, _ in tags.seen}
    assert sum(NASTY in text for text in tags.texts) == 7  # title, heading, h2 and each part
    [image] = [attributes for tag, attributes in tags.seen if tag == "img"]
    assert image["alt"] == NASTY
    assert image["src"].startswith("data:image/png;base64,")
    assert not {"link", "iframe"} & {tag for tag, _ in tags.seen}
    style = next(text for text in tags.texts if "color-scheme" in text)
    assert not re.search(r"url\(|@import|https?:", style)
    [dark] = re.findall(r"@media \(prefers-color-scheme: dark\) {(.*?)\n}", style, re.DOTALL)
    assert "img { filter: invert" in dark, "white pictures dazzle on a dark page"
    assert any(attributes.get("name") == "viewport" for _, attributes in tags.seen)


def test_results_are_written_as_they_come(tmp_path, capsys):
    output = Output(tmp_path / "a" / "b", "Title")
    output.add("First", NASTY.replace("\ud800", ""))
    first = (output.folder / "report.html").read_text("utf-8")
    output.add("Second", "text", "<b>html</b>")
    output.draw("plot", "Plot", "A caption.", display)
    assert (output.folder / "comparison.txt").read_text("utf-8").endswith("\n\ntext\n")
    report = (output.folder / "report.html").read_text("utf-8")
    assert "<b>html</b>" in report
    assert "A caption." in report
    assert parsed(report).seen[: len(parsed(first).seen)] == parsed(first).seen
    assert (output.folder / "plot.png").read_bytes()[:4] == b"\x89PNG"
    assert sorted(os.listdir(output.folder)) == ["comparison.txt", "plot.png", "report.html"]
    assert plt.get_fignums() == []
    assert "text\n" in capsys.readouterr().out


def test_a_table_is_text_and_html(tmp_path, capsys):
    output = Output(tmp_path, "Title")
    output.add_table("Scores", "Of all:", [["", "score"], ["a", "0.5"]], "Means.")
    assert capsys.readouterr().out == "Of all:\n\n   score\n-  -----\na    0.5\n\nMeans.\n\n"
    report = (tmp_path / "report.html").read_text("utf-8")
    assert '<p>Of all:</p><div class="table"><table>' in report
    assert "</table></div><p>Means.</p>" in report


def test_a_plot_that_fails_is_named(tmp_path, capsys):
    output = Output(tmp_path, "Title")
    output.draw("plot", "Plot", "", lambda: 1 / 0)
    assert capsys.readouterr().out == "plot.png cannot be drawn: division by zero\n"
    assert os.listdir(tmp_path) == []
    attempt("The curve", lambda: 1 / 0)
    assert capsys.readouterr().out == "The curve failed: division by zero\n\n"
    with pytest.raises(OSError, match="full"):
        attempt("The curve", lambda: (_ for _ in ()).throw(OSError("full")))


def test_a_file_is_complete_or_as_it_was(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    write_at_once(path, b"old")

    def half(self, content):
        with self.open("wb") as file:
            file.write(content[:1])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.write_bytes", half)
    with pytest.raises(OSError, match=r"No space.*a\.txt"):
        write_at_once(path, b"new")
    assert path.read_text("utf-8") == "old"
    assert os.listdir(tmp_path) == ["a.txt"]


def test_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(DataError, match=r"--output .*file"):
        Output(tmp_path / "file", "")


def titled(title):
    figure, ax = plt.subplots()
    ax.set_title(title)
    return SimpleNamespace(figure_=figure, title=ax.title)


def test_letters_without_a_font_are_named_once(tmp_path, capsys, monkeypatch):
    monkeypatch.setitem(plt.rcParams, "font.family", ["DejaVu Sans"])
    monkeypatch.setattr("skembed._displays._fonts._installed_fonts", list)
    Output(tmp_path, "").draw("plot", "", "", lambda: titled("中文 中"))
    said = capsys.readouterr().out
    assert said.startswith("plot.png: no installed font has '中', '文'. Install one")
    assert (tmp_path / "plot.png").exists()
    many = "".join(chr(40_000 + i) for i in range(12))
    Output(tmp_path, "").draw("plot", "", "", lambda: titled(many))
    assert " and 2 more. Install" in capsys.readouterr().out


def test_letters_of_a_display_are_named(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("skembed._displays._fonts._installed_fonts", list)
    display = DocumentMapDisplay([[0.0, 0.0], [1.0, 1.0]], ["中", "a"])
    Output(tmp_path, "").draw("plot", "", "", display.plot)
    assert capsys.readouterr().out.startswith("plot.png: no installed font has '中'. Install one")


def test_a_font_that_has_the_letters_is_used(tmp_path, monkeypatch):
    monkeypatch.setitem(plt.rcParams, "font.family", ["DejaVu Sans"])
    fonts = [
        SimpleNamespace(name=n, style="normal", weight=400, fname=n)
        for n in ("Last Resort", "A", "B", "C")
    ]
    monkeypatch.setattr("matplotlib.font_manager.fontManager.ttflist", fonts)
    has = {"A": "xy", "B": "中y", "C": "中", "Last Resort": "中"}
    monkeypatch.setattr("skembed._displays._fonts.glyphs", lambda path: set(has.get(path, "ab")))
    display = titled("a 中")
    monkeypatch.setattr(display.figure_, "savefig", lambda *args, **kwargs: None)
    Output(tmp_path, "").draw("plot", "", "", lambda: display)
    assert display.title.get_fontfamily() == ["DejaVu Sans", "B"]
