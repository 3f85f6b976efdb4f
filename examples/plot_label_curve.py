"""
Few labels, many texts: when pretrained vectors help
====================================================

Labels cost work, texts are at hand. Vectors can be learned from texts without any label, and from
other texts altogether; vectors learned from labels need labels. Qi et al. (2018) drew the curve
that decides between them, for translation; this example draws it for a classification.
"""

# %%
# The task, and texts from elsewhere
# ----------------------------------
# The texts are paragraphs of documentation that is on this machine. Twelve of its subpackages are
# the task: which of them does a paragraph belong to? The paragraphs of all others are *elsewhere*:
# they are of no class of the task, and vectors learned from them are pretrained vectors.

import numpy as np

from skembed.datasets import load_docstrings

text = load_docstrings()
names = np.array(text.target_names)[text.target]
of_task = [name for name in text.target_names if name.startswith("sklearn.")][:12]
is_task = np.isin(names, of_task)
texts = [t for t, mine in zip(text.data, is_task, strict=True) if mine]
elsewhere = [t for t, mine in zip(text.data, is_task, strict=True) if not mine]
y = names[is_task]
print(f"{len(texts):,} paragraphs of {len(of_task)} classes, {len(elsewhere):,} elsewhere")

# %%
# Pretrained vectors are learned once. They are an :class:`~skembed.Embedding`; a file of vectors
# that somebody else made would do as well.

from skembed import Word2VecVectorizer

pretrained = Word2VecVectorizer(max_iter=20, n_jobs=2, random_state=0).fit(elsewhere).embedding_
print(pretrained)

# %%
# Five ways
# ---------
# With ``use_unlabeled=True``, vectorizers that need no labels are fitted to all texts of a
# training part, and only the classifier behind them has to do with the labeled ones.

from sklearn.model_selection import StratifiedKFold

from skembed import PretrainedVectorizer, SupervisedEmbeddingVectorizer, compare_embeddings

vectorizers = {
    "pretrained, frozen": PretrainedVectorizer(pretrained, pooling="idf"),
    "pretrained, as a start": SupervisedEmbeddingVectorizer(
        init=pretrained, n_components=pretrained.n_components, random_state=0
    ),
    "word2vec on all texts": Word2VecVectorizer(max_iter=20, pooling="idf", random_state=0),
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
# The curve
# ---------

import matplotlib.pyplot as plt

from skembed import EmbeddingLearningCurveDisplay

display = EmbeddingLearningCurveDisplay.from_comparison(curve)
display.ax_.set_title("Who learned without labels leads while labels are few")
plt.show()

# %%
# With few labels, what was learned without labels is ahead: the words of a text that nobody has
# labeled yet still lie near words that were. With many, it pays to learn from the labels, and
# counting words is hard to beat. Where the lines cross depends on the task, and on how near the
# texts from elsewhere are to it; :func:`~skembed.compare_embeddings` draws them for your own.
