"""Results as text, HTML and a frame of pandas."""

from dataclasses import replace

import numpy as np
import pytest
from comparison_tools import TEXTS, WORD2VEC, WORDS, Y, comparison_of

from skembed import compare_embeddings
from skembed._comparison._notes import ZERO, verdict
from skembed._comparison._table import n_bytes, seconds

NOT_BETTER = "It is not significantly better than"


def test_table():
    scores = np.array([0.5, 0.75, 0.625]).reshape(3, 1, 1, 1) + np.array([0.0, 0.125])
    found = comparison_of(scores, test_ratio=1.0)
    header, *rows = found.rows()
    assert header == [
        "", "accuracy", "gap to best", "fit", "transform", "memory", "terms", "OOV tokens"
    ]  # fmt: skip
    assert [row[0] for row in rows] == ["b", "c", "a"]
    assert rows[0][1:] == [
        "0.812 ± 0.062", "best", "12 s", "12 s", "12 B", "12", "1250.0%"
    ]  # fmt: skip
    assert rows[2][2] == "0.250 [0.250, 0.250]"
    text = str(found).splitlines()
    assert text[0].split()[:2] == ["accuracy", "gap"]
    assert len({len(line.rstrip()) for line in text[:2]}) == 1
    assert "2 folds, 10 labeled training documents per fold" in str(found)
    assert repr(found) == "EmbeddingComparison(accuracy: {'a': 0.562, 'b': 0.812, 'c': 0.688})"


def test_table_as_text():
    scores = np.array([0.5, 0.75, np.nan]).reshape(3, 1, 1, 1) + np.array([0.0, 0.125])
    found = comparison_of(scores, test_ratio=1.0)
    found.scores["accuracy"][0, 0, 0, 1] = 0.5
    found.errors["c"] = "ValueError: no"
    found.n_terms[0] = found.memory[0] = found.unknown_shares[0] = np.nan
    expected = """\
        accuracy  gap to best             fit  transform  memory  terms  OOV tokens
-  -------------  ---------------------  ----  ---------  ------  -----  ----------
b  0.812 ± 0.062  best                   12 s       12 s    12 B     12     1250.0%
a  0.500 ± 0.000  0.312 [-1.063, 1.688]  12 s       12 s
c         failed

Best: b. It is not significantly better than a (95% interval of the difference includes 0).
Recommended: a. Not compared because of failed fits: c.
2 folds, 10 labeled training documents per fold; ± standard deviation over folds, not an interval.
Gap to best: mean difference over the same folds [with its 95% confidence interval,
corrected for overlapping training sets]. OOV: out of vocabulary.
c failed: ValueError: no
"""
    assert f"{found}\n" == expected


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (7, "7 B"), (999.4, "999 B"), (999.6, "1.0 kB"), (9940, "9.9 kB"),
        (9960, "10 kB"), (123_456, "123 kB"), (5e6, "5.0 MB"), (5e8, "500 MB"), (2.5e10, "25.0 GB"),
    ],
)  # fmt: skip
def test_bytes_as_text(value, written):
    assert n_bytes(value) == written


def test_seconds_as_text():
    assert [seconds(v) for v in (0.123, 9.94, 12.3, 1234.5)] == [
        "0.12 s", "9.94 s", "12 s", "1,234 s"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("second", "said"),
    [
        (
            [0.9, 0.9, 0.9],
            f"Best: a. {NOT_BETTER} b {ZERO}. Recommended: a.",
        ),
        (
            [0.9, 1.0, 0.9],
            f"Best: a. {NOT_BETTER} b {ZERO}. Recommended: a.",
        ),
        ([0.5, 0.6, 0.5], "Best: a."),
        ([np.nan, 0.9, 0.9], "Best: a. Not compared because of failed fits: b."),
        ([0.95], "Best: b (one fold only: no estimate of the uncertainty)."),
    ],
)
def test_verdict(second, said):
    scores = np.array([[0.9, 1.0, 0.9][: len(second)], second]).reshape(2, 1, 1, len(second))
    found = comparison_of(scores, test_ratio=0.5)
    assert verdict(found) == said
    assert said in " ".join(str(found).splitlines())


def test_verdict_names_every_rival_and_looks_at_the_largest_size():
    found = comparison_of(np.tile([[[[0.5, 0.75]]]], (3, 2, 1, 1)), test_ratio=0.5)
    assert f"It is not significantly better than b, c {ZERO}." in str(found)
    found.scores["accuracy"][:, -1] = np.nan
    assert "No candidate has a score in every fold." in str(found).splitlines()


def test_thousands_are_set_apart():
    found = comparison_of(np.zeros((1, 2, 1, 2)), test_ratio=0.5)
    found = replace(found, train_sizes=np.array([1000, 20_000]))
    found.n_terms[:] = 12_345
    assert str(found).splitlines()[0].split() == ["accuracy", "by", "size", "1,000", "20,000"]
    assert "2 folds, 20,000 labeled training documents per fold" in str(found)
    assert found.rows()[1][6] == "12,345"


def test_no_minus_before_a_zero():
    from skembed._comparison._table import with_interval

    assert with_interval(-1e-9, 0.0004) == "0.000 [0.000, 0.000]"
    assert with_interval(-0.5, np.nan) == "-0.500"


def test_table_of_a_curve():
    rng = np.random.default_rng(1)
    found = comparison_of(rng.random((2, 3, 2, 4)), test_ratio=0.5)
    first = str(found).splitlines()[0].split()
    assert first == ["accuracy", "by", "size", "10", "20", "30"]
    assert "4 folds, 2 seeds, 30 labeled training documents" in str(found)
    means = found.mean_scores()
    cells = str(found).splitlines()[2].split()
    assert cells[1:] == [f"{m:.3f}" for m in means[means[:, -1].argmax()]]
    assert means[:, -1].argmax() != means[:, 0].argmax()
    assert '<th scope="col">accuracy by size</th>' in found._repr_html_()
    found.scores["accuracy"][0, 1] = np.nan
    line = next(line for line in str(found).splitlines() if line.startswith("a "))
    assert line.split()[2] == "failed"


def test_html():
    scores = np.array([0.5, np.nan]).reshape(2, 1, 1, 1) + np.array([0.0, 0.125])
    found = comparison_of(scores, test_ratio=1.0)
    found = replace(
        found, names=("<a>", "<b>"), errors={"<b>": "ValueError: <script>"}, scores={"<i>": scores}
    )
    page = found._repr_html_()
    assert page.count("<tr>") == 3
    assert "<script>" not in page
    assert "<b>" not in page
    assert "<i>" not in page
    assert "&lt;b&gt;" in page
    assert "&lt;script&gt;" in page


def test_frame():
    found = compare_embeddings([WORD2VEC], TEXTS, Y, cv=3, seeds=2, train_sizes=[5, 10])
    frame = found.to_frame()
    assert len(frame) == 3 * 2 * 2 * 3
    row = frame.query(
        f"vectorizer == '{WORDS[0]}' and train_size == 10 and seed == 1 and fold == 2"
    )
    assert row["accuracy"].item() == found.scores["accuracy"][1, 1, 1, 2]
    for column, values in {
        "fit_time": found.fit_times, "transform_time": found.transform_times,
        "estimator_time": found.estimator_times, "memory": found.memory,
        "n_terms": found.n_terms, "n_features": found.n_features,
        "unknown_share": found.unknown_shares,
    }.items():  # fmt: skip
        assert row[column].item() == values[1, 1, 1, 2]
