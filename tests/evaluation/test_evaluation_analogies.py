"""Analogies: against a naive twin, against gensim, and at their edges."""

import tracemalloc
import warnings

import numpy as np
import oracles_evaluation as oracles
import pytest
from evaluation_tools import FEW, draw, draw_words
from numpy.testing import assert_array_equal

from skembed import Embedding
from skembed.datasets import AnalogyQuestions, load_analogies
from skembed.evaluation import AnalogySection, _answers, evaluate_analogies


def write_questions(path, sections):
    lines = [line for name, rows in sections for line in [f": {name}", *map(" ".join, rows)]]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


OPTIONS = [
    {},
    {"case_sensitive": True},
    {"restrict_to": 50},
    {"restrict_to": None, "unknown": "wrong"},
    {"case_sensitive": True, "restrict_to": 60, "unknown": "wrong"},
]


@pytest.mark.parametrize("block", [(512, 256), (7, 5), (1, 1000)], ids=str)
@pytest.mark.parametrize("options", [*OPTIONS, {"method": "mul"}], ids=str)
def test_answers_match_the_naive_twin(monkeypatch, options, block):
    monkeypatch.setattr(_answers, "_BLOCK", block[0])
    monkeypatch.setattr(_answers, "_CHUNK", block[1])
    embedding, questions = draw(0), draw_words(1, 60, 4, distinct=False)
    result = evaluate_analogies(embedding, questions, **options)
    given = {name: value for name, value in options.items() if name != "unknown"}
    terms = embedding.terms.tolist()
    known = terms[: options.get("restrict_to")]
    is_exact = options.get("case_sensitive", False)
    for words, predicted, is_correct in zip(
        questions, result.predictions, result.is_correct, strict=True
    ):
        if oracles.find(words[3], known, is_exact) is None:
            assert predicted is None
            continue
        answer = oracles.analogy(terms, embedding.vectors, *words[:3], **given)
        assert predicted == answer
        same = answer == words[3] if is_exact else str(answer).upper() == words[3].upper()
        assert is_correct == same
    assert 0 < result.n_known < result.n_questions == len(questions)
    assert result.coverage == result.n_known / len(questions)
    n_counted = len(questions) if options.get("unknown") == "wrong" else result.n_known
    assert result.accuracy == result.n_correct / n_counted


def make_solvable(seed):
    """Pairs of words that differ by one of three offsets, more or less, and questions on them."""
    rng = np.random.default_rng(seed)
    base = draw(seed, n=60, d=6)
    vectors, offsets = base.vectors.copy(), rng.normal(size=(3, 6))
    terms = base.terms.tolist()
    pairs = [(f"word{i}", f"word{i + 1}") for i in range(20, 66, 2)]
    for i, pair in enumerate(pairs):
        one, other = (oracles.find(word, terms, case_sensitive=False) for word in pair)
        if other is not None:
            vectors[one] /= np.linalg.norm(vectors[one])
            vectors[other] = vectors[one] + offsets[i % 3] / (1 + i % 4)
    questions = [(*p, *q) for p in pairs for q in pairs if p != q]
    part = len(questions) // 3
    unknown = [("u", "v", "w", "x")]
    sections = [("one", questions[:part]), ("two", questions[part:]), ("none", unknown)]
    return Embedding(terms, vectors), sections


@pytest.mark.parametrize("options", OPTIONS, ids=str)
@pytest.mark.parametrize("seed", [0, 1])
def test_analogies_match_gensim(tmp_path, options, seed):
    embedding, sections = make_solvable(seed)
    path = write_questions(tmp_path / "questions.txt", sections)
    result = evaluate_analogies(embedding, path, **options)
    is_exact = options.get("case_sensitive", False)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # it divides by the norm of zeros
        accuracy, theirs = embedding.to_keyed_vectors().evaluate_word_analogies(
            str(path),
            case_insensitive=not is_exact,
            restrict_vocab=options.get("restrict_to", 300_000),
            dummy4unknown=options.get("unknown") == "wrong",
        )
    assert result.accuracy == pytest.approx(accuracy)
    assert 0.02 < accuracy < 0.95
    for number, (ours, section) in enumerate(zip(result.sections, theirs[:-1], strict=True)):
        where = (result.questions.sections == number) & result.is_correct
        words = [
            tuple(row if is_exact else map(str.upper, row)) for row in result.questions.words[where]
        ]
        assert words == section["correct"]
        assert ours.name == section["section"]
        n_counted = len(section["correct"]) + len(section["incorrect"])
        assert n_counted == (ours.n_questions if options.get("unknown") else ours.n_known)


def test_mul_matches_gensim():
    embedding, sections = make_solvable(3)
    questions = [q for _, rows in sections for q in rows if all(word in embedding for word in q)]
    result = evaluate_analogies(embedding, questions, method="mul", case_sensitive=True)
    keyed_vectors = embedding.to_keyed_vectors()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # deprecations of its own, zeros divided by zero
        theirs = [
            keyed_vectors.most_similar_cosmul([b, c], [a], topn=1)[0][0] for a, b, c, _ in questions
        ]
    assert len(questions) > 100
    assert result.predictions.tolist() == theirs


