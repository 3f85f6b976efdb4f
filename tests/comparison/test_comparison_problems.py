"""Problems of texts and labels are found before anything is fitted, with what to do."""

import warnings

import numpy as np
import pandas as pd
import pytest
from comparison_tools import TEXTS, Recorder, Y
from scipy.sparse import csr_array
from sklearn.compose import ColumnTransformer
from sklearn.dummy import DummyRegressor
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import (
    KFold,
    LeaveOneOut,
    RepeatedKFold,
    ShuffleSplit,
    StratifiedKFold,
)

from skembed import (
    DataWarning,
    Word2VecVectorizer,
    compare_embeddings,
    tokenize_documents,
    unicode_token_pattern,
)
from skembed._comparison._candidates import find_candidates
from skembed._comparison._problems import find_problems
from skembed._comparison._reading import token_patterns
from skembed._comparison._splits import Split

pl = pytest.importorskip("polars")

HINDI = "यह फिल्म बहुत अच्छी है और मुझे पसंद आई"
CHINESE = "这部电影非常好看我很喜欢推荐大家去看"
THAI = "หนังเรื่องนี้ดีมากฉันชอบมันมาก"
ARABIC = "هذا الفيلم جيد جدا وأنا أحبه كثيرا"
GERMAN = "Der Film war sehr schön, ich mag ihn"


def messages(texts, y=None, **options):
    """The messages by their kinds."""
    return dict(find_problems(texts, y, **options))


def numbered(text, n=20):
    """Texts that differ in one number."""
    return [f"{text} {i}" for i in range(n)]


def test_good_data_have_no_problem():
    assert find_problems(TEXTS, Y, n_folds=5) == []
    assert find_problems(tokenize_documents(TEXTS), Y, n_folds=5) == []
    assert find_problems(TEXTS, np.arange(60) / 7, classes=False) == []
    assert find_problems(TEXTS, np.eye(60)[:, :4]) == []


@pytest.mark.parametrize(
    "form", [list, lambda x: np.array(x, dtype=object), pd.Series, pl.Series, iter]
)
def test_missing_texts_and_labels(form):
    texts, y = [*TEXTS[:58], None, None], ["a", None, "b", None, *["a", "b"] * 28]
    found = messages(form(texts), form(y))
    assert set(found) == {"missing_texts", "missing_labels"}
    assert found["missing_texts"].startswith("Missing texts: 2 of 60 (first: row 58). Leave")
    assert found["missing_labels"].startswith("Missing or blank labels: 2 of 60 (first: row 1).")


@pytest.mark.parametrize("blank", ["", " ", "nan", "<NA>", "NULL", "#N/A"])
def test_blank_labels_are_missing(blank):
    found = messages(TEXTS, ["a", "b", blank, *Y[3:]])
    assert list(found) == ["missing_labels"]
    assert "1 of 60 (first: row 2)" in found["missing_labels"]


def test_labels_are_shown_as_plain_values():
    assert "have the label 7, so" in messages(TEXTS, np.repeat([7, 8], [50, 10]))["majority"]


def test_texts_without_tokens():
    texts = [*TEXTS[:57], "", "👍", "a b c"]
    for documents in (texts, tokenize_documents(texts)):
        message = messages(documents)["empty_texts"]
        assert message.startswith("Texts without a token: 3 of 60 (first: row 57).")
    assert "2 of 60" in messages(texts, token_patterns=[r"\w"])["empty_texts"]
    assert "3 of 60" in messages(texts, token_patterns=[r"\w", r"\w\w+"])["empty_texts"]
    assert "1 of 60" in messages(texts, token_patterns=[])["empty_texts"]  # characters


@pytest.mark.parametrize(
    ("text", "kind", "advice"),
    [
        (HINDI, "dropped_letters", "drops 60% .* combining mark"),
        (THAI, "no_spaces", "analyzer='char_wb'"),
        (CHINESE, "no_spaces", "tokenizer for the language"),
        (" ".join("abcdef") + " gh", "dropped_letters", "a pattern that matches the words"),
        (ARABIC, None, None),
        (GERMAN, None, None),
        ("这部 电影 非常 好看 我 很 喜欢 推荐 大家 去 看", None, None),
    ],
)
def test_scripts(text, kind, advice):
    found = messages(numbered(text))
    assert list(found) == ([kind] if kind else [])
    if kind:
        assert pd.Series(found[kind]).str.contains(advice).all()
        assert messages(numbered(text), token_patterns=[]) == {}


def test_advice_for_combining_marks_helps():
    assert "token_pattern='unicode'" in messages(numbered(HINDI))["dropped_letters"]
    assert messages(numbered(HINDI), token_patterns=[unicode_token_pattern()]) == {}
    candidates, _ = find_candidates([Word2VecVectorizer(token_pattern="unicode")], True)
    assert token_patterns(candidates) == [unicode_token_pattern()]


