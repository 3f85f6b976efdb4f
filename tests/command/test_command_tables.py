"""``python -m skembed`` on a table without texts: encoders of its categories are compared."""

import joblib
import pandas as pd
import pytest
from command_tools import LABELS, task_of, write
from command_tools import table as table_of_texts

from skembed._command import main
from skembed._command._columns import choose_label, has_texts
from skembed._command._encoders import find_encoders
from skembed._command._folds import find_folds
from skembed._command._frame import frame_of
from skembed._command._options import checked_options, parser
from skembed._command._table import DataError
from skembed._command._task import CommandTask

CITIES = ["Ulm", "Bonn", "Kiel", "Bonn"] * 15
AGES = [20 + i % 23 for i in range(60)]


def table(path, prices=tuple(LABELS)):
    return write(path, [["city", "age", "price"], *zip(CITIES, AGES, prices, strict=True)])


def run(tmp_path, *arguments, data=None):
    data = data or table(tmp_path / "a.csv")
    folder = tmp_path / "o"
    return main(["--data", str(data), "--cv", "2", "--output", str(folder), *arguments])


@pytest.fixture
def no_plots(monkeypatch):
    monkeypatch.setattr("skembed._command._run.find_spec", lambda name: None)


def test_all_of_it(tmp_path, capsys):
    model = tmp_path / "model.joblib"
    assert run(tmp_path, "--target", "price", "--save", str(model)) == 0
    said, errors = capsys.readouterr()
    assert errors == ""
    assert "a.csv: 60 rows, 2 labels." in said
    assert "Column to predict: 'price'." in said
    assert "Categories: city.\nNumbers: age.\n" in said
    names = (
        "one-hot",
        "target encoding",
        "embedding",
        "majority class",
        "features",
        "training rows per fold",
    )
    assert all(name in said for name in names)
    assert "failed" not in said
    assert "Neighbors" not in said, "of one component each"
    assert "text" not in said
    assert "Means of 2 folds.\n" in said
    files = {path.name for path in (tmp_path / "o").iterdir()}
    assert files == {"comparison.txt", "report.html", "comparison.png", "learning_curve.png"}
    tables = (tmp_path / "o" / "comparison.txt").read_text("utf-8")
    frame = pd.DataFrame({"city": CITIES, "age": AGES})
    code = [line[4:] for line in tables[tables.index("    from ") :].splitlines()]
    assert code[-1] == "model.fit(X, y)"
    found = {"X": frame, "y": LABELS}
    exec("\n".join(code), found)
    saved = joblib.load(model)
    assert list(saved.predict(frame)) == list(found["model"].predict(frame))
    report = (tmp_path / "o" / "report.html").read_text("utf-8")
    assert "compare_embeddings(\n    vectorizers,\n    X,\n    y," in report


def test_numbers_are_predicted_with_the_estimator_of_the_options(tmp_path, capsys, no_plots):
    rows = [[f"p{i % 7}", i % 23, i % 7 * 10 + i / 100] for i in range(70)]
    data = write(tmp_path / "a.csv", [["place", "age", "price"], *rows])
    assert run(tmp_path, "--label", "price", "--estimator", "boosting", data=data) == 0
    said, _ = capsys.readouterr()
    assert "70 rows, numbers from" in said
    assert "HistGradientBoostingRegressor(" in said
    assert "\nplace, p0: p" in said, "neighbors"
    assert "failed" not in said
    report = (tmp_path / "o" / "report.html").read_text("utf-8")
    assert "target_type=&quot;continuous&quot;" in report
    assert run(tmp_path, "--label", "price", data=data) == 0
    assert "FeatureScaler(),\n        Ridge()," in capsys.readouterr().out


@pytest.mark.parametrize(
    ("columns", "label", "expected"),
    [
        ({"text": ["a"] * 4, "x": ["b"] * 4, "y": ["c"] * 4}, None, True),
        ({"a": ["a b c d", "b c d e", "c", "d e f g"], "x": ["b"] * 4, "y": ["c"] * 4}, "y", True),
        ({"a": ["字" * 31, "字" * 32], "x": ["b"] * 2, "y": ["c"] * 2}, "y", True),
        ({"a": ["a b c d", "b c d e"] * 4, "x": ["b"] * 8, "y": ["c"] * 8}, "y", False),
        ({"a": ["a b", "b c", "c d"], "x": ["b"] * 3, "y": ["c"] * 3}, "y", False),
        ({"a": ["u"], "y": ["c"]}, "y", True),
        ({"a": ["u"], "b": ["u"]}, None, True),
        ({"a": [""], "b": ["u"], "c": ["v"]}, "c", False),
    ],
)
def test_whether_a_column_has_texts(columns, label, expected):
    assert has_texts(columns, label=label) is expected


