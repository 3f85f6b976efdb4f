"""Measure memory and time of documents that are encoded on disk: encoding, and training on them.

    python benchmarks/large_corpus.py --corpus wiki17m.txt.xz

The corpus is a text file with one document per line, read several times to make a larger one. Each
step runs in a process of its own, for its peak of memory. The memory of the process that encodes
is limited by the system (Linux).
"""

from __future__ import annotations

import argparse
import lzma
import zlib
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, NamedTuple

from _common import (
    forget_peak,
    header,
    isolated,
    load_average,
    plural,
    reached,
    resident,
    say,
    section,
    table,
    write,
)

from skembed import EncodedCorpus, Word2VecVectorizer, encode
from skembed._fit.matrices import padded

MB = 1e6
MOST_BESIDE = 1000  # MB
LEAST_SPEED = 0.9


class Encoding(NamedTuple):
    """Encoding: tokens, distinct tokens, seconds, and bytes of memory before and at the peak."""

    n_tokens: int
    n_types: int
    seconds: float
    before: int
    peak: int


class Training(NamedTuple):
    """A fit: seconds, bytes of memory before, at the peak and of the matrices, and a checksum."""

    seconds: float
    before: int
    peak: int
    matrices: int
    checksum: int

    @property
    def beside(self) -> float:
        """Megabytes beside the matrices and what the process had before."""
        return (self.peak - self.before - self.matrices) / MB


def main() -> None:
    """Measure everything and write the page."""
    load = load_average()
    options = read_options()
    with TemporaryDirectory(dir=options.folder) as folder:
        encoding = isolated(encoded, options.corpus, folder, options.times, options.limit)
        say(f"encoded {encoding.n_tokens:,} tokens: {encoding}")
        fits = {}
        for where in ("disk", "memory"):
            fits[where] = isolated(trained, folder, where, options.max_iter, options.threads)
            say(f"trained from {where}: {fits[where]}")
    write(page(encoding, fits, options, header(load)), options.output)


def read_options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add = parser.add_argument
    add("--corpus", type=Path, required=True, help="text file, one document per line")
    add("--times", type=int, default=10, help="how often the corpus is read")
    add("--limit", type=int, default=600, help="limit of the data of the encoding process, in MB")
    add("--max-iter", type=int, default=1, help="number of passes of the training")
    add("--threads", type=int, default=1, help="number of threads of the training")
    add("--folder", type=Path, help="where to write the encoded corpus, for a while")
    add("--output", type=Path, help="file for the page in reStructuredText; printed if not given")
    add("--quick", action="store_true", help="quick trial that reads the corpus once")
    options = parser.parse_args()
    if options.quick:
        options.times = 1
    return options


def lines(path: Path, times: int) -> Iterator[str]:
    """Read the documents one by one, several times."""
    opener: Any = lzma.open if path.suffix == ".xz" else open
    for _ in range(times):
        with opener(path, "rt", encoding="utf-8") as file:
            yield from file


def encoded(corpus: Path, folder: str, times: int, limit: int) -> Encoding:
    """Encode in this process, which the system ends if it needs more memory than the limit."""
    import resource

    resource.setrlimit(resource.RLIMIT_DATA, (limit * 10**6, limit * 10**6))
    before, begin = resident(), perf_counter()
    documents = encode(lines(corpus, times), folder)
    seconds, peak = perf_counter() - begin, resident(peak=True)
    return Encoding(documents.n_tokens, len(documents.tokens), seconds, before, peak)


def trained(folder: str, where: str, max_iter: int, n_jobs: int) -> Training:
    """Train skip-gram in this process."""
    documents: Any = EncodedCorpus(folder)
    before = resident()
    if where == "memory":
        documents = documents.read()
    forget_peak()
    model = Word2VecVectorizer(window=5, min_df=5, max_iter=max_iter, n_jobs=n_jobs, random_state=0)
    begin = perf_counter()
    vectors = model.fit(documents).embedding_.vectors
    seconds, peak = perf_counter() - begin, resident(peak=True)
    matrices = 2 * 4 * len(vectors) * padded(vectors.shape[1])
    return Training(seconds, before, peak, matrices, zlib.crc32(vectors))


def page(
    encoding: Encoding, fits: dict[str, Training], options: argparse.Namespace, head: str
) -> str:
    """Return the part of the page on benchmarks."""
    disk, memory = fits["disk"], fits["memory"]
    speed = encoding.n_tokens / encoding.seconds / 1e6
    read = (
        f"{options.corpus.name.split('.')[0]}, read {plural(options.times, 'time')}, has "
        f"{encoding.n_tokens:,} tokens. Each step runs in a process of its own, which has "
        f"{encoding.before / MB:.0f} MB in memory after the imports. See :ref:`large_corpora`."
    )
    encode_text = (
        f":func:`~skembed.encode` took {encoding.seconds:.0f} s, decompression included: "
        f"{speed:.1f} million tokens a second. The system limited the data of the process to "
        f"{options.limit} MB."
    )
    train_text = (
        "Skip-gram with 100 components, ``window=5`` and ``min_df=5``, "
        f"{plural(options.max_iter, 'pass')}, {plural(options.threads, 'thread')}. The time is "
        "that of the whole ``fit``. The last column leaves out what the process had before it "
        f"read documents, and the two matrices ({disk.matrices / MB:.0f} MB)."
    )
    rows = [
        (name, f"{fit.seconds:.0f} s", f"{fit.peak / MB:,.0f} MB", f"{fit.beside:,.0f} MB")
        for name, fit in (("documents on disk", disk), ("documents in memory", memory))
    ]
    columns = ["goal", "target", "measured", "reached"]
    return "\n".join(
        [
            section("Corpora larger than memory", read, level="-"),
            f"{head}\n",
            section("Goals", table(columns, goals(encoding, fits, options.limit))),
            section("Encoding", encode_text),
            section(
                "Training",
                train_text,
                table(["fit", "time", "peak of memory", "beside the matrices"], rows),
            ),
        ]
    )


def goals(encoding: Encoding, fits: dict[str, Training], limit: int) -> list[tuple[str, ...]]:
    """Return the rows of the table of goals."""
    disk, memory = fits["disk"], fits["memory"]
    peak, speed = encoding.peak / MB, memory.seconds / disk.seconds
    same = yes(disk.checksum == memory.checksum)
    return [
        ("memory to encode (at most)", f"{limit} MB", f"{peak:.0f} MB", reached(limit, peak)),
        (
            "memory to train on disk, beside the matrices (at most)",
            f"{MOST_BESIDE} MB",
            f"{disk.beside:.0f} MB",
            reached(MOST_BESIDE, disk.beside),
        ),
        (
            "speed of training on disk, relative to memory",
            f"{LEAST_SPEED:.2f}",
            f"{speed:.2f}",
            reached(speed, LEAST_SPEED),
        ),
        ("the same vectors, bit for bit", "yes", same, same),
    ]


def yes(is_so: bool) -> str:
    """Return yes or no."""
    return "yes" if is_so else "no"


if __name__ == "__main__":
    main()
