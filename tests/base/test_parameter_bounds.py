"""Parameters at their bounds and beyond: all is well at once, or an error names the parameter."""

import inspect
import io

import numpy as np
import pytest
from sklearn.base import clone

from skembed import (
    Embedding,
    GloVeVectorizer,
    PretrainedVectorizer,
    SupervisedEmbeddingRegressor,
    SupervisedEmbeddingVectorizer,
    Word2VecVectorizer,
    cooccurrence_matrix,
)
from skembed._text.ngrams import learn_features

RNG = np.random.default_rng(0)
DOCUMENTS = [" ".join(f"w{i}" for i in RNG.zipf(1.5, size=8) % 50) for _ in range(40)]
Y = np.arange(40) % 2
TERMS = [f"w{i}" for i in range(50)] + list("w0123456789 ") + ["", "W1"]
SMALL = {"n_components": 3, "max_iter": 1, "random_state": 0}
MODELS = [
    Word2VecVectorizer(subsample=0, **SMALL),
    GloVeVectorizer(**SMALL),
    PretrainedVectorizer(Embedding(TERMS, np.ones((len(TERMS), 2)))),
    SupervisedEmbeddingVectorizer(**SMALL),
    SupervisedEmbeddingRegressor(**SMALL),
]

HUGE = 1_000_000
BEYOND = 2**70
NAN, INF = float("nan"), float("inf")
OF_LENGTHS = [(0, 1), (2, 1), (1,), (1, 2, 3), (1.5, 2), (NAN, 1), (1, INF), (-INF, 1), "12", ()]


def none(_):
    return None


def numbers(_):
    return [1, 2]


def lists(_):
    return [["w1"]]


WORKS = [
    ("n_components", [1, 1000, np.int64(2)]),
    ("ngram_range", [(1, HUGE), (3, BEYOND), (8, 8), [1, 2], (1.0, 2.0)]),
    ("char_ngram_range", [(1, HUGE), (HUGE, HUGE), (2, BEYOND), (1, 1), None]),
    ("n_buckets", [1, 2**31 - 1, None]),
    ("min_df", [0.0, 1, np.int8(1), np.float64(0.1)]),
    ("max_df", [1.0, 40, HUGE, BEYOND]),
    ("max_features", [2, HUGE, BEYOND]),
    ("vocabulary", [["w1", "w2"], {"w1": np.int8(1), "w2": 0}, {"w1", "w2"}]),
    ("token_pattern", [r"\w", r"(\w)\w+", "(?P<name>w)[0-9]", "w(?:1|2)", "", "x*"]),
    ("encoding", ["ascii", "utf-16", "UTF8", "idna", "unicode_escape"]),
    ("strip_accents", ["ascii", "unicode", None, str.lower]),
    ("preprocessor", [str.lower, None]),
    ("tokenizer", [str.split]),
    ("analyzer", [str.split, list, "char", "char_wb"]),
    ("stop_words", [["w1"], ("w1",), {"w1"}, frozenset(), "english", [""]]),
]

REFUSED = [
    ("n_components", [0, -1, HUGE, 2**31, BEYOND, 2.0, NAN, INF, None, "3"]),
    ("ngram_range", [*OF_LENGTHS, (9, 9), (HUGE, HUGE), None]),
    ("char_ngram_range", OF_LENGTHS),
    ("n_buckets", [0, -1, 2**31, BEYOND, 1.5, NAN, "none"]),
    ("min_df", [0, -1, -0.5, 1.5, 41, HUGE, BEYOND, NAN, INF, None, "1"]),
    ("max_df", [0, 0.0, 1e-300, -1, 1.5, NAN, INF, None, "1"]),
    ("max_features", [0, -1, 1.5, NAN, INF, "1"]),
    ("vocabulary", [[], {}, ["w1", "w1"], "w1", ["unknown"], 5, [1], [None], [["w1"]], {1, "w1"}]),
    ("vocabulary", [{"w1": row} for row in (1, -1, BEYOND, 0.0, NAN, "0", None)]),
    ("token_pattern", ["(", "[", "*", "a{99999999999}", "(w)(1)", "((w)1)", None, 5, b"w"]),
    ("encoding", ["nonsense", "", "hex", "rot13", "utf\0", "x" * 10_000, None, 5]),
    ("decode_error", ["nonsense", None]),
    ("strip_accents", ["nonsense", 5, none]),
    ("lowercase", ["yes", None, 2]),
    ("preprocessor", [5, none, len, str.encode]),
    ("tokenizer", [5, none, len, lists]),
    ("analyzer", [5, None, "chars", none, len, lists]),
    ("stop_words", [[1], (1.5,), [None], [["w1"]], [b"w1"], "french", 5, NAN, iter(["w1"])]),
    ("input", ["file", "filename", "files", None]),
    ("norm", ["l3", 2, NAN]),
    ("verbose", [-1, 2.5, "x"]),
]


