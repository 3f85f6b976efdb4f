"""Compare skembed.evaluation with gensim's evaluations on the same vectors: results and times.

    python benchmarks/evaluation_speed.py --corpus wiki17m.txt.xz --similarity similarity/

The folder contains files of word pairs (.tsv) and questions-words.txt. The vectors are trained on
the corpus (a text file, one document per line) or read from --vectors. Both use one thread.
"""

from __future__ import annotations

import argparse
import statistics
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any

from _common import (
    header,
    isolated,
    load_average,
    n_cores,
    one_thread,
    plural,
    reached,
    read_documents,
    say,
    section,
    spread,
    table,
    with_peak,
    write,
)

from skembed import Embedding, Word2VecVectorizer
from skembed._vectors.sources import as_embedding
from skembed.datasets import AnalogyQuestions, SimilarityPairs, load_analogies, load_similarity
from skembed.evaluation import AnalogyResult, evaluate_analogies, evaluate_similarity

ANALOGY_FILE = "questions-words.txt"
MIN_DF = 5
GOAL = 5.0
LIMIT = 200.0  # MB
MB = 1e6


@dataclass
class Timed:
    """The result of a call, which is always the same, and the time of each call."""

    result: Any = None
    seconds: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        """Median seconds."""
        return statistics.median(self.seconds)

    def call(self, function: Callable[..., Any], *arguments: Any, **options: Any) -> None:
        """Call once more."""
        start = perf_counter()
        self.result = function(*arguments, **options)
        self.seconds.append(perf_counter() - start)


Runs = dict[tuple[str, str], Timed]  # (program, what)


def main() -> None:
    """Measure everything and write the page."""
    load = load_average()
    options = read_options()
    embedding = read_embedding(options)
    one_thread()
    say(f"{embedding!r}")
    sets = {path.stem: load_similarity(path) for path in sorted(options.similarity.glob("*.tsv"))}
    questions = load_analogies(options.similarity / ANALOGY_FILE)
    runs: Runs = {}
    for _ in range(options.repeats):
        measure(runs, embedding, questions, sets, options.similarity)
    memory = isolated(memory_rise, embedding, questions)
    say(f"memory: {memory:.0f} MB")
    top = header(load)
    write(page(runs, embedding, sets, options.repeats, memory, top), options.output)


def read_options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add = parser.add_argument
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--vectors", type=Path, help="file of vectors")
    source.add_argument("--corpus", type=Path, help="text file to train vectors on, optionally .xz")
    add("--similarity", type=Path, required=True, help="folder of the evaluation sets")
    add("--limit-documents", type=int, help="only use this many documents, from the first")
    add("--repeats", type=int, default=3, help="number of runs for each timing")
    add("--output", type=Path, help="file for the page in reStructuredText; printed if not given")
    return parser.parse_args()


def read_embedding(options: argparse.Namespace) -> Embedding:
    """Read or train the vectors."""
    if options.vectors:
        return as_embedding(options.vectors)
    say("reading the corpus")
    documents = read_documents(options.corpus, options.limit_documents)
    say("learning the vectors")
    vectorizer = Word2VecVectorizer(min_df=MIN_DF, random_state=0, n_jobs=n_cores())
    return vectorizer.fit(documents).embedding_


def measure(
    runs: Runs,
    embedding: Embedding,
    questions: AnalogyQuestions,
    sets: dict[str, SimilarityPairs],
    folder: Path,
) -> None:
    """Run each evaluation once, both programs in turns; gensim reads its files meanwhile."""
    keyed_vectors = embedding.to_keyed_vectors()

    def run(program: str, what: str, function: Callable[..., Any], *args: Any, **kw: Any) -> None:
        timed = runs.setdefault((program, what), Timed())
        timed.call(function, *args, **kw)
        say(f"{program} {what}: {timed.seconds[-1]:.3f} s")

    for name, pairs in sets.items():
        run("skembed", name, evaluate_similarity, embedding, pairs)
        run("gensim", name, keyed_vectors.evaluate_word_pairs, str(folder / f"{name}.tsv"),
            restrict_vocab=None)  # fmt: skip
    for method in ("add", "mul"):
        run("skembed", method, evaluate_analogies, embedding, questions, method=method,
            restrict_to=None)  # fmt: skip
    run("gensim", "add", keyed_vectors.evaluate_word_analogies, str(folder / ANALOGY_FILE),
        restrict_vocab=None)  # fmt: skip


