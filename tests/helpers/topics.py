"""Short texts on three topics with their labels, and parameters that learn them quickly."""

import numpy as np

from skembed import SupervisedEmbeddingVectorizer

TOPICS = {
    "sea": ["wave", "ship", "salt", "sail"],
    "sky": ["cloud", "wing", "star", "wind"],
    "land": ["stone", "tree", "road", "field"],
}
NOISE = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta"]


def draw_texts(n=150, seed=0, noise=0.6):
    """Texts with a few words of their topic among words of none."""
    rng = np.random.default_rng(seed)
    labels = rng.choice(sorted(TOPICS), size=n)
    texts = [
        " ".join(
            rng.choice(NOISE) if rng.random() < noise else rng.choice(TOPICS[label])
            for _ in range(rng.integers(4, 10))
        )
        for label in labels
    ]
    return texts, labels


TEXTS, LABELS = draw_texts()
NEW, NEW_LABELS = draw_texts(60, seed=1)
SMALL = {"n_components": 8, "max_iter": 8, "random_state": 0}


def fit(texts=TEXTS, y=LABELS, **parameters):
    return SupervisedEmbeddingVectorizer(**{**SMALL, **parameters}).fit(texts, y)
