"""The order in which the gallery is to be read; examples that are not named here come last."""

from __future__ import annotations

import os
from pathlib import Path

ORDER = (
    "plot_compare_embeddings",
    "plot_label_curve",
    "plot_pretrained_vectors",
    "plot_grid_search",
    "plot_word2vec_docstrings",
    "plot_glove_counts",
    "plot_supervised_cross_fitting",
    "plot_regression",
    "plot_multilabel",
    "plot_text_and_numbers",
    "plot_categories",
)


class ReadingOrder:
    """Key that sphinx-gallery sorts the files of a folder by."""

    def __init__(self, src_dir: str | os.PathLike[str]) -> None:
        self.src_dir = src_dir

    def __repr__(self) -> str:
        return "<ReadingOrder>"

    def __call__(self, filename: str | os.PathLike[str]) -> tuple[int, str]:
        """Return the place of a file, then its name."""
        stem = Path(filename).stem
        return (ORDER.index(stem) if stem in ORDER else len(ORDER), stem)
