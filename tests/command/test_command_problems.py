"""Problems of the data are told by the command, once each, with what helps there."""

import re
import warnings

import pytest
from command_tools import LABELS, TEXTS, task_of, write
from sklearn.feature_extraction.text import CountVectorizer

from skembed import DataWarning, compare_embeddings
from skembed._command import _plan
from skembed._command._main import main
from skembed._command._problems import _HERE, problems_of, telling
from skembed._command._table import DataError
from skembed._comparison import _compare


def file_of(tmp_path, labels, texts=TEXTS):
    return write(tmp_path / "a.csv", [["text", "label"], *zip(texts, labels, strict=True)])


def test_labels():
    problems = problems_of(["a"] * 55 + ["b"] * 5, classes=True)
    assert problems["majority"].startswith("92% of the rows have the label 'a'")
    assert problems["majority"].endswith(" Here: --scoring balanced_accuracy.")
    assert problems_of(LABELS, classes=True) == {}
    assert "codes of classes" in problems_of([3.0, 7.0] * 30, classes=False)["number_labels"]


def test_lists_are_told_even_if_most_are_too_rare(tmp_path):
    lists = [f"{a};{b}" for a in "abcd" for b in "abcd" if a != b]
    task = task_of(file_of(tmp_path, [*lists, *"abcd" * 12]))
    assert set(task.labels) == set("abcd")
    [note] = task.problems.values()
    assert note in task.notes
    assert "12 of 16 different ones" in note
    assert note.endswith("one row for each text and label, or one chosen label for each text.")


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        ([f"${i}.50" for i in range(60)], "too many to be classes. The labels look like amounts"),
        ([f"${i // 2}.50" for i in range(60)], "at least two labels .*plain numbers .*in the file"),
        ([f"2{i // 2:03}-01-01" for i in range(60)], "at least two labels .*years, months"),
    ],
)
def test_labels_that_are_refused_are_explained(tmp_path, labels, message):
    with pytest.raises(DataError, match=message):
        task_of(file_of(tmp_path, labels))


def test_warnings_are_told_as_they_come():
    told, shown = [], []
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.showwarning = lambda message, *_, **__: shown.append(str(message))
        with telling(told.append, ["majority"]):
            for _ in range(2):
                warnings.warn(DataWarning("No spaces.", "no_spaces"), stacklevel=1)
            warnings.warn(DataWarning("Identical.", "identical_texts"), stacklevel=1)
            warnings.warn(DataWarning("Most.", "majority"), stacklevel=1)
            warnings.warn("Something else.", stacklevel=1)
        warnings.warn(DataWarning("After."), stacklevel=1)
    assert told == [f"No spaces. Here: {_HERE['no_spaces']}"] * 2 + ["Identical."]
    assert shown == ["Something else.", "After."]


@pytest.fixture
def table_alone(monkeypatch):
    """Leave out plots and what follows the table; the calls that look for problems."""
    monkeypatch.setattr("skembed._command._run.find_spec", lambda name: None)
    for step in ("tell_search", "tell_curve", "tell_words", "tell_code"):
        monkeypatch.setattr(f"skembed._command._run.{step}", lambda *args, **kwargs: None)
    calls, find = [], _compare.find_problems
    monkeypatch.setattr(_compare, "find_problems", lambda *a, **k: calls.append(a) or find(*a, **k))
    return calls


def run(tmp_path, data, *more):
    folder = str(tmp_path / "o")
    assert main(["--data", str(data), "--quick", "--cv", "2", "--output", folder, *more]) == 0
    return (tmp_path / "o" / "report.html").read_text("utf-8")


def test_problems_of_texts_are_found_once_and_told(tmp_path, capsys, table_alone):
    texts = [*TEXTS[:54], "!", "?", *TEXTS[:4]]
    report = run(tmp_path, file_of(tmp_path, ["a"] * 50 + ["b"] * 10, texts))
    said = capsys.readouterr().out
    assert len(table_alone) == 1
    for message in (
        "83% of the rows have the label",
        "Texts without a token: 2 of 60",
        "identical to an earlier one: 4 of 60",
    ):
        assert said.count(message) == report.count(message) == 1
    assert said.index("without a token") < said.index("gap to best")
    assert report.count("<h2>Data</h2>") == 1


@pytest.mark.parametrize(
    ("option", "slow"), [("--vectors", "as_embedding"), ("--limit", "pretrain")]
)
def test_problems_are_told_before_vectors_are_read_or_trained(
    tmp_path, capsys, monkeypatch, table_alone, option, slow
):
    function = getattr(_plan, slow)

    def saying(*args, **options):
        print("This takes long.")
        return function(*args, **options)

    monkeypatch.setattr(_plan, slow, saying)
    vectors = tmp_path / "vectors.txt"
    vectors.write_text("".join(f"{c}{i} {i} 1\n" for c in "ab" for i in range(10)), "utf-8")
    texts = [*TEXTS[:54], "!", "?", *TEXTS[:4]]
    data = file_of(tmp_path, ["a"] * 50 + ["b"] * 10, texts)
    run(tmp_path, data, option, {"--vectors": str(vectors), "--limit": "30"}[option])
    begin, end = capsys.readouterr().out.split("This takes long.")
    for message in ("of the rows have the label", "Texts without a token", "identical to an"):
        assert begin.count(message) == 1
        assert message not in end
    assert "pretrained" in end


def test_uneven_folds_are_told_as_in_a_comparison(tmp_path, capsys, table_alone):
    texts = ["the same again" if i % 10 == 0 else text for i, text in enumerate(TEXTS)]
    groups = [str(i // 10 if i < 50 else i) for i in range(60)]
    rows = [["text", "label", "who"], *zip(texts, LABELS, groups, strict=True)]
    data = write(tmp_path / "a.csv", rows)
    uneven = re.compile(r"A fold has \d rows in its training set and 5\d in its test set")
    with pytest.warns(DataWarning) as caught:
        compare_embeddings([CountVectorizer()], texts, LABELS, groups=groups, cv=2)
    assert sum(bool(uneven.match(str(each.message))) for each in caught) == 1
    run(tmp_path, data, "--groups", "who")
    assert len(uneven.findall(capsys.readouterr().out)) == 1  # the folds are shuffled
