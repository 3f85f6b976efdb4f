"""
A grid search over several vectorizers
======================================

Which vectorizer, and with which parameters? A vectorizer is a value like any other, so one grid
can contain several classes, each with its own parameters. This example also shows how to avoid
repeated work in a search: reading texts, counting, and training hopeless candidates.
"""

# %%
# One search over four classes
# ----------------------------
# Each dict of the grid is for one class. ``FeatureScaler`` scales dense and sparse features such
# that a single classifier is fair to all.

import time

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import Pipeline

from skembed import (
    FeatureScaler,
    GloVeVectorizer,
    SupervisedEmbeddingVectorizer,
    Word2VecVectorizer,
)
from skembed.datasets import load_docstrings

texts, y = load_docstrings(
    categories=[f"sklearn.{name}" for name in ("cluster", "ensemble", "metrics", "svm")],
    return_X_y=True,
)
pipeline = Pipeline(
    [
        ("vectorizer", TfidfVectorizer()),
        ("scaler", FeatureScaler()),
        ("classifier", LogisticRegression(max_iter=1000)),
    ]
)
grid = [
    {"vectorizer": [TfidfVectorizer(sublinear_tf=True)], "vectorizer__min_df": [1, 2]},
    {
        "vectorizer": [Word2VecVectorizer(random_state=0)],
        "vectorizer__algorithm": ["skip-gram", "cbow"],
        "vectorizer__pooling": ["mean", "idf", ["mean", "max"]],
    },
    {
        "vectorizer": [GloVeVectorizer(random_state=0)],
        "vectorizer__x_max": [1, 10],
        "vectorizer__learning_rate": [0.1, 0.2],
    },
    {
        "vectorizer": [SupervisedEmbeddingVectorizer(random_state=0)],
        "vectorizer__ngram_range": [(1, 1), (1, 2)],
    },
]
begin = time.perf_counter()
search = GridSearchCV(pipeline, grid, cv=3, n_jobs=2).fit(texts, y)
took = time.perf_counter() - begin
print(f"{len(texts):,} texts, {len(search.cv_results_['params'])} candidates: {took:.1f} s")

# %%
# The best candidate of each class:

import numpy as np

results = search.cv_results_
kinds = np.array([type(params["vectorizer"]).__name__ for params in results["params"]])
for kind in dict.fromkeys(kinds):
    best = np.flatnonzero(kinds == kind)[results["mean_test_score"][kinds == kind].argmax()]
    score, deviation = results["mean_test_score"][best], results["std_test_score"][best]
    parameters = {
        name.removeprefix("vectorizer__"): value
        for name, value in results["params"][best].items()
        if "__" in name
    }
    print(f"{kind:30} {score:.3f} ± {deviation:.3f}  {parameters}")

# %%
# Reading and counting once
# -------------------------
# A search reads the texts again for each candidate and fold. :func:`~skembed.tokenize_documents`
# reads them once. The results are the same, bit for bit, because the vocabulary is still learned
# in each fit. ``memory`` caches the counts of GloVe, which depend on the fold and on
# ``window``, but not on the other parameters.

import tempfile

from sklearn.neighbors import NearestCentroid

from skembed import tokenize_documents

everything = load_docstrings()
quick = Pipeline(
    [
        ("vectorizer", GloVeVectorizer(n_components=10, max_iter=1, window=60, random_state=0)),
        (
            "classifier",
            NearestCentroid(),
        ),  # fast, so that the vectorizer dominates
    ]
)
grid = {"vectorizer__x_max": [1, 2, 5, 10, 20, 50, 100, 200]}
seconds = {}
with tempfile.TemporaryDirectory() as folder:
    begin = time.perf_counter()
    tokens = tokenize_documents(everything.data, quick["vectorizer"])
    reading = time.perf_counter() - begin
    for name, documents, memory in [
        ("texts", everything.data, None),
        ("tokens", tokens, None),
        ("tokens, counts kept", tokens, folder),
    ]:
        begin = time.perf_counter()
        search = GridSearchCV(quick.set_params(vectorizer__memory=memory), grid, cv=2, refit=False)
        search.fit(documents, everything.target)
        seconds[name] = time.perf_counter() - begin + (reading if documents is tokens else 0)
        scores = search.cv_results_["mean_test_score"]
        print(f"{name:20} {seconds[name]:4.1f} s, scores {scores[:3]} ...")

import matplotlib.pyplot as plt

figure, ax = plt.subplots(figsize=(6.4, 1.8), layout="constrained")
ax.barh(list(seconds), list(seconds.values()), color="#1f6fb4", height=0.6)
ax.invert_yaxis()
ax.set(xlabel="seconds for 8 candidates and 2 folds")
ax.set_title("Time of the same search on texts, tokens and cached counts", fontsize=11, loc="left")
ax.spines[["top", "right"]].set_visible(False)
plt.show()

# %%
# Successive halving over the number of passes
# --------------------------------------------
# Successive halving trains all candidates with a few passes, and then the better half with more
# passes. The number of passes is a parameter like any other, so it can be the resource.

from sklearn.experimental import enable_halving_search_cv  # noqa: F401
from sklearn.model_selection import HalvingGridSearchCV

halving = HalvingGridSearchCV(
    pipeline.set_params(vectorizer=Word2VecVectorizer(random_state=0)),
    {
        "vectorizer__algorithm": ["skip-gram", "cbow"],
        "vectorizer__pooling": ["mean", "idf"],
        "vectorizer__window": [3, 10],
    },
    resource="vectorizer__max_iter",
    min_resources=5,
    max_resources=40,
    factor=2,
    cv=3,
    n_jobs=2,
    random_state=0,
)
halving.fit(tokenize_documents(texts), y)
for i in range(halving.n_iterations_):
    now = halving.cv_results_["iter"] == i
    score = halving.cv_results_["mean_test_score"][now].max()
    passes = halving.n_resources_[i]
    print(f"{now.sum()} candidates, {passes:2} passes: best accuracy {score:.3f}")
print(halving.best_params_)
