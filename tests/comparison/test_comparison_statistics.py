"""Means, intervals, differences and the best one: by hand, for each size and scorer."""

import numpy as np
import pytest
from comparison_tools import TEXTS, WORD2VEC, Y, comparison_of
from sklearn.model_selection import ShuffleSplit

from skembed import compare_embeddings


def test_statistics_by_hand():
    rng = np.random.default_rng(0)
    scores = rng.random((3, 1, 2, 5))
    found = comparison_of(scores, test_ratio=0.25)
    folds = scores.mean(axis=2)[:, 0]
    best = folds.mean(axis=1).argmax()
    behind, half_width = found.differences()
    for i in range(3):
        d = folds[best] - folds[i]
        s = np.sqrt((1 / 5 + 0.25) * np.var(d, ddof=1))
        assert behind[i] == pytest.approx(d.mean())
        assert half_width[i] == pytest.approx(2.7764451 * s)  # Student's t, 4 degrees, 97.5 %
        s = np.sqrt((1 / 5 + 0.25) * np.var(folds[i], ddof=1))
        assert found.score_intervals()[i, 0] == pytest.approx(2.7764451 * s)
        assert found.std_scores()[i, 0] == pytest.approx(np.std(scores[i]))
        assert found.mean_scores()[i, 0] == pytest.approx(np.mean(scores[i]))
    assert found.best() == found.names[best]
    narrow, wide = found.differences(confidence=0.5)[1], half_width
    assert (narrow <= wide).all()
    assert (found.score_intervals(confidence=0.5) < found.score_intervals()).all()
    for bad in (0, 1, 95):
        with pytest.raises(ValueError, match="between 0 and 1"):
            found.differences(confidence=bad)
        with pytest.raises(ValueError, match="between 0 and 1"):
            found.score_intervals(confidence=bad)


def test_every_size_and_scorer_has_numbers_of_its_own():
    rng = np.random.default_rng(3)
    found = comparison_of(rng.random((3, 2, 2, 4)), test_ratio=0.5)
    found.scores["f1"] = 1 - found.scores["accuracy"][:, ::-1]
    for field in vars(found):
        if field.endswith("_times") or field in ("memory", "n_terms", "unknown_shares"):
            getattr(found, field)[:] = rng.random((3, 2, 2, 4))
    for scoring in ("accuracy", "f1"):
        for size in (0, 1):
            alone = comparison_of(found.scores[scoring][:, [size]], test_ratio=0.5)
            assert found.best(scoring, size) == alone.best()
            np.testing.assert_array_equal(found.differences(scoring, size), alone.differences())
            header, *rows = found.rows(scoring, size)
            assert header[1] == scoring
            assert header[3] == ("f1" if scoring == "accuracy" else "accuracy")
            assert [row[:3] for row in rows] == [row[:3] for row in alone.rows()[1:]]
            other = found.mean_scores(header[3])[:, size]
            assert {row[0]: row[3] for row in rows} == {
                name: f"{mean:.3f}" for name, mean in zip(found.names, other, strict=True)
            }
            for name, *_, fit, transform, _, terms, unknown in rows:
                fits, transforms, many, share = (
                    getattr(found, field)[found.names.index(name), size].mean()
                    for field in ("fit_times", "transform_times", "n_terms", "unknown_shares")
                )
                assert [fit, transform] == [f"{fits:.2f} s", f"{transforms:.2f} s"]
                assert [terms, unknown] == [f"{many:.0f}", f"{share:.1%}"]
    found.memory[:, 0], found.memory[:, 1] = 7, 9
    assert [{row[6] for row in found.rows(train_size=i)[1:]} for i in (0, 1)] == [{"7 B"}, {"9 B"}]
    means = found.mean_scores()[:, -1]
    assert repr(found).endswith(f"'c': {means[2]:.3f}}})")


def test_one_fold_has_no_interval():
    found = compare_embeddings([WORD2VEC], TEXTS, Y, cv=ShuffleSplit(1, random_state=0))
    assert np.isnan(found.score_intervals()).all()
    assert found.rows()[1][2] == "best"
    assert found.rows()[2][2].replace(".", "").isdigit()


def test_peak_memory_is_the_most_of_all_folds():
    found = comparison_of(np.zeros((2, 1, 1, 3)), test_ratio=0.5)
    found.memory[0, 0, 0] = [1, np.nan, 3]
    found.memory[1] = np.nan
    np.testing.assert_array_equal(found.peak_memory(), [[3], [np.nan]])
