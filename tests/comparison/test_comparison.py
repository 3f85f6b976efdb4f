"""compare_embeddings: equal folds, nothing learned from a test part, failures that stay apart."""

import sys
import warnings
from dataclasses import replace
from functools import partial
from types import MappingProxyType

import numpy as np
import pytest
from joblib import parallel_config
from sklearn import config_context, get_config
from sklearn.base import BaseEstimator, TransformerMixin, clone
from sklearn.decomposition import TruncatedSVD
from sklearn.dummy import DummyClassifier
from sklearn.feature_extraction.text import CountVectorizer, HashingVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import balanced_accuracy_score, make_scorer
from sklearn.model_selection import (
    GroupKFold,
    KFold,
    ShuffleSplit,
    StratifiedKFold,
    cross_val_score,
)
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import make_pipeline
from texts import two_worlds

from skembed import (
    Embedding,
    EmbeddingComparison,
    FeatureScaler,
    GloVeVectorizer,
    PretrainedVectorizer,
    SupervisedEmbeddingVectorizer,
    Word2VecVectorizer,
    compare_embeddings,
    tokenize_documents,
)
from skembed._comparison._candidates import find_candidates
from skembed._comparison._downstream import default_estimator
from skembed._comparison._reading import ONLY_OURS
from skembed._comparison._splits import fair_order
from skembed._comparison._table import n_bytes, seconds
from skembed._compat.jobs import run_in_workers

# That failures are warned of is in test_comparison_failures.
something_fails = pytest.mark.filterwarnings("ignore::sklearn.exceptions.FitFailedWarning")
TEXTS = two_worlds(n_documents=60, length=8)
Y = np.array(["a", "b"] * 30)
WORD2VEC = Word2VecVectorizer(n_components=4, max_iter=1, subsample=0, random_state=0)
SUPERVISED = SupervisedEmbeddingVectorizer(n_components=4, max_iter=2, random_state=0)


class Recorder(TransformerMixin, BaseEstimator):
    """Keeps in a list of the test what it was given; features: length of the text."""

    calls: list = []

    def __init__(self, name="", needs_y=False, random_state=None):
        self.name = name
        self.needs_y = needs_y
        self.random_state = random_state

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.target_tags.required = self.needs_y
        return tags

    def fit(self, X, y=None):
        self.calls.append((self.name, "fit", list(X), self.random_state))
        self.fitted_ = True
        return self

    def transform(self, X):
        self.calls.append((self.name, "transform", list(X), self.random_state))
        return np.array([[len(x), x.count("a")] for x in X], dtype=float)


class Failing(Recorder):
    def fit(self, X, y=None):
        error = RuntimeError("no\n  luck")
        error.add_note("today")
        raise error


class WithVocabulary(Recorder):
    vocabulary_ = {"word": 0}


class Alone(BaseEstimator):
    """Has no fit_transform."""

    def fit(self, X, y=None):
        self.fitted_ = True
        return self

    def transform(self, X):
        return np.zeros((len(X), 1))


class WithoutFit(BaseEstimator):
    transform = None


class NoEstimator:
    fit = transform = None


class CrossFitted(Alone):
    def fit_transform(self, X, y):
        return np.ones((len(X), 1))


class Judge(DummyClassifier):
    """Keeps in a list of the test what it was given."""

    calls: list = []

    def __init__(self, random_state=None):
        super().__init__(strategy="uniform", random_state=random_state)

    def fit(self, X, y):
        self.calls.append((self.random_state, X))
        return super().fit(X, y)


class Tolerant(Recorder):
    def transform(self, X):
        return super().transform([x or "" for x in X])


@pytest.fixture(autouse=True)
def _no_calls():
    Recorder.calls.clear()
    Judge.calls.clear()


