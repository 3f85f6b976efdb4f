"""How time and memory grow: with tokens, vocabulary, components, threads and documents.

    python benchmarks/scaling.py wiki17m.txt.xz --output docs/benchmarks/scaling.rst

The corpus is a text file. It is cut into documents of one length, and repeated where more tokens
are wanted; each repetition renames a quarter of the words of six letters and more, so that the
vocabulary grows as that of a longer text. One size varies at a time. `--quick` tries it in a
minute; its results are meaningless.
"""

from __future__ import annotations

import argparse
import lzma
import math
import zlib
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from _common import (
    forget_peak,
    header,
    isolated,
    load_average,
    plural,
    resident,
    say,
    section,
    table,
    write,
)

STAGES = {
    "reading": "splitting texts into tokens and numbering them (``tokenize_documents``)",
    "skip-gram": "one pass of ``Word2VecVectorizer``, with its vocabulary and initial vectors",
    "counting": "``cooccurrence_matrix``, window 10",
    "GloVe": "one pass of ``GloVeVectorizer``, with counting",
    "transform": "raw texts to features, with ``pooling='mean'``",
}


class Sizes(NamedTuple):
    """What is measured at once; ``terms`` is ``max_features``, ``length`` tokens a document."""

    tokens: int
    terms: int = 70_000
    components: int = 100
    threads: int = 1
    length: int = 200


class Cost(NamedTuple):
    """Seconds, and megabytes of memory beside what was there before."""

    seconds: float
    memory: float


def words(path: Path) -> Iterator[str]:
    """Yield the words of the text again and again, with other long words in each repetition."""
    opener = lzma.open if path.suffix == ".xz" else open
    for repetition in count():
        with opener(path, "rt", encoding="utf-8") as file:
            for line in file:
                for word in line.split():
                    changed = repetition and len(word) > 5 and zlib.crc32(word.encode()) % 4 == 0
                    yield f"{word}{repetition}" if changed else word


