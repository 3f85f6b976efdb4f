"""partial_fit: the same as a training over all rows, at the cost of the rows of the batch."""

import warnings

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from texts import draw_documents

from skembed import Embedding, SupervisedEmbeddingRegressor, SupervisedEmbeddingVectorizer
from skembed._fit.initial_vectors import InitialVectors
from skembed._fit.loop import run
from skembed._fit.schedule import LinearRate
from skembed._fit.seeds import subseed
from skembed._supervised.trainer import Sums, SupervisedParameters, SupervisedTrainer

DOCUMENTS = draw_documents(400, 200, 20)
CLASSES = np.arange(200) % 3
TARGETS = {
    "classes": CLASSES,
    "two classes": CLASSES > 0,
    "labels": np.random.default_rng(0).integers(0, 2, size=(200, 4)),
    "numbers": np.random.default_rng(0).normal(size=200),
}
SMALL = {"n_components": 6, "random_state": 3, "ngram_range": (1, 1)}
BATCHES = [slice(i, i + 9) for i in range(0, 60, 9)]


def make(kind, **more):
    cls = SupervisedEmbeddingRegressor if kind == "numbers" else SupervisedEmbeddingVectorizer
    return cls(**{**SMALL, **more})


def over_all_rows(model, documents, y):
    """One pass as SupervisedTrainer makes it with all terms; vectors, sums, head, loss."""
    [corpus] = model._encode_pieces(documents, model._analyzer())
    kind = model._target_kind
    targets = kind.targets(y)
    parameters = SupervisedParameters(
        6,
        model.norm,
        getattr(model, "label_smoothing", 0.0),
        model.weight_decay,
        model.dropout,
        model.freeze is True,
        n_threads=1,
    )
    seed = int(np.random.RandomState(3).randint(np.iinfo(np.int64).max, dtype=np.int64))
    weights = model.pooling_.weights(corpus, len(model.embedding_))
    trainer = SupervisedTrainer(
        weights,
        targets,
        parameters,
        subseed(seed, model.n_iter_),
        weight_scale=model._weight_scale,
    )
    rows = np.arange(len(model.embedding_))
    trainer.set_vectors(InitialVectors(rows, rows, model.embedding_.vectors))
    trainer.set_head(*kind.head(model.coef_, model.intercept_))
    trainer.set_sums(Sums(model._vector_sums.array, *model._head_sums))
    rate = LinearRate(model.learning_rate, model.learning_rate, 1)
    state = run(trainer, rate, None, name="test", verbose=0)
    fitted = kind.fitted(state["_model"].head, state["_model"].intercept)
    return state["_model"].vectors, state["_sums"].vectors, fitted["coef_"], state["loss_curve_"]


@pytest.mark.parametrize("kind", TARGETS)
@pytest.mark.parametrize(
    "more",
    [
        {},
        {"dropout": 0.4},
        {"norm": "l2"},
        {"weight_decay": 0.1},
        {"weight_decay": 20.0, "learning_rate": 0.0499},  # shrinks vectors a thousand times
        {"n_jobs": 2},
    ],
    ids=str,
)
def test_same_bits_as_training_over_all_rows(kind, more):
    y = TARGETS[kind]
    model = make(kind, **more).partial_fit(DOCUMENTS, y)
    for batch in BATCHES:
        vectors, sums, coef, loss = over_all_rows(model, DOCUMENTS[batch], y[batch])
        model.partial_fit(DOCUMENTS[batch], y[batch])
        assert_array_equal(model.embedding_.vectors, vectors)
        assert_array_equal(model._vector_sums.array, sums)
        assert_array_equal(model.coef_, coef)
        assert model.loss_curve_[-1] == loss[-1]


@pytest.mark.parametrize("kind", TARGETS)
def test_looking_at_it_changes_nothing(kind):
    y = TARGETS[kind]
    seen = make(kind).partial_fit(DOCUMENTS, y)
    unseen = make(kind).partial_fit(DOCUMENTS, y)
    for batch in BATCHES:
        seen.partial_fit(DOCUMENTS[batch], y[batch]).transform(DOCUMENTS)
        unseen.partial_fit(DOCUMENTS[batch], y[batch])
    assert_array_equal(seen.embedding_.vectors, unseen.embedding_.vectors)