def test_result():
    candidates = {"w2v": WORD2VEC, "mine": SUPERVISED}
    found = compare_embeddings(candidates, TEXTS, Y, cv=3, seeds=2)
    assert isinstance(found, EmbeddingComparison)
    assert found.names == ("w2v", "mine", "tf-idf")
    assert list(candidates) == ["w2v", "mine"]
    assert found.baseline == "tf-idf"
    assert found.seeds == (0, 1)
    assert list(found.scores) == ["accuracy"]
    shape = (3, 1, 2, 3)
    for name in ("fit_times", "transform_times", "estimator_times", "memory", "n_terms"):
        assert getattr(found, name).shape == shape
        assert (getattr(found, name) > 0).all(), name
    np.testing.assert_array_equal(found.scores["accuracy"], 1.0)
    np.testing.assert_array_equal(found.n_features[:, 0, 0, 0], [4, 4, 20])
    np.testing.assert_array_equal(found.unknown_shares, 0)
    np.testing.assert_array_equal(found.train_sizes, [40])
    assert found.test_ratio == 0.5
    assert found.errors == {}
    assert found.n_folds == 3
    assert not hasattr(WORD2VEC, "embedding_")


def test_folds_are_equal_and_tests_unseen():
    candidates = {"one": Recorder("one"), "two": Recorder("two")}
    folds = StratifiedKFold(3, shuffle=True, random_state=7)
    compare_embeddings(candidates, TEXTS, Y, cv=folds, baseline=False)
    for i, (train, test) in enumerate(folds.split(TEXTS, Y)):
        for name in ("one", "two"):
            fit, features, tested = [c for c in Recorder.calls if c[0] == name][3 * i : 3 * i + 3]
            assert fit[1:3] == ("fit", [TEXTS[j] for j in train])
            assert features[1:3] == ("transform", [TEXTS[j] for j in train])
            assert tested[1:3] == ("transform", [TEXTS[j] for j in test])


def test_scores_are_those_of_a_pipeline():
    pipeline = make_pipeline(TfidfVectorizer(), LogisticRegression(C=0.01))
    noisy = np.where(np.arange(60) % 7 == 0, "a", Y)
    found = compare_embeddings(
        {"t": TfidfVectorizer()}, TEXTS, noisy, cv=4, estimator=pipeline[-1], baseline=False
    )
    expected = cross_val_score(pipeline, TEXTS, noisy, cv=4)
    assert len(set(expected)) > 1
    np.testing.assert_allclose(found.scores["accuracy"][0, 0, 0], expected)
    assert not hasattr(pipeline[-1], "coef_")


def test_documents_are_read_once():
    read = []

    def preprocess(document):
        read.append(document)
        return document

    shared = {"preprocessor": preprocess, "n_components": 4, "max_iter": 1, "random_state": 0}
    candidates = [
        Word2VecVectorizer(subsample=0, **shared),
        GloVeVectorizer(**shared),
        SupervisedEmbeddingVectorizer(**shared),
        make_pipeline(Word2VecVectorizer(subsample=0, **shared), TruncatedSVD(2)),
    ]
    compare_embeddings(candidates, TEXTS, Y, cv=3, baseline=False)
    assert len(read) == len(TEXTS)
    candidates = [*candidates, Word2VecVectorizer(subsample=0, token_pattern="[a-z]", **shared)]
    found = compare_embeddings(candidates, TEXTS, Y, cv=3, baseline=False)
    assert len(read) == 3 * len(TEXTS)  # another way of reading
    assert not found.errors


class NoPickle:
    def __call__(self, text):
        return text.split()

    def __reduce__(self):
        raise TypeError("no pickle")

    def __deepcopy__(self, memo):
        return NoPickle()


@pytest.mark.parametrize("tokenizer", [partial(str.split, sep=" "), NoPickle()])
def test_tokenizers_that_clone_copies(tokenizer):
    vectorizer = clone(WORD2VEC).set_params(tokenizer=tokenizer, token_pattern=None)
    found = compare_embeddings([vectorizer], TEXTS, Y, cv=2, baseline=False)
    assert found.errors == {}
    np.testing.assert_array_equal(found.unknown_shares, 0)


