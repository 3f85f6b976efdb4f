"""Identical texts and groups are in the same fold; the other folds are as they were."""

import warnings

import numpy as np
import pytest
from comparison_tools import TEXTS, Recorder, Y
from sklearn.model_selection import KFold, StratifiedKFold

from skembed import DataWarning, compare_embeddings, tokenize_documents
from skembed._comparison._identical import first_identical, joined_groups
from skembed._comparison._splits import keep_together

COPIES = [TEXTS[i % 20] if i % 3 else TEXTS[i] for i in range(60)]
NUMBERS = np.arange(60) / 7


def test_first_identical():
    texts = ["So good", "bad", " so  GOOD\n", "so good!", "", " ", None, b"bad", b"bad", ["a", "b"],
             ["a", "b"], ["a b"], 3, 3]  # fmt: skip
    assert first_identical(texts).tolist() == [0, 1, 0, 3, 4, 5, 6, 1, 1, 9, 9, 11, 12, 13]
    tokens = tokenize_documents(["a cat sat", "the cat", "cat sat", ".", ""])
    assert first_identical(tokens).tolist() == [0, 1, 0, 3, 4]


def test_joined_groups():
    first, groups = np.array([0, 1, 0, 3, 1, 5]), ["x", "y", "z", "z", "v", "u"]
    found = joined_groups(first, groups)
    together = found[:, None] == found
    expected = np.array([0, 1, 0, 0, 1, 5])
    np.testing.assert_array_equal(together, expected[:, None] == expected)
    assert joined_groups(first, None) is first
    with pytest.raises(ValueError, match=r"groups\[1\] is missing: None"):
        joined_groups(first, ["x", None, *"xyzv"])


def folds(texts, y=Y, cv=3, groups=None, group_identical=True):
    """The training and test sets as what the candidate was given."""
    Recorder.calls.clear()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DataWarning)
        compare_embeddings({"a": Recorder()}, texts, y, cv=cv, groups=groups, baseline=False,
                           group_identical=group_identical)  # fmt: skip
    calls = [call[2] for call in Recorder.calls]
    return [(train, test) for train, _, test in zip(*[iter(calls)] * 3, strict=True)]


def leaked(found):
    return sum(len(set(train) & set(test)) for train, test in found)


@pytest.mark.parametrize("y", [Y, NUMBERS], ids=["classes", "numbers"])
def test_copies_are_in_one_fold(y):
    assert leaked(folds(COPIES, y)) == 0
    assert leaked(folds(COPIES, y, group_identical=False)) > 0
    assert sorted(text for _, test in folds(COPIES, y) for text in test) == sorted(COPIES)


def test_classes_are_stratified():
    texts, y = TEXTS[:30] * 2, ["a", "b", "b"] * 20  # GroupKFold puts every a into one fold
    y_of = dict(zip(texts, y, strict=True))
    for _, test in folds(texts, y):
        assert 0.2 < np.mean([y_of[text] == "a" for text in test]) < 0.5


@pytest.mark.parametrize(("y", "splitter"), [(Y, StratifiedKFold(3)), (NUMBERS, KFold(3))])
def test_folds_without_copies_are_as_in_cross_validate(y, splitter):
    texts = np.array(TEXTS)
    expected = [tuple(texts[rows].tolist() for rows in split) for split in splitter.split(texts, y)]
    assert folds(TEXTS, y) == folds(TEXTS, y, group_identical=False) == expected


def test_groups_and_copies_are_joined():
    groups = np.arange(60) // 3
    texts = [TEXTS[i - i % 15] if i % 5 == 0 else TEXTS[i] for i in range(60)]
    found = folds(texts, groups=groups)
    assert leaked(found) == 0
    tested = [{g for text, g in zip(texts, groups, strict=True) if text in test}
              for _, test in found]  # fmt: skip
    assert sum(map(len, tested)) == 20
    alone = folds(TEXTS, groups=groups, group_identical=False)
    assert all(len(test) % 3 == 0 for _, test in alone)


def test_a_splitter_stays_as_it_is_and_a_warning_counts():
    split = [(COPIES[:30], COPIES[30:]), (COPIES[30:], COPIES[:30])]
    assert folds(COPIES, cv=KFold(2)) == split[::-1]
    counted = sum(sum(text in train for text in test) for train, test in split)
    with pytest.warns(DataWarning, match=f"With this cv, {counted} times a test text is in the"):
        compare_embeddings({"a": Recorder()}, COPIES, Y, cv=KFold(2), baseline=False)
    with pytest.warns(DataWarning, match="They are in the same fold"):
        compare_embeddings({"a": Recorder()}, COPIES, Y, cv=2, baseline=False)


def test_no_cv_is_five_folds():
    given = {"vectorizers": {"a": Recorder()}, "X": TEXTS[:20] * 3, "y": Y, "baseline": False}
    with pytest.warns(DataWarning, match="They are in the same fold"):
        none, five = (compare_embeddings(cv=cv, **given) for cv in (None, 5))
    for (_, test), (_, expected) in zip(none.splits, five.splits, strict=True):
        np.testing.assert_array_equal(test, expected)


def test_too_few_texts_for_the_folds():
    with pytest.raises(ValueError, match=r"cv=3 folds need at least as many groups .* got 2"):
        keep_together(3, Y, None, ["a", "b"] * 30, classes=True)


def test_one_text_for_each_class():
    texts, y = ["fine film yes", "dull plot no"] * 10, [1, 0] * 10
    assert keep_together(2, y, None, texts, classes=True) == 2
    assert keep_together(2, y, None, texts, classes=False) != 2
    assert keep_together(2, y, np.arange(20) % 2, texts, classes=True) != 2
    with pytest.warns(DataWarning, match="With this cv, 20 times a test text is in the"):
        found = compare_embeddings({"a": Recorder()}, texts, y, cv=2)
    assert not found.errors


def test_copies_that_join_all_groups():
    texts, groups = ["thanks", *TEXTS[1:30], "Thanks ", *TEXTS[31:]], np.arange(60) // 30
    with pytest.raises(ValueError, match=r"got 1: .*joins them.*group_identical=False"):
        compare_embeddings({"a": Recorder()}, texts, Y, cv=2, groups=groups)
    with pytest.raises(ValueError, match=r"groups must have one value .* got shape \(60, 1\)"):
        compare_embeddings({"a": Recorder()}, texts, Y, cv=2, groups=groups[:, None])
