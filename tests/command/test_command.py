"""``python -m skembed``: a table and pictures from a file; what the options ask for."""

import os
import subprocess
import sys
from ast import literal_eval

import numpy as np
import pytest
from command_tools import LABELS, TEXTS, table
from sklearn.feature_extraction.text import CountVectorizer

import skembed
from skembed import Embedding, Word2VecVectorizer, compare_embeddings
from skembed._command import main
from skembed._command._data import TextTask
from skembed._command._main import find_vectorizers
from skembed._command._search import found_by, search_word2vec

PICTURES = {"comparison", "documents", "learning_curve", "losses", "neighbors", "words"}
something_fails = pytest.mark.filterwarnings("ignore::sklearn.exceptions.FitFailedWarning")


def test_all_of_it(tmp_path, capsys):
    output = tmp_path / "found"
    status = main(
        ["--data", str(table(tmp_path / "a.csv")), "--quick", "--cv", "2", "--output", str(output)]
    )
    said = capsys.readouterr().out
    assert status == 0
    assert "a.csv: 60 texts, 2 labels." in said
    assert "Text column: 'review', label column: 'stars'" in said
    for name in ("word2vec skip-gram", "word2vec CBOW", "GloVe", "supervised", "tf-idf"):
        assert name in said
    assert "failed" not in said
    assert {path.stem for path in output.glob("*.png")} == PICTURES
    assert all(path.read_bytes()[:4] == b"\x89PNG" for path in output.glob("*.png"))
    tables = (output / "comparison.txt").read_text("utf-8")
    for table_of in ("gap to best", "GridSearchCV with 2 folds", "\ncbow, mean "):
        assert table_of in tables
        assert table_of in said


def test_pretrained_vectors_and_no_matplotlib(tmp_path, capsys, monkeypatch):
    vectors = tmp_path / "vectors.txt"
    vectors.write_text("".join(f"{c}{i} {i} 1\n" for c in "ab" for i in range(10)), "utf-8")
    monkeypatch.setattr("skembed._command._main.find_spec", lambda name: None)
    arguments = ["--data", str(table(tmp_path / "a.csv")), "--quick", "--cv", "2"]
    main([*arguments, "--vectors", str(vectors), "--output", str(tmp_path / "o")])
    said = capsys.readouterr().out
    assert "pretrained" in said
    assert "No plots: matplotlib is not installed." in said
    assert [path.name for path in (tmp_path / "o").iterdir()] == ["comparison.txt"]