def test_times_are_those_of_reading_alone(monkeypatch):
    class Clock:
        now = 0.0

        def __call__(self):
            return self.now

    class Slow(DummyClassifier):
        def fit(self, X, y):
            clock.now += 1000
            return super().fit(X, y)

    def preprocess(document):
        clock.now += 1
        return document

    clock = Clock()
    monkeypatch.setattr("skembed._comparison._trial.perf_counter", clock)
    monkeypatch.setattr("skembed._comparison._reading.perf_counter", clock)
    candidates = {
        "spared": WORD2VEC.__class__(preprocessor=preprocess, subsample=0, n_components=4),
        "too": SupervisedEmbeddingVectorizer(preprocessor=preprocess, n_components=4, max_iter=1),
        "alone": TfidfVectorizer(preprocessor=preprocess),
    }
    found = compare_embeddings(candidates, TEXTS, Y, cv=3, estimator=Slow())
    np.testing.assert_allclose(found.fit_times[:3], 40)  # a second for each document
    np.testing.assert_allclose(found.transform_times[:3], 20)
    np.testing.assert_allclose(found.estimator_times, 1000)
    found = compare_embeddings(
        candidates, TEXTS, Y, cv=3, estimator=Slow(), train_sizes=[10, 20], use_unlabeled=True
    )
    for i, times in enumerate([(40 + 10, 40 + 20), (10, 20), (40 + 10, 40 + 20)]):
        np.testing.assert_allclose(found.fit_times[i, :, 0].T, [times] * 3)
    np.testing.assert_allclose(found.transform_times[:3], 20)


@something_fails
def test_tokenized_documents_are_taken():
    raw = compare_embeddings([WORD2VEC], TEXTS, Y, cv=3, baseline=False)
    tokens = tokenize_documents(TEXTS)
    found = compare_embeddings([WORD2VEC], tokens, Y, cv=3)
    np.testing.assert_array_equal(found.scores["accuracy"][:1], raw.scores["accuracy"])
    np.testing.assert_array_equal(found.unknown_shares[0], 0)
    assert found.errors == {"tf-idf": ONLY_OURS}
    other = clone(WORD2VEC).set_params(lowercase=False)
    found = compare_embeddings([WORD2VEC, other], tokens, Y, cv=3, baseline=False)
    assert "were tokenized with lowercase=True" in found.errors[found.names[1]]


def test_unknown_share():
    texts = ["one two", "one three", "two one", "four five six one"]
    y = [0, 1, 0, 1]
    found = compare_embeddings(
        {"count": CountVectorizer()}, texts, y, cv=[([0, 1], [2, 3])], baseline=False,
        estimator=DummyClassifier(),
    )  # fmt: skip
    assert found.unknown_shares.item() == pytest.approx(3 / 6)
    vectors = PretrainedVectorizer(Embedding(["one", "four"], np.eye(2)))
    found = compare_embeddings(
        {"given": vectors}, texts, y, cv=[([0, 1], [2, 3])], baseline=False,
        estimator=DummyClassifier(),
    )  # fmt: skip
    assert found.unknown_shares.item() == pytest.approx(3 / 6)
    found = compare_embeddings(
        {"own": Recorder()}, texts, y, cv=[([0, 1], [2, 3])], baseline=False,
        estimator=DummyClassifier(),
    )  # fmt: skip
    assert np.isnan(found.unknown_shares.item())
    assert np.isnan(found.n_terms.item())
    without = {"hashes": HashingVectorizer(n_features=9), "terms but no tokens": WithVocabulary()}
    found = compare_embeddings(without, TEXTS, Y, cv=2, baseline=False)
    assert np.isnan(found.unknown_shares).all()
    assert found.errors == {}
    pipeline = make_pipeline(make_pipeline(CountVectorizer(), "passthrough"), FeatureScaler())
    found = compare_embeddings(
        {"in a pipeline": pipeline}, [*texts, "?"], [*y, 1], cv=[([0, 1], [2, 3]), ([0, 1], [4])],
        baseline=False, estimator=DummyClassifier(),
    )  # fmt: skip
    np.testing.assert_allclose(found.unknown_shares.ravel(), [3 / 6, np.nan])
    np.testing.assert_array_equal(found.n_terms.ravel(), [3, 3])
    assert found.errors == {}


@something_fails
def test_a_failed_candidate():
    found = compare_embeddings({"w2v": WORD2VEC, "bad": Failing()}, TEXTS, Y, cv=3)
    assert found.errors == {"bad": "RuntimeError: no luck today"}
    assert np.isnan(found.scores["accuracy"][1]).all()
    assert np.isnan(found.fit_times[1]).all()
    assert found.best() in {"w2v", "tf-idf"}
    lines = str(found).splitlines()
    assert next(line for line in lines if line.startswith("bad ")).split() == ["bad", "failed"]
    assert "bad failed: RuntimeError: no luck today" in lines
    assert np.isnan(found.differences()[0][1])


