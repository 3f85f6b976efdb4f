"""``python -m skembed``: the whole run, what it leaves behind, and how errors end."""

import os
import subprocess
import sys
import zipfile

import joblib
import pytest
from command_tools import LABELS, TEXTS, table, write

import skembed
from skembed import compare_embeddings
from skembed._command import main
from skembed._command._output import Output

PLOTS = {"comparison", "documents", "learning_curve", "losses", "neighbors", "words"}
FILES = {*(f"{name}.png" for name in PLOTS), "comparison.txt", "report.html"}


def run(tmp_path, *arguments, data=None):
    data = data or table(tmp_path / "a.csv")
    folder = tmp_path / "o"
    return main(["--data", str(data), "--quick", "--cv", "2", "--output", str(folder), *arguments])


@pytest.fixture
def no_plots(monkeypatch):
    monkeypatch.setattr("skembed._command._run.find_spec", lambda name: None)


@pytest.fixture
def only_table(monkeypatch, no_plots):
    """Leave out what follows the table, except the code."""
    for step in ("tell_search", "tell_curve", "tell_words"):
        monkeypatch.setattr(f"skembed._command._run.{step}", lambda *args, **kwargs: None)


@pytest.fixture
def titles(monkeypatch):
    """The titles of all pictures that are drawn."""
    found, draw = [], Output.draw

    def recording(self, name, heading, caption, make):
        def made():
            display = make()
            found.append("".join(ax.get_title() for ax in display.figure_.axes))
            return display

        draw(self, name, heading, caption, made)

    monkeypatch.setattr(Output, "draw", recording)
    return found


def test_all_of_it(tmp_path, capsys, titles):
    model = tmp_path / "model.joblib"
    assert run(tmp_path, "--save", str(model)) == 0
    said, errors = capsys.readouterr()
    assert errors == ""
    assert "a.csv: 60 texts, 2 labels." in said
    assert "Text column: 'review', label column: 'stars'" in said
    names = ("word2vec skip-gram", "word2vec CBOW", "GloVe", "supervised", "tf-idf of words",
             "tf-idf of words and pairs", "majority class")  # fmt: skip
    assert all(name in said for name in names)
    assert "failed" not in said
    assert {path.name for path in (tmp_path / "o").iterdir()} == FILES
    tables = (tmp_path / "o" / "comparison.txt").read_text("utf-8")
    report = (tmp_path / "o" / "report.html").read_text("utf-8")
    assert [title.count(": a.csv") for title in titles] == [1] * len(PLOTS)
    headings = (
        "gap to best",
        "GridSearchCV with 2 folds",
        "Label curve: accuracy",
        "Nearest neighbors",
    )
    for heading in headings:
        assert heading in tables
        assert heading in said
    assert report.count("data:image/png;base64,") == len(PLOTS)
    assert report.count("<table>") == 3, "scores, search, label curve"
    assert "comparison = compare_embeddings(" in report
    assert "http" not in report
    assert f"scikit-learn {__import__('sklearn').__version__}" in report
    code = tables[tables.index("    from ") :]
    names = {"texts": TEXTS, "labels": LABELS}
    exec("\n".join(line[4:] for line in code.splitlines()), names)
    saved = joblib.load(model)
    assert list(saved.predict(TEXTS)) == list(names["model"].predict(TEXTS))
    assert repr(saved) == repr(names["model"])


def test_few_whole_numbers_are_predicted_as_numbers(tmp_path, capsys, only_table):
    stars = [5 if label == "good" else 1 for label in LABELS]
    data = write(tmp_path / "a.csv", [["text", "stars"], *zip(TEXTS, stars, strict=True)])
    assert run(tmp_path, "--target", "numbers", data=data) == 0
    said = capsys.readouterr().out
    assert "mean of the targets" in said
    assert "majority class" not in said


def test_code_in_the_report_repeats_the_comparison(tmp_path, only_table, monkeypatch):
    from html import unescape

    compared = []

    def compare(*args, **options):
        compared.append(compare_embeddings(*args, **options))
        return compared[-1]

    monkeypatch.setattr("skembed._command._run.compare_embeddings", compare)
    assert run(tmp_path, "--scoring", "f1_macro", "accuracy", "--estimator", "ridge") == 0
    report = (tmp_path / "o" / "report.html").read_text("utf-8")
    code = unescape(report[: report.rindex("</pre>")].rpartition("<pre>")[2])
    names = {"texts": TEXTS, "labels": LABELS}
    exec(code, names)
    assert list(names["comparison"].scores) == ["f1_macro", "accuracy"]
    for scoring, scores in compared[0].scores.items():
        assert (names["comparison"].scores[scoring] == scores).all()


def test_numbers(tmp_path, capsys):
    data = tmp_path / "a.csv"
    rows = [f"{text};{i % 2 + i / 100:.2f}".replace(".", ",") for i, text in enumerate(TEXTS)]
    data.write_text("\n".join(["text;score", *rows]), "utf-8")
    assert run(tmp_path, data=data) == 0
    said = capsys.readouterr().out
    assert "60 texts, numbers from 0 to 1.59" in said
    assert "mean of the targets" in said
    assert "mean absolute error" in said
    assert "Ridge()" in said
    assert {path.name for path in (tmp_path / "o").iterdir()} == FILES


def test_without_matplotlib(tmp_path, capsys, only_table):
    run(tmp_path)
    assert "No plots: matplotlib is not installed." in capsys.readouterr().out
    assert {path.name for path in (tmp_path / "o").iterdir()} == {"comparison.txt", "report.html"}


