"""Folds, groups, seeds, and numbers of labeled documents."""

import numpy as np
import pytest
from comparison_tools import TEXTS, Judge, Recorder, Y
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import make_pipeline

from skembed import FeatureScaler, compare_embeddings
from skembed._comparison._splits import fair_order


def test_groups():
    groups = np.arange(60) // 10
    compare_embeddings({"a": Recorder()}, TEXTS, Y, cv=GroupKFold(3), groups=groups, baseline=False)
    group_of = dict(zip(TEXTS, groups, strict=True))
    fits = [call for call in Recorder.calls if call[1] == "fit"]
    assert [len({group_of[x] for x in call[2]}) for call in fits] == [4, 4, 4]


def test_seeds_reach_every_random_state():
    candidates = {"p": make_pipeline(Recorder("r", random_state=99)), "n": Recorder("n")}
    compare_embeddings(candidates, TEXTS, Y, cv=2, seeds=[5, 0], baseline=False)
    for name in "rn":
        states = [call[3] for call in Recorder.calls if call[:2] == (name, "fit")]
        assert states == [5, 5, 0, 0]
    Recorder.calls.clear()
    compare_embeddings(candidates, TEXTS, Y, cv=2, baseline=False)
    assert {call[3] for call in Recorder.calls if call[0] == "r"} == {99}
    Recorder.calls.clear()
    compare_embeddings(
        candidates, TEXTS, Y, cv=2, seeds=[5, 0], train_sizes=[4], use_unlabeled=True,
        estimator=Judge(), baseline=False,
    )  # fmt: skip
    assert [call[3] for call in Recorder.calls if call[1] == "fit"] == [5, 5, 0, 0] * 2
    assert [state for state, _ in Judge.calls] == [5, 5, 0, 0] * 2


def test_train_sizes():
    candidates = {"a": Recorder("a"), "sup": Recorder("sup", needs_y=True)}
    found = compare_embeddings(candidates, TEXTS, Y, cv=3, train_sizes=[10, 4, 4], baseline=False)
    np.testing.assert_array_equal(found.train_sizes, [4, 10])
    assert found.test_ratio == 0.5
    fits = [set(call[2]) for call in Recorder.calls if call[:2] == ("a", "fit")]
    assert [len(fit) for fit in fits] == [4, 10] * 3
    assert all(small < large for small, large in zip(fits[::2], fits[1::2], strict=True))
    label = dict(zip(TEXTS, Y, strict=True))
    assert all(sum(label[x] == "a" for x in fit) == len(fit) / 2 for fit in fits)
    again = [set(call[2]) for call in Recorder.calls if call[:2] == ("sup", "fit")]
    assert again == fits


def test_train_sizes_as_shares():
    found = compare_embeddings({"a": Recorder()}, TEXTS, Y, cv=3, train_sizes=[0.25, 1.0])
    np.testing.assert_array_equal(found.train_sizes, [10, 40])
    found = compare_embeddings(
        {"a": Recorder()}, TEXTS, Y, cv=2, train_sizes=[0.001, 1], estimator=Judge()
    )
    np.testing.assert_array_equal(found.train_sizes, [1, 30])


def test_folds_of_different_sizes():
    folds = [(range(20), range(20, 30)), (range(30), range(30, 60))]
    arguments = {"vectorizers": {"a": Recorder()}, "X": TEXTS, "y": Y, "baseline": False}
    found = compare_embeddings(cv=folds, **arguments)
    assert found.test_ratio == pytest.approx((10 / 20 + 30 / 30) / 2)
    assert found.train_sizes.tolist() == [25]
    mask = np.arange(60) < 40
    masked = compare_embeddings(cv=[(mask, ~mask)], **arguments)
    assert masked.test_ratio == 0.5
    with pytest.raises(ValueError, match="between 1 and 20"):
        compare_embeddings(cv=folds, train_sizes=[21], **arguments)


def test_each_fold_labels_documents_of_its_own():
    fold = (range(40), range(40, 60))
    compare_embeddings(
        {"a": Recorder()}, TEXTS, Y, cv=[fold, fold], train_sizes=[6], baseline=False
    )
    one, two = (set(call[2]) for call in Recorder.calls if call[1] == "fit")
    assert one != two


def test_order_of_labels():
    rows, y = np.arange(10), np.array(list("aaaaaaaaab"))
    places = [fair_order(rows, y, seed, classes=True).tolist().index(9) for seed in range(5)]
    assert set(places) <= {4, 5}  # the only b has its share in the first half, or nearly
    column = fair_order(rows, y[:, None], 0, classes=True)
    np.testing.assert_array_equal(column, fair_order(rows, y, 0, classes=True))
    numbers = np.where(np.arange(100) < 50, 0, np.arange(100))
    first = numbers[fair_order(np.arange(100), numbers, 0, classes=False)[:20]]
    assert 5 < np.count_nonzero(first) < 15  # 0 is a number like others


def test_other_seeds_label_other_documents():
    compare_embeddings({"a": Recorder()}, TEXTS, Y, cv=2, train_sizes=[6], seeds=2, baseline=False)
    fits = [call[2] for call in Recorder.calls if call[1] == "fit"]
    assert len({tuple(sorted(fit)) for fit in fits}) == 4


def test_unlabeled_documents_are_used_by_what_needs_no_label():
    supervised = make_pipeline(Recorder("sup", needs_y=True), FeatureScaler())
    candidates = {"free": Recorder("free"), "sup": supervised}
    compare_embeddings(
        candidates, TEXTS, Y, cv=3, train_sizes=[4, 10], use_unlabeled=True, baseline=False
    )
    free = [(call[1], len(call[2])) for call in Recorder.calls if call[0] == "free"]
    once = [("fit", 40)] + [("transform", n) for n in (4, 20, 10, 20)]
    assert free == once * 3
    sup = [(call[1], len(call[2])) for call in Recorder.calls if call[0] == "sup"]
    assert [n for what, n in sup if what == "fit"] == [4, 10] * 3


@pytest.mark.parametrize(
    ("train", "test", "message"),
    [
        ([], range(60), "Fold 1 of cv must have row numbers from 0 to 59"),
        (range(60), [], "Fold 1 of cv must have row numbers from 0 to 59"),
        (range(50), [60], r"from 0 to 59 .* got array\(\[60\]\)"),
        (range(50), [True, False], "Fold 1 of cv must have row numbers"),
        (range(50), range(48, 60), "Fold 1 of cv has 2 documents in both its training set and"),
    ],
)
def test_folds_that_are_none(train, test, message):
    folds = [(range(40), range(40, 60)), (train, test)]
    with pytest.raises(ValueError, match=message):
        compare_embeddings({"a": Recorder()}, TEXTS, Y, cv=folds)


@pytest.mark.parametrize("seeds", [[0.5], ["1"]])
def test_seeds_are_integers(seeds):
    with pytest.raises(TypeError, match="as an integer"):
        compare_embeddings({"a": Recorder()}, TEXTS, Y, seeds=seeds)