@something_fails
def test_a_candidate_that_fails_in_one_fold():
    class Picky(Recorder):
        def fit(self, X, y=None):
            for i in (0, 25):
                if TEXTS[i] not in list(X):
                    raise ValueError(f"document {i} is not there")
            return super().fit(X, y)

    found = compare_embeddings({"picky": Picky()}, TEXTS, Y, cv=3)
    assert np.isnan(found.scores["accuracy"][0, 0, 0]).tolist() == [True, True, False]
    assert np.isnan(found.mean_scores()[0])
    assert np.isfinite(found.mean_of("fit_times")[0])
    assert found.best() == "tf-idf"
    assert found.errors["picky"] == "ValueError: document 0 is not there"  # the first of them
    alone = compare_embeddings({"picky": Picky()}, TEXTS, Y, cv=3, baseline=False)
    assert str(alone).splitlines()[2].split() == ["picky", "failed"]
    with pytest.raises(ValueError, match="every fold for 40 training documents"):
        alone.best()


def test_all_failed():
    with pytest.raises(
        ValueError, match=r"Every candidate failed.\nbad: RuntimeError: no luck tod"
    ):
        compare_embeddings({"bad": Failing()}, TEXTS, Y, cv=3, baseline=False)


@something_fails
def test_a_missing_document_is_named():
    texts = [*TEXTS[:30], None, *TEXTS[31:]]
    found = compare_embeddings({"own": Tolerant(), "w2v": WORD2VEC}, texts, Y, cv=3)
    assert list(found.errors) == ["w2v", "tf-idf"]
    assert "row 30 is missing" in found.errors["w2v"]  # of all documents, not of the fold's
    assert found.best() == "own"


def test_interrupt_goes_through():
    class Interrupted(Recorder):
        def fit(self, X, y=None):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        compare_embeddings({"i": Interrupted()}, TEXTS, Y, cv=3)


@pytest.mark.parametrize(
    ("vectorizers", "baseline", "names"),
    [
        ([WORD2VEC], True, ("Word2VecVectorizer", "tf-idf")),
        ([WORD2VEC], False, ("Word2VecVectorizer",)),
        ([WORD2VEC], CountVectorizer(), ("Word2VecVectorizer", "tf-idf")),
        ([TfidfVectorizer()], True, ("TfidfVectorizer",)),
        ([TfidfVectorizer()], False, ("TfidfVectorizer",)),
        ([CountVectorizer()], True, ("CountVectorizer", "tf-idf")),
        (
            [Recorder("x", random_state=1), Recorder("y", random_state=1), CountVectorizer()],
            False,
            ("Recorder(name='x')", "Recorder(name='y')", "CountVectorizer"),
        ),
    ],
)
def test_names(vectorizers, baseline, names):
    found = compare_embeddings(vectorizers, TEXTS, Y, cv=2, baseline=baseline)
    assert found.names == names
    assert found.baseline == (names[-1] if baseline else None)


def test_candidates_are_clones_and_the_baseline_is_sublinear():
    fitted = clone(WORD2VEC).fit(TEXTS)
    candidates, baseline = find_candidates(MappingProxyType({"w2v": fitted}), True)
    assert baseline == "tf-idf"
    assert not hasattr(candidates[0].vectorizer, "embedding_")  # nothing to send to processes
    assert candidates[1].vectorizer.sublinear_tf
    assert len(find_candidates(iter([WORD2VEC, SUPERVISED]), False)[0]) == 2


