"""Word similarity: against a naive twin, against gensim, and at its edges."""

import numpy as np
import oracles_evaluation as oracles
import pytest
from evaluation_tools import FEW, draw, draw_words
from numpy.testing import assert_allclose

from skembed import Embedding, PretrainedVectorizer
from skembed.datasets import load_similarity
from skembed.evaluation import evaluate_analogies, evaluate_similarity


def draw_pairs(seed, n=80):
    rng = np.random.default_rng(seed)
    pairs = draw_words(seed, n, 2, distinct=False)
    return [(*pair, float(score)) for pair, score in zip(pairs, rng.integers(0, 9, n), strict=True)]


OPTIONS = [
    {},
    {"case_sensitive": True},
    {"restrict_to": 40},
    {"unknown": "zero"},
    {"case_sensitive": True, "restrict_to": 50, "unknown": "zero"},
]


@pytest.mark.parametrize("options", OPTIONS, ids=str)
@pytest.mark.parametrize("seed", [0, 1])
def test_similarity_matches_the_naive_twin(seed, options):
    embedding, pairs = draw(seed), draw_pairs(seed)
    result = evaluate_similarity(embedding, pairs, **options)
    terms = embedding.terms.tolist()
    spearman, pearson, n_known = oracles.similarity(terms, embedding.vectors, pairs, **options)
    assert result.spearman == pytest.approx(spearman, abs=1e-9)
    assert result.pearson == pytest.approx(pearson, abs=1e-6)
    assert (result.n_known, result.n_pairs) == (n_known, len(pairs))
    assert 0 < n_known < len(pairs)
    assert result.coverage == n_known / len(pairs)


@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_similarity_matches_gensim(tmp_path, options):
    embedding, pairs = draw(5), draw_pairs(5)
    path = tmp_path / "pairs.tsv"
    path.write_text("".join(f"{a}\t{b}\t{s}\n" for a, b, s in pairs), encoding="utf-8")
    result = evaluate_similarity(embedding, path, **options)
    pearson, spearman, oov = embedding.to_keyed_vectors().evaluate_word_pairs(
        str(path),
        case_insensitive=not options.get("case_sensitive", False),
        restrict_vocab=options.get("restrict_to"),
        dummy4unknown=options.get("unknown") == "zero",
    )
    assert_allclose([result.pearson, result.pearson_pvalue], pearson, rtol=1e-5)
    assert_allclose([result.spearman, result.spearman_pvalue], spearman, rtol=1e-3)
    assert 100 * (1 - result.coverage) == pytest.approx(oov)


def test_equal_pairs_tie():
    """A word has the same cosine with itself as any other, whatever the rounding."""
    embedding = draw(2)
    words = [term for term in embedding.terms if term != "word11"][:20]
    pairs = [(word, word, 9.0) for word in words] + [(words[0], word, 1.0) for word in words[1:5]]
    assert evaluate_similarity(embedding, pairs, case_sensitive=True).spearman == pytest.approx(
        oracles.spearman([1.0] * 20 + [0.5, 0.4, 0.3, 0.2], [9.0] * 20 + [1.0] * 4)
    )


def test_the_first_of_several_cases_stands_for_the_word():
    embedding = Embedding(["Cup", "cup", "tea", "sun"], [[1, 0], [0, 1], [1, 0.1], [0.5, 0.5]])
    pairs = [("cup", "tea", 9), ("cup", "sun", 5), ("tea", "sun", 5)]
    assert evaluate_similarity(embedding, pairs).spearman > 0.8
    assert evaluate_similarity(embedding, pairs, case_sensitive=True).spearman < 0


def test_everything_that_holds_vectors_is_taken(tmp_path):
    pairs = [("king", "queen", 8), ("man", "woman", 7), ("king", "cabbage", 1), ("man", "queen", 2)]
    wanted = evaluate_similarity(FEW, pairs)
    path = str(tmp_path / "vectors.txt")
    FEW.to_keyed_vectors().save_word2vec_format(path)
    fitted = PretrainedVectorizer(FEW).fit(["king and queen"])
    for source in (FEW.to_keyed_vectors(), fitted, path):
        assert evaluate_similarity(source, pairs) == wanted
        assert evaluate_analogies(source, [("man", "woman", "king", "queen")]).accuracy == 1
    with pytest.raises(TypeError, match="embedding must be"):
        evaluate_similarity(3, pairs)
    with pytest.raises(TypeError, match="embedding must be"):
        evaluate_analogies(3, [("man", "woman", "king", "queen")])


def test_bundled_pairs():
    pairs = load_similarity("wordsim353")
    rng = np.random.default_rng(0)
    words = sorted({word.lower() for word in pairs.words.ravel()})
    embedding = Embedding(words, rng.normal(size=(len(words), 30)))
    by_name, by_set = (evaluate_similarity(embedding, source) for source in ("wordsim353", pairs))
    assert by_name == by_set
    assert (by_name.name, by_name.coverage) == ("wordsim353", 1)
    assert abs(by_name.spearman) < 0.2


def test_similarity_refuses_what_has_no_correlation():
    with pytest.raises(ValueError, match=r"0 of the 4 pairs .* are in the vocabulary"):
        evaluate_similarity(FEW, [("x", "y", 1), ("x", "z", 2), ("u", "v", 3), ("king", "u", 3)])
    with pytest.raises(ValueError, match="0 of the 3 pairs"):
        evaluate_similarity(FEW, [("x", "y", s) for s in (1, 2, 3)], unknown="zero")
    with pytest.raises(ValueError, match="2 of the 2 pairs"):
        evaluate_similarity(FEW, [("king", "man", 1), ("king", "queen", 2)])
    with pytest.raises(ValueError, match="scores of all 3 pairs of 'pairs' are equal"):
        evaluate_similarity(FEW, [("king", other, 1) for other in ("man", "queen", "woman")])
    with pytest.raises(ValueError, match="cosines of all 3 pairs"):
        evaluate_similarity(FEW, [("nothing", "man", s) for s in (1, 2, 3)])


@pytest.mark.parametrize("evaluate", [evaluate_similarity, evaluate_analogies])
def test_options_are_checked(evaluate):
    rows = [("king", "man", 1.0)] if evaluate is evaluate_similarity else [("a", "b", "c", "d")]
    with pytest.raises(ValueError, match="unknown must be one of"):
        evaluate(FEW, rows, unknown="guess")
    with pytest.raises(ValueError, match="restrict_to must be at least 1"):
        evaluate(FEW, rows, restrict_to=0)