@pytest.mark.parametrize(
    "texts",
    [
        [f"{i * 7919**4:x}f0" for i in range(1, 40)],
        [f"{i:08d}-27ac-4f1e" for i in range(40)],
        [str(i / 7) for i in range(40)],
    ],
)
def test_texts_that_are_identifiers(texts):
    assert list(messages(texts)) == ["id_texts"]
    assert "id_texts" in messages([*texts, texts[0]])  # as random numbers may
    assert repr(texts[0]) in messages(texts)["id_texts"]
    words = [text.translate(str.maketrans("0123456789.", "abcdefghijk")) for text in texts]
    assert messages(words) == {}
    assert "id_texts" not in messages(texts[:10] * 4)  # names that repeat


def test_identical_texts():
    texts = [*TEXTS[:57], TEXTS[3].upper(), f" {TEXTS[4]}\n", TEXTS[4].replace(" ", "  ")]
    y = [*Y[:57], Y[3], Y[4], "b" if Y[4] == "a" else "a"]
    message = messages(texts, y)["identical_texts"]
    assert "earlier one: 3 of 60 (row 57 to row 3, for example); 2 have the same label" in message
    assert "it, 1 another one. Leave the copies out" in message
    assert "none another one" in messages(texts, Y[:1].tolist() * 60)["identical_texts"]
    splits = list(KFold(3).split(texts))
    assert "With this cv, 5 times" in messages(texts, splits=splits)["identical_texts"]


@pytest.mark.parametrize(
    ("y", "kind", "message"),
    [
        (["pos", "POS", "neg"] * 20, "label_variants", r"'pos' \(20\) / 'POS' \(20\)"),
        (["pos", "pos ", "neg"] * 20, "label_variants", r"'pos ' \(20\)"),
        (["é", "e\u0301", "neg"] * 20, "label_variants", "one spelling"),
        (["a", "b"] * 28 + list("ccdd"), "rare_classes", r"\(5\): 2 of 4: 'c' \(2\), 'd' \(2\)"),
        (["a"] * 42 + ["b"] * 18, "majority", r"70% of the rows have the label 'a'.*0\.70"),
        (["a"] * 42 + list("bcd") * 6, "majority", "70% of the rows"),
        (["a"] * 60, "majority", "at least two classes"),
        ([f"name {i}" for i in range(60)], "id_labels", "60 different labels for 60 rows"),
        ([1, 2, 3, 4, 5] * 12, "number_labels", "5 .* from 1 to 5, given as whole numbers"),
        (list("12345") * 12, "number_labels", "given as text"),
        ([f"{i / 4}" for i in range(12)] * 5, "number_labels", r"from 0 to 2\.75"),
    ],
)
def test_labels(y, kind, message):
    found = messages(TEXTS, y, n_folds=5)
    assert list(found) == [kind]
    assert pd.Series(found[kind]).str.contains(message).all()
    assert messages(TEXTS, pd.Series(y), n_folds=5) == found


@pytest.mark.parametrize(
    "y",
    [
        ["a"] * 40 + ["b"] * 20,
        ["a"] * 36 + ["b"] * 12 + ["c"] * 12,
        [0, 1, 2, 3, 4] * 12,
        list(range(1, 31)) * 2,
        [True, False] * 30,
        ["1", "2"] * 30,
        [i * i for i in range(12)] * 5,
        ["0", "1e15"] * 30,
        ["1", "inf"] * 30,
        [10**400, 1] * 30,
        csr_array(np.tile([[1], [0]], (30, 1))),
    ],
)
def test_labels_that_are_as_they_should_be(y):
    assert messages(TEXTS, y, n_folds=2) == {}


def test_numbers_that_may_be_codes_of_classes():
    assert (
        "6 different whole"
        in messages(TEXTS, [3, 7, 20, 21, 50, 90] * 10, classes=False)["number_labels"]
    )
    assert messages(TEXTS, [1.5, 2, 3] * 20, classes=False) == {}


def compared(y=Y, texts=TEXTS, candidate=None, **options):
    """The kinds of the warnings, told by their first words."""
    candidates = {"a": Recorder() if candidate is None else candidate}
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", DataWarning)
        compare_embeddings(candidates, texts, y, **{"cv": 2, "baseline": False, **options})
    assert all(warning.category is DataWarning for warning in caught)
    assert {warning.filename for warning in caught} <= {__file__}
    return [str(warning.message) for warning in caught]


def test_a_comparison_warns_before_it_fits():
    y = ["a"] * 57 + ["b", "b", "A"]
    starts = [message[:36] for message in compared(y, cv=3)]
    assert starts[0] == "Labels that differ in case or spaces"
    assert starts[1] == "Classes with fewer rows than there a"
    assert starts[2].startswith("95% of the rows have the label 'a'")
    assert len(starts) == 3
    warnings.simplefilter("error", DataWarning)
    Recorder.calls.clear()
    with pytest.raises(DataWarning):
        compare_embeddings([Recorder()], TEXTS, y, cv=3)
    assert Recorder.calls == []


