"""
Few labels, much text: word2vec and tf-idf
==========================================

Word vectors are learned without labels. So whoever has much text and few labels can learn the
vectors from all of the text, and a classifier from the little that is labelled. This example
measures what that is worth against tf-idf, on paragraphs from the documentation of scientific
Python packages: which part of SciPy or scikit-learn does a paragraph describe?
"""

# %%
# The text
# --------
# :func:`~skembed.datasets.load_docstrings` finds the text on this machine, in the docstrings of
# installed packages. The vectors may see all of it; the task is to tell ten of the classes apart.

from skembed.datasets import load_docstrings

CLASSES = [
    "numpy.ma",
    "scipy.interpolate",
    "scipy.ndimage",
    "scipy.optimize",
    "scipy.signal",
    "scipy.stats",
    "sklearn.cluster",
    "sklearn.ensemble",
    "sklearn.linear_model",
    "sklearn.metrics",
]
everything = load_docstrings()
task = load_docstrings(categories=CLASSES)
print(f"{len(everything.data):,} paragraphs, {len(task.data):,} of them in {len(CLASSES)} classes")
print(task.data[0])

# %%
# Learning the vectors
# --------------------
# A corpus of half a million words is small, so it needs more passes than the default of 5. A wide window
# makes neighbours of words that belong to one subject; words in fewer than five paragraphs are left
# out. ``pooling="idf"`` averages the vectors of a paragraph's words, with more weight on rare words.

from skembed import Word2VecVectorizer

word2vec = Word2VecVectorizer(
    n_components=100,
    window=10,
    max_iter=20,
    min_df=5,
    pooling="idf",
    norm="l2",
    n_jobs=2,
    random_state=0,
)
word2vec.fit(everything.data)

# %%
# The loss of each pass is in ``loss_curve_``. Where it has become nearly flat, more passes are of
# little use.

import matplotlib.pyplot as plt

passes = range(1, word2vec.n_iter_ + 1)
figure, ax = plt.subplots(figsize=(6.4, 3.2), layout="constrained")
ax.plot(passes, word2vec.loss_curve_, "o-", color="#1f6fb4", markersize=4)
ax.set(xlabel="pass over the text", ylabel="mean loss of a pair")
ax.set_xticks([1, 5, 10, 15, 20])
ax.spines[["top", "right"]].set_visible(False)
ax.grid(axis="y", color="0.9")
plt.show()

# %%
# Neighbours
# ----------
# What has been learned shows in the words whose vectors point in nearly the same direction. They are
# looked for among the 3,000 most frequent words.

for word in ["matrix", "kernel", "clustering", "probability", "gradient"]:
    near = word2vec.embedding_.most_similar(word, n=5, restrict_to=3000)
    print(f"{word:12}", ", ".join(term for term, cosine in near))

# %%
# A classifier with few labels
# ----------------------------
# Both vectorizers are fitted on all of the text, which needs no labels; what is varied is the
# number of labelled paragraphs of each class that the classifier learns from.
# :class:`~sklearn.frozen.FrozenEstimator` keeps the pipeline from fitting them again.

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.frozen import FrozenEstimator
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline

tfidf = TfidfVectorizer(sublinear_tf=True, min_df=2).fit(everything.data)
texts = np.array(task.data, dtype=object)
pool, test_texts, pool_y, test_y = train_test_split(
    texts, task.target, test_size=2000, stratify=task.target, random_state=0
)


def few_of_each_class(n, seed):
    """Draw n paragraphs of each class."""
    generator = np.random.default_rng(seed)
    return np.concatenate(
        [generator.choice(np.flatnonzero(pool_y == c), n, replace=False) for c in np.unique(pool_y)]
    )


def accuracy(vectorizer, n, seed):
    """Accuracy on the test texts after learning from n paragraphs of each class."""
    rows = few_of_each_class(n, seed)
    pipeline = make_pipeline(FrozenEstimator(vectorizer), LogisticRegression(C=30, max_iter=200))
    return pipeline.fit(pool[rows], pool_y[rows]).score(test_texts, test_y)


SIZES = [2, 5, 10, 20, 50, 100, 200]
SEEDS = range(3)
scores = {
    name: np.array([[accuracy(vectorizer, n, seed) for seed in SEEDS] for n in SIZES])
    for name, vectorizer in [("word2vec", word2vec), ("tf-idf", tfidf)]
}

# %%
figure, ax = plt.subplots(figsize=(6.4, 3.8), layout="constrained")
for (name, values), color in zip(scores.items(), ["#1f6fb4", "#7a7a7a"], strict=True):
    mean = values.mean(axis=1)
    ax.plot(SIZES, mean, "o-", color=color, markersize=5)
    ax.fill_between(SIZES, values.min(axis=1), values.max(axis=1), color=color, alpha=0.2, lw=0)
    place, offset = (SIZES[2], mean[2]), (-6, 10) if name == "word2vec" else (10, -12)
    ax.annotate(name, place, offset, textcoords="offset points", color=color, weight="bold",
                ha="right" if name == "word2vec" else "left")  # fmt: skip
ax.set_xscale("log")
ax.set_xticks(SIZES, SIZES)
ax.minorticks_off()
ax.set(xlabel="labelled paragraphs of each class", ylabel="accuracy on 2,000 others")
ax.spines[["top", "right"]].set_visible(False)
ax.grid(axis="y", color="0.9")
plt.show()

# %%
# With two to ten labels a class, the vectors make up for much of what the labels do not say: a
# classifier that has seen *covariance* knows what to think of *variance*. As labels become many,
# tf-idf catches up, because it can weigh every single word for itself, which an average of 100
# numbers cannot. Which is better for a task of yours depends on the side of the crossing on which it
# lies, and that is what a grid search over both is for.
