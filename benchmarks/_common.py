"""Helpers of all benchmarks: machine, tables, isolated processes, reading of data.

Nothing here is specific to a method. Sizes are in bytes, times in seconds.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.metadata
import lzma
import os
import platform
import re
import statistics
import sys
import textwrap
import time
import zlib
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeVar

from threadpoolctl import threadpool_limits

T = TypeVar("T")

# The data sets on which defaults were chosen, as they are called on the pages.
CHOSEN_ON = (
    "MR", "SUBJ", "TREC", "banking77", "clinc150", "clinc150 (imbalanced)", "docstrings",
    "20 Newsgroups", "20 Newsgroups (unbalanced)",
)  # fmt: skip
PACKAGES = ("skembed", "gensim", "numpy", "scipy", "scikit-learn")
# Options that name locations on this machine rather than what is measured.
_UNNAMED_OPTIONS = ("--output", "--cache")
_START = time.perf_counter()


def say(text: str) -> None:
    """Print a progress message to stderr, with the seconds since the start."""
    print(f"[{time.perf_counter() - _START:6.0f} s] {text}", file=sys.stderr, flush=True)


# The machine


def cpu_model() -> str:
    """Return the name of the processor."""
    try:
        found = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
    except OSError:
        found = None
    return found[1] if found else platform.processor() or platform.machine()


def n_cores() -> int:
    """Return the number of processors that this process may use."""
    available = getattr(os, "sched_getaffinity", None)
    return len(available(0)) if available else os.cpu_count() or 1


def instruction_set() -> str:
    """Return the name of the instruction set that skembed's kernels use."""
    from skembed._kernels import ISA
    from skembed._kernels.common import instruction_sets

    return instruction_sets()[ISA]


def load_average() -> float:
    """Return the load average of the last minute; NaN if unknown."""
    try:
        return os.getloadavg()[0]
    except (AttributeError, OSError):
        return float("nan")


def keep_freed_memory() -> None:
    """Start this program anew with an allocator that keeps what is freed (glibc).

    What goes back to the system comes back page by page, and on a virtual machine each page may
    have to come from the host: half a second for what is counted or sorted in one.
    """
    settings = dict.fromkeys(("MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_"), str(1 << 35))
    if settings.keys() <= os.environ.keys():
        for name in settings:  # not for processes that this one starts
            del os.environ[name]
    elif platform.libc_ver()[0] == "glibc":
        os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, **settings})


def add_options(parser: argparse.ArgumentParser, *, cache: str, limit: str, quick: str) -> None:
    """Add the options of every comparison with a peer; the arguments complete their help."""
    add = parser.add_argument
    add("--seeds", type=int, default=3, help="number of seeds for each quality result")
    add("--repeats", type=int, default=3, help="number of runs for each timing")
    add("--threads", type=int, nargs="+", default=[1, 2], help="numbers of threads to measure")
    add("--limit-documents", type=int, help=f"only use {limit}")
    add("--cache", type=Path, help=f"folder in which to cache {cache} (never its times)")
    add("--output", type=Path, help="file for the page in reStructuredText; printed if not given")
    add("--quick", action="store_true", help=quick)


def fingerprint(*parts: object) -> str:
    """Return a checksum of everything that a cached result depends on; for files, their bytes."""
    check = 0
    for part in parts:
        check = zlib.crc32(
            part.read_bytes() if isinstance(part, Path) else repr(part).encode(), check
        )
    return f"{check:08x}"


def header(load_at_start: float) -> str:
    """Return machine, versions, date and command line, as a list in reStructuredText."""
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    kernels = f"instruction set of skembed's kernels: {instruction_set()}"
    processor = f"{cpu_model()}, {n_cores()} cores, {kernels}"
    system = f"{platform.system()} {platform.machine()}"
    return "\n".join(
        [
            f":Processor: {processor}",
            f":System: {system}, load of other processes at the start: {load_at_start:.1f}",
            f":Versions: Python {platform.python_version()}, {versions}",
            f":Date: {date.today():%Y-%m-%d}",
            f":Command: ``{command_line()}``",
        ]
    )


def version(package: str) -> str:
    """Return the version of a package, even if it is used from its source tree."""
    module = sys.modules.get(package)
    return getattr(module, "__version__", None) or importlib.metadata.version(package)


