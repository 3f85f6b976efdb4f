"""docs/refresh.py writes what the code of a page prints now, and the README shows what it prints.

It is a program in docs/, not a module of skembed.
"""

import re
import sys
from pathlib import Path

import pytest
from project import ROOT

sys.path.append(str(ROOT / "docs"))

import refresh

RST = """Title

.. testcode:: group
    :hide:

    word = "fit"

.. testcode:: group

    print(word)

    print("0.20 s")

.. code-block:: text

{printed}
.. testoutput:: group
    :hide:

    ...

A sentence.

.. code-block:: text

    not of code
"""


@pytest.fixture
def page(tmp_path):
    """A function that writes a page, refreshes it and returns what then stands there."""

    def refreshed(text, name="page.rst"):
        path = tmp_path / name
        path.write_text(text)
        return refresh.run(text, path)

    return refreshed


@pytest.mark.parametrize("old", ["", "    old\n    0.20 s\n"])
def test_an_output_is_what_the_code_prints(page, old):
    new, changed = page(RST.format(printed=old))
    assert new == RST.format(printed="    fit\n    0.20 s\n")
    assert [after for _, after in changed] == ["fit\n0.20 s\n"]


@pytest.mark.parametrize("time", ["10.31 s", "12 s"])
def test_other_times_change_nothing(page, time):
    text = RST.format(printed=f"    fit\n    {time}\n")
    assert page(text) == (text, [])


def test_another_sign_is_a_change(page):
    text = "```python\nprint(-0.5)\n```\n\n```text\n{}\n```\n"
    assert page(text.format(0.5), "README.md")[0] == text.format(-0.5)


def test_markdown(page):
    text = "```python\nprint(1)\n```\n\n```text\n{}\n```\n\n```text\nnot of code\n```\n"
    new, _ = page(text.format(2), "README.md")
    assert new == text.format(1)


def test_an_error_names_the_page_and_the_line(page):
    with pytest.raises(ZeroDivisionError) as caught:
        page("Title\n\n.. testcode::\n\n    1 / 0\n")
    last = caught.traceback[-1]
    assert (Path(str(last.path)).name, last.lineno + 1) == ("page.rst", 5)


def test_a_page_keeps_the_pictures_that_it_shows(tmp_path, monkeypatch):
    monkeypatch.setattr(refresh, "DOCS", tmp_path)
    (tmp_path / "_static").mkdir()
    for name in ["shown.png", "other.png"]:
        (tmp_path / name).write_text(name)
    refresh.keep_pictures(tmp_path, Path("page.rst"), ".. figure:: _static/page_shown.png")
    assert [path.name for path in (tmp_path / "_static").iterdir()] == ["page_shown.png"]


def test_the_code_of_the_readme_runs_and_prints_its_table(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    path = ROOT / "README.md"
    readme = path.read_text(encoding="utf-8")
    new, _ = refresh.run(readme, path)
    tables = [re.findall(r"^\S.*?(?=  +\d)", text, re.MULTILINE) for text in (readme, new)]
    assert sorted(tables[0]) == sorted(tables[1])
    assert "supervised" in tables[0]
