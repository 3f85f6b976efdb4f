"""Compare all vectorizers on several sets of labeled texts: which embedding for which task?

    python benchmarks/which_embedding.py mr.csv.gz subj.csv.gz trec.csv.gz 20newsgroups.csv.gz \
        --corpus wiki17m.txt.xz

Each file is a table with the columns ``text`` and ``label``. The benchmark compares all vectorizers
with all labels, measures scores against the number of labels (the curve of Qi et al. 2018), and
profiles a comparison. ``--corpus`` is a separate text file with one document per line, on which
skembed trains the pretrained vectors.
"""

from __future__ import annotations

import argparse
import cProfile
import inspect
import pstats
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from _common import header, load_average, one_thread, plural, read_documents, say, write
from _which_embedding.page import page
from _which_embedding.results import Profile, joined
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.model_selection import StratifiedKFold

from skembed import (
    Embedding,
    EmbeddingComparison,
    GloVeVectorizer,
    PretrainedVectorizer,
    SupervisedEmbeddingVectorizer,
    Word2VecVectorizer,
    compare_embeddings,
    tokenize_documents,
)
from skembed._comparison._trial import _score
from skembed._supervised.cross_fitting import cross_fit
from skembed._supervised.train import train

SHARED = {"n_components": 100, "random_state": 0}
SHORT = {"mr": "MR", "subj": "SUBJ", "trec": "TREC", "20newsgroups": "20 Newsgroups"}
N_LABELS = [20, 50, 100, 200, 500, 1000, 2000]


class DataSet(NamedTuple):
    """Texts and their classes."""

    name: str
    texts: list[str]
    labels: np.ndarray


def main() -> None:
    """Measure everything and write the page."""
    load = load_average()
    options = read_options()
    one_thread()
    sets = [read_set(path, options.limit_documents) for path in options.files]
    vectors = None if options.corpus is None else pretrained(options)
    largest = max(sets, key=lambda data: sum(map(len, data.texts)))
    everything: dict[str, EmbeddingComparison] = {}
    curves: dict[str, EmbeddingComparison] = {}
    for data in sorted(sets, key=lambda data: data is not largest):
        if data is largest:
            four, profile = profiled(data, options)
            others = {k: v for k, v in candidates(vectors).items() if k not in four.names}
            found = joined(four, compare(data, others, options, baseline=False))
        else:
            found = compare(data, candidates(vectors), options)
        say(f"{data.name}\n{found}")
        everything[data.name] = found
        curve = learning_curve(data, vectors, options)
        say(f"{data.name}\n{curve}")
        curves[data.name] = curve
    named = [[(data.name, each[data.name]) for data in sets] for each in (everything, curves)]
    text = page(*named, profile, header(load), options.corpus is not None)
    write(text, options.output)


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add = parser.add_argument
    add("files", type=Path, nargs="+", help="tables with the columns text and label")
    add(
        "--corpus",
        type=Path,
        help="text file to train pretrained vectors on, one document per line",
    )
    add("--folds", type=int, default=5, help="number of cross-validation folds")
    add(
        "--seeds",
        type=int,
        default=2,
        help="number of random draws of labeled texts for the learning curves",
    )
    add("--n-jobs", type=int, default=-1, help="number of parallel jobs")
    add("--limit-documents", type=int, help="only use this many documents of each set")
    add("--output", type=Path, help="file for the page in reStructuredText; printed if not given")
    add("--quick", action="store_true", help="quick trial with two folds, one draw and few texts")
    options = parser.parse_args()
    if options.quick:
        options.folds, options.seeds = 2, 1
        options.limit_documents = options.limit_documents or 600
    return options


def read_set(path: Path, limit: int | None) -> DataSet:
    import pandas as pd

    frame = pd.read_csv(path, keep_default_na=False, dtype=str)
    if limit is not None and limit < len(frame):
        frame = frame.sample(limit, random_state=0)
    name = path.name.split(".")[0]
    return DataSet(SHORT.get(name, name), frame["text"].tolist(), frame["label"].to_numpy())


def pretrained(options: argparse.Namespace) -> Embedding:
    documents = read_documents(options.corpus, 2000 if options.quick else None)
    say(f"vectors of {plural(len(documents), 'document')} of {options.corpus.name}")
    vectorizer = Word2VecVectorizer(
        max_iter=2 if options.quick else 5, min_df=5, n_jobs=-1, **SHARED
    )
    return vectorizer.fit(documents).embedding_


def candidates(vectors: Embedding | None) -> dict[str, Any]:
    """Every vectorizer, at its defaults but for the pooling; tf-idf is added."""
    found: dict[str, Any] = {
        "word2vec skip-gram": Word2VecVectorizer(pooling="idf", **SHARED),
        "word2vec CBOW": Word2VecVectorizer(algorithm="cbow", pooling="idf", **SHARED),
        "GloVe": GloVeVectorizer(pooling="idf", **SHARED),
        "supervised": SupervisedEmbeddingVectorizer(random_state=0),
    }
    if vectors is not None:
        found["pretrained"] = PretrainedVectorizer(vectors, pooling="idf")
        found["pretrained, fine-tuned"] = start_from(vectors)
    return found


def curve_candidates(vectors: Embedding | None) -> dict[str, Any]:
    """The five lines of the curve; tf-idf is added."""
    found: dict[str, Any] = {
        "word2vec on all texts": Word2VecVectorizer(pooling="idf", **SHARED),
        "supervised": SupervisedEmbeddingVectorizer(random_state=0),
    }
    if vectors is not None:
        found["pretrained, frozen"] = PretrainedVectorizer(vectors, pooling="idf")
        found["pretrained, fine-tuned"] = start_from(vectors)
    return found


def start_from(vectors: Embedding) -> SupervisedEmbeddingVectorizer:
    return SupervisedEmbeddingVectorizer(init=vectors, n_components=vectors.n_components,
                                         random_state=0)  # fmt: skip


def compare(data: DataSet, vectorizers: Any, options: Any, **more: Any) -> EmbeddingComparison:
    folds = StratifiedKFold(options.folds, shuffle=True, random_state=0)
    more = {"n_jobs": options.n_jobs, **more}
    return compare_embeddings(vectorizers, data.texts, data.labels, cv=folds, **more)


def learning_curve(
    data: DataSet, vectors: Embedding | None, options: argparse.Namespace
) -> EmbeddingComparison:
    n_train = len(data.texts) * (1 - 1 / options.folds)
    least = 5 * len(set(data.labels))  # for cross-fitting
    return compare(
        data,
        curve_candidates(vectors),
        options,
        train_sizes=[n for n in N_LABELS if least <= n <= n_train],
        use_unlabeled=True,
        seeds=options.seeds,
    )


def profiled(data: DataSet, options: argparse.Namespace) -> tuple[EmbeddingComparison, Profile]:
    """Compare four vectorizers one after the other, and tell where the time goes."""
    four = candidates(None)
    del four["word2vec CBOW"]
    for vectorizer in four.values():
        vectorizer.set_params(n_jobs=-1)
    profiler = cProfile.Profile()
    result = profiler.runcall(compare, data, four, options, n_jobs=None)
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
        data.name,
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
