"""
Learning curves: when pretrained vectors help
=============================================

Labels are expensive, while texts are easy to get. Word2vec learns vectors from unlabeled texts, and
pretrained vectors come from other texts altogether; a supervised embedding needs labels. Qi et al.
(2018) plotted the learning curves for translation; this example does it for classification.
"""

# %%
# The task, and other texts
# -------------------------
# The texts are paragraphs of documentation on your machine. Twelve of its subpackages are the
# classes of the task: which of them does a paragraph document? The paragraphs of all other
# subpackages (``elsewhere``) are used to train the pretrained vectors.

import numpy as np

from skembed.datasets import load_docstrings

text = load_docstrings()
names = np.array(text.target_names)[text.target]
of_task = [name for name in text.target_names if name.startswith("sklearn.")][:12]
is_task = np.isin(names, of_task)
texts = [t for t, mine in zip(text.data, is_task, strict=True) if mine]
elsewhere = [t for t, mine in zip(text.data, is_task, strict=True) if not mine]
y = names[is_task]
print(f"{len(texts):,} paragraphs of {len(of_task)} classes, {len(elsewhere):,} other paragraphs")

# %%
# The pretrained vectors are learned once. They are an :class:`~skembed.Embedding`; the path of a
# file of vectors would do as well.

from skembed import Word2VecVectorizer

pretrained = Word2VecVectorizer(max_iter=20, n_jobs=2, random_state=0).fit(elsewhere).embedding_
print(pretrained)

# %%
# Five candidates
# ---------------
# With ``use_unlabeled=True``, vectorizers that need no labels are fitted to all texts of a
# training set; only the classifier is limited to the labeled ones.

from sklearn.model_selection import StratifiedKFold

from skembed import PretrainedVectorizer, SupervisedEmbeddingVectorizer, compare_embeddings

vectorizers = {
    "pretrained, frozen": PretrainedVectorizer(pretrained, pooling="idf"),
    "pretrained and supervised": SupervisedEmbeddingVectorizer(init=pretrained, random_state=0),
    "word2vec on all texts": Word2VecVectorizer(pooling="idf", random_state=0),
    "supervised": SupervisedEmbeddingVectorizer(random_state=0),
}
curve = compare_embeddings(
    vectorizers,
    texts,
    y,
    cv=StratifiedKFold(3, shuffle=True, random_state=0),
    train_sizes=[36, 60, 120, 250, 500, 1000, 1900],
    use_unlabeled=True,
    seeds=2,
    n_jobs=2,
)
print(curve)

# %%
# The learning curves
# -------------------

import matplotlib.pyplot as plt

from skembed import EmbeddingLearningCurveDisplay

display = EmbeddingLearningCurveDisplay.from_comparison(curve)
display.ax_.set_title("With few labels, text without labels helps")
plt.show()

# %%
# With few labels, vectors learned without labels are ahead: words that do not occur in the labeled
# texts are close to words that do. With many labels, learning from the labels pays off, and
# tf-idf is hard to beat. Where the curves cross depends on the task, and on how similar the other
# texts are to it; :func:`~skembed.compare_embeddings` computes them for your own task.
