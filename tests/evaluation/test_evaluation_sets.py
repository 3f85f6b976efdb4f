"""Sets of word pairs and analogy questions: those at hand, files, and what is refused."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from skembed.datasets import (
    AnalogyQuestions,
    SimilarityPairs,
    load_analogies,
    load_similarity,
)
from skembed.evaluation import evaluate_analogies, evaluate_similarity

ROWS = [["cat", "dog", 7.5], ["cup", "moon", 0.0], ["New York", "city", -1.0]]


def write(tmp_path, text, name="my set.txt", encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def test_bundled_similarity():
    pairs = load_similarity("wordsim353")
    assert len(pairs) == 353
    assert pairs.words[0].tolist() == ["love", "sex"]
    assert (pairs.words.dtype, pairs.scores.dtype) == (object, np.float64)
    assert pairs.scores[0] == 6.77
    assert repr(load_similarity("simlex999")) == "SimilarityPairs('simlex999', n_pairs=999)"


def test_bundled_analogies():
    questions = load_analogies()
    assert len(questions) == 19544
    assert questions.section_names[:2] == ("capital-common-countries", "capital-world")
    assert np.bincount(questions.sections)[[0, -1]].tolist() == [506, 870]
    assert questions.words[-1].tolist() == ["write", "writes", "work", "works"]
    assert repr(questions) == "AnalogyQuestions('google', n_questions=19544, n_sections=14)"


@pytest.mark.parametrize(
    "text",
    [
        "cat\tdog\t7.5\ncup\tmoon\t0\nNew York\tcity\t-1\n",
        "# from people\nword1\tword2\tscore\n\ncat\tdog\t7.5\n cup\tmoon\t0 \nNew York\tcity\t-1",
        '\ufeffone,other,score\r\ncat,dog,7.5\r\n"cup", moon,0e0\r\nNew York,city,-1\r\n',
        "# none\ncat dog 7.5\n#\ncup  moon   0\nNew\u00a0York\tcity\t-1",
    ],
)
def test_files_of_pairs(tmp_path, text):
    pairs = load_similarity(write(tmp_path, text))
    words = [[word.replace("\u00a0", " ") for word in row] for row in pairs.words]
    assert [[*row, score] for row, score in zip(words, pairs.scores, strict=True)] == ROWS
    assert pairs.name == "my set"


def test_files_of_questions(tmp_path):
    text = "\ufeffa b c d\n\n: first one\r\ne f g h\n: empty\n:last\ni j k l\nm n o p"
    questions = load_analogies(str(write(tmp_path, text)))
    assert questions.section_names == ("questions", "first one", "empty", "last")
    assert questions.sections.tolist() == [0, 1, 3, 3]
    assert ["".join(row) for row in questions.words] == ["abcd", "efgh", "ijkl", "mnop"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "contains no pair"),
        ("# only\n\n", "contains no pair"),
        ("one other score\n", "contains no pair"),
        ("cat dog 1\n\ncat dog\n", r"two words and a score.* line 3 of .*my set.txt.* 'cat dog'"),
        ("cat dog bird 1\n", "line 1 of"),
        ("cat\t\t1\n", "line 1 of"),
        ("cat dog 1\ncup moon high\n", r"score in line 2 of .*my set.txt.* 'high'"),
        ("a b score\ncup moon high\n", "score in line 2 of"),
        ("cat dog 1\ncup moon nan\n", "score in line 2 of"),
        ("cat dog 1\ncup moon 1e999\n", "score in line 2 of"),
    ],
)
def test_bad_files_of_pairs(tmp_path, text, message):
    with pytest.raises(ValueError, match=message):
        evaluate_similarity("no vectors are read", write(tmp_path, text))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "contains no analogy question"),
        (": one\n: two\n", "contains no analogy question"),
        (": one\na b c d\na b c\n", r"four words.* line 3 of .*my set.txt.* 'a b c'"),
        ("a b c d e\n", "line 1 of"),
    ],
)
def test_bad_files_of_questions(tmp_path, text, message):
    with pytest.raises(ValueError, match=message):
        load_analogies(write(tmp_path, text))


@pytest.mark.parametrize("load", [load_similarity, load_analogies])
def test_files_that_are_none(tmp_path, load):
    with pytest.raises(FileNotFoundError, match=r"no file 'elsewhere'\. Available by name: '"):
        load("elsewhere")
    with pytest.raises(FileNotFoundError, match="no file"):
        load(tmp_path)
    with pytest.raises(ValueError, match=r"my set.txt.* is not UTF-8 text"):
        load(write(tmp_path, "na\u00efve b c d\n", encoding="latin-1"))


def test_pairs_are_checked():
    with pytest.raises(ValueError, match="row 1 is"):
        SimilarityPairs([("a", "b"), ("a", "b", "c")], [1, 2])
    with pytest.raises(ValueError, match="row 0 is"):
        SimilarityPairs(["ab"], [1])
    with pytest.raises(TypeError, match="row 1 contains 3"):
        SimilarityPairs([("a", "b"), ("a", 3)], [1, 2])
    with pytest.raises(ValueError, match=r"scores must have shape \(1,\), got \(2,\)"):
        SimilarityPairs([("a", "b")], [1, 2])
    with pytest.raises(ValueError, match="row 1 is not finite"):
        SimilarityPairs([("a", "b"), ("a", "c")], [1, float("nan")])
    with pytest.raises(ValueError, match="Scores must be numbers"):
        SimilarityPairs([("a", "b")], ["high"])
    with pytest.raises(ValueError, match="At least one"):
        SimilarityPairs([], [])


def test_questions_are_checked():
    rows = [tuple("abcd"), tuple("efgh")]
    with pytest.raises(ValueError, match="row 0 is"):
        AnalogyQuestions([("a", "b", "c")])
    with pytest.raises(ValueError, match=r"sections must have shape \(2,\)"):
        AnalogyQuestions(rows, [0])
    for sections in ([0, 1], [0, -1], [0, 0.5]):
        with pytest.raises(ValueError, match="sections must be indices into the 1 section_names"):
            AnalogyQuestions(rows, sections)
    questions = AnalogyQuestions(rows, [1, 0], ["one", "other"], name="both")
    assert questions.section_names == ("one", "other")
    assert_array_equal(questions.sections, [1, 0])
    assert repr(questions) == "AnalogyQuestions('both', n_questions=2, n_sections=2)"
    assert len(AnalogyQuestions(np.array(rows))) == 2


def test_evaluations_name_the_row_that_is_wrong():
    with pytest.raises(ValueError, match="two words and a score, but row 1 is"):
        evaluate_similarity("no vectors are read", [("a", "b", 1), ("a", "b")])
    with pytest.raises(ValueError, match="four words, but row 0 is"):
        evaluate_analogies("no vectors are read", [("a", "b", "c")])
