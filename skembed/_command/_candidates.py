"""The candidates and baselines of the command. Only pretrained vectors are fitted here."""

from __future__ import annotations

from typing import Any, NamedTuple

from sklearn.base import clone

from .._comparison._baselines import tfidf, tfidf_name
from .._core.embedding import Embedding
from .._glove.estimator import GloVeVectorizer
from .._pretrained.estimator import PretrainedVectorizer
from .._supervised.classifier import SupervisedEmbeddingVectorizer
from .._supervised.regressor import SupervisedEmbeddingRegressor
from .._word2vec.estimator import Word2VecVectorizer
from ._task import CommandTask

Vectorizers = dict[str, Any]

SKIP_GRAM, CBOW = "word2vec skip-gram", "word2vec CBOW"
PRETRAINED, SUPERVISED = "pretrained", "supervised"


class Pretraining(NamedTuple):
    """Where pretrained vectors come from: a file, or a vectorizer for the unlabeled texts."""

    source: str | Word2VecVectorizer
    embedding: Embedding


def find_vectorizers(
    task: CommandTask,
    text: dict[str, Any],
    ngram_range: tuple[int, int] | None = None,
    pretraining: Pretraining | None = None,
    *,
    quick: bool = False,
) -> Vectorizers:
    """Return the candidates.

    Parameters
    ----------
    task : CommandTask
        Texts and targets.

    text : dict
        Text parameters of all candidates.

    ngram_range : tuple (min_n, max_n), default=None
        Lengths of the n-grams of the supervised embedding; None for its default.

    pretraining : Pretraining, default=None
        Pretrained vectors.

    quick : bool, default=False
        Whether to learn small vectors in few passes.

    Returns
    -------
    vectorizers : dict of str to vectorizer
        Unfitted.
    """
    shared = {**_small(quick), "random_state": 0, **text}
    skip_gram = Word2VecVectorizer(pooling="idf", **shared)
    found: Vectorizers = {
        SKIP_GRAM: skip_gram,
        CBOW: clone(skip_gram).set_params(algorithm="cbow"),
        "GloVe": GloVeVectorizer(pooling="idf", **shared),
    }
    if pretraining is not None:
        found[PRETRAINED] = PretrainedVectorizer(pretraining.embedding, pooling="idf", **text)
    supervised = (
        SupervisedEmbeddingRegressor if task.is_regression else SupervisedEmbeddingVectorizer
    )
    found[SUPERVISED] = supervised(max_iter=2 if quick else "auto", random_state=0, **text)
    if ngram_range is not None:
        found[SUPERVISED].set_params(ngram_range=ngram_range)
    return found


def find_baselines(text: dict[str, Any], ngram_range: tuple[int, int] | None = None) -> Vectorizers:
    """Return tf-idf of words and of the n-grams that the supervised embedding reads."""
    low, high = ngram_range or (1, 2)
    if text.get("analyzer", "word") != "word":
        sizes = f"{low}" if low == high else f"{low} to {high}"
        return {f"tf-idf of {sizes} characters": tfidf((low, high), **text)}
    ranges = sorted({(1, 1), (low, high)})
    return {tfidf_name(each): tfidf(each, **text) for each in ranges}


def pretrain(task: CommandTask, text: dict[str, Any], *, quick: bool = False) -> Pretraining | None:
    """Train vectors on the unlabeled texts, if there are at least as many as labeled ones.

    The unlabeled texts are in no fold, so such vectors count as pretrained.
    """
    if len(task.unlabeled) < len(task.X):
        return None
    word2vec = Word2VecVectorizer(random_state=0, **_small(quick), **text)
    fitted = clone(word2vec).set_params(n_jobs=-1).fit(task.unlabeled)
    return Pretraining(word2vec, fitted.embedding_)


def _small(quick: bool) -> dict[str, Any]:
    """Return the parameters of small vectors that are learned in few passes, if ``quick``."""
    return {"n_components": 20, "max_iter": 2} if quick else {}
