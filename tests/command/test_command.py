"""``python -m skembed``: a table and pictures from a file; bad files are told plainly."""

import csv
import gzip
import os
import subprocess
import sys
from ast import literal_eval
from types import SimpleNamespace

import matplotlib.pyplot as plt
import numpy as np
import pytest
from sklearn.feature_extraction.text import CountVectorizer
from texts import two_worlds

import skembed
from skembed import (
    Embedding,
    SupervisedEmbeddingVectorizer,
    Word2VecVectorizer,
    compare_embeddings,
)
from skembed._command import main
from skembed._command._columns import DataError, choose_columns, read_columns
from skembed._command._data import TextTask, load_task
from skembed._command._main import find_vectorizers
from skembed._command._pictures import (
    document_map,
    learning_curve,
    save_pictures,
    typical_words,
    word_map,
)
from skembed._command._search import found_by, search_word2vec

TEXTS = two_worlds(n_documents=60, length=8)
LABELS = ["good", "bad"] * 30
PICTURES = {"comparison", "documents", "learning_curve", "losses", "neighbors", "words"}

something_fails = pytest.mark.filterwarnings("ignore::sklearn.exceptions.FitFailedWarning")


def write(path, rows, delimiter=","):
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "wt", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def table(path, delimiter=","):
    return write(
        path, [["id", "review", "stars"], *zip(range(60), TEXTS, LABELS, strict=True)], delimiter
    )


def task_of(path, **options):
    options = {"text": None, "label": None, "limit": 0, "n_folds": 3, **options}
    return load_task(str(path), **options)


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
    names = ["skip-gram, mean", "skip-gram, idf", "cbow, mean", "cbow, idf", "tf-idf"]
    assert rows[0].startswith("tf-idf  ")
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


@pytest.mark.parametrize(
    ("name", "delimiter"),
    [("a.csv", ","), ("a.tsv", "\t"), ("A.CSV.GZ", ","), ("a.tsv.gz", "\t"), ("a.tsv.csv", ",")],
)
def test_separated(tmp_path, name, delimiter):
    path = tmp_path / name
    if name == "A.CSV.GZ":
        table(tmp_path / "b.csv.gz").rename(path)
    else:
        table(path, delimiter)
    columns = read_columns(path)
    assert list(columns) == ["id", "review", "stars"]
    assert columns["review"] == TEXTS
    assert columns["id"] == [str(i) for i in range(60)]


def test_quotes_line_ends_and_marks(tmp_path):
    path = tmp_path / "a.csv"
    content = '\ufefftext,label\r\n"one, ""two""\r\nthree",ä\r\n\r\nfour,b\r\n'.encode()
    path.write_bytes(content)
    found = {"text": ['one, "two"\r\nthree', "four"], "label": ["ä", "b"]}
    assert read_columns(path) == found
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(content))
    assert read_columns(path) == found


def test_a_long_text(tmp_path):
    path = write(tmp_path / "a.csv", [["text", "label"], ["a" * 200_000, "b"]])
    assert len(read_columns(path)["text"][0]) == 200_000


def test_parquet(tmp_path):
    pa = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    path = tmp_path / "a.parquet"
    parquet.write_table(pa.table({"text": ["a", None], "label": [1, 2]}), path)
    assert read_columns(path) == {"text": ["a", ""], "label": ["1", "2"]}
    parquet.write_table(pa.table({}), path)
    with pytest.raises(DataError, match="has no rows"):
        read_columns(path)
    path.write_bytes(b"nonsense")
    with pytest.raises(DataError, match="is not a valid Parquet file"):
        read_columns(path)


def test_parquet_without_pyarrow(tmp_path, monkeypatch):
    path = tmp_path / "a.parquet"
    path.touch()
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(DataError, match="pip install pyarrow"):
        read_columns(path)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "needs a header and at least two columns"),
        (b"text\na\n", "needs a header and at least two columns, text and label"),
        (b"text;label\na;b\n", "separated by ','; its first line is 'text;label'"),
        (b"text,text\na,b\n", "duplicate column names"),
        (b"text,label\n", "has no rows"),
        (b"text,label\na,b\nc\n", "line 3: 1 values, but 2 columns"),
        (b"text,label\na,b,c\n", "line 2: 3 values.*must be quoted"),
        (b'text,label\n"a,b\nc,d\n', "line 3: unexpected end of data"),
        (b"text,label\n\xe9,b\n", "is not UTF-8"),
    ],
)
def test_bad_files(tmp_path, content, message):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(DataError, match=message):
        read_columns(path)