def memory_rise(embedding: Embedding, questions: AnalogyQuestions) -> float:
    """Return the increase in memory of this process, in MB, while it answers the questions."""
    evaluate_analogies(embedding, questions.words[:1], unknown="wrong")  # loads what it needs
    _, peak = with_peak(evaluate_analogies, embedding, questions, restrict_to=None)
    return peak / MB


# The page


def page(
    runs: Runs,
    embedding: Embedding,
    sets: dict[str, SimilarityPairs],
    repeats: int,
    memory: float,
    top: str,
) -> str:
    """Return the whole page in reStructuredText."""
    intro = (
        f"The same vectors, {len(embedding):,} words of {embedding.n_components} components, "
        "evaluated by :mod:`skembed.evaluation` and by gensim, each on one thread, with all words "
        f"as candidate answers. {plural(repeats, 'run')} in turns."
    )
    ours, theirs = runs["skembed", "add"], runs["gensim", "add"]
    speed = theirs.median / ours.median
    same = sum(a == b for _, _, a, b in correct_by_section(ours.result, theirs.result))
    n_sections = len(ours.result.sections)
    far = max(difference(runs, name) for name in sets)
    goals = [
        ("analogies: speedup over gensim", f"{GOAL:g}", f"{speed:.0f}", reached(speed, GOAL)),
        ("analogies: sections with the same number of correct answers", f"{n_sections}", f"{same}",
         reached(same, n_sections)),
        ("analogies: memory in addition to the vectors (at most)", f"{LIMIT:.0f} MB",
         f"{memory:.0f} MB", reached(LIMIT, memory)),
        ("similarity: largest difference of a correlation (at most)", "0.00001", f"{far:.0e}",
         reached(1e-5, far)),
    ]  # fmt: skip
    return "\n".join(
        [
            section("Evaluation", intro, top, level="-"),
            section("Goals", table(("goal", "target", "measured", "reached"), goals)),
            analogies_section(runs),
            similarity_section(runs, sets),
        ]
    )


def correct_by_section(
    ours: AnalogyResult, theirs: tuple[float, list[dict[str, Any]]]
) -> list[tuple[str, int, int, int]]:
    """List name, questions known, right answers of skembed and of gensim."""
    return [
        (mine.name, mine.n_known, mine.n_correct, len(other["correct"]))
        for mine, other in zip(ours.sections, theirs[1][:-1], strict=True)
    ]


def difference(runs: Runs, name: str) -> float:
    """Return the larger difference of the two correlations."""
    ours = runs["skembed", name].result
    pearson, spearman, _ = runs["gensim", name].result
    return max(abs(ours.spearman - spearman[0]), abs(ours.pearson - pearson[0]))


def analogies_section(runs: Runs) -> str:
    """Write times, memory and right answers."""
    base = runs["gensim", "add"].median
    speed = [
        (program, what, spread(timed.seconds), f"{base / timed.median:.1f}",
         f"{accuracy(timed.result):.4f}")
        for (program, what), timed in runs.items()
        if what in ("add", "mul")
    ]  # fmt: skip
    right = correct_by_section(runs["skembed", "add"].result, runs["gensim", "add"].result)
    columns = ("program", "method", "seconds", "speedup", "accuracy")
    return section(
        "Analogies",
        table(columns, speed),
        "Median and range; speedup over gensim. gensim does not support 3CosMul.",
        table(("section", "questions", "correct: skembed", "correct: gensim"), right),
    )


def accuracy(result: Any) -> float:
    """Return the accuracy that either program found."""
    return result.accuracy if isinstance(result, AnalogyResult) else result[0]


def similarity_section(runs: Runs, sets: dict[str, SimilarityPairs]) -> str:
    """Write correlations and times."""
    rows = []
    for name, pairs in sets.items():
        ours, theirs = runs["skembed", name], runs["gensim", name]
        spearman = theirs.result[1][0]
        known = f"{ours.result.n_known:,} of {len(pairs):,}"
        times = (f"{1e3 * timed.median:.0f}" for timed in (ours, theirs))
        rows.append((name, known, f"{ours.result.spearman:.5f}", f"{spearman:.5f}", *times))
    columns = ("data set", "known pairs", "skembed", "gensim", "ms: skembed", "ms: gensim")
    return section(
        "Similarity",
        table(columns, rows),
        "Spearman's rank correlation; median milliseconds. gensim reads the file each time; "
        "skembed used the pairs that it had already read.",
    )


if __name__ == "__main__":
    main()
