"""Kernels for word2vec: generate training examples from a corpus, train skip-gram and CBOW."""

from .examples import alias_tables, count_pairs, fill_pairs, sample_windows
from .training import train_bags, train_rounds

__all__ = [
    "alias_tables",
    "count_pairs",
    "fill_pairs",
    "sample_windows",
    "train_bags",
    "train_rounds",
]