def measure(path: Path, sizes: Sizes) -> dict[str, Cost]:
    """Measure every stage once, in this process."""
    from skembed import (
        GloVeVectorizer,
        Word2VecVectorizer,
        cooccurrence_matrix,
        tokenize_documents,
    )

    stream = words(path)
    texts = [" ".join(islice(stream, sizes.length)) for _ in range(sizes.tokens // sizes.length)]
    common = {"max_features": sizes.terms, "n_components": sizes.components, "max_iter": 1}
    common |= {"n_jobs": sizes.threads, "random_state": 0}
    skip_gram, glove = Word2VecVectorizer(**common, window=5), GloVeVectorizer(**common)
    tokenize_documents(["a few words, été"])  # what the first call makes is not measured
    costs = {}

    def stage(name: str, call: object, *arguments: object, **options: object) -> object:
        forget_peak()
        before, begin = resident(), perf_counter()
        result = call(*arguments, **options)
        seconds = perf_counter() - begin
        costs[name] = Cost(seconds, (resident(peak=True) - before) / 1e6)
        return result

    tokens = stage("reading", tokenize_documents, texts)
    stage("skip-gram", skip_gram.fit, tokens)
    options = {"n_jobs": sizes.threads, "window": 10}
    stage("counting", cooccurrence_matrix, tokens, skip_gram.vocabulary_, **options)
    stage("GloVe", glove.fit, tokens)
    stage("transform", skip_gram.transform, texts)
    return costs


def series(options: argparse.Namespace) -> dict[str, list[Sizes]]:
    """Return what varies in each table, around the same middle."""
    tokens = [n * (25_000 if options.quick else 1_000_000) for n in options.millions]
    middle = Sizes(tokens[min(1, len(tokens) - 1)])
    return {
        "tokens": [middle._replace(tokens=n) for n in tokens],
        "terms": [middle._replace(terms=n) for n in options.terms],
        "components": [middle._replace(components=n) for n in options.components],
        "threads": [middle._replace(threads=n) for n in options.threads],
        "length": [middle._replace(length=n) for n in options.lengths],
    }


def exponent(sizes: list[float], values: list[float]) -> str:
    """Return x if the values grow as sizes to the power x from the first to the last."""
    if len(sizes) < 2 or min(values) <= 0:
        return "–"
    return f"{math.log(values[-1] / values[0]) / math.log(sizes[-1] / sizes[0]):.2f}"


def report(name: str, sizes: list[Sizes], found: list[dict[str, Cost]]) -> str:
    """Return the section of one size: times, memory, and how both grow."""
    xs = [float(getattr(size, name)) for size in sizes]
    blocks = []
    for what, form in (("seconds", ".2f"), ("memory", ".0f")):
        rows = [
            (f"{x:,.0f}", *(format(getattr(costs[stage], what), form) for stage in STAGES))
            for x, costs in zip(xs, found, strict=True)
        ]
        grows = [exponent(xs, [getattr(c[stage], what) for c in found]) for stage in STAGES]
        unit = "seconds" if what == "seconds" else "memory, MB"
        blocks.append(table((f"{name}: {unit}", *STAGES), [*rows, ("grows as size ^", *grows)]))
    return section(name.capitalize(), *blocks)


def picture(path: Path, every: dict[str, tuple[list[Sizes], list[dict[str, Cost]]]]) -> None:
    """Draw times over sizes, both on logarithmic axes."""
    import matplotlib as mpl

    mpl.use("agg")
    import matplotlib.pyplot as plt
    from matplotlib.ticker import EngFormatter, NullLocator

    short = EngFormatter(sep="")
    figure, axes = plt.subplots(1, len(every), figsize=(3 * len(every), 3), layout="constrained")
    for ax, (name, (sizes, found)) in zip(axes, every.items(), strict=True):
        for stage in STAGES:
            xs = [getattr(size, name) for size in sizes]
            ax.loglog(xs, [costs[stage].seconds for costs in found], marker="o", label=stage)
        ax.xaxis.set_minor_locator(NullLocator())
        ax.set_xticks(xs, [short(x) for x in xs])
        ax.set(xlabel=name, ylabel="seconds" if ax is axes[0] else None)
    axes[0].legend(fontsize="small")
    figure.savefig(path, metadata={"Date": None})


def read_options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add = parser.add_argument
    add("corpus", type=Path, help="text file, optionally compressed with xz")
    add("--millions", type=int, nargs="+", default=[1, 4, 16, 64], help="millions of tokens")
    add("--terms", type=int, nargs="+", default=[5_000, 20_000, 80_000], help="vocabularies")
    add("--components", type=int, nargs="+", default=[50, 100, 200, 400], help="components")
    add("--threads", type=int, nargs="+", default=[1, 2], help="numbers of threads")
    add("--lengths", type=int, nargs="+", default=[10, 100, 1000], help="tokens a document")
    add("--output", type=Path, help="file for the page in reStructuredText; printed if not given")
    add("--quick", action="store_true", help="quick trial: 25,000 tokens for a million")
    return parser.parse_args()


def main() -> None:
    """Measure everything and write the page and its picture."""
    load, options = load_average(), read_options()
    every = {}
    for name, sizes in series(options).items():
        found = []
        for size in sizes:
            found.append(isolated(measure, options.corpus, size))
            say(f"{name} {getattr(size, name):,}")
        every[name] = sizes, found
    stages = "\n".join(f":{stage}: {what}" for stage, what in STAGES.items())
    middle = every["terms"][0][0]
    intro = (
        f"One size varies at a time; otherwise {plural(middle.tokens, 'token')} in documents of "
        f"{middle.length}, at most {Sizes(0).terms:,} terms, {middle.components} components and "
        "one thread. Each row is one run in a new process. Memory is the peak beside what the "
        "process held before the stage."
    )
    bends = (
        "Counting and GloVe grow more slowly than the tokens, as pairs of words repeat. The memory "
        "of GloVe stops growing where its counts and blocks exceed ``memory_limit``: they are "
        "mapped from files then. That of transform is mostly the features, so many short documents "
        "need more."
    )
    shown = []
    if options.output is not None:
        options.output.parent.mkdir(parents=True, exist_ok=True)
        picture(options.output.with_suffix(".svg"), every)
        shown = [f".. image:: /benchmarks/{options.output.stem}.svg\n   :alt: seconds over sizes"]
    head = section("How cost grows", intro, header(load), stages, *shown, bends, level="-")
    tables = [report(name, *measured) for name, measured in every.items()]
    write("\n".join([head, *tables]), options.output)


if __name__ == "__main__":
    main()
