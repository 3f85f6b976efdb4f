"""Code that the command prints: it runs as printed and constructs the same estimators."""

import numpy as np
import pytest
from command_tools import LABELS, TEXTS
from sklearn.base import clone
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold
from sklearn.pipeline import Pipeline, make_pipeline

from skembed import (
    FeatureScaler,
    PretrainedVectorizer,
    SupervisedEmbeddingVectorizer,
    Word2VecVectorizer,
    compare_embeddings,
    unicode_token_pattern,
)
from skembed._command._code import comparison_code, pipeline_code, quoted

SMALL = {"n_components": 3, "max_iter": 1, "random_state": 0}


def ran(code, **names):
    exec(compile(code, "code", "exec"), names)
    return names


@pytest.mark.parametrize(
    "vectorizer",
    [
        TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2)),
        SupervisedEmbeddingVectorizer(**SMALL, ngram_range=(1, 3), stop_words=["'", '"', "a\n1"]),
        Word2VecVectorizer(**SMALL, token_pattern=r"(?u)\w+\S*", pooling=["mean", "idf"]),
        Pipeline([("a", TfidfVectorizer()), ("b", TruncatedSVD(3, random_state=0))]),
        TfidfVectorizer(token_pattern=unicode_token_pattern()),
    ],
)
def test_a_pipeline(vectorizer):
    pipeline = make_pipeline(vectorizer, make_pipeline(FeatureScaler(), LogisticRegression()))
    code = pipeline_code(pipeline)
    assert max(map(len, code.splitlines())) <= 88
    model = ran(code, texts=TEXTS, labels=LABELS)["model"]
    pipeline.fit(TEXTS, LABELS)
    np.testing.assert_array_equal(model.predict_proba(TEXTS), pipeline.predict_proba(TEXTS))


def test_the_code_is_what_one_would_write():
    pipeline = make_pipeline(TfidfVectorizer(sublinear_tf=True), LogisticRegression())
    assert pipeline_code(pipeline) == (
        "from sklearn.feature_extraction.text import TfidfVectorizer\n"
        "from sklearn.linear_model import LogisticRegression\n"
        "from sklearn.pipeline import make_pipeline\n\n"
        "model = make_pipeline(TfidfVectorizer(sublinear_tf=True), LogisticRegression())\n"
        "model.fit(texts, labels)"
    )
    assert [quoted(text) for text in ("a", 'a"', "it's", "\n")] == [
        '"a"',
        "'a\"'",
        '"it\'s"',
        '"\\n"',
    ]


def test_pretrained_vectors(tmp_path):
    word2vec = Word2VecVectorizer(**SMALL)
    embedding = clone(word2vec).fit(TEXTS[:30]).embedding_
    pipeline = make_pipeline(PretrainedVectorizer(embedding, pooling="idf"), LogisticRegression())
    names = ran(pipeline_code(pipeline, word2vec), texts=TEXTS, labels=LABELS, unlabeled=TEXTS[:30])
    pipeline.fit(TEXTS, LABELS)
    np.testing.assert_array_equal(
        names["model"].predict_proba(TEXTS), pipeline.predict_proba(TEXTS)
    )
    path = tmp_path / "vectors'.txt"
    rows = zip(embedding.terms, embedding.vectors.tolist(), strict=True)
    path.write_text("".join(f"{t} {' '.join(map(repr, v))}\n" for t, v in rows), "utf-8")
    model = ran(pipeline_code(pipeline, str(path)), texts=TEXTS, labels=LABELS)["model"]
    assert model[0].vectors == str(path)
    assert list(model.predict(TEXTS)) == list(pipeline.predict(TEXTS))


@pytest.mark.parametrize("groups", [None, np.arange(60) // 2])
def test_a_comparison(capsys, groups):
    kind = StratifiedKFold if groups is None else StratifiedGroupKFold
    options = {
        "estimator": make_pipeline(FeatureScaler(), LogisticRegression()),
        "cv": kind(2, shuffle=True, random_state=0),
        "scoring": ["accuracy", "f1_macro"],
        "groups": groups,
        "baseline": {"tf-idf": TfidfVectorizer()},
    }
    vectorizers = {'the "first"': Word2VecVectorizer(**SMALL)}
    code = comparison_code(vectorizers, options)
    found = ran(code, texts=TEXTS, labels=LABELS, groups=groups)["comparison"]
    expected = compare_embeddings(vectorizers, TEXTS, LABELS, **options)
    for scoring, scores in expected.scores.items():
        np.testing.assert_array_equal(found.scores[scoring], scores)
    assert found.names == expected.names
    assert 'the "first"' in capsys.readouterr().out