def test_texts_beyond_the_limit_become_pretrained_vectors(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("skembed._command._main.find_spec", lambda name: None)
    arguments = ["--data", str(table(tmp_path / "a.csv")), "--quick", "--cv", "2"]
    main([*arguments, "--limit", "20", "--output", str(tmp_path / "o")])
    said = capsys.readouterr().out
    assert "Using the labels of 20 of 60 texts" in said
    assert "Training vectors on 40 unlabeled texts" in said
    assert "a.csv: 20 texts" in said


def test_what_the_options_ask_for(tmp_path, capsys, monkeypatch):
    asked = {}

    def compare(vectorizers, X, y, **options):
        asked.update(options, vectorizers=vectorizers, X=X, y=y)
        return compare_embeddings({"count": CountVectorizer()}, X, y, cv=2)

    def search(task, word2vec, **options):
        asked["search"] = task.texts, word2vec.n_components, options
        return "searched"

    monkeypatch.setattr("skembed._command._main.compare_embeddings", compare)
    monkeypatch.setattr("skembed._command._main.search_word2vec", search)
    monkeypatch.setattr("skembed._command._main.found_by", lambda *given: f"{given}")
    monkeypatch.setattr("skembed._command._main.save_pictures", lambda *_, n_jobs: asked)
    output = tmp_path / "new" / "folder"
    arguments = ["--data", str(table(tmp_path / "a.csv")), "--text", "review", "--label", "id"]
    with pytest.raises(SystemExit):
        main([*arguments, "--output", str(output)])
    assert "60 distinct labels for 60 texts are too many" in capsys.readouterr().err
    arguments = [*arguments[:-1], "stars", "--output", str(output), "--limit", "0", "--n-jobs", "2"]
    main([*arguments, "--cv", "3"])
    assert (asked["X"], asked["y"]) == (TEXTS, LABELS)
    folds = asked["cv"]
    assert (folds.get_n_splits(), folds.shuffle, folds.random_state) == (3, True, 0)
    assert (asked["n_jobs"], asked["verbose"]) == (2, 1)
    assert asked["vectorizers"]["GloVe"].n_components == 100
    said = capsys.readouterr().out
    found = (output / "comparison.txt").read_text("utf-8")
    about, compared = found.split("\n\n", 1)
    assert about == "a.csv: 60 texts, 2 labels."
    compared, searched = compared.rsplit("\n\n", 1)
    assert compared in said
    assert searched in said
    name, words = literal_eval(searched)
    assert name == "searched"
    assert len(words) == 2, "one for each label"
    assert asked["search"] == (TEXTS, 100, {"n_folds": 3, "n_jobs": 2})
    main([*arguments, "--quick"])
    assert asked["vectorizers"]["GloVe"].n_components == 20


@something_fails
def test_no_search_if_word2vec_failed(tmp_path, monkeypatch):
    def compare(vectorizers, X, y, **options):
        failing = {"word2vec CBOW": Word2VecVectorizer(vocabulary=["nowhere"])}
        return compare_embeddings(failing, X, y, cv=2)

    monkeypatch.setattr("skembed._command._main.compare_embeddings", compare)
    monkeypatch.setattr("skembed._command._main.save_pictures", lambda *_, n_jobs: None)
    main(["--data", str(table(tmp_path / "a.csv")), "--quick", "--output", str(tmp_path)])
    assert "GridSearchCV" not in (tmp_path / "comparison.txt").read_text("utf-8")


@pytest.mark.parametrize(("n_folds", "n_splits"), [(2, 2), (5, 3)])
def test_search(capsys, n_folds, n_splits):
    # one word is the label: with three numbers a word, word2vec after a pass is not as good
    texts = [f"{text} {label}" for text, label in zip(TEXTS, LABELS, strict=True)]
    task = TextTask("", texts, LABELS, [], [])
    word2vec = Word2VecVectorizer(n_components=3, max_iter=1, random_state=0)
    search = search_word2vec(task, word2vec, n_folds=n_folds, n_jobs=None)
    assert "GridSearchCV" in capsys.readouterr().out, "its progress"
    params, scores = search.cv_results_["params"], search.cv_results_["mean_test_score"]
    assert search.n_splits_ == n_splits
    assert [type(given["vectorizer"]).__name__ for given in params] == [
        "TfidfVectorizer",
        *["Word2VecVectorizer"] * 4,
    ]
    assert scores[0] == scores.max()
    best = search.best_estimator_["vectorizer"]
    assert isinstance(best, Word2VecVectorizer)
    assert scores[search.best_index_] == scores[1:].max()
    known = next(iter(best.vocabulary_))
    lines = found_by(search, ["unheard", known, "bad"]).splitlines()
    assert f"with {n_splits} folds" in lines[0]
    rows = lines[4:9]
    names = ["skip-gram, mean", "skip-gram, idf", "cbow, mean", "cbow, idf", "tf-idf of words"]
    assert rows[0].startswith("tf-idf of words  ")
    assert sorted(row.split("  ")[0] for row in rows) == sorted(names)
    accuracies = [float(row.split(" ± ")[0].split()[-1]) for row in rows]
    assert accuracies == sorted(accuracies, reverse=True)
    assert lines[10] == f"Nearest neighbors of some words (word2vec, {best.algorithm}):"
    near = ", ".join(term for term, _ in best.embedding_.most_similar(known, n=6))
    assert lines[12] == f"{known:{max(3, len(known))}}  {near}"
    assert lines[13].startswith("bad")
    assert len(lines) == 14
    assert found_by(search, ["unheard"]).splitlines() == lines[:9]


def test_search_without_rich(capsys, monkeypatch):
    monkeypatch.setattr("skembed._command._search.find_spec", lambda name: None)
    word2vec = Word2VecVectorizer(n_components=2, max_iter=1, random_state=0)
    search_word2vec(TextTask("", TEXTS, LABELS, [], []), word2vec, n_folds=2, n_jobs=None)
    assert capsys.readouterr().out == ""


def test_candidates(capsys):
    few, many = ["one two", "two three"], TEXTS
    found = find_vectorizers(TextTask("", few, ["a", "b"], many[:1], []), None, quick=True)
    assert list(found) == ["word2vec skip-gram", "word2vec CBOW", "GloVe", "supervised"]
    assert [found[name].algorithm for name in list(found)[:2]] == ["skip-gram", "cbow"]
    vectors = Embedding(["six"], np.ones((1, 2)))
    task = TextTask("", few, ["a", "b"], many, [])
    assert find_vectorizers(task, vectors, quick=True)["pretrained"].vectors is vectors
    assert capsys.readouterr().out == ""
    learned = find_vectorizers(task, None, quick=True)["pretrained"].vectors
    assert set(learned.terms) == set(" ".join(TEXTS).split())


def test_as_a_module():
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-P", "-m", "skembed", "--version"]
    found = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
    assert found.stdout.strip() == f"skembed {skembed.__version__}"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--data", "nowhere.csv"], "File not found: nowhere.csv"),
        (["--data", "file.doc"], "not a .csv, .csv.gz, .tsv"),
        (["--cv", "1"], "--cv must be at least 2"),
        (["--limit", "-1"], "--limit must be at least 0"),
        (["--n-jobs", "0"], "--n-jobs must not be 0"),
        (["--cv", "31", "--data", "{data}"], "at least two labels with 31 texts each"),
        (["--limit", "3", "--data", "{data}"], "at least two labels with 5 texts each"),
        (["--vectors", "nowhere.txt", "--data", "{data}"], "nowhere.txt"),
    ],
)
def test_a_clear_message_and_status_2(tmp_path, capsys, arguments, message):
    data = str(table(tmp_path / "a.csv"))
    arguments = [data if argument == "{data}" else argument for argument in arguments]
    with pytest.raises(SystemExit) as error:
        main([*arguments, "--output", str(tmp_path / "o")])
    assert error.value.code == 2
    said = capsys.readouterr().err
    assert message in said
    assert "Traceback" not in said
    assert not (tmp_path / "o").exists()
