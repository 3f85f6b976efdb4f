"""``python -m skembed``: options, the candidates, the comparison, the search, the tables.

What is printed and drawn is what the public functions return; nothing is measured here.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sklearn.base import clone
from sklearn.model_selection import StratifiedKFold

from .. import __version__
from .._comparison import compare_embeddings
from .._glove.estimator import GloVeVectorizer
from .._pretrained.estimator import PretrainedVectorizer
from .._supervised.classifier import SupervisedEmbeddingVectorizer
from .._vectors.sources import as_embedding
from .._word2vec.estimator import Word2VecVectorizer
from ._columns import DataError
from ._data import TextTask, load_task
from ._pictures import asked, save_pictures, typical_words
from ._search import found_by, search_word2vec

Vectorizers = dict[str, Any]

SKIP_GRAM, CBOW = "word2vec skip-gram", "word2vec CBOW"
PRETRAINED, SUPERVISED = "pretrained", "supervised"


def options() -> argparse.ArgumentParser:
    """Return the options of the command."""
    parser = argparse.ArgumentParser(
        prog="python -m skembed",
        description="Which embedding should I use? Compares every vectorizer of skembed, and "
        "tf-idf, on texts with labels: tables, and pictures.",
    )
    add = parser.add_argument
    add("--data", metavar="FILE", help="a .csv, .tsv (also .gz) or .parquet file with a column of "
        "texts and one of labels, or the word 20newsgroups (scikit-learn fetches it); without it, "
        "docstrings of the installed packages")  # fmt: skip
    add("--text", metavar="COLUMN", help="the column of the texts")
    add("--label", metavar="COLUMN", help="the column of the labels")
    add("--vectors", metavar="FILE", help="pretrained vectors to compare too: word2vec or GloVe "
        "format")  # fmt: skip
    add("--output", type=Path, default=Path("skembed-output"), help="folder for the tables and the "
        "pictures (%(default)s)")  # fmt: skip
    add("--limit", type=int, default=4000, metavar="N", help="use N texts with their labels, and "
        "learn vectors from the others if they are as many; 0 for all (%(default)s)")  # fmt: skip
    add("--cv", type=int, default=5, metavar="K", help="number of folds (%(default)s)")
    add("--n-jobs", type=int, default=None, metavar="N", help="fits at the same time (1)")
    add("--quick", action="store_true", help="small vectors, few passes: to see that it works")
    add("--version", action="version", version=f"skembed {__version__}")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Parameters
    ----------
    arguments : sequence of str, default=None
        As on the command line; None takes those of the process.

    Returns
    -------
    status : int
        0; bad options and bad files end the process with 2.
    """
    parser = options()
    given = parser.parse_args(arguments)
    for name, least in {"limit": 0, "cv": 2}.items():
        if getattr(given, name) < least:
            parser.error(f"--{name} must be at least {least}.")
    if given.n_jobs == 0:
        parser.error("--n-jobs must not be 0; -1 stands for all processors.")
    begin = time.perf_counter()
    try:
        task = load_task(
            given.data, text=given.text, label=given.label, limit=given.limit, n_folds=given.cv
        )
        vectors = None if given.vectors is None else as_embedding(given.vectors)
        given.output.mkdir(parents=True, exist_ok=True)
    except (DataError, OSError, ValueError) as error:
        parser.error(str(error))
    print("\n".join([describe(task), *task.notes, ""]))
    vectorizers = find_vectorizers(task, vectors, quick=given.quick)
    folds = StratifiedKFold(given.cv, shuffle=True, random_state=0)
    comparison = compare_embeddings(
        vectorizers, task.texts, task.labels, cv=folds, n_jobs=given.n_jobs, verbose=1
    )
    print(f"\n{comparison}\n")
    tables = [describe(task), str(comparison)]
    save(tables, given.output)
    words = typical_words(task)
    if {SKIP_GRAM, CBOW}.isdisjoint(comparison.errors):
        word2vec = vectorizers[SKIP_GRAM]
        search = search_word2vec(task, word2vec, n_folds=given.cv, n_jobs=given.n_jobs)
        tables.append(found_by(search, asked(words)))
        print(f"\n{tables[-1]}\n")
        save(tables, given.output)
    if find_spec("matplotlib"):
        save_pictures(task, vectorizers, comparison, words, given.output, n_jobs=given.n_jobs)
    else:
        print("No pictures: matplotlib is not installed.")
    print(f"Saved in {given.output}; {time.perf_counter() - begin:.0f} s.")
    return 0


def save(tables: list[str], folder: Path) -> None:
    """Write the tables to a file."""
    (folder / "comparison.txt").write_text("\n\n".join(tables) + "\n", "utf-8")


def describe(task: TextTask) -> str:
    """Return what is compared on, in a line."""
    return f"{task.name}: {len(task.texts):,} texts, {len(set(task.labels))} labels."


def find_vectorizers(task: TextTask, vectors: Any, *, quick: bool) -> Vectorizers:
    """Return the candidates, and learn vectors from the texts that have no label.

    Those texts are in no fold, so vectors that learned from them are as good as pretrained.
    """
    d, passes = (20, 2) if quick else (100, 20)
    shared: dict[str, Any] = {"n_components": d, "random_state": 0}
    skip_gram = Word2VecVectorizer(max_iter=passes, pooling="idf", **shared)
    found: Vectorizers = {
        SKIP_GRAM: skip_gram,
        CBOW: clone(skip_gram).set_params(algorithm="cbow"),
        "GloVe": GloVeVectorizer(max_iter=passes, x_max=1, pooling="idf", **shared),
    }
    if vectors is None and len(task.unlabeled) >= len(task.texts):
        print(f"Learning vectors from {len(task.unlabeled):,} other texts ...", flush=True)
        elsewhere = Word2VecVectorizer(max_iter=passes, n_jobs=-1, **shared)
        vectors = elsewhere.fit(task.unlabeled).embedding_
    if vectors is not None:
        found[PRETRAINED] = PretrainedVectorizer(vectors, pooling="idf")
    found[SUPERVISED] = SupervisedEmbeddingVectorizer(max_iter=2 if quick else 10, random_state=0)
    return found
