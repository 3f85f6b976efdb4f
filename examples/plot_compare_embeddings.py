"""
Which embedding should I use?
=============================

One call compares vectorizers on a task: word2vec, GloVe, vectors learned from the labels, vectors
learned elsewhere, and tf-idf, which is always there.
"""

# %%
# The task
# --------
# Paragraphs of documentation that is on this machine: which subpackage does one belong to? Texts
# that are of no class of the task teach vectors from elsewhere.

import numpy as np

from skembed.datasets import load_docstrings

text = load_docstrings()
names = np.array(text.target_names)[text.target]
is_task = np.isin(names, [f"scipy.{part}" for part in ("integrate", "linalg", "signal", "sparse")])
texts = [t for t, mine in zip(text.data, is_task, strict=True) if mine]
elsewhere = [t for t, mine in zip(text.data, is_task, strict=True) if not mine]
y = names[is_task]
print(f"{len(texts):,} paragraphs of {len(set(y))} classes, {len(elsewhere):,} elsewhere")

# %%
# The comparison
# --------------
# All candidates are given the same folds, the same classifier and the same texts, which are read
# once for all of them.

from skembed import (
    GloVeVectorizer,
    PretrainedVectorizer,
    SupervisedEmbeddingVectorizer,
    Word2VecVectorizer,
    compare_embeddings,
)

pretrained = Word2VecVectorizer(max_iter=10, n_jobs=2, random_state=0).fit(elsewhere).embedding_
vectorizers = {
    "word2vec": Word2VecVectorizer(max_iter=20, pooling="idf", random_state=0),
    "GloVe": GloVeVectorizer(x_max=1, pooling="idf", random_state=0),
    "supervised": SupervisedEmbeddingVectorizer(random_state=0),
    "pretrained": PretrainedVectorizer(pretrained, pooling="idf"),
}
comparison = compare_embeddings(vectorizers, texts, y, cv=5, n_jobs=2)
print(comparison)

# %%
# *Behind the best* is what to look at: folds are hard or easy for all candidates alike, so their
# differences in the same folds are surer than the scores themselves. An interval that holds 0 says
# that these texts do not tell the two apart.
#
# The same in a picture, against the time that each of them takes:

import matplotlib.pyplot as plt

from skembed import EmbeddingComparisonDisplay

display = EmbeddingComparisonDisplay.from_comparison(comparison)
display.ax_.set_title("Accuracy against time")
plt.show()

# %%
# What the vectors say
# --------------------
# Word2vec and GloVe know what stands together, a supervised embedding what speaks for the same
# class: its neighbors are words, and pairs of words, of the same subpackage.

from skembed import NeighborsDisplay

embeddings = {name: vectorizer.fit(texts, y).embedding_ for name, vectorizer in vectorizers.items()}
display = NeighborsDisplay.from_embeddings(
    embeddings, ["matrix", "filter"], n_neighbors=6, restrict_to=5000
)
display.ax_.set_title("Neighbors of two words")
plt.show()

# %%
# What the documents look like
# ----------------------------
# The supervised features of documents that no training has seen, in their two main directions:

from sklearn.model_selection import train_test_split

from skembed import DocumentMapDisplay

known, new, y_known, y_new = train_test_split(texts, y, stratify=y, random_state=0)
display = DocumentMapDisplay.from_estimator(
    SupervisedEmbeddingVectorizer(random_state=0).fit(known, y_known), new, y_new
)
display.ax_.set_title("Documents that were not seen")
plt.show()
