"""Compare Embedding.load with gensim's and pandas' readers on the same files of random vectors.

    python benchmarks/vector_files.py

Files are written to a temporary folder, or to --folder, where a later run finds them.
"""

from __future__ import annotations

import argparse
import statistics
import struct
import warnings
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any, NamedTuple

import numpy as np
from _common import (
    forget_peak,
    header,
    isolated,
    load_average,
    n_cores,
    one_thread,
    plural,
    reached,
    resident,
    say,
    section,
    spread,
    table,
    write,
)

MB = 1e6
BYTES, GENSIM, PANDAS = "reading the bytes", "gensim", "pandas (numbers only)"
ONE, TWO = "skembed", "skembed, 2 threads"
FILES = {
    "text.vec": "text with a header",
    "glove.txt": "text without a header",
    "binary.bin": "word2vec binary",
    "model.bin": "fastText model without n-grams",
    "subwords.bin": "fastText model with n-grams",
    "mapped.safetensors": "safetensors",
}
TEXT = ("text.vec", "glove.txt")
GOALS = ("goal", "target", "measured", "reached")
COLUMNS = ("file", "reader", "seconds", "MB/s", "processor s", "peak MB")
READERS = {
    **dict.fromkeys(TEXT, (ONE, TWO, GENSIM, PANDAS, BYTES)),
    "binary.bin": (ONE, GENSIM, BYTES),
    "model.bin": (ONE, GENSIM, BYTES),
    "subwords.bin": (ONE, GENSIM, BYTES),
    "mapped.safetensors": (ONE, BYTES),
}


class Run(NamedTuple):
    """Seconds, processor seconds, and bytes of memory at the peak and of what was read."""

    seconds: float
    cpu: float
    peak: int


Runs = dict[tuple[str, str], list[Run]]  # (file, reader)


def main() -> None:
    """Write the files, read them in turns, and write the page."""
    load = load_average()
    options = read_options()
    one_thread()
    with TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        isolated(write_files, folder, options.terms, options.components)
        say("files written")
        runs = measure(folder, options)
        sizes = {name: (folder / name).stat().st_size for name in FILES}
        terms = isolated(memory_of_terms, folder / "text.vec")
    write(page(runs, sizes, terms, options, header(load)), options.output)


def read_options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add = parser.add_argument
    add("--terms", type=int, default=400_000, help="number of terms in each file")
    add("--components", type=int, default=100, help="number of components")
    add("--repeats", type=int, default=3, help="number of runs of each reader; gensim has one")
    add("--folder", type=Path, help="folder for the files, which are kept")
    add("--output", type=Path, help="file for the page in reStructuredText; printed if not given")
    add("--quick", action="store_true", help="quick trial with 20,000 terms")
    options = parser.parse_args()
    if options.quick:
        options.terms = min(options.terms, 20_000)
    return options


def write_files(folder: Path, n_terms: int, d: int) -> None:
    """Write the same random vectors in all formats, with five digits in text."""
    from skembed import Embedding

    folder.mkdir(parents=True, exist_ok=True)
    if all((folder / name).exists() for name in FILES):
        return
    random = np.random.default_rng(0)
    vectors = random.normal(size=(n_terms, d)).astype(np.float32)
    terms = [f"word{row}" for row in range(n_terms)]
    pattern = "%s " + " ".join(["%.5f"] * d) + "\n"
    rows = zip(terms, vectors, strict=True)
    with open(folder / "text.vec", "w") as text, open(folder / "glove.txt", "w") as glove:
        text.write(f"{n_terms} {d}\n")
        for term, vector in rows:
            line = pattern % (term, *vector.tolist())
            text.write(line)
            glove.write(line)
    embedding = Embedding(terms, vectors)
    embedding.save(folder / "binary.bin")
    embedding.save(folder / "mapped.safetensors")
    write_model(folder / "model.bin", terms, vectors, n_buckets=0)
    write_model(folder / "subwords.bin", terms, vectors, n_buckets=n_terms)


def write_model(path: Path, terms: list[str], vectors: np.ndarray, n_buckets: int) -> None:
    """Write a model as the fastText program does, with an output matrix of one row."""
    n_terms, d = vectors.shape
    lengths = (5, 5) if n_buckets else (0, 0)
    model = (12, d, 5, 5, 1, 5, 1, 2, 2, n_buckets, *lengths, 100, 1e-4)
    dictionary = (n_terms, n_terms, 0, n_terms, -1)
    with open(path, "wb") as file:
        file.write(struct.pack("<i13id3i2q", 793712314, *model, *dictionary))
        file.writelines(term.encode() + b"\0" + struct.pack("<qb", 1, 0) for term in terms)
        file.write(struct.pack("<?qq", False, n_terms + n_buckets, d) + vectors.tobytes())
        file.write(vectors[: n_buckets or 0].tobytes())
        file.write(struct.pack("<?qq", False, 1, d) + vectors[:1].tobytes())


def measure(folder: Path, options: argparse.Namespace) -> Runs:
    """Read all files; the readers of a file take turns."""
    runs: Runs = {}
    for repeat in range(options.repeats):
        for name, readers in READERS.items():
            for reader in readers:
                if reader == GENSIM and repeat:
                    continue
                found = isolated(read, folder / name, reader, options.components)
                runs.setdefault((name, reader), []).append(Run(*found))
                say(f"{FILES[name]}, {reader}: {found[0]:.2f} s")
    return runs


