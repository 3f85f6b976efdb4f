"""``python -m skembed``: parse options, compare the candidates, print tables, save plots.

All results come from public functions of the package; nothing is measured here.
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
    """Return the argument parser of the command."""
    parser = argparse.ArgumentParser(
        prog="python -m skembed",
        description="Which embedding should I use? Compare all vectorizers of skembed and tf-idf "
        "on labeled texts; print the results and save tables and plots.",
    )
    add = parser.add_argument
    add("--data", metavar="FILE", help=".csv, .csv.gz, .tsv, .tsv.gz or .parquet file with a text "
        "column and a label column, or 20newsgroups (downloaded by scikit-learn); default: "
        "docstrings of installed packages")  # fmt: skip
    add("--text", metavar="COLUMN", help="name of the text column (default: inferred)")
    add("--label", metavar="COLUMN", help="name of the label column (default: inferred)")
    add("--vectors", metavar="FILE", help="also compare these pretrained vectors, in word2vec or "
        "GloVe format")  # fmt: skip
    add("--output", type=Path, default=Path("skembed-output"), metavar="FOLDER", help="folder for "
        "tables and plots (default: %(default)s)")  # fmt: skip
    add("--limit", type=int, default=4000, metavar="N", help="use the labels of N texts; if at "
        "least as many texts remain, also compare vectors trained on those; 0 uses all labels "
        "(default: %(default)s)")  # fmt: skip
    add("--cv", type=int, default=5, metavar="K", help="number of cross-validation folds (default: "
        "%(default)s)")  # fmt: skip
    add("--n-jobs", type=int, default=None, metavar="N", help="number of parallel jobs (default: "
        "1)")  # fmt: skip
    add("--quick", action="store_true", help="quick trial with small vectors and few passes over "
        "the data")  # fmt: skip
    add("--version", action="version", version=f"skembed {__version__}")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Parameters
    ----------
    arguments : sequence of str, default=None
        The command-line arguments; None uses ``sys.argv``.

    Returns
    -------
    status : int
        0. Invalid options and unusable files exit the process with status 2.
    """
    parser = options()
    given = parser.parse_args(arguments)
    for name, least in {"limit": 0, "cv": 2}.items():
        if getattr(given, name) < least:
            parser.error(f"--{name} must be at least {least}.")
    if given.n_jobs == 0:
        parser.error("--n-jobs must not be 0; use -1 for all processors.")
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
        print("No plots: matplotlib is not installed.")
    print(f"Results saved to {given.output} ({time.perf_counter() - begin:.0f} s).")
    return 0


def save(tables: list[str], folder: Path) -> None:
    """Write the tables to a file."""
    (folder / "comparison.txt").write_text("\n\n".join(tables) + "\n", "utf-8")


def describe(task: TextTask) -> str:
    """Return the name and size of the data set in one line."""
    return f"{task.name}: {len(task.texts):,} texts, {len(set(task.labels))} labels."


def find_vectorizers(task: TextTask, vectors: Any, *, quick: bool) -> Vectorizers:
    """Return the candidates; if there are enough unlabeled texts, train vectors on them.

    The unlabeled texts are in no fold, so such vectors count as pretrained.
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
        print(f"Training vectors on {len(task.unlabeled):,} unlabeled texts ...", flush=True)
        elsewhere = Word2VecVectorizer(max_iter=passes, n_jobs=-1, **shared)
        vectors = elsewhere.fit(task.unlabeled).embedding_
    if vectors is not None:
        found[PRETRAINED] = PretrainedVectorizer(vectors, pooling="idf")
    found[SUPERVISED] = SupervisedEmbeddingVectorizer(max_iter=2 if quick else 10, random_state=0)
    return found
