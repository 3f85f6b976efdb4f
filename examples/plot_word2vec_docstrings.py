"""
Few labels, many texts: word2vec compared with tf-idf
=====================================================

Word vectors are learned without labels. So if you have many texts but few labels, you can learn the
vectors from all texts, and train a classifier on the labeled ones. This example compares the
result with tf-idf on paragraphs from the documentation of scientific Python packages: which part of
SciPy or scikit-learn does a paragraph describe?
"""

# %%
# The data
# --------
# :func:`~skembed.datasets.load_docstrings` reads the texts from the docstrings of packages
# installed on your machine. The vectors may use all of them; the task has ten of the classes.

from textwrap import fill

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
print(fill(task.data[0], 80))

# %%
# Learning the vectors
# --------------------
# A corpus of half a million words is small, so it needs more passes than the default of 10. With a
# wide window, words of the same subject become neighbors; words in fewer than five paragraphs are
# dropped. ``pooling="idf"`` averages the vectors of a paragraph's words, with more weight on rare
# words.

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
# ``loss_curve_`` contains the loss of each pass. Once it is nearly flat, more passes are of little
# use.

import matplotlib.pyplot as plt

passes = range(1, word2vec.n_iter_ + 1)
figure, ax = plt.subplots(figsize=(6.4, 3.2), layout="constrained")
ax.plot(passes, word2vec.loss_curve_, "o-", color="#1f6fb4", markersize=4)
ax.set(xlabel="pass over the text", ylabel="mean loss per pair")
ax.set_title("Training loss of word2vec: fast decrease, then slow", fontsize=11)
ax.set_xticks([1, 5, 10, 15, 20])
ax.spines[["top", "right"]].set_visible(False)
ax.grid(axis="y", color="0.9")
plt.show()

# %%
# Nearest neighbors
# -----------------
# To see what has been learned, look at the words with the highest cosine similarity, among the
# 3,000 most frequent words.

for word in ["matrix", "kernel", "clustering", "probability", "gradient"]:
    near = word2vec.embedding_.most_similar(word, n=5, restrict_to=3000)
    print(f"{word:12}", ", ".join(term for term, cosine in near))

# %%
# A classifier with few labels
# ----------------------------
# Both vectorizers are fitted to all texts, which needs no labels. We vary the number of labeled
# paragraphs per class that the classifier is trained on.

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

tfidf = TfidfVectorizer(sublinear_tf=True, min_df=5).fit(everything.data)
labels = np.array(task.target_names)[task.target]
pool_texts, test_texts, pool_y, test_y = train_test_split(
    task.data, labels, test_size=2000, stratify=labels, random_state=0
)


def few_of_each_class(n, seed):
    """Draw n paragraphs of each class."""
    generator = np.random.default_rng(seed)
    members = [np.flatnonzero(pool_y == label) for label in np.unique(pool_y)]
    return np.concatenate([generator.choice(rows, n, replace=False) for rows in members])


def accuracies(vectorizer):
    """Accuracy on the test texts, one row for each number of labels."""
    pool, test = vectorizer.transform(pool_texts), vectorizer.transform(test_texts)
    result = np.zeros((len(SIZES), len(SEEDS)))
    for i, n in enumerate(SIZES):
        for j, seed in enumerate(SEEDS):
            rows = few_of_each_class(n, seed)
            classifier = LogisticRegression(C=30, max_iter=100).fit(pool[rows], pool_y[rows])
            result[i, j] = classifier.score(test, test_y)
    return result


SIZES = [2, 5, 10, 20, 50, 100, 200]
SEEDS = range(2)
scores = {"word2vec": accuracies(word2vec), "tf-idf": accuracies(tfidf)}

# %%
figure, ax = plt.subplots(figsize=(6.4, 3.8), layout="constrained")
for (name, values), color in zip(scores.items(), ["#1f6fb4", "#7a7a7a"], strict=True):
    mean = values.mean(axis=1)
    ax.plot(SIZES, mean, "o-", color=color, markersize=5)
    lowest, highest = values.min(axis=1), values.max(axis=1)
    ax.fill_between(SIZES, lowest, highest, color=color, alpha=0.2, linewidth=0)
    offset, side = ((-6, 10), "right") if name == "word2vec" else ((10, -12), "left")
    label = {"color": color, "weight": "bold", "ha": side}
    ax.annotate(name, (SIZES[2], mean[2]), offset, textcoords="offset points", **label)
ax.set_xscale("log")
ax.set_xticks(SIZES, SIZES)
ax.minorticks_off()
ax.set(xlabel="labeled paragraphs per class", ylabel="accuracy on 2,000 test paragraphs")
ax.set_title("word2vec is better with few labels; tf-idf catches up with many", fontsize=11)
ax.spines[["top", "right"]].set_visible(False)
ax.grid(axis="y", color="0.9")
plt.show()

# %%
# With two to ten labels per class, the vectors make up for the missing labels: a
# classifier that has seen *covariance* can also handle *variance*. With many labels,
# tf-idf catches up, because it can weight every single word, which an average of 100
# numbers cannot. Which is better for your task depends on which side of the crossing
# it lies; use a grid search over both to find out.

# %%
# A pipeline with frozen vectors
# ------------------------------
# :class:`~sklearn.frozen.FrozenEstimator` keeps the pipeline from fitting the vectorizer again to
# the few labeled texts. The pipeline takes raw text, and can be cross-validated, pickled and
# searched like any other.

from sklearn.frozen import FrozenEstimator
from sklearn.pipeline import make_pipeline

pipeline = make_pipeline(FrozenEstimator(word2vec), LogisticRegression(C=30, max_iter=100))
rows = few_of_each_class(10, seed=0)
pipeline.fit([pool_texts[row] for row in rows], pool_y[rows])
print(
    pipeline.predict(
        [
            "A low-pass filter removes high frequencies.",
            "Each tree is grown on a bootstrap sample.",
            "Integrate the probability density function.",
        ]
    )
)

# sphinx_gallery_thumbnail_number = 2  # noqa: ERA001