def test_vectors_of_a_file(tmp_path, capsys, only_table):
    vectors = tmp_path / "vectors.txt"
    vectors.write_text("".join(f"{c}{i} {i} 1\n" for c in "ab" for i in range(10)), "utf-8")
    archive = tmp_path / "vectors.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.write(vectors, "vectors.txt")
    for path in (vectors, archive / "vectors.txt"):
        assert run(tmp_path, "--vectors", str(path)) == 0
        assert "pretrained" in capsys.readouterr().out


def test_texts_beyond_the_limit_become_pretrained_vectors(tmp_path, capsys, only_table):
    assert run(tmp_path, "--limit", "20") == 0
    said = capsys.readouterr().out
    assert "Using the labels of 20 of 60 texts" in said
    assert "Training vectors on 40 unlabeled texts" in said
    assert "a.csv: 20 texts" in said
    report = (tmp_path / "o" / "report.html").read_text("utf-8")
    assert ".fit(unlabeled).embedding_" in report


def test_what_the_options_ask_for(tmp_path, only_table, monkeypatch):
    asked = {}

    def compare(vectorizers, X, y, **options):
        asked.update(options, vectorizers=vectorizers)
        return compare_embeddings(vectorizers, X, y, **options)

    monkeypatch.setattr("skembed._command._run.compare_embeddings", compare)
    arguments = ["--groups", "id", "--char-ngrams", "1", "2", "--estimator", "svm", "--n-jobs", "1"]
    assert run(tmp_path, *arguments) == 0
    assert asked["vectorizers"]["GloVe"].n_components == 20, "quick"
    assert {v.analyzer for v in asked["vectorizers"].values()} == {"char_wb"}
    assert [v.ngram_range for v in asked["baseline"].values()] == [(1, 2)]
    assert type(asked["estimator"][-1]).__name__ == "LinearSVC"
    assert (asked["n_jobs"], asked["verbose"], asked["cv"].get_n_splits()) == (1, 1, 2)


def interrupt(*args, **kwargs):
    raise KeyboardInterrupt


def test_an_interrupt_keeps_what_is_finished(tmp_path, capsys, no_plots, monkeypatch):
    monkeypatch.setattr("skembed._command._run.tell_search", interrupt)
    assert run(tmp_path) == 130
    folder = tmp_path / "o"
    assert capsys.readouterr().err == (
        f"python -m skembed: interrupted; what is finished is in {folder}.\n"
    )
    assert "gap to best" in (folder / "comparison.txt").read_text("utf-8")
    assert (folder / "report.html").read_text("utf-8").endswith("</html>\n")


def test_only_a_plot_fails(tmp_path, capsys, monkeypatch):
    def fail(*args):
        raise ValueError("too few points")

    for step in ("tell_search", "tell_curve"):
        monkeypatch.setattr(f"skembed._command._run.{step}", lambda *args, **kwargs: None)
    monkeypatch.setattr("skembed._command._pictures.document_map", fail)
    assert run(tmp_path) == 0
    assert "documents.png cannot be drawn: too few points" in capsys.readouterr().out
    plots = {path.stem for path in (tmp_path / "o").glob("*.png")}
    assert plots == PLOTS - {"documents", "learning_curve"}


@pytest.mark.parametrize(
    ("error", "status", "message"),
    [
        (OSError(28, "No space left on device"), 1, "[Errno 28] No space left on device"),
        (MemoryError(), 1, "not enough memory"),
        (ValueError("several\nlines"), 2, "several lines"),
        (KeyError("a"), 1, "KeyError: 'a'. This is a defect"),
    ],
)
def test_every_error_ends_with_one_line(tmp_path, capsys, monkeypatch, error, status, message):
    def fail(given):
        raise error

    monkeypatch.setattr("skembed._command._main.run", fail)
    assert run(tmp_path) == status
    said = capsys.readouterr().err
    assert message in said
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--data", "nowhere.csv"], "File not found: nowhere.csv"),
        (["--cv", "31"], "at least two labels with 31 texts each"),
        (["--limit", "3"], "at least two labels with 2 texts each"),
        (["--vectors", "nowhere.txt"], "nowhere.txt"),
        (["--stop-words", "nowhere.txt"], "--stop-words must be english or a file"),
        (["--scoring", "nothing"], "no scorer 'nothing'"),
        (["--token-pattern", "nothing"], "Every candidate failed"),
    ],
)
def test_a_clear_message_and_no_traceback(tmp_path, capsys, arguments, message):
    assert run(tmp_path, *arguments) in {1, 2}
    said = capsys.readouterr().err
    assert message in said
    assert said.count("\n") == 1


def environment():
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def test_as_a_module():
    command = [sys.executable, "-P", "-m", "skembed", "--version"]
    found = subprocess.run(command, capture_output=True, text=True, env=environment(), check=True)
    assert found.stdout.strip() == f"skembed {skembed.__version__}"


def test_a_closed_pipe(tmp_path):
    data = str(table(tmp_path / "a.csv"))
    command = [sys.executable, "-m", "skembed", "--data", data, "--output", str(tmp_path / "o")]
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "env": environment()}
    with subprocess.Popen([*command], **options) as process:
        process.stdout.close()
        said = process.stderr.read().decode()
    assert process.returncode == 1
    assert said.startswith("python -m skembed: the output was closed")
    assert said.count("\n") == 1
