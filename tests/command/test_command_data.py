"""The task of the command: what is left out, sampled and predicted, and the notes on it."""

from types import SimpleNamespace

import numpy as np
import pytest
from command_tools import LABELS, TEXTS, task_of, write

from skembed._command._data import load_task
from skembed._command._numbers import is_number
from skembed._command._table import DataError


def test_what_cannot_be_used_is_left_out_and_told(tmp_path):
    rows = [["text", "label"], *zip(TEXTS, LABELS, strict=True), ["  ", "good"], ["alone", "rare"]]
    rows += [["no label", ""], ["", ""], *[["thrice", " just enough "]] * 3]
    path = write(tmp_path / "a.csv", rows)
    task = task_of(path)
    assert [*TEXTS, *["thrice"] * 3] == task.X
    assert task.labels == [*LABELS, *["just enough"] * 3]
    assert task.unlabeled == ["no label"]
    empty, unlabeled, rare = task.notes[1:]
    assert empty == "Empty texts dropped: 1."
    assert unlabeled == "Texts without a label: 1."
    assert rare == "Labels with fewer than 3 texts dropped: 1 ('rare')."
    assert task_of(path, text="text", label="label").notes == task.notes[1:]
    rows += [["alone", str(i)] for i in range(5)]
    task = task_of(write(path, rows), limit=63)
    assert task.notes[-1].endswith("dropped: 6 ('0', '1', '2', '3', '4' and others).")


def test_what_stands_for_missing_values(tmp_path):
    rows = [["text", "label"], *zip(TEXTS, LABELS, strict=True), ["none", "NaN"], ["NULL", "good"]]
    rows += [["no label", "#N/A"], ["nor this", ""], ["", "bad"]]
    task = task_of(write(tmp_path / "a.csv", rows))
    assert task.X == TEXTS
    assert task.unlabeled == ["none", "no label", "nor this"]
    assert task.notes[1:] == [
        "Empty texts dropped: 2 (or 'NULL').",
        "Texts without a label: 3 (or '#N/A', 'NaN').",
    ]


def test_limit_takes_each_label_its_share(tmp_path):
    rows = [["text", "label"], *((f"text{i}", "ab"[i % 4 == 0]) for i in range(400))]
    task = task_of(write(tmp_path / "a.csv", rows), limit=100)
    assert task.labels.count("b") == 25
    assert len(task.X) == 100
    assert sorted(task.X + task.unlabeled) == sorted(row[0] for row in rows[1:])
    assert np.all(np.diff([int(text[4:]) for text in task.X]) > 0)


def test_labels_that_are_rare_within_the_limit(tmp_path):
    rows = [["text", "label"], *((f"text{i}", "abcd"[i % 2 + 2 * (i < 20)]) for i in range(400))]
    task = task_of(write(tmp_path / "a.csv", rows), limit=40)
    assert set(task.labels) == {"a", "b"}
    assert len(task.labels) == 38
    assert task.notes[-1] == "Labels with fewer than 3 texts dropped: 2 ('c', 'd')."


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        (["a"] * 60, "at least two labels with 3 texts each"),
        (["a"] * 58 + ["b"] * 2, r"'a' \(58\), 'b' \(2\)"),
        ([f"n{i // 2}" for i in range(60)], "at least two labels"),
        ([f"n{i // 3 if i < 6 else i}" for i in range(60)], "too many to be classes.*--label"),
    ],
)
def test_labels_that_are_no_classes(tmp_path, labels, message):
    path = write(tmp_path / "a.csv", [["text", "label"], *zip(TEXTS, labels, strict=True)])
    with pytest.raises(DataError, match=message):
        task_of(path)


def test_docstrings_are_the_default():
    task = load_task(None, text=None, label=None, limit=2000, n_folds=3)
    assert len(task.X) == 2000
    assert len(task.unlabeled) > 10_000
    assert "numpy" in task.labels


def test_newsgroups(monkeypatch):
    asked = []

    def fetch(**options):
        asked.append(options)
        return SimpleNamespace(data=TEXTS, target=[0, 1] * 30, target_names=["alt", "sci"])

    monkeypatch.setattr("sklearn.datasets.fetch_20newsgroups", fetch)
    task = task_of("20newsgroups")
    assert asked == [{"subset": "train", "remove": ("headers", "footers", "quotes")}]
    assert task.labels == ["alt", "sci"] * 30

    def fail(**options):
        raise OSError("no route")

    monkeypatch.setattr("sklearn.datasets.fetch_20newsgroups", fail)
    with pytest.raises(DataError, match="could not be downloaded: no route"):
        task_of("20newsgroups")


def numbers_of(path, numbers, **options):
    rows = [["text", "label"], *zip(TEXTS, numbers, strict=True)]
    return task_of(write(path, rows, ";"), **options)


def test_labels_that_are_numbers(tmp_path):
    ratings = [f"{1 + i % 40 / 10:.1f}".replace(".", ",") for i in range(60)]
    task = numbers_of(tmp_path / "a.csv", ratings)
    assert task.is_regression
    assert task.labels == [float(rating.replace(",", ".")) for rating in ratings]
    assert "A comma in a label is a decimal comma." in task.notes
    assert any("change with --target classes" in note for note in task.notes)
    assert len(task.sample(10).labels) == 10
    assert numbers_of(tmp_path / "a.csv", ratings, limit=30).unlabeled
    with pytest.raises(DataError, match="too many to be classes"):
        numbers_of(tmp_path / "a.csv", range(60), target="classes")
    with pytest.raises(DataError, match="too few for 31 folds"):
        numbers_of(tmp_path / "a.csv", ratings, n_folds=31)


def test_numbers():
    assert all(map(is_number, ["1", "-1.5", "+,5", "1,5", "2e3", "3.", "1E-2"]))
    assert not any(map(is_number, ["", "a", "1a", "1,5,2", "nan", "-", ".", "1_000"]))


def test_a_few_numbers_are_classes(tmp_path):
    stars = [i % 5 + 1 for i in range(60)]
    task = numbers_of(tmp_path / "a.csv", stars)
    assert not task.is_regression
    assert any("--target numbers" in note for note in task.notes)
    assert numbers_of(tmp_path / "a.csv", stars, target="numbers").labels == [
        float(n) for n in stars
    ]
    with pytest.raises(DataError, match="'x' is not a number"):
        numbers_of(tmp_path / "a.csv", [*stars[:-1], "x"], target="numbers")


def test_groups(tmp_path):
    groups = ["", *(f"g{i % 7}" for i in range(58)), ""]
    rows = [["text", "label", "who"], *zip(TEXTS, LABELS, groups, strict=True)]
    path = write(tmp_path / "a.csv", rows)
    assert len(task_of(path, groups="who", limit=40).groups) == 40
    task = task_of(path, groups="who")
    assert len(set(task.groups)) == 9
    assert "Groups: 7 (column 'who')." in task.notes
    assert any("Texts without a group: 2" in note for note in task.notes)
    rows[1:] = [[*row[:2], "same"] for row in rows[1:]]
    with pytest.raises(DataError, match="--groups has a single group"):
        task_of(write(tmp_path / "a.csv", rows), groups="who")


def test_nothing_to_learn_from(tmp_path):
    with pytest.raises(DataError, match="no row has both a text and a label"):
        task_of(write(tmp_path / "a.csv", [["text", "label"], ["a", ""], ["", "b"]]))