def test_own_baseline_is_used():
    found = compare_embeddings([WORD2VEC], TEXTS, Y, cv=2, baseline=Recorder("mine"))
    assert {call[0] for call in Recorder.calls} == {"mine"}
    assert found.names[-1] == found.baseline == "tf-idf"


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"vectorizers": {}}, ValueError, "vectorizers is empty"),
        ({"vectorizers": make_pipeline(Recorder())}, TypeError, "got a single one"),
        ({"vectorizers": [Recorder(), Recorder()]}, ValueError, "Pass a dict to give each its own"),
        (
            {"vectorizers": {"a": Recorder}},
            TypeError,
            "'a' must be an estimator with fit and trans",
        ),
        ({"vectorizers": [LogisticRegression()]}, TypeError, "with fit and transform"),
        ({"vectorizers": {"a": WithoutFit()}}, TypeError, "'a' must be an estimator"),
        ({"vectorizers": {"a": NoEstimator()}}, TypeError, "'a' must be an estimator"),
        ({"vectorizers": ["a", "b"]}, TypeError, "with fit and transform, got 'a'"),
        ({"vectorizers": {1: Recorder()}}, TypeError, "must be str, got 1"),
        ({"vectorizers": {"tf-idf": Recorder()}}, ValueError, "is the name of the baseline"),
        ({"baseline": 3}, TypeError, "'tf-idf' must be an estimator"),
        ({"y": Y[:-1], "cv": [([0], [1])]}, ValueError, "inconsistent numbers of samples"),
        ({"groups": [1, 2], "cv": [([0], [1])]}, ValueError, "inconsistent numbers of samples"),
        ({"y": [[0, 1, 2]] * 60}, ValueError, "no default estimator for y of type"),
        ({"train_sizes": [0]}, ValueError, "between 1 and 30"),
        ({"train_sizes": [31]}, ValueError, "between 1 and 30"),
        ({"train_sizes": [1.5]}, ValueError, r"must lie in \(0, 1\]"),
        ({"train_sizes": []}, ValueError, "must be a list of numbers"),
        ({"train_sizes": ["4"]}, ValueError, "must be a list of numbers"),
        ({"train_sizes": [0.0, 0.5]}, ValueError, r"must lie in \(0, 1\]"),
        ({"use_unlabeled": True}, ValueError, "needs train_sizes"),
        ({"seeds": 0}, ValueError, "positive number of seeds, or a list"),
        ({"seeds": [1, 1]}, ValueError, "list of distinct"),
        ({"seeds": [-1]}, ValueError, "non-negative"),
        ({"cv": "five"}, ValueError, "'cv' parameter"),
        ({"cv": []}, ValueError, "yields no splits"),
        ({"scoring": "nonsense"}, ValueError, "nonsense"),
        ({"n_jobs": "two"}, ValueError, "'n_jobs' parameter"),
        ({"seeds": 2.5}, ValueError, "'seeds' parameter"),
        ({"verbose": "loud"}, ValueError, "'verbose' parameter"),
        ({"use_unlabeled": 2, "train_sizes": [4]}, ValueError, "'use_unlabeled' parameter"),
    ],
)
def test_bad_arguments(options, error, message):
    arguments = {"vectorizers": {"a": Recorder()}, "X": TEXTS, "y": Y, "cv": 2, **options}
    with pytest.raises(error, match=message):
        compare_embeddings(**arguments)


def test_scorers():
    arguments = {"vectorizers": {"a": Recorder()}, "X": TEXTS, "y": Y, "cv": 2, "baseline": False}
    several = compare_embeddings(scoring=["accuracy", "balanced_accuracy"], **arguments)
    assert list(several.scores) == ["accuracy", "balanced_accuracy"]
    assert several.main_scoring == "accuracy"
    own = make_scorer(balanced_accuracy_score)
    named = compare_embeddings(scoring={"mine": own}, **arguments)
    np.testing.assert_array_equal(named.scores["mine"], several.scores["balanced_accuracy"])
    single = compare_embeddings(scoring=own, **arguments)
    np.testing.assert_array_equal(single.scores["score"], several.scores["balanced_accuracy"])
    assert list(compare_embeddings(scoring="balanced_accuracy", **arguments).scores) == [
        "balanced_accuracy"
    ]
    with pytest.raises(ValueError, match=r"must be one of \['accuracy', 'balanced_accuracy"):
        several.mean_scores("recall")


def test_regression_and_labels():
    counts = np.array([text.count("a") for text in TEXTS]) + np.linspace(0, 1, 60)
    found = compare_embeddings({"a": Recorder()}, TEXTS, counts, cv=KFold(3), baseline=False)
    assert list(found.scores) == ["r2"]
    assert (found.scores["r2"] > 0.9).all()
    labels = np.column_stack([Y == "a", np.ones(60), Y == "b"]).astype(int)
    labels[0, 1] = labels[31, 1] = labels[45, 1] = 0
    found = compare_embeddings([WORD2VEC], TEXTS, labels, cv=3)
    assert list(found.scores) == ["accuracy"]
    assert found.best() == "Word2VecVectorizer"


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


