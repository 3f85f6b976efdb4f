"""
Several labels per document
===========================

A document can have several labels, or none. If y is a matrix of zeros and ones,
:class:`~skembed.SupervisedEmbeddingVectorizer` learns one logistic function for each column, with
vectors that all labels share.
"""

# %%
# Documents about one to three topics
# -----------------------------------
# Paragraphs of documentation have one topic each: the subpackage that they document. Joining
# paragraphs of different topics gives documents with several labels. The paragraphs of the test
# documents are not among those of the training documents.

import numpy as np
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MultiLabelBinarizer

from skembed.datasets import load_docstrings

topics = [f"sklearn.{name}" for name in ("cluster", "decomposition", "ensemble", "metrics", "svm")]
paragraphs, topic = load_docstrings(categories=topics, return_X_y=True)
parts = train_test_split(paragraphs, topic, test_size=0.3, stratify=topic, random_state=0)


def documents(paragraphs, topic, n, rng):
    """Join paragraphs of one to three topics each."""
    chosen = [rng.choice(len(topics), rng.integers(1, 4), replace=False) for _ in range(n)]
    rows = [[rng.choice(np.flatnonzero(topic == k)) for k in some] for some in chosen]
    texts = [" ".join(paragraphs[i] for i in some) for some in rows]
    return texts, [[topics[k] for k in some] for some in chosen]


rng = np.random.default_rng(0)
texts, labels = documents(parts[0], parts[2], 800, rng)
test_texts, test_labels = documents(parts[1], parts[3], 400, rng)
binarizer = MultiLabelBinarizer(classes=topics)
y, y_test = binarizer.fit_transform(labels), binarizer.transform(test_labels)
print(labels[:3])
print(f"{y.shape[1]} labels, {y.sum(axis=1).mean():.1f} per document")

# %%
# Two models
# ----------
# tf-idf needs one classifier per label; the supervised embedding learns all of them at once. Both
# use single words.

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import make_pipeline

from skembed import SupervisedEmbeddingVectorizer

models = {
    "tf-idf of words": make_pipeline(
        TfidfVectorizer(sublinear_tf=True),
        OneVsRestClassifier(LogisticRegression(C=10, max_iter=1000)),
    ),
    "supervised embedding": SupervisedEmbeddingVectorizer(ngram_range=(1, 1), random_state=0),
}
scores = {}
for name, model in models.items():
    predicted = model.fit(texts, y).predict(test_texts)
    scores[name] = f1_score(y_test, predicted, average=None)
    micro = f1_score(y_test, predicted, average="micro")
    print(f"{name}: micro-averaged F1 {micro:.3f} on the test documents")

# %%
# tf-idf with one classifier per label is ahead here: there are only 800 documents, and single
# words reveal these topics. The embedding needs one model instead of five, and its features are
# few and dense. The labels of a test document, as sets and as probabilities:

embedding = models["supervised embedding"]
row = y_test.sum(axis=1).argmax()
print("true:     ", *test_labels[row])
print("predicted:", *binarizer.inverse_transform(embedding.predict([test_texts[row]]))[0])
for name, p in zip(topics, embedding.predict_proba([test_texts[row]])[0], strict=True):
    print(f"{name:21} {p:.2f}")

# %%
# Which labels are hard?
# ----------------------

import matplotlib.pyplot as plt

order = np.argsort(scores["supervised embedding"])
figure, ax = plt.subplots(figsize=(7, 4))
for (name, f1), marker in zip(scores.items(), "os", strict=True):
    ax.plot(f1[order], range(len(order)), marker, label=name)
ax.set_yticks(range(len(order)), np.array(topics)[order])
ax.set(xlabel="F1 on the test documents", xlim=(0, 1), title="F1 of each label")
ax.grid(axis="x", alpha=0.3)
ax.legend(loc="lower left")
figure.tight_layout()
plt.show()

# %%
# ``predict`` assigns every label with a probability above one half. For rare labels, a lower
# threshold on ``predict_proba`` often gives a better F1;
# :class:`~sklearn.model_selection.TunedThresholdClassifierCV` finds it, for one label at a time.
