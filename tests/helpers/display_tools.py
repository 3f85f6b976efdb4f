"""What the tests of displays share: boxes of what is drawn, words, texts, a projection."""

import itertools

import numpy as np
from sklearn.base import BaseEstimator

from skembed import Embedding, EmbeddingComparison

SIZES = [(6.4, 4.8), (4, 3)]


def extents(artists):
    """The boxes (x0, y0, x1, y1) of what is visible, in pixels, after drawing."""
    figure = artists[0].get_figure()
    figure.canvas.draw()
    renderer = figure.canvas.get_renderer()
    boxes = [a.get_window_extent(renderer) for a in artists if a.get_visible()]
    return np.array([box.extents for box in boxes])


def overlaps(artists):
    boxes = extents(artists)
    return [
        (i, j)
        for (i, a), (j, b) in itertools.combinations(enumerate(boxes), 2)
        if (a[:2] < b[2:]).all() and (b[:2] < a[2:]).all()
    ]


def is_within(artists, frame):
    boxes = extents(artists)
    return (boxes[:, :2] >= frame.min - 1e-6).all() and (boxes[:, 2:] <= frame.max + 1e-6).all()


def random_embedding(n=150, d=10, seed=0):
    words = [f"{'abcdefghij'[i % 10] * (3 + i % 7)}{i}" for i in range(n)]
    return Embedding(words, np.random.default_rng(seed).normal(size=(n, d)))


TEXTS = ["the cat sat on the mat", "the dog sat on the rug", "a red car on the road"] * 12
LABELS = ["animal", "animal", "car"] * 12
SMALL = {"n_components": 6, "max_iter": 4, "random_state": 0}
W2V = {**SMALL, "subsample": 0}


def make_comparison(**changes):
    """Three candidates and a failed one, two sizes, two seeds, three folds."""
    rng = np.random.default_rng(0)
    means = np.array([[0.6, 0.80], [0.5, 0.90], [np.nan, np.nan], [0.7, 0.85]])
    scores = means[:, :, None, None] + rng.normal(scale=0.01, size=(4, 2, 2, 3))
    times = np.broadcast_to([[[[5.0]]], [[[40.0]]], [[[np.nan]]], [[[0.5]]]], scores.shape)
    fields = {
        "names": ("word2vec", "supervised", "glove", "tf-idf"),
        "train_sizes": np.array([20, 200]),
        "seeds": (0, 1),
        "test_ratio": 0.5,
        "scores": {"accuracy": scores, "neg_log_loss": scores - 2},
        "fit_times": times,
        "transform_times": times / 10,
        "errors": {"glove": "ValueError: After pruning, no terms remain.\nTry a lower min_df."},
        "baselines": ("tf-idf",),
        "dummy": None,
    }
    others = ["estimator_times", "memory", "n_terms", "n_features", "unknown_shares"]
    fields |= dict.fromkeys(others, times)
    return EmbeddingComparison(**fields | changes)


seen: list = []


class Fixed(BaseEstimator):
    """A projection that says which seed it was given."""

    def __init__(self, random_state=None, width=2):
        self.random_state = random_state
        self.width = width

    def fit_transform(self, X, y=None):
        seen.append(self.random_state)
        return np.tile(np.arange(X.shape[0])[:, None], self.width).astype(float)