def test_the_estimator_is_given_the_features_of_a_pipeline():
    candidates = {"a": Alone(), "c": CrossFitted()}
    compare_embeddings(candidates, TEXTS, Y, cv=2, estimator=Judge(), baseline=False)
    assert [X.mean() for _, X in Judge.calls] == [0, 0, 1, 1]


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


def comparison_of(scores, test_ratio):
    same = {
        name: np.full(scores.shape, 12.5)
        for name in ("fit_times", "transform_times", "estimator_times", "memory", "n_terms",
                     "n_features", "unknown_shares")
    }  # fmt: skip
    return EmbeddingComparison(
        names=tuple("abcdef"[: len(scores)]),
        scores={"accuracy": scores},
        train_sizes=np.arange(1, scores.shape[1] + 1) * 10,
        seeds=tuple(range(scores.shape[2])),
        test_ratio=test_ratio,
        errors={},
        baseline="a",
        **same,
    )


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
            assert [row[:3] for row in rows] == [row[:3] for row in alone.rows()[1:]]
            for name, *_, fit, transform, _, terms, unknown in rows:
                fits, transforms, many, share = (
                    getattr(found, field)[found.names.index(name), size].mean()
                    for field in ("fit_times", "transform_times", "n_terms", "unknown_shares")
                )
                assert [fit, transform] == [f"{fits:.2f} s", f"{transforms:.2f} s"]
                assert [terms, unknown] == [f"{many:.0f}", f"{share:.1%}"]
    found.memory[:, 0], found.memory[:, 1] = 7, 9
    assert [{row[5] for row in found.rows(train_size=i)[1:]} for i in (0, 1)] == [{"7 B"}, {"9 B"}]
    means = found.mean_scores()[:, -1]
    assert repr(found).endswith(f"'c': {means[2]:.3f}}})")


def test_one_fold_has_no_interval():
    found = compare_embeddings([WORD2VEC], TEXTS, Y, cv=ShuffleSplit(1, random_state=0))
    assert np.isnan(found.score_intervals()).all()
    assert found.rows()[2][2].replace(".", "").isdigit()


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

