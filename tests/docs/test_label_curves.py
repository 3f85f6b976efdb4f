"""The picture of the curves over the number of labels shows the numbers of its csv file."""

import sys

import pytest
from project import ROOT

pytest.importorskip("sphinx")
pytest.importorskip("matplotlib")
sys.path.append(str(ROOT / "docs" / "_ext"))
import label_curves

TEXT = """set,candidate,labels,accuracy,deviation
"A, short",frozen,50,0.6,0.01
"A, short",frozen,200,0.7,0.01
"A, short",tf-idf of words,50,0.5,0.01
"A, short",tf-idf of words,200,0.8,0.01
B,frozen,50,0.4,0.01
"""


@pytest.fixture
def sets(tmp_path):
    file = tmp_path / "curves.csv"
    file.write_text(TEXT)
    return label_curves.read(file)


def test_the_envelope_is_the_best_at_each_number_of_labels(sets):
    assert [data.name for data in sets] == ["A, short", "B"]
    assert sets[0].envelope() == [(50, 0.6), (200, 0.8)]


def test_a_panel_shows_the_points_and_the_envelope(sets):
    figure = label_curves.draw(sets, columns=2)
    first, second = figure.axes
    lines = {line.get_label(): line.get_xydata().tolist() for line in first.get_lines()}
    assert lines == {
        "the best of all": [[50, 0.6], [200, 0.8]],
        "frozen": [[50, 0.6], [200, 0.7]],
        "tf-idf of words": [[50, 0.5], [200, 0.8]],
    }
    assert [ax.get_title() for ax in (first, second)] == ["A, short", "B"]
    colors = [line.get_color() for ax in (first, second) for line in ax.get_lines()]
    assert colors[1] == colors[4]  # a candidate looks the same in every panel
    legend = [text.get_text() for text in figure.legends[0].get_texts()]
    assert legend == ["the best of all", "frozen", "tf-idf of words"]


def test_some_candidates_and_the_best_of_all(sets):
    first, _ = label_curves.draw(sets, columns=2, candidates=["frozen"]).axes
    lines = {line.get_label(): line.get_xydata().tolist() for line in first.get_lines()}
    assert lines == {
        "the best of all": [[50, 0.6], [200, 0.8]],
        "frozen": [[50, 0.6], [200, 0.7]],
    }


def test_the_sets_of_the_home_page_are_in_the_file():
    home = (ROOT / "docs" / "index.rst").read_text(encoding="utf-8")
    figure = home.partition(".. label-curves::")[2]
    sets = label_curves.read(ROOT / "docs" / "benchmarks" / "which_embedding.csv")
    names = label_curves.names_in(figure.splitlines()[0], ",")
    assert set(names) <= {data.name for data in sets}
    candidates = label_curves.names_in(figure.partition(":candidates:")[2].splitlines()[0], ";")
    assert len(candidates) == 5
    assert all(set(candidates) <= set(data.curves) for data in sets if data.name in names)