def cooccurrence(**parameters):
    return cooccurrence_matrix(DOCUMENTS, **{"vocabulary": ["w1", "w2"], **parameters})


def calls(entries):
    """Every pair of something with parameters and one of their values."""
    found = []
    names = set(inspect.signature(cooccurrence_matrix).parameters)
    for name, values in entries:
        for i, value in enumerate(values):
            for model in MODELS:
                if name in model.get_params():
                    call = type(model)(**{**model.get_params(deep=False), name: value})
                    found.append(pytest.param(call, name, id=f"{type(model).__name__}-{name}-{i}"))
            if name in names and value != ["unknown"]:
                found.append(pytest.param({name: value}, name, id=f"cooccurrence-{name}-{i}"))
    return found


def make(call):
    if isinstance(call, dict):
        return cooccurrence(**call)
    return call.fit(DOCUMENTS, Y).transform(DOCUMENTS)


@pytest.mark.filterwarnings("ignore:The parameter 'token_pattern' will not be used")
@pytest.mark.parametrize(("call", "name"), calls(WORKS))
def test_what_can_be_works(call, name):
    result = make(call)
    assert np.isfinite(result if isinstance(result, np.ndarray) else result.data).all()


@pytest.mark.filterwarnings("ignore:The parameter 'token_pattern' will not be used")
@pytest.mark.parametrize(("call", "name"), calls(REFUSED))
def test_what_cannot_be_is_an_error_that_names_the_parameter(call, name):
    with pytest.raises((ValueError, TypeError), match=name):
        make(call)
    assert not hasattr(call, "embedding_")


@pytest.mark.parametrize("model", MODELS, ids=lambda model: type(model).__name__)
def test_an_encoding_is_refused_before_anything_is_decoded(model):
    with pytest.raises(ValueError, match="encoding='nonsense' cannot decode documents: unknown"):
        clone(model).set_params(encoding="nonsense").fit(DOCUMENTS, Y)
    fitted = clone(model).fit(DOCUMENTS, Y)
    with pytest.raises(ValueError, match="encoding='nonsense'"):
        fitted.set_params(encoding="nonsense").transform([b"w1"])


@pytest.mark.parametrize("model", MODELS[3:], ids=lambda model: type(model).__name__)
@pytest.mark.parametrize("analyzer", ["char", "char_wb", list])
def test_lengths_are_checked_whatever_the_tokens_are(model, analyzer):
    model = clone(model).set_params(analyzer=analyzer, ngram_range=(2, 1))
    with pytest.raises(ValueError, match="ngram_range must be two integers"):
        model.fit(DOCUMENTS, Y)


@pytest.mark.parametrize("vocabulary", [None, {"w1": 0, "w2 w1": 1, "w1 w1 w2": 2}])
def test_lengths_that_do_not_occur_cost_nothing_and_change_nothing(vocabulary):
    documents = ["w1 w1 w2 w1", "w2 w1", "", "w1"]
    analyzer = SupervisedEmbeddingVectorizer()._analyzer()
    longer = ["w1 w1 w2 w1 w2 w1 w1 w2 w9 w1", *documents]
    results = []
    for most in (4, 5, HUGE):
        encoder, terms, corpus = learn_features(
            documents, analyzer, ngram_range=(1, most), vocabulary=vocabulary
        )
        encoded = encoder.encode(longer, analyzer)
        arrays = (corpus.ids, corpus.indptr, encoded.ids, encoded.indptr, encoded.n_unknown)
        results.append((terms.terms.tolist(), *(array.tolist() for array in arrays)))
        assert len(encoder.levels) <= 3
    assert results[0] == results[1] == results[2]


def test_sequences_of_characters_alone_if_no_document_is_long_enough():
    analyzer = SupervisedEmbeddingVectorizer()._analyzer()
    for least in (3, HUGE):
        encoder, terms, corpus = learn_features(
            ["ab cd", "ab"], analyzer, ngram_range=(least, HUGE), char_ngram_range=(3, 3)
        )
        assert terms.terms.tolist() == ["char:<ab", "char:ab>", "char:<cd", "char:cd>"]
        encoded = encoder.encode(["ab cd ab xy"], analyzer)
        assert encoded.ids.tolist() == [0, 1, 2, 3, 0, 1]
        assert encoded.n_unknown.tolist() == [1]
        assert corpus.document_lengths.tolist() == [4, 2]


def test_open_files_are_no_names_and_names_no_open_files():
    model = clone(MODELS[0]).set_params(input="file")
    features = model.fit_transform([io.StringIO(text) for text in DOCUMENTS])
    expected = model.set_params(input="content").fit_transform(DOCUMENTS)
    np.testing.assert_array_equal(features, expected)