Best: b. Not clearly worse: a (interval includes 0). Not compared because of failed fits: c.
2 folds, 10 labeled training documents per fold; ± standard deviation over folds.
Gap to best: mean difference over the same folds with its 95% confidence interval,
corrected for overlapping training sets. OOV: out of vocabulary.
c failed: ValueError: no
"""
    assert f"{found}\n" == expected


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (np.nan, ""), (7, "7 B"), (999.4, "999 B"), (999.6, "1.0 kB"), (9940, "9.9 kB"),
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
        ([0.9, 0.9, 0.9], "Best: a. Not clearly worse: b (interval includes 0)."),
        ([0.9, 1.0, 0.9], "Best: a. Not clearly worse: b (interval includes 0)."),
        ([0.5, 0.6, 0.5], "Best: a."),
        ([np.nan, 0.9, 0.9], "Best: a. Not compared because of failed fits: b."),
        ([0.95], "Best: b (one fold only: no estimate of the uncertainty)."),
    ],
)
def test_verdict(second, said):
    scores = np.array([[0.9, 1.0, 0.9][: len(second)], second]).reshape(2, 1, 1, len(second))
    assert said in str(comparison_of(scores, test_ratio=0.5)).splitlines()


def test_verdict_names_every_rival_and_looks_at_the_largest_size():
    found = comparison_of(np.tile([[[[0.5, 0.75]]]], (3, 2, 1, 1)), test_ratio=0.5)
    assert "Not clearly worse: b, c (interval includes 0)." in str(found)
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
    assert len(frame) == 2 * 2 * 2 * 3
    row = frame.query("vectorizer == 'tf-idf' and train_size == 10 and seed == 1 and fold == 2")
    assert row["accuracy"].item() == found.scores["accuracy"][1, 1, 1, 2]
    for column, values in {
        "fit_time": found.fit_times, "transform_time": found.transform_times,
        "estimator_time": found.estimator_times, "memory": found.memory,
        "n_terms": found.n_terms, "n_features": found.n_features,
        "unknown_share": found.unknown_shares,
    }.items():  # fmt: skip
        assert row[column].item() == values[1, 1, 1, 2]


def test_peak_memory_is_the_most_of_all_folds():
    found = comparison_of(np.zeros((2, 1, 1, 3)), test_ratio=0.5)
    found.memory[0, 0, 0] = [1, np.nan, 3]
    found.memory[1] = np.nan
    np.testing.assert_array_equal(found.peak_memory(), [[3], [np.nan]])


def test_a_vectorizer_that_cannot_be_pickled():
    vectorizer = CountVectorizer(tokenizer=lambda text: text.split(), token_pattern=None)
    found = compare_embeddings({"c": vectorizer}, TEXTS, Y, cv=2)
    assert np.isnan(found.memory[0]).all()
    assert not np.isnan(found.memory[1]).any()
    assert not np.isnan(found.scores["accuracy"]).any()


def test_memory_is_that_of_the_vectors():
    vectors = Embedding([f"a{i}" for i in range(1000)], np.ones((1000, 50)))
    found = compare_embeddings({"p": PretrainedVectorizer(vectors)}, TEXTS, Y, cv=2, baseline=False)
    assert 200_000 < found.peak_memory().item() < 230_000


def test_generators_and_series():
    pd = pytest.importorskip("pandas")
    expected = compare_embeddings([WORD2VEC], TEXTS, Y, cv=2).scores["accuracy"]
    for X in (iter(TEXTS), pd.Series(TEXTS), np.array(TEXTS), tuple(TEXTS)):
        found = compare_embeddings([WORD2VEC], X, pd.Series(Y), cv=2).scores["accuracy"]
        np.testing.assert_array_equal(found, expected)


def test_processes_find_the_same():
    alone = compare_embeddings([WORD2VEC, SUPERVISED], TEXTS, Y, cv=2, seeds=[1])
    together = compare_embeddings([WORD2VEC, SUPERVISED], TEXTS, Y, cv=2, seeds=[1], n_jobs=2)
    np.testing.assert_array_equal(alone.scores["accuracy"], together.scores["accuracy"])
    np.testing.assert_array_equal(alone.n_terms, together.n_terms)
    compare_embeddings({"elsewhere": Recorder()}, TEXTS, Y, cv=2, baseline=False, n_jobs=2)
    assert Recorder.calls == []


def test_results_come_one_by_one():
    done = []
    results = run_in_workers(done.append, [(1,), (2,)], 1)
    next(results)
    assert done == [1]
    assert list(results) == [None]


def test_workers_have_the_configuration_of_the_caller():
    with parallel_config(backend="threading"), config_context(assume_finite=True):
        found = list(run_in_workers(get_config, [(), ()], 2))
    assert [config["assume_finite"] for config in found] == [True, True]


def test_progress(capsys, monkeypatch):
    compare_embeddings({"a": Recorder()}, TEXTS, Y, cv=2, baseline=False)
    assert capsys.readouterr().out == ""
    compare_embeddings({"a": Recorder()}, TEXTS, Y, cv=2, baseline=False, verbose=1)
    said = capsys.readouterr().out
    assert "Comparison done" in said
    assert "100%" in said
    monkeypatch.setitem(sys.modules, "rich.progress", None)
    compare_embeddings({"a": Recorder()}, TEXTS, Y, cv=2, baseline=False, verbose=1)
    assert capsys.readouterr().out == "1 of 2: a\n2 of 2: a\n"


def test_no_warning_of_ours():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = compare_embeddings([SUPERVISED], TEXTS, Y, cv=2, train_sizes=[9])
    assert found.errors == {}  # few labels are no reason to warn of the folds within


@pytest.mark.parametrize(
    ("y", "model"),
    [
        (["a", "b", "a"], LogisticRegression(max_iter=1000)),
        ([1, 2, 3], LogisticRegression(max_iter=1000)),
        ([[0, 1], [1, 1]], OneVsRestClassifier(LogisticRegression(max_iter=1000))),
        ([0.5, 1.5, 2.25], Ridge()),
        ([[0.5, 1.5], [2.25, 1]], Ridge()),
    ],
)
def test_default_estimator(y, model):
    scaler, found = (step for _, step in default_estimator(y).steps)
    assert isinstance(scaler, FeatureScaler)
    assert repr(found) == repr(model)
