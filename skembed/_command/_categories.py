"""The nearest neighbors of frequent categories, as the encoder of the first fold has them."""

from __future__ import annotations

from typing import Any

from sklearn.pipeline import Pipeline

from .._comparison import EmbeddingComparison
from ._encoders import EMBEDDING

N_CATEGORIES = 2  # of each column whose neighbors are shown
N_NEIGHBORS = 4


def neighbors_of_categories(comparison: EmbeddingComparison, table: Any) -> list[str]:
    """Return lines of column, category and neighbors, for frequent categories of each column.

    Columns of few categories are left out, and vectors of one component, whose cosine is 1 or -1.
    """
    fitted = comparison.vectorizers[EMBEDDING][0]
    if fitted is None:
        return []
    lines = []
    # a pipeline if there are numbers, too
    encoder = (
        fitted[0] if isinstance(fitted, Pipeline) else fitted.named_transformers_["categories"]
    )
    for column, embedding in encoder.embeddings_.items():
        if embedding.n_components < 2 or len(embedding) <= N_NEIGHBORS:
            continue
        frequent = [term for term in table[column].value_counts().index if term in embedding]
        for term in frequent[:N_CATEGORIES]:
            near = embedding.most_similar(term, n=N_NEIGHBORS)
            lines.append(f"{column}, {term}: {', '.join(other for other, _ in near)}")
    return lines