def test_what_is_settled_is_not_warned_of():
    y = np.repeat([0, 1], [48, 12])
    assert len(compared(y)) == len(compared(y, scoring="accuracy")) == 1
    assert len(compared(y, scoring=["accuracy"])) == 1
    assert compared(y, scoring="balanced_accuracy") == []
    ratings = np.arange(60) % 5 + 1
    assert len(compared(ratings)) == 1
    assert compared(ratings, estimator=DummyRegressor()) == []


def test_patterns_of_the_candidates():
    texts = numbered(CHINESE, 60)
    assert len(compared(texts=texts, candidate=TfidfVectorizer())) == 1
    assert compared(texts=texts, candidate=TfidfVectorizer(analyzer="char_wb")) == []
    w2v = Word2VecVectorizer(n_components=2, max_iter=1, tokenizer=list, token_pattern=None)
    assert compared(texts=texts, candidate=w2v) == []
    patterns = ["a", "a", "b", "(a)(b)", None]
    vectorizers = [TfidfVectorizer(token_pattern=pattern) for pattern in patterns]
    vectorizers.append(TfidfVectorizer(tokenizer=list))
    candidates, _ = find_candidates(dict(zip("uvwxyz", vectorizers, strict=True)), False)
    assert token_patterns(candidates) == ["a", "b"]


def test_columns_of_texts():
    frame = pd.DataFrame({"id": [f"{i}f-{i * i}" for i in range(60)], "text": TEXTS, "n": Y})
    for column, kinds in {
        "id": ["Column 'id': The texts look like numbers or"],
        "text": [],
    }.items():
        parts = [("words", TfidfVectorizer(), column), ("all", "drop", ["n"])]
        messages = compared(texts=frame, candidate=ColumnTransformer(parts))
        assert [message[:40] for message in messages] == [kind[:40] for kind in kinds]


def test_file_names_are_no_texts(tmp_path):
    paths = [tmp_path / f"{i}.txt" for i in range(60)]
    for path, text in zip(paths, TEXTS, strict=True):
        path.write_text(text)
    files = TfidfVectorizer(input="filename")
    assert compared(texts=[str(path) for path in paths], candidate=files) == []


@pytest.mark.parametrize(
    ("cv", "n_folds"),
    [
        (4, 4),
        (StratifiedKFold(4), 4),
        (RepeatedKFold(n_splits=4, n_repeats=2, random_state=0), 4),
        (ShuffleSplit(9, test_size=0.25, random_state=0), 4),
        ([(range(20), range(20, 40)), (range(20), range(40, 60))], None),
        (LeaveOneOut(), None),
        ([(range(40), range(40, 60))], None),
    ],
)
def test_folds_of_rare_classes(cv, n_folds):
    y = ["a", "b"] * 28 + ["c"] * 2 + ["d"] * 2
    found = compared(y, cv=cv)
    assert len(found) == (n_folds is not None)
    assert all(f"there are folds ({n_folds})" in message for message in found)


def test_labels_that_are_ids_are_told_if_there_are_no_folds():
    with (
        pytest.warns(DataWarning, match="names or numbers of the rows"),
        pytest.raises(ValueError, match="n_splits=3"),
    ):
        compare_embeddings({"a": Recorder()}, TEXTS, [f"id{i}" for i in range(60)], cv=3)


def test_few_different_texts():
    found = messages(["never married", "divorced"] * 10)["identical_texts"]
    assert "There are only 2 different texts: is this the right column? Leave" in found
    assert "different texts" not in messages([*TEXTS, *TEXTS])["identical_texts"]


def test_groups_that_leave_little_to_learn_from():
    texts = [f"text {'of all' if i % 10 == 0 else i}" for i in range(60)]
    groups = [i // 10 if i < 50 else i for i in range(60)]
    with pytest.warns(DataWarning) as caught:
        compare_embeddings({"a": Recorder()}, texts, Y, cv=3, groups=groups, baseline=False)
    assert any("9 rows in its training set and 51" in str(each.message) for each in caught)
    folds = [Split(np.arange(20), np.arange(20, 60)), Split(np.arange(20, 60), np.arange(20))]
    assert list(messages(TEXTS, Y, splits=folds)) == ["uneven_folds"]
    assert messages(TEXTS, Y, splits=folds[:1]) == {}, "a single split is as it was asked for"
    odd = [Split(train, test) for train, test in KFold(2).split(TEXTS[:7])]
    assert "uneven_folds" not in messages(TEXTS[:7], Y[:7], splits=odd)