def test_texts_or_a_table_as_told(tmp_path):
    texts, columns = table_of_texts(tmp_path / "t.csv"), table(tmp_path / "a.csv")
    assert task_of(texts, label="stars").unit == "texts"
    assert task_of(columns, label="price").unit == "rows"
    with pytest.raises(DataError, match="no column of categories among id, review"):
        task_of(texts, label="stars", table=True)
    assert task_of(columns, label="price", table=False).X == CITIES
    told = write(tmp_path / "b.csv", [["text", "y"], *zip(CITIES, LABELS, strict=True)])
    assert list(task_of(told, table=True).X) == ["text"]
    assert task_of(columns, text="city", label="price").X == CITIES


def test_rows_without_a_label_and_groups(tmp_path):
    prices = ["", *LABELS[1:]]
    rows = [["city", "who", "age", "price"]]
    rows += [[city, i % 6, AGES[i], prices[i]] for i, city in enumerate(CITIES)]
    task = task_of(write(tmp_path / "b.csv", rows), label="price", groups="who", limit=40)
    assert list(task.X) == ["city", "age"]
    assert len(task.X) == len(task.labels) == len(task.groups) == 40
    assert task.unlabeled == []
    assert "Rows without a label: 1." in task.notes
    assert "Using the labels of 40 of 59 rows (see --limit)." in task.notes
    _, groups = find_folds(task, 2)
    assert len(set(groups)) == 6
    alike = task._replace(groups=None, X=task.X.set_axis(["city", "City"], axis=1))
    assert find_folds(alike, 2)[1] is None, "neither identical rows nor names are joined"


def test_columns_of_a_dataframe():
    columns = {
        "id": ["a1", "a2", "a3"],
        "same": ["x"] * 3,
        "none": ["", "NULL", ""],
        "n": ["1", "2,5", ""],
        "c": [" x", "y", ""],
        "flag": ["yes", "", "yes"],
    }
    frame, notes = frame_of(columns, "a")
    assert frame["n"].tolist()[:2] == [1.0, 2.5]
    assert frame["c"].tolist()[:2] == ["x", "y"]
    assert frame.isna().sum().to_dict() == {"n": 1, "c": 1, "flag": 1}
    assert notes == [
        "Categories: c, flag.",
        "Numbers: n.",
        "Columns of a single value left out: same, none.",
        "Columns with another value in each row left out: id.",
    ]
    with pytest.raises(DataError, match="a has no column of categories among id, n"):
        frame_of({"id": columns["id"], "n": columns["n"]}, "a")


def test_ngrams_are_for_values_of_several_words():
    def names(values):
        X = pd.DataFrame({"n": [1.0, 2.0, 3.0], "c": values})
        return list(find_encoders(CommandTask("a", X, list("xyx"), [], [], unit="rows"))[0])

    assert names(["bus driver", "night nurse", None])[-1] == "embedding, n-grams"
    assert names(["bus driver", "nurse", None]) == ["target encoding", "embedding"]


def test_the_column_to_predict():
    columns = {"a": ["x"], "Target": ["y"], "b": ["z"]}
    assert choose_label(columns, "f") == "Target"
    assert choose_label(columns, "f", label="b") == "b"
    for given, message in [
        ({"label": "c"}, r"no column 'c' \(--label\)"),
        ({"groups": "Target"}, "Name it with --target, or the column of texts with --text"),
    ]:
        with pytest.raises(DataError, match=message):
            choose_label(columns, "f", **given)
    with pytest.raises(DataError, match="no column from which 'y' could be predicted"):
        choose_label({"y": ["a"], "g": ["b"]}, "f", groups="g")


def options(*arguments):
    return checked_options(parser(), arguments)


def test_target_names_a_column_or_what_it_contains():
    assert (options("--target", "pay").label, options("--target", "pay").target) == ("pay", "auto")
    given = options("--target", "numbers", "--label", "pay")
    assert (given.label, given.target) == ("pay", "numbers")
    assert options().table is None
    assert options("--vectors", "a.txt").table is False


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--target", "a", "--label", "b"], "--label and --target name two columns, 'b' and 'a'"),
        (["--table", "--text", "a"], "--text is for texts: leave out it or --table"),
        (["--table", "--char-ngrams", "1", "2"], "--char-ngrams is for texts"),
    ],
)
def test_options_that_exclude_each_other(capsys, arguments, message):
    with pytest.raises(SystemExit):
        options(*arguments)
    assert message in capsys.readouterr().err
