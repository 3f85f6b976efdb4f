"""
Categories of a table: one-hot, target encoding, or vectors?
============================================================

A job title says much about a salary, and a table of employees has many of them. How should a model
read such a column? :func:`~skembed.compare_embeddings` compares one-hot encoding,
:class:`~sklearn.preprocessing.TargetEncoder` and :class:`~skembed.EmbeddingEncoder` on the same
folds.
"""

# %%
# A table of employees
# --------------------
# The salaries depend on the profession, on the rank, on the department and on the years of service.
# A title is written in one of several ways, and sometimes a letter is missing, as in most tables
# that people fill in.

import numpy as np
import pandas as pd

rng = np.random.default_rng(0)
professions = {
    "accountant": 62, "bus driver": 48, "civil engineer": 78, "electrician": 58, "firefighter": 66,
    "gardener": 42, "lawyer": 104, "librarian": 57, "nurse": 70, "physician": 128,
    "police officer": 68, "programmer": 86, "school teacher": 61, "secretary": 46,
    "social worker": 59, "surveyor": 64,
}  # fmt: skip
ranks = {
    0.82: ["trainee", "junior", "jr."], 1: ["", "", "staff"],
    1.22: ["senior", "sr.", "lead"], 1.5: ["head", "chief", "principal"],
}  # fmt: skip
departments = {f"department {letter}": 1 + i / 60 for i, letter in enumerate("ABCDEFGH")}

n = 1500
profession = rng.choice(list(professions), n)
rank = rng.choice(list(ranks), n, p=[0.25, 0.45, 0.22, 0.08])
title = [f"{rng.choice(ranks[r])} {p}".strip() for r, p in zip(rank, profession, strict=True)]
for row in np.flatnonzero(rng.random(n) < 0.2):
    place = rng.integers(len(title[row]))
    title[row] = title[row][:place] + title[row][place + 1 :]
department = rng.choice(list(departments), n)
years = rng.integers(0, 35, n)
base = np.array([professions[p] for p in profession]) * rank
salary = base * [departments[d] for d in department] * (1 + years / 100) + rng.normal(0, 4, n)
table = pd.DataFrame({"title": title, "department": department, "years": years})
print(table.assign(salary=salary.round(1)).head(4).to_string())
print(f"{table['title'].nunique()} titles")

# %%
# The comparison
# --------------
# Each candidate encodes the columns that are not numbers. The numbers are standardized and stand
# beside the encoded columns, the same for all. One-hot encoding is added as the baseline. With
# ``categorical_features="from_dtype"``, the encoder learns the effects of titles and departments
# beside that of the years, which a linear model needs. With ``char_ngram_range``, a title that is
# new gets a vector by its spelling.

from sklearn.model_selection import KFold
from sklearn.preprocessing import TargetEncoder

from skembed import EmbeddingEncoder, compare_embeddings

folds = KFold(5, shuffle=True, random_state=0)
encoders = {
    "target encoding": TargetEncoder(cv=folds),
    "vectors": EmbeddingEncoder(categorical_features="from_dtype", random_state=0),
    "vectors, n-grams": EmbeddingEncoder(
        categorical_features="from_dtype", char_ngram_range=(2, 4), random_state=0
    ),
}
linear = compare_embeddings(encoders, table, salary, cv=folds)
print(linear)

# %%
# The estimator is ridge regression unless another one is given. Boosted trees split one column at a
# time, and each of their leaves has 20 rows at least. Most titles have fewer, so that a split on
# the one-hot column of a single title is not allowed. A few informative columns suit trees better.

from sklearn.ensemble import HistGradientBoostingRegressor

trees = compare_embeddings(
    encoders, table, salary, cv=folds, estimator=HistGradientBoostingRegressor(random_state=0)
)
print(trees)

# %%
# Both side by side
# -----------------

import matplotlib.pyplot as plt

from skembed import EmbeddingComparisonDisplay

figure, axes = plt.subplots(1, 2, figsize=(11, 4.5), layout="constrained")
for ax, name, found in zip(axes, ["ridge", "boosted trees"], [linear, trees], strict=True):
    EmbeddingComparisonDisplay.from_comparison(found, data_name=name, ax=ax)
plt.show()

# %%
# What the vectors say
# --------------------
# Two titles are close if the salaries of their rows are alike, whatever the words are.

encoder = encoders["vectors, n-grams"].fit(table[["title", "department"]], salary)
titles = encoder.embeddings_["title"]
for asked in ["physician", "gardener"]:
    near = ", ".join(term for term, _ in titles.most_similar(asked, n=4))
    print(f"{asked}: {near}")

# %%
# The first component of a title is its effect on the salary, in standard deviations. A spelling
# that is not in the table gets one near that of the spelling that is.

new = pd.DataFrame({"title": ["senior lawyer", "lawyer (senior)"], "department": "department A"})
print(encoder.transform(new)[:, 0].round(2))