def test_other_cases_of_the_question_are_never_the_answer():
    """Also where gensim, which looks at five candidates only, gives up."""
    cases = ["man", "Man", "MAN", "mAn", "maN", "MaN", "mAN"]
    vectors = [[1, 0.01 * i, 0] for i in range(len(cases))]
    embedding = Embedding([*cases, "king", "queen"], [*vectors, [1, 1, 0], [0.5, 0, 0.9]])
    questions = [("king", "king", "man", "queen")]
    assert evaluate_analogies(embedding, questions).predictions.tolist() == ["queen"]
    exact = evaluate_analogies(embedding, questions, case_sensitive=True)
    assert exact.predictions.tolist() == ["Man"]


def test_the_words_of_a_question_are_no_right_answer():
    assert evaluate_analogies(FEW, [("man", "woman", "king", "king")]).n_correct == 0


def test_zero_vectors_are_no_answer():
    embedding = Embedding(
        ["a", "b", "c", "zero", "far"], [[1, 0], [0, 1], [0, 2], [0, 0], [0.1, -1]]
    )
    result = evaluate_analogies(embedding, [("a", "b", "c", "far")])
    assert result.predictions.tolist() == ["far"]
    nothing_left = evaluate_analogies(embedding, [("a", "b", "c", "zero")], restrict_to=4)
    assert nothing_left.predictions.tolist() == [None]
    assert nothing_left.n_correct == 0
    assert nothing_left.mistakes() == []


@pytest.mark.parametrize("method", ["add", "mul"])
@pytest.mark.parametrize("rows", [(10, 11), (4, 1190), (900, 1199), (511, 512)])
def test_of_equal_candidates_the_first_is_taken(rows, method):
    """Sums of halves are exact in float32, so the scores of equal vectors are equal."""
    rng = np.random.default_rng(0)
    vectors = np.zeros((1200, 8), dtype=np.float32)
    vectors[:, :4] = rng.choice([-0.5, 0.5], (1200, 4)) * [1, 1, -1, 1]
    vectors[vectors[:, 0] > 0, :4] = [-0.5, -0.5, -0.5, -0.5]
    vectors[:3] = np.eye(8)[4:7]
    vectors[list(rows)] = np.eye(8)[5] * 0.5 + np.eye(8)[6] * 0.5
    vectors[list(rows), :2] = 0.5
    embedding = Embedding([f"t{i}" for i in range(1200)], vectors)
    result = evaluate_analogies(embedding, [("t0", "t1", "t2", "t5")], method=method)
    assert result.predictions.tolist() == [f"t{rows[0]}"]


def test_bundled_questions():
    questions = load_analogies()
    words = sorted({word.lower() for word in questions.words.ravel()})
    embedding = Embedding(words, np.random.default_rng(0).normal(size=(len(words), 20)))
    some = AnalogyQuestions(
        questions.words[::20], questions.sections[::20], questions.section_names, name="some"
    )
    result = evaluate_analogies(embedding, some)
    assert result.coverage == 1
    assert result.accuracy < 0.1
    assert [section.name for section in result.sections] == list(questions.section_names)
    assert (
        sum(section.n_questions for section in result.sections) == len(some) == result.n_questions
    )


def test_the_result_can_be_read():
    questions = AnalogyQuestions(
        [
            ("man", "woman", "king", "queen"),
            ("man", "king", "woman", "cabbage"),
            ("man", "woman", "boy", "girl"),
        ],
        sections=[0, 0, 1],
        section_names=["people", "children", "nobody"],
    )
    result = evaluate_analogies(FEW, questions)
    assert result.mistakes() == [("man", "king", "woman", "cabbage", "queen")]
    assert_array_equal(result.is_correct, [True, False, False])
    assert result.sections[0] == AnalogySection("people", 1, 2, 2, 0.5)
    assert np.isnan(result.sections[1].accuracy)
    assert (result.n_correct, result.n_known, result.n_questions) == (1, 2, 3)
    assert str(result).splitlines() == [
        "section   correct    known    asked  accuracy",
        "---------------------------------------------",
        "people          1        2        2     0.500",
        "children        0        0        1       nan",
        "nobody          0        0        0       nan",
        "---------------------------------------------",
        "all             1        2        3     0.500",
    ]
    assert repr(result) == "AnalogyResult(accuracy=0.500, n_correct=1, n_known=2, n_questions=3)"
    as_wrong = evaluate_analogies(FEW, questions, unknown="wrong")
    assert as_wrong.accuracy == 1 / 3
    assert [section.accuracy for section in as_wrong.sections[:2]] == [0.5, 0]


def test_nothing_known():
    questions = [("u", "v", "w", "x")]
    with pytest.raises(ValueError, match="All 1 questions of 'questions'"):
        evaluate_analogies(FEW, questions)
    assert evaluate_analogies(FEW, questions, unknown="wrong").accuracy == 0


def test_method_is_checked():
    with pytest.raises(ValueError, match="method must be one of"):
        evaluate_analogies(FEW, [("man", "woman", "king", "queen")], method="divide")


@pytest.mark.parametrize(("n_words", "limit"), [(20, 15e6), (500, 45e6)])
def test_memory_stays_small(n_words, limit):
    """No matrix of questions by terms, which would be 384 MB; by a block 24 MB.

    Of many words there are as many pairs as questions, for which the blocks become smaller.
    """
    rng = np.random.default_rng(0)
    terms = [f"t{i}" for i in range(8000)]
    embedding = Embedding(terms, rng.normal(size=(8000, 4)))
    questions = AnalogyQuestions(
        np.array(terms, dtype=object)[rng.integers(0, n_words, (12_000, 4))]
    )
    tracemalloc.start()
    try:
        evaluate_analogies(embedding, questions)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < limit
