"""Labels that are written as amounts, dates or lists, and ordinary labels that are not."""

from datetime import date

import pandas as pd
import pytest
from comparison_tools import TEXTS, Recorder
from sklearn.preprocessing import MultiLabelBinarizer

from skembed import DataWarning, compare_embeddings
from skembed._comparison._label_forms import written_forms
from skembed._comparison._problems import find_problems

AMOUNTS = [
    "$1.50/2/$3/$1,200",
    "1 200 EUR/12 EUR/5 EUR/1.200,50 EUR",
    "EUR 5/EUR 7/EUR 9.50/-EUR 2",
    "12 %/13%/1 %/2.5 %",
    "1 year/2 years/3 years/10 years",
    "US$ 5/US$ 6/US$ 7/US$ 8.5",
    "1,200/1,300/900/2,000",
    "$5k/$6k/$7 k/$2M",
    "€1/€2/€3/€4/€5/€6/€7/€8/€9/unknown",
]
DATES = [
    "2024-01-31;2024-02-01;2023-03-09;2024-1-1",
    "1/2/2024;12/2/2024;3/3/2024;4/4/2024",
    "01.02.24;01.03.24;01.04.24;01.05.24",
    "March 12, 2024;Apr 1, 2024;May 2 2024;June 3, 2023",
    "12 Mar 2024;2-Apr-2024;3 May 2024;1. June 2024",
    "2024-01-01 10:20;2024-01-02T10:20:00Z;2024-01-03 09:00:00.000;2024-02-01",
]
LISTS = [
    ["a;b", "b", "a;c", "c;b", "b;d"],
    ["a", "b", "a, b", "b, c", "c"],
    ["a|b", "b|c", "a|c", "c"],
    ["x", "y", "z", "x, y", "y, z", "x, z", "x, y, z"],
]
ORDINARY = [
    ["rock;roll", "pop", "jazz"],
    ["rock", "roll", "rock;roll"],
    ["Smith, John", "Smith, Jane", "Doe, John", "Doe, Jane"],
    ["Paris, Texas", "Paris, France", "Houston, Texas", "Lyon, France"],
    ["Politics, Economy", "Sports", "Culture, Arts", "Science"],
    ["Arts, Music", "Music, Arts", "Law", "News", "Sports"],
    ["M, 20", "F, 20", "M, 30", "F, 30"],
    ["1.2.3", "1.2.4", "1.3.0", "2.0.0", "1.2.10"],
    ["Q1", "Q2", "Q3", "Q4"],
    ["1st", "2nd", "3rd", "4th"],
    ["5th", "6th", "7th", "8th"],
    ["1a", "2a", "3a", "4a"],
    ["CSE 101", "CSE 102", "MAT 101", "MAT 200"],
    ["level 1", "level 2", "level 3", "level 4"],
    ["sci.med", "sci.space", "comp.os", "rec.autos"],
    ["2024-01", "2024-02", "2024-03", "2024-04"],
    ["18-25", "26-35", "36-45", "46-55"],
    ["$5", "$10"],
    ["1", "2", "3", "4", "5", "6", "7", "8", "9", "unknown"],
    ["12:30", "12:40", "1:00", "2:00"],
]


def kinds(labels):
    return [problem.kind for problem in written_forms(labels)]


@pytest.mark.parametrize("labels", AMOUNTS)
def test_amounts(labels):
    assert kinds(labels.split("/")) == ["amount_labels"]


@pytest.mark.parametrize("labels", DATES)
def test_dates(labels):
    assert kinds(labels.split(";")) == ["date_labels"]


@pytest.mark.parametrize("days", [date, pd.Timestamp])
def test_dates_that_are_objects(days):
    [problem] = written_forms([days(2024, 1, i) for i in range(1, 6)])
    assert problem.message.startswith("The labels look like dates: 5 different ones, such as '2024")


@pytest.mark.parametrize("labels", LISTS)
def test_lists(labels):
    assert kinds(labels) == ["list_labels"]


@pytest.mark.parametrize("labels", ORDINARY)
def test_ordinary_labels(labels):
    assert kinds(labels) == []


def test_advice_for_lists_is_code_that_runs():
    y = ["a; b", "b", "a;c", "c;b"] * 15
    [(_, message)] = find_problems(TEXTS, y)
    assert "3 of 4 different ones have parts separated by ';', such as 'a; b', 'a;c'" in message
    call = message[message.index("MultiLabelBinarizer") :].removesuffix(".")
    names = {"MultiLabelBinarizer": MultiLabelBinarizer, "y": y}
    assert eval(call, names).sum(axis=0).tolist() == [30, 45, 30]


@pytest.mark.parametrize(
    ("labels", "kind", "advice"),
    [
        ([f"${i}.50" for i in range(4)], "amount_labels", "as plain numbers"),
        ([f"${i}.50" for i in range(60)], "amount_labels", "as plain numbers"),
        ([f"2024-01-{i:02}" for i in range(1, 5)], "date_labels", "to years, months"),
        ([f"{1950 + i}-01-01" for i in range(60)], "date_labels", "to years, months"),
        (["a|b", "b|c", "a|c", "c"], "list_labels", "MultiLabelBinarizer"),
    ],
)
def test_labels_of_many_and_of_few_texts(labels, kind, advice):
    [(found, message)] = find_problems(TEXTS, labels * (60 // len(labels)))
    assert found == kind
    assert advice in message


def test_a_comparison_warns_of_lists():
    y = ["a;b", "b", "a;c", "c;b"] * 15
    with pytest.warns(DataWarning, match="look like lists") as caught:
        compare_embeddings({"a": Recorder()}, TEXTS, y, cv=2, baseline=False)
    assert [each.message.kind for each in caught] == ["list_labels"]