def test_embeddings_stay_as_they_were():
    model = make("classes").partial_fit(DOCUMENTS, CLASSES)
    kept, expected = [], []
    for i, batch in enumerate(BATCHES):
        model.partial_fit(DOCUMENTS[batch], CLASSES[batch])
        kept.append(model.embedding_)
        again = make("classes").partial_fit(DOCUMENTS, CLASSES)
        for earlier in BATCHES[: i + 1]:
            again.partial_fit(DOCUMENTS[earlier], CLASSES[earlier])
        expected.append(again.embedding_.vectors)
    for embedding, vectors in zip(kept, expected, strict=True):
        assert_array_equal(embedding.vectors, vectors)
        assert embedding.terms is model.embedding_.terms


def test_a_batch_moves_its_own_rows_and_no_others(monkeypatch):
    """What a batch costs: nothing is as long as the vocabulary."""
    model = make("classes").partial_fit(DOCUMENTS, CLASSES)
    model.partial_fit(DOCUMENTS[:2], CLASSES[:2])
    array, sums = model.embedding_._rows._array, model._vector_sums._array
    trained = []
    init = SupervisedTrainer.__init__

    def spy(self, *arguments, **options):
        init(self, *arguments, **options)
        trained.append(len(self.vectors))

    monkeypatch.setattr(SupervisedTrainer, "__init__", spy)
    monkeypatch.setattr(Embedding, "__init__", None)  # not made anew
    for batch in (slice(2, 3), slice(3, 5)):
        model.partial_fit(DOCUMENTS[batch], CLASSES[batch])
        there = {word for text in DOCUMENTS[batch] for word in text.split()}
        assert trained.pop() <= len(there) + 8
    assert model.embedding_._rows._array is array
    assert model._vector_sums._array is sums
    assert model.vocabulary_ is model.embedding_.index


def test_after_a_failure_it_is_what_it_was():
    model = make("numbers").partial_fit(DOCUMENTS, TARGETS["numbers"])
    model.partial_fit(DOCUMENTS[:5], TARGETS["numbers"][:5])
    other = make("numbers").partial_fit(DOCUMENTS, TARGETS["numbers"])
    other.partial_fit(DOCUMENTS[:5], TARGETS["numbers"][:5])

    class Stop(Exception):
        pass

    class Callback:
        """Asks for the estimator as it would be, then fails."""

        max_estimator_depth = None

        def setup(self, estimator, context):
            pass

        def teardown(self, estimator, context):
            pass

        def on_fit_task_begin(self, estimator, context):
            pass

        def on_fit_task_end(self, estimator, context, *, fitted_estimator=None):
            self.seen = fitted_estimator
            raise Stop

    callback = Callback()
    with pytest.raises(Stop):
        model.set_callbacks(callback).partial_fit(DOCUMENTS[5:9], TARGETS["numbers"][5:9])
    model.set_callbacks()
    assert callback.seen.n_iter_ == 3
    assert callback.seen.loss_curve_.shape == (3,)
    for batch in BATCHES:
        for one in (model, other):
            one.partial_fit(DOCUMENTS[batch], TARGETS["numbers"][batch])
    assert_array_equal(model.embedding_.vectors, other.embedding_.vectors)
    assert_array_equal(model.coef_, other.coef_)


def test_other_numbers_of_components():
    model = make("classes").partial_fit(DOCUMENTS, CLASSES)
    before = model.embedding_
    message = "n_components=7 is not the same as on last call to partial_fit, was: 6"
    with pytest.raises(ValueError, match=message):
        model.set_params(n_components=7).partial_fit(DOCUMENTS, CLASSES)
    assert model.embedding_ is before


@pytest.mark.parametrize("texts", [["puppy", "puppy dog"], ["", "??"]])
@pytest.mark.parametrize("kind", TARGETS)
def test_nothing_that_is_known(texts, kind):
    model = make(kind).partial_fit(DOCUMENTS, TARGETS[kind])
    vectors, intercept = model.embedding_.vectors, model.intercept_
    with pytest.warns(UserWarning, match="None of the terms of these 2 documents is known") as seen:
        model.partial_fit(texts, TARGETS[kind][:2])
    assert seen[0].filename == __file__
    assert_array_equal(model.embedding_.vectors, vectors)
    assert np.any(model.intercept_ != intercept)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        model.partial_fit([*texts, DOCUMENTS[0]], TARGETS[kind][:3])