def command_line() -> str:
    """Return the command line, with paths reduced to their last component."""
    arguments: list[str] = []
    words = iter(sys.argv[1:])
    for word in words:
        if word in _UNNAMED_OPTIONS:
            next(words, None)
        else:
            arguments.append(Path(word).name if os.sep in word else word)
    return " ".join(["python", f"benchmarks/{Path(sys.argv[0]).name}", *arguments])


# Numbers and tables


def spread(values: Sequence[float], form: str = ".2f") -> str:
    """Format the median of several runs, with minimum and maximum if they differ."""
    text = format(statistics.median(values), form)
    if len(values) > 1:
        text += f" ({min(values):{form}} to {max(values):{form}})"
    return text


def mean_and_deviation(values: Sequence[float], form: str = ".3f") -> str:
    """Format the mean over seeds, with the standard deviation if there are several."""
    text = format(statistics.fmean(values), form)
    if len(values) > 1:
        text += f" ± {statistics.stdev(values):{form}}"
    return text


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Make a simple table in reStructuredText; no cell of the first column may be empty."""
    cells = [[str(cell) for cell in row] for row in [columns, *rows]]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    rule = "  ".join("=" * width for width in widths)
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    ]
    return "\n".join([rule, lines[0], rule, *lines[1:], rule])


def section(title: str, *blocks: str, level: str = "~") -> str:
    """Join a title, its paragraphs (which are wrapped) and its tables."""
    wrapped = [block if "\n" in block else fill(block) for block in blocks]
    return "\n\n".join([f"{title}\n{level * len(title)}", *wrapped]) + "\n"


def chosen_on(names: Iterable[str]) -> list[str]:
    """Return a paragraph on the data sets among these that defaults were chosen on, if any."""
    files = {name.lower().replace(" ", "") for name in names}
    known = [name for name in CHOSEN_ON if name.lower().replace(" ", "") in files]
    if not known:
        return []
    which = " and ".join([", ".join(known[:-1]), known[-1]] if len(known) > 1 else known)
    paragraph = (
        f"**Default parameters of skembed were chosen on {which}** (:ref:`measurements`), so they "
        "may suit other data less well."
    )
    return [paragraph]


def fill(paragraph: str) -> str:
    """Wrap a paragraph."""
    return textwrap.fill(paragraph, 100, break_long_words=False, break_on_hyphens=False)


def reached(measured: float, needed: float) -> str:
    """Return whether a result reaches its goal."""
    return "yes" if measured >= needed else "no"


def plural(n: int, thing: str) -> str:
    """Format a number with a noun: "1 run", "3 runs"."""
    return f"{n:,} {thing}" if n == 1 else f"{n:,} {thing}{'es' * thing.endswith('s') or 's'}"


def write(page: str, output: Path | None) -> None:
    """Print a page, or write it to a file."""
    page = page.rstrip() + "\n"
    if output is None:
        print(page)
    else:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(page, encoding="utf-8")
        say(f"wrote {output.name}")


# Processes, threads, memory


def one_thread() -> None:
    """Limit the linear algebra libraries of this process to one thread each."""
    threadpool_limits(limits=1)


def isolated(function: Callable[..., T], *arguments: Any) -> T:
    """Call a function of a module in a new process."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=one_thread) as pool:
        return pool.submit(function, *arguments).result()


def resident(*, peak: bool = False) -> int:
    """Return the memory of this process in bytes, now or at its peak.

    ``getrusage`` would count what a parent had at the time of the fork, so the kernel's
    own page is read where there is one; elsewhere it is the peak in both cases.
    """
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        import resource

        unit = 1 if sys.platform == "darwin" else 1024
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
    found = re.search(rf"{'VmHWM' if peak else 'VmRSS'}:\s+(\d+)", status)
    assert found, "/proc/self/status does not tell the memory of a process"
    return int(found[1]) * 1024


def forget_peak() -> None:
    """Reset the peak memory to the current memory, on systems that support it."""
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def with_peak(function: Callable[..., T], *arguments: Any, **options: Any) -> tuple[T, int]:
    """Call a function; return its result, and the peak of memory beside that before, in bytes."""
    forget_peak()
    before = resident()
    result = function(*arguments, **options)
    return result, resident(peak=True) - before


# Data


def read_documents(path: Path, limit: int | None = None) -> list[str]:
    """Read documents from a text file, one per line, optionally compressed with xz."""
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        return [line.rstrip("\n") for line in islice(file, limit)]