def test_broken_compression(tmp_path):
    path = table(tmp_path / "a.csv.gz")
    good = path.read_bytes()
    broken = [b"text,label\na,b\n", good[: len(good) // 2], good[:100] + b"\xff" * 50 + good[150:]]
    for content in broken:
        path.write_bytes(content)
        with pytest.raises(DataError, match="cannot be read"):
            read_columns(path)


@pytest.mark.parametrize(
    ("names", "given", "found"),
    [
        (("id", "Text", "Label"), (None, None), ("Text", "Label")),
        (("body", "text", "y"), (None, None), ("text", "y")),
        (("short", "long", "kind"), (None, None), ("long", "kind")),
        (("text", "label", "kind"), ("label", None), ("label", "kind")),
        (("text", "label", "kind"), (None, "text"), ("label", "text")),
        (("short", "long", "kind"), (None, "long"), ("short", "long")),
        (("same", "long", "kind"), (None, None), ("long", "kind")),
        (("Text", "text", "label", "LABEL"), (None, None), ("Text", "label")),
    ],
)
def test_columns_are_found(tmp_path, names, given, found):
    values = {
        "short": ["a", "b", "c"], "long": ["a a", "b b b", "c c"], "kind": ["x", "x", "y"],
        "same": ["x", "x", ""],
    }  # fmt: skip
    columns = {
        name: list(values.get(name) or list(values.values())[i]) for i, name in enumerate(names)
    }
    assert choose_columns(columns, *given, tmp_path) == found


@pytest.mark.parametrize(
    ("columns", "given", "message"),
    [
        ({"a": ["x"], "b": ["y"]}, ("c", None), r"no column 'c' \(--text\). Its columns are: a, b"),
        ({"a": ["x"], "b": ["y"]}, (None, "c"), r"no column 'c' \(--label\)"),
        ({"a": ["x"], "b": ["y"]}, ("a", "a"), "are both 'a'"),
        ({"a": ["x"]}, (None, None), "has a single column"),
    ],
)
def test_columns_that_are_not_there(tmp_path, columns, given, message):
    with pytest.raises(DataError, match=message):
        choose_columns(columns, *given, tmp_path)


def test_what_cannot_be_used_is_left_out_and_told(tmp_path):
    rows = [["text", "label"], *zip(TEXTS, LABELS, strict=True), ["  ", "good"], ["alone", "rare"]]
    rows += [["no label", ""], ["", ""], *[["thrice", " just enough "]] * 3]
    path = write(tmp_path / "a.csv", rows)
    task = task_of(path)
    assert task.texts == [*TEXTS, *["thrice"] * 3]
    assert task.labels == [*LABELS, *["just enough"] * 3]
    assert task.unlabeled == ["no label"]
    assert task.notes[1:] == [
        "Empty texts dropped: 2.",
        "Unlabeled texts: 1.",
        "Labels with fewer than 3 texts dropped: 1 ('rare').",
    ]
    assert task_of(path, text="text", label="label").notes == task.notes[1:]
    rows += [["alone", str(i)] for i in range(5)]
    task = task_of(write(path, rows), limit=63)
    assert task.notes[-1].endswith("dropped: 6 ('0', '1', '2', '3', '4' and others).")


def test_limit_takes_each_label_its_share(tmp_path):
    rows = [["text", "label"], *((f"text{i}", "ab"[i % 4 == 0]) for i in range(400))]
    task = task_of(write(tmp_path / "a.csv", rows), limit=100)
    assert task.labels.count("b") == 25
    assert len(task.texts) == 100
    assert sorted(task.texts + task.unlabeled) == sorted(row[0] for row in rows[1:])
    assert np.all(np.diff([int(text[4:]) for text in task.texts]) > 0)


def test_labels_that_are_rare_within_the_limit(tmp_path):
    rows = [["text", "label"], *((f"text{i}", "abcd"[i % 2 + 2 * (i < 20)]) for i in range(400))]
    task = task_of(write(tmp_path / "a.csv", rows), limit=40)
    assert set(task.labels) == {"a", "b"}
    assert len(task.labels) == 38
    assert task.notes[-1] == "Labels with fewer than 3 texts dropped: 2 ('c', 'd')."


def test_learning_curve_with_labels_of_two_texts():
    labels = [f"{i // 2}" for i in range(20)] + ["more"] * 4
    task = TextTask("few", TEXTS[:24], labels, [], [])
    curve = learning_curve(task, {"count": CountVectorizer()}, None)
    np.testing.assert_array_equal(curve.train_sizes, [12])
    assert curve.n_folds == 2
    task = TextTask("more", TEXTS, LABELS, [], [])
    supervised = SupervisedEmbeddingVectorizer(n_components=4, max_iter=1, random_state=0)
    curve = learning_curve(task, {"supervised": supervised}, None)
    np.testing.assert_array_equal(curve.train_sizes, [10, 16, 28, 40])
    assert curve.n_folds == 3
    assert not np.isnan(curve.mean_scores()).any()


@pytest.fixture
def drawn(monkeypatch):
    """What the displays are given; they draw nothing."""
    calls = {}

    def display(name):
        def draw(*args, **kwargs):
            calls[name] = (*args, kwargs)
            figure, ax = plt.subplots()
            return SimpleNamespace(figure_=figure, ax_=ax)

        ways = ("from_comparison", "from_estimators", "from_embedding", "from_embeddings")
        return SimpleNamespace(**dict.fromkeys((*ways, "from_estimator"), draw))

    names = ("EmbeddingComparison", "EmbeddingLearningCurve", "LossCurve", "WordMap", "Neighbors",
             "DocumentMap")  # fmt: skip
    stand_in = SimpleNamespace(**{f"{name}Display": display(name) for name in names})
    monkeypatch.setattr("skembed._command._pictures.displays", stand_in)
    return calls


@something_fails
def test_what_is_drawn(tmp_path, drawn, monkeypatch):
    asked = {}
    monkeypatch.setattr("skembed._command._pictures.N_DOCUMENTS", 10)
    monkeypatch.setattr(
        "skembed._command._pictures.compare_embeddings",
        lambda vectorizers, *_, **options: asked.update(options, names=[*vectorizers]),
    )
    task = TextTask("", TEXTS, LABELS, [], [])
    small = {"n_components": 4, "max_iter": 1, "random_state": 0}
    vectorizers = {
        "w2v": Word2VecVectorizer(subsample=0, **small),
        "bad": CountVectorizer(min_df=100),
        "supervised": SupervisedEmbeddingVectorizer(**small),
    }
    comparison = compare_embeddings(vectorizers, TEXTS, LABELS, cv=2, baseline=False)
    comparison.scores["accuracy"][0] = 0.5
    paths = save_pictures(task, vectorizers, comparison, typical_words(task), tmp_path, n_jobs=3)
    assert {path.stem for path in paths} == PICTURES
    assert plt.get_fignums() == []
    assert not hasattr(vectorizers["w2v"], "embedding_")
    assert asked["names"] == ["w2v", "supervised"]
    assert (asked["use_unlabeled"], asked["n_jobs"]) == (True, 3)
    assert list(drawn["LossCurve"][0]) == ["w2v"]
    assert list(drawn["Neighbors"][0]) == ["w2v", "supervised"]
    vectorizer, texts, labels, _ = drawn["DocumentMap"]
    assert isinstance(vectorizer, SupervisedEmbeddingVectorizer)
    assert len(texts) == 10
    assert [{"a": "good", "b": "bad"}[text[0]] for text in texts] == labels
    del vectorizers["w2v"]
    comparison = compare_embeddings(vectorizers, TEXTS, LABELS, cv=2, baseline=False)
    paths = save_pictures(task, vectorizers, comparison, typical_words(task), tmp_path, n_jobs=None)
    assert {path.stem for path in paths} == PICTURES - {"losses"}


def test_typical_words():
    words = typical_words(TextTask("", TEXTS, LABELS, [], []))
    assert {word[0] for word in words["good"]} == {"a"}
    assert {word[0] for word in words["bad"]} == {"b"}
    labels = [label + str(i % 2) for label, i in zip(LABELS, np.arange(60) // 2, strict=True)]
    words = [
        word
        for mine in typical_words(TextTask("", TEXTS, labels, [], [])).values()
        for word in mine
    ]
    assert len(words) == len(set(words))
    assert typical_words(TextTask("", ["one", "two"], ["a", "b"], [], []))["a"][0] == "one"


def test_maps_hold_what_is_known_and_frequent(drawn):
    fitted = {"w2v": SimpleNamespace(embedding_=Embedding(["yes"], np.ones((1, 2))))}
    word_map(fitted, "w2v", {"one": ["yes", "no"], "two": ["no"]})
    assert drawn["WordMap"][-1] == {"words": {"one": ["yes"]}}
    labels = [str(i) for i in range(11) for _ in range(3 - i // 10)]
    document_map(None, "", TextTask("", labels, labels, [], []))
    assert set(drawn["DocumentMap"][2]) == {str(i) for i in range(10)}


@something_fails
def test_pictures_if_all_but_the_baseline_failed(tmp_path):
    task = TextTask("none", TEXTS, LABELS, [], [])
    vectorizers = {"bad": CountVectorizer(min_df=100)}
    comparison = compare_embeddings(vectorizers, TEXTS, LABELS, cv=2)
    assert list(comparison.errors) == ["bad"]
    paths = save_pictures(task, vectorizers, comparison, typical_words(task), tmp_path, n_jobs=None)
    assert [path.name for path in paths] == ["comparison.png"]


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        (["a"] * 60, "at least two labels with 3 texts each"),
        (["a"] * 58 + ["b"] * 2, r"'a' \(58\), 'b' \(2\)"),
        ([str(i // 2) for i in range(60)], "at least two labels"),
        ([str(i // 3 if i < 6 else i) for i in range(60)], "too many to be classes.*--label"),
    ],
)
def test_labels_that_are_no_classes(tmp_path, labels, message):
    path = write(tmp_path / "a.csv", [["text", "label"], *zip(TEXTS, labels, strict=True)])
    with pytest.raises(DataError, match=message):
        task_of(path)


def test_docstrings_are_the_default():
    task = load_task(None, text=None, label=None, limit=2000, n_folds=3)
    assert len(task.texts) == 2000
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
