"""
Vectors learned from the labels: why features are cross-fitted
==============================================================

A supervised embedding learns its vectors from y. Features made with such vectors for the very
documents that they were learned from know y, and whatever is trained on them next will trust them
too much. ``fit_transform`` therefore returns features of models that have not seen the document's
label. This example shows what that is worth, and what a model made its predictions of.
"""

# %%
# The task
# --------
# Paragraphs of documentation, to be told apart by the subpackage that they document; few of them
# are left for training.

import numpy as np
from sklearn.model_selection import train_test_split

from skembed import SupervisedEmbeddingVectorizer
from skembed.datasets import load_docstrings

categories = [
    "scipy.optimize",
    "scipy.signal",
    "scipy.sparse",
    "scipy.spatial",
    "scipy.special",
    "scipy.stats",
]
task = load_docstrings(categories=categories)
y = np.array(task.target_names)[task.target]
texts, new_texts, y, new_y = train_test_split(
    task.data, y, train_size=1000, test_size=2000, stratify=y, random_state=0
)

# %%
# One estimator, two roles
# ------------------------
# With its softmax head it is a classifier by itself.

embedding = SupervisedEmbeddingVectorizer(random_state=0, n_jobs=2).fit(texts, y)
print(f"the head alone: accuracy {embedding.score(new_texts, new_y):.3f}")

# %%
# Features for another model
# --------------------------
# As a step of a pipeline it makes features. A flexible model on top shows the leak best: with
# ``cv=None`` it is trained on features that have seen y, so it believes every word of them, and
# meets quite other features later. With ``cv=5``, the default, what it is trained on is like what
# it will meet.

from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, log_loss
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

models = {
    "boosted trees": HistGradientBoostingClassifier(max_iter=50, random_state=0),
    "logistic regression": make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000)),
}
scores = {}
for cv in [None, 5]:
    vectorizer = SupervisedEmbeddingVectorizer(cv=cv, random_state=0, n_jobs=2)
    for name, model in models.items():
        pipeline = make_pipeline(vectorizer, model).fit(texts, y)
        p = pipeline.predict_proba(new_texts)
        accuracy = accuracy_score(new_y, pipeline.classes_[np.argmax(p, axis=1)])
        scores[name, cv] = accuracy, log_loss(new_y, p)
        print(f"{name:20} cv={cv!s:4}  accuracy {accuracy:.3f}  log-loss {scores[name, cv][1]:.3f}")

# %%
import matplotlib.pyplot as plt

figure, axes = plt.subplots(1, 2, figsize=(7.2, 2.8), layout="constrained")
for ax, k, label in zip(axes, [0, 1], ["accuracy", "log-loss"], strict=True):
    for j, (cv, color) in enumerate([(None, "#b0b0b0"), (5, "#1f6fb4")]):
        heights = [scores[name, cv][k] for name in models]
        bars = ax.bar(np.arange(2) + 0.38 * (j - 0.5), heights, 0.36, color=color)
        ax.bar_label(bars, fmt="%.2f", padding=2, fontsize=9)
        bars.set_label(f"cv={cv}")
    ax.set_xticks([0, 1], list(models))
    ax.set_title(label, fontsize=11)
    ax.margins(y=0.15)
    ax.spines[["top", "right"]].set_visible(False)
axes[1].legend(frameon=False)
figure.suptitle("Boosted trees need cross-fitted features (cv=5)", fontsize=11)
plt.show()

# %%
# What a prediction is made of
# ----------------------------
# The head is linear, and so is the sum below it: what each term adds to the score of a class is
# exact.

from skembed import ContributionsDisplay

document = "The eigenvalues of a sparse matrix, found from its diagonal and a sequence of samples."
display = ContributionsDisplay.from_estimator(embedding, document)
plt.show()
