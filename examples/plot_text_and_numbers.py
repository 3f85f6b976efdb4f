"""
Text beside numeric columns
===========================

Tables often have a column of text beside columns of numbers. A
:class:`~sklearn.compose.ColumnTransformer` gives each its own transformer, and one model learns
from all of them. Does the text add anything? Fit the model with and without it.
"""

# %%
# Apartments
# ----------
# The price depends on numbers, on what the description says, and on chance.

import numpy as np
import pandas as pd

rng = np.random.default_rng(0)
effects = {
    "balcony with a view": 25,
    "newly renovated kitchen": 20,
    "quiet side street": 15,
    "near the park": 15,
    "busy main road": -20,
    "fifth floor without lift": -25,
    "needs some work": -30,
}
neutral = ["cellar included", "available now", "call in the evening", "no agents", "gas heating"]


def description():
    said = list(rng.choice(list(effects), rng.integers(0, 4), replace=False))
    also = list(rng.choice(neutral, rng.integers(1, 3), replace=False))
    return ", ".join(rng.permutation(said + also)), sum(effects[phrase] for phrase in said)


n = 600
said, worth = zip(*[description() for _ in range(n)], strict=True)
frame = pd.DataFrame(
    {"description": said, "area": rng.uniform(40, 70, n), "built": rng.integers(1900, 2020, n)}
)
price = 3 * frame["area"] + 0.3 * (frame["built"] - 1900) + worth + rng.normal(0, 15, n)
print(frame.head(3).to_string())

# %%
# One transformer for each kind of column
# ---------------------------------------
# ``fit`` passes the prices to the vectorizer too. The features that it returns for the training
# rows are cross-fitted: the vectors behind the features of a row were learned without its price.
# Word2vec learns its vectors from the descriptions alone.

from sklearn.compose import make_column_transformer
from sklearn.linear_model import RidgeCV
from sklearn.model_selection import KFold, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from skembed import SupervisedEmbeddingRegressor, Word2VecVectorizer

numbers = (StandardScaler(), ["area", "built"])
supervised = SupervisedEmbeddingRegressor(n_components=10, max_iter=20, random_state=0)
word2vec = make_pipeline(
    Word2VecVectorizer(n_components=30, max_iter=30, subsample=0, random_state=0), StandardScaler()
)
columns = {
    "numbers": make_column_transformer(numbers),
    "text": make_column_transformer((supervised, "description")),
    "numbers and text (word2vec)": make_column_transformer(numbers, (word2vec, "description")),
    "numbers and text (supervised)": make_column_transformer(numbers, (supervised, "description")),
}
folds = KFold(5, shuffle=True, random_state=0)
scores = {
    name: cross_val_score(
        make_pipeline(transformer, RidgeCV(np.logspace(-3, 3, 13))), frame, price, cv=folds
    )
    for name, transformer in columns.items()
}
for name, r2 in scores.items():
    print(f"{name:30} R2 {r2.mean():.3f} ± {r2.std():.3f}")

# %%
# Text and numbers together are best
# ----------------------------------

import matplotlib.pyplot as plt

figure, ax = plt.subplots(figsize=(7.5, 3))
means, deviations = zip(*[(r2.mean(), r2.std()) for r2 in scores.values()], strict=True)
ax.barh(range(len(scores)), means, xerr=deviations, color="C0", height=0.6)
ax.set_yticks(range(len(scores)), scores)
ax.invert_yaxis()
ax.set(xlim=(0, 1), xlabel="$R^2$ on the test folds (mean and standard deviation)")
ax.set_title("What the text adds to the numbers")
figure.tight_layout()
plt.show()
