"""
Supervised embeddings: why features are cross-fitted
====================================================

A supervised embedding learns its vectors from y. So the features of its own training documents
leak y, and a model trained on these features trusts them too much. ``fit_transform`` therefore
returns features from models that were not trained on the document's label. This example shows how
much this improves a pipeline, and which terms contribute to a prediction.
"""

# %%
# The task
# --------
# The texts are paragraphs of documentation, and the classes are the subpackages that they document.
# The training set is small.

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
# A classifier
# ------------
# With its softmax head, the embedding is itself a classifier.

embedding = SupervisedEmbeddingVectorizer(random_state=0, n_jobs=2).fit(texts, y)
print(f"embedding with its own head: accuracy {embedding.score(new_texts, new_y):.3f}")

# %%
# Features for another model
# --------------------------
# In a pipeline, the embedding computes features. The leak shows best with a flexible model: with
# ``cv=None``, the model is trained on features that have seen y, trusts every word of them, and
# gets quite different features for new documents. With ``cv=5``, the default, its training
# features are like those of new documents.

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
# Explaining a prediction
# -----------------------
# The head is linear, and so is the weighted sum of the vectors, so the contribution of each term
# to the score of a class is exact.

from skembed import ContributionsDisplay

document = "The eigenvalues of a sparse matrix, found from its diagonal and a sequence of samples."
display = ContributionsDisplay.from_estimator(embedding, document)
plt.show()
