"""
Which embedding should I use?
=============================

One call compares vectorizers on a classification task: word2vec, GloVe, a supervised embedding,
pretrained vectors, and tf-idf, which is always included.
"""

# %%
# The task
# --------
# The texts are paragraphs of documentation on your machine; the task is to predict the subpackage
# that each one documents. Texts of other classes are used to train the pretrained vectors.

import numpy as np

from skembed.datasets import load_docstrings

text = load_docstrings()
names = np.array(text.target_names)[text.target]
is_task = np.isin(names, [f"scipy.{part}" for part in ("integrate", "linalg", "signal", "sparse")])
texts = [t for t, mine in zip(text.data, is_task, strict=True) if mine]
elsewhere = [t for t, mine in zip(text.data, is_task, strict=True) if not mine]
y = names[is_task]
print(f"{len(texts):,} paragraphs of {len(set(y))} classes, {len(elsewhere):,} other paragraphs")

# %%
# The comparison
# --------------
# All candidates use the same folds, the same classifier and the same texts, which are read only
# once.

from skembed import (
    GloVeVectorizer,
    PretrainedVectorizer,
    SupervisedEmbeddingVectorizer,
    Word2VecVectorizer,
    compare_embeddings,
)

pretrained = Word2VecVectorizer(max_iter=10, n_jobs=2, random_state=0).fit(elsewhere).embedding_
vectorizers = {
    "word2vec": Word2VecVectorizer(pooling="idf", random_state=0),
    "GloVe": GloVeVectorizer(pooling="idf", random_state=0),
    "supervised": SupervisedEmbeddingVectorizer(random_state=0),
    "pretrained": PretrainedVectorizer(pretrained, pooling="idf"),
}
comparison = compare_embeddings(vectorizers, texts, y, cv=5, n_jobs=2, return_vectorizers=True)
print(comparison)

# %%
# Look at *gap to best*: folds are hard or easy for all candidates alike, so their
# differences on the same folds are more reliable than the scores themselves. If an interval
# contains 0, these texts do not show a significant difference.
#
# The same differences and intervals as a plot, against the time that each candidate takes:

import matplotlib.pyplot as plt

from skembed import EmbeddingComparisonDisplay

display = EmbeddingComparisonDisplay.from_comparison(comparison)
display.ax_.set_title("Accuracy against time")
plt.show()

# %%
# Nearest neighbors
# -----------------
# In word2vec and GloVe, neighbors are words that occur in the same contexts. In a supervised
# embedding, they are words and pairs of words that indicate the same subpackage.

from skembed import NeighborsDisplay

embeddings = {name: vectorizer.fit(texts, y).embedding_ for name, vectorizer in vectorizers.items()}
display = NeighborsDisplay.from_embeddings(
    embeddings, ["matrix", "filter"], n_neighbors=6, restrict_to=5000
)
display.ax_.set_title("Nearest neighbors of two words")
plt.show()

# %%
# A map of the documents
# ----------------------
# Each document by the supervised features of the fold that left it out, projected onto two
# principal components. (A vectorizer would separate the documents that it was fitted on even if
# their labels were random.)

from skembed import DocumentMapDisplay

display = DocumentMapDisplay.from_comparison(comparison, texts, y, name="supervised")
plt.show()
