"""
Regression: ratings from reviews
================================

If y holds numbers, :class:`~skembed.SupervisedEmbeddingRegressor` learns the vectors by the squared
error. This example compares it with ridge regression on tf-idf, on texts of which the answer is
known.
"""

# %%
# Reviews with a known rating
# ---------------------------
# Each review has three sentences. A judgment adds to the rating or subtracts from it, and "not"
# reverses it, so single words are not enough. Noise limits what any model can reach.

import numpy as np

rng = np.random.default_rng(0)
worth = {"great": 2, "friendly": 1, "quiet": 1, "clean": 1, "noisy": -1, "dirty": -1, "awful": -2}
subjects = ["the room", "the staff", "our breakfast", "the bathroom", "this hotel", "the street"]
fillers = ["", "really", "all in all", "as always", "I must say", "to be fair"]


def review():
    rating, sentences = 5.0, []
    for subject in rng.choice(subjects, 3, replace=False):
        word, no = rng.choice(list(worth)), rng.random() < 0.3
        rating += -worth[word] if no else worth[word]
        sentences.append(f"{rng.choice(fillers)} {subject} was {'not ' * no}{word}.".strip())
    return " ".join(sentences), rating


texts, expected = zip(*[review() for _ in range(800)], strict=True)
expected = np.array(expected)
y = expected + rng.normal(scale=1, size=len(expected))
print(f"{texts[0]!r} has the rating {y[0]:.1f}")

# %%
# Three models
# ------------
# ``compare_embeddings`` would do here as well. ``cross_val_predict`` gives the prediction for each
# review by a model that has not seen it.

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import RidgeCV
from sklearn.metrics import mean_absolute_error, r2_score
from sklearn.model_selection import KFold, cross_val_predict
from sklearn.pipeline import make_pipeline

from skembed import SupervisedEmbeddingRegressor

penalties = np.logspace(-3, 3, 13)
models = {
    "ridge, tf-idf of words": make_pipeline(TfidfVectorizer(), RidgeCV(penalties)),
    "ridge, tf-idf of words and pairs": make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2)), RidgeCV(penalties)
    ),
    "supervised embedding": SupervisedEmbeddingRegressor(random_state=0),
}
folds = KFold(5, shuffle=True, random_state=0)
predictions = {name: cross_val_predict(model, texts, y, cv=folds) for name, model in models.items()}
print(f"{'':33}   R2  mean absolute error")
for name, predicted in [*predictions.items(), ("the rating without the noise", expected)]:
    print(f"{name:33} {r2_score(y, predicted):.2f}  {mean_absolute_error(y, predicted):.2f}")

# %%
# Predictions of unseen reviews
# -----------------------------

import matplotlib.pyplot as plt

figure, axes = plt.subplots(1, 3, figsize=(10.5, 3.9), sharex=True, sharey=True)
figure.suptitle("Ratings of reviews that the model has not seen")
ends = [y.min(), y.max()]
for ax, (name, predicted) in zip(axes, predictions.items(), strict=True):
    ax.plot(ends, ends, color="0.6", linewidth=1)
    ax.scatter(y, predicted, s=6, alpha=0.4, linewidths=0)
    ax.set_title(f"{name}\n$R^2$ = {r2_score(y, predicted):.2f}", fontsize=10)
    ax.set_xlabel("rating")
axes[0].set_ylabel("prediction")
figure.tight_layout()
plt.show()

# %%
# Words alone cannot tell "not great" from "great"; both models that know pairs of words come close
# to the limit that the noise sets. Why is the embedding not better than ridge regression on the
# same pairs? Because the ratings were made by adding up terms, which is exactly what ridge
# regression assumes. On your own texts, compare both, and keep the simpler one if there is no
# difference.
