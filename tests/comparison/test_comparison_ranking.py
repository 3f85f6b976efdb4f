"""Which candidate is best, which is recommended, and what the verdict says of it."""

from dataclasses import replace

import numpy as np
import pytest
from comparison_tools import TEXTS, WORD2VEC, Recorder, comparison_of

from skembed import compare_embeddings
from skembed._comparison._notes import BY, ZERO, verdict

ALWAYS = "always predicting the majority class"


def ranked(scores, **changes):
    """A comparison of "a", a baseline, with others; the last is the dummy."""
    scores = np.array(scores)[:, None, None, :]
    found = comparison_of(scores, test_ratio=0.25)
    names = (*found.names[:-1], "majority class")
    return replace(found, names=names, dummy="majority class", **changes)


def test_best_of_equal_ones():
    same = [[0.7, 0.9]] * 4 + [[0.5, 0.5]]
    assert ranked(same, baselines=("c",)).best() == "c"
    found = ranked(same, baselines=())
    found.memory[:, 0, 0] = [[30], [20], [20], [np.nan], [1]]
    found.fit_times[:, 0, 0] = [[1], [3], [2], [1], [0]]
    assert found.best() == "c"
    found.transform_times[2] = 99
    assert found.best() == "b"
    nearly = [[0.1 + 0.2, 0.3], [0.3, 0.3], [0.1, 0.1]]  # 0.1 + 0.2 > 0.3
    assert ranked(nearly, baselines=("b",)).best() == "b"
    assert [row[2] for row in ranked(nearly, baselines=("b",)).rows()[1:3]] == [
        "best", "0.000 [0.000, 0.000]"
    ]  # fmt: skip


def test_no_row_is_called_best_unless_it_is_above_the_dummy():
    above = ranked([[0.6, 0.7, 0.6], [0.1, 0.1, 0.1]])
    level = ranked([[0.6, 0.1, 0.6], [0.3, 0.3, 0.3]])
    assert "best" in above.rows()[1]
    assert not any("best" in row for row in level.rows()[1:])


def test_the_dummy_is_never_best():
    found = ranked([[0.6, 0.5], [0.9, 0.8]])
    assert found.best() == "a"
    assert found.recommended() is None
    assert verdict(found) == f"No candidate is significantly better than {ALWAYS} {BY}."
    assert [row[0] for row in found.rows()[1:]] == ["a", "majority class"]
    assert found.rows()[2][2] == "-0.300 [-0.300, -0.300]"


def test_better_than_the_dummy_by_the_interval_of_the_difference():
    dummy = [0.5, 0.6, 0.7]
    steady, varying = [0.52, 0.62, 0.72], [0.52, 0.8, 0.7]
    found = ranked([varying, steady, dummy])
    behind, half_width = found.differences(reference="majority class")
    assert -behind[0] < half_width[0]
    assert found.better_than_dummy().tolist() == [False, True, False]
    assert found.best() == "a"
    assert found.recommended() == "b"
    assert verdict(found) == (
        f"a has the best score, but is not significantly better than {ALWAYS} {BY}. b is."
    )
    with pytest.raises(ValueError, match="reference must be one of"):
        found.differences(reference="nobody")


def test_recommended_is_the_simplest_that_is_as_good():
    best, equal, worse, dummy = [0.8, 0.9, 0.8], [0.8, 0.8, 0.8], [0.6, 0.7, 0.6], [0.5] * 3
    found = ranked([worse, best, equal, equal, dummy])
    found.memory[1] = 100
    assert found.recommended() == "c"
    assert verdict(found) == (
        f"Best: b. It is not significantly better than c, d {ZERO}. Recommended: c."
    )
    found.memory[3] = 1
    assert found.recommended() == "d"
    assert replace(found, baselines=("c",)).recommended() == "c"
    assert ranked([worse, best, worse, dummy]).recommended() == "b"
    assert verdict(ranked([worse, best, worse, dummy])) == "Best: b."
    other = replace(found, scores={**found.scores, "f1": 1 - found.scores["accuracy"]})
    assert other.recommended("f1") is None
    sizes = np.repeat(found.scores["accuracy"], 2, axis=1)
    sizes[:, 0] = sizes[[0, 0, 1, 0, 4], 0]
    curve = comparison_of(sizes, test_ratio=0.25)
    assert [curve.recommended(train_size=i) for i in (0, 1)] == ["c", "b"]


def test_one_fold_has_no_interval():
    assert ranked([[0.6], [0.7], [0.5]]).recommended() == "b"
    assert ranked([[0.6], [0.7], [0.8]]).recommended() is None
    assert verdict(ranked([[0.6], [0.7], [0.8]])) == (
        f"No candidate is better than {ALWAYS} (one fold only)."
    )


def test_without_a_score_of_the_dummy():
    found = ranked([[0.5, 0.6], [np.nan, np.nan]])
    assert found.recommended() == "a"
    assert verdict(found) == "Best: a."


def test_labels_at_random():
    y = np.random.default_rng(0).permutation(np.arange(60) % 2)
    found = compare_embeddings([WORD2VEC], TEXTS, y, cv=5)
    assert found.recommended() is None
    assert verdict(found).startswith(f"No candidate is significantly better than {ALWAYS}")


def test_errors_are_in_the_units_of_the_target():
    y = 1e4 * np.array([text.count("a") for text in TEXTS]) + np.arange(60)
    scoring = ["neg_mean_absolute_error", "r2"]
    found = compare_embeddings({"a": Recorder()}, TEXTS, y / 1e4, cv=3, baseline=False)
    assert found.rows()[0][:4] == ["", "r2", "gap to best", "mean absolute error"]
    small = found.mean_scores("neg_mean_absolute_error")[0, 0]
    assert found.rows()[1][3] == f"{-small:.2f}"  # three digits for the largest
    found = compare_embeddings(
        {"a": Recorder()}, TEXTS, y, cv=3, baseline=False, scoring=scoring, train_sizes=[9, 40]
    )
    header, first, dummy = found.rows()
    assert header[:4] == ["", "mean absolute error", "gap to best", "r2"]
    means = -found.mean_scores()[:, 1]
    assert dummy[1].split(" ± ")[0] == f"{means[1]:,.0f}"
    assert dummy[2].split(" [")[0] == f"{means[1] - means[0]:,.0f}"
    assert first[3] == f"{found.mean_scores('r2')[0, 1]:.3f}"
    assert found.best() == "a"
    assert str(found).splitlines()[0].startswith("mean absolute error by size")
    assert str(found).splitlines()[3].split()[-1] == f"{means[1]:,.0f}"
