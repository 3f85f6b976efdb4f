"""
GloVe: co-occurrence counts and a grid search that reuses them
==============================================================

GloVe learns from counts of how often words occur near each other. This example shows such counts,
the vectors learned from them, and a grid search whose candidates share their counts.
"""

# %%
# Co-occurrence counts
# --------------------
# The texts are paragraphs of documentation on your machine. Rows and columns of the matrix are
# words; two words at distance :math:`D` count :math:`1 / D`.

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer

from skembed import cooccurrence_matrix
from skembed.datasets import load_docstrings

text = load_docstrings()
words = CountVectorizer(min_df=5).fit(text.data).vocabulary_
counts = cooccurrence_matrix(text.data, words, window=10)
print(f"{counts.shape[0]:,} words, {counts.nnz:,} pairs of words occur near each other")

# %%
# To distinguish two words, it does not matter much which words they occur with, but which words
# one of them occurs with more often than the other. Both *matrix* and *cluster* occur near *the*,
# with almost equal frequency; *eigenvalues* and *centroids* distinguish them. GloVe is designed
# such that the difference of two vectors represents the logarithms of these ratios.

share = {word: counts[[words[word]], :].toarray()[0] for word in ["matrix", "cluster"]}
for other in ["the", "is", "symmetric", "eigenvalues", "centroids", "samples"]:
    a, b = (values[words[other]] / values.sum() for values in share.values())
    ratio = f"{a / b:6.2f}" if b > 0 else "  only matrix"
    print(f"{other:12} matrix {a:.5f}   cluster {b:.5f}   ratio {ratio}")

# %%
# Vectors
# -------
# ``loss_curve_`` is the mean squared error of the logarithms over all pairs, weighted as in the
# paper.

import matplotlib.pyplot as plt

from skembed import GloVeVectorizer

glove = GloVeVectorizer(n_components=50, min_df=5, x_max=1, n_jobs=2, random_state=0)
glove.fit(text.data)

figure, ax = plt.subplots(figsize=(6.4, 3.2), layout="constrained")
passes = np.arange(1, glove.n_iter_ + 1)
ax.plot(passes, glove.loss_curve_, "o-", color="#1f6fb4", markersize=4)
ax.set(xlabel="pass over the counts", ylabel="mean loss per pair", ylim=(0, None))
ax.set_title("Training loss of GloVe: fast decrease, then flat", fontsize=11)
ax.spines[["top", "right"]].set_visible(False)
ax.grid(axis="y", color="0.9")
plt.show()

# %%
for word in ["matrix", "kernel", "clustering", "probability", "gradient"]:
    near = glove.embedding_.most_similar(word, n=5, restrict_to=3000)
    print(f"{word:12}", ", ".join(term for term, cosine in near))

# %%
# A grid search that counts once per fold
# ---------------------------------------
# ``memory`` names a folder for caching the counts. The twelve candidates below differ only in
# training and pooling, so the words of each of the two folds are counted only once.

from tempfile import TemporaryDirectory

from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

task = load_docstrings(categories=["scipy.ndimage", "scipy.signal", "sklearn.cluster"])
grid = {
    "glovevectorizer__n_components": [20, 40],
    "glovevectorizer__x_max": [1, 10, 100],
    "glovevectorizer__pooling": ["mean", "idf"],
}
with TemporaryDirectory() as folder:
    pipeline = make_pipeline(
        GloVeVectorizer(min_df=2, max_iter=15, memory=folder, random_state=0),
        StandardScaler(),
        LogisticRegression(C=0.1, max_iter=1000),
    )
    search = GridSearchCV(pipeline, grid, cv=2).fit(task.data, task.target)

# %%
results = search.cv_results_
figure, ax = plt.subplots(figsize=(6.4, 3.2), layout="constrained")
for pooling, color in [("mean", "#7a7a7a"), ("idf", "#1f6fb4")]:
    for n, style in [(20, "o--"), (40, "o-")]:
        chosen = [
            (p["glovevectorizer__x_max"], score)
            for p, score in zip(results["params"], results["mean_test_score"], strict=True)
            if p["glovevectorizer__pooling"] == pooling and p["glovevectorizer__n_components"] == n
        ]
        ax.plot(*zip(*sorted(chosen), strict=True), style, color=color, label=f"{pooling}, {n}")
ax.set(xlabel="x_max", ylabel="accuracy", xscale="log")
ax.set_title("Accuracy of the twelve candidates", fontsize=11)
ax.set_xticks([1, 10, 100], ["1", "10", "100"])
ax.minorticks_off()
ax.legend(title="pooling, components", frameon=False)
ax.spines[["top", "right"]].set_visible(False)
ax.grid(axis="y", color="0.9")
plt.show()