def read(path: Path, reader: str, d: int) -> tuple[float, float, int]:
    """Read a file in a process of its own, where nothing else has been read."""
    from skembed import Embedding

    if reader == GENSIM:
        import gensim.models.fasttext  # noqa: F401
    if reader == PANDAS:
        import pandas as pd  # noqa: F401
    with open(path, "rb") as file:  # so that all readers find it in the cache of the system
        while file.read(1 << 24):
            pass
    forget_peak()
    before, start, cpu = resident(), perf_counter(), process_time()
    kept: Any
    if reader == BYTES:
        kept = path.read_bytes()
    elif reader == PANDAS:
        kept = read_by_pandas(path, d)
    elif reader == GENSIM:
        kept = read_by_gensim(path)
    else:
        kept = Embedding.load(path, n_jobs=2 if reader == TWO else 1)
    seconds, cpu = perf_counter() - start, process_time() - cpu
    peak = resident(peak=True) - before
    del kept
    return seconds, cpu, peak


def read_by_gensim(path: Path) -> Any:
    """Read a file as gensim's documentation says for its format."""
    from gensim.models import KeyedVectors
    from gensim.models.fasttext import load_facebook_vectors

    if path.name in ("model.bin", "subwords.bin"):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return load_facebook_vectors(str(path))
    binary, no_header = path.name == "binary.bin", path.name == "glove.txt"
    return KeyedVectors.load_word2vec_format(path, binary=binary, no_header=no_header)


def read_by_pandas(path: Path, d: int) -> Any:
    """Read the numbers with the C parser of pandas."""
    import pandas as pd

    return pd.read_csv(
        path,
        sep=" ",
        header=None,
        skiprows=int(path.name == "text.vec"),
        usecols=range(1, d + 1),
        dtype=np.float32,
        quoting=3,
    ).to_numpy()


def memory_of_terms(path: Path) -> int:
    """Return the bytes that the terms of a file take as str, in a list and in an object array."""
    from skembed import Embedding

    terms = Embedding.load(path).terms
    before = resident()
    copies = [term.encode().decode() for term in terms.tolist()]
    array = np.empty(len(copies), dtype=object)
    array[:] = copies
    return resident() - before


def page(
    runs: Runs, sizes: dict[str, int], terms: int, options: argparse.Namespace, top: str
) -> str:
    """Return the whole page in reStructuredText."""
    matrix = 4 * options.terms * options.components
    intro = (
        f"Files with {options.terms:,} terms and {options.components} components, in text random "
        f"numbers of five digits. Every reader runs in a process of its own, one after the other, "
        f"{plural(options.repeats, 'run')}, gensim once; the file is in the cache of the system. "
        f"The matrix has {matrix / MB:.0f} MB, the terms {terms / MB:.0f} MB. pandas reads the "
        "numbers only."
    )
    if options.quick:
        intro = "**A quick trial run on small files.** " + intro
    return section(
        "Vector files",
        intro,
        top,
        section("Goals", table(GOALS, goals(runs, matrix + terms))),
        section(
            "Times",
            table(COLUMNS, rows(runs, sizes)),
            "Median and range. Peak memory is in addition to the process before reading.",
        ),
        level="-",
    )


def goals(runs: Runs, least_memory: int) -> list[tuple[str, str, str, str]]:
    """Return the goals with what was measured."""
    seconds = {key: statistics.median(run.seconds for run in found) for key, found in runs.items()}
    found = []
    for name in TEXT:
        ours, what = seconds[name, ONE], FILES[name]
        memory = max(run.peak for run in runs[name, ONE]) / least_memory
        found += [
            (f"{what}: speedup over gensim", 20, seconds[name, GENSIM] / ours, False),
            (f"{what}: speedup over pandas", 1, seconds[name, PANDAS] / ours, False),
            (f"{what}: speedup by a second thread", 1.5, ours / seconds[name, TWO], False),
            (f"{what}: peak memory relative to matrix and terms (at most)", 1.3, memory, True),
        ]
    if n_cores() < 2:
        found = [goal for goal in found if "thread" not in goal[0]]
    for name in ("binary.bin", "model.bin"):
        speed = seconds[name, BYTES] / seconds[name, ONE]
        found.append((f"{FILES[name]}: speed relative to reading the bytes", 0.5, speed, False))
    mapped = seconds["mapped.safetensors", ONE]
    found.append(("safetensors: seconds (at most)", 0.05, mapped, True))
    return [
        (goal, f"{needed:g}", f"{got:.3g}", reached(needed, got) if most else reached(got, needed))
        for goal, needed, got, most in found
    ]


def rows(runs: Runs, sizes: dict[str, int]) -> list[tuple[str, ...]]:
    """Return the rows of the table of times."""
    return [
        (
            FILES[name],
            reader,
            spread([run.seconds for run in found]),
            f"{sizes[name] / MB / statistics.median(run.seconds for run in found):,.0f}",
            f"{statistics.median(run.cpu for run in found):.2f}",
            f"{max(run.peak for run in found) / MB:,.0f}",
        )
        for (name, reader), found in runs.items()
    ]


if __name__ == "__main__":
    main()
