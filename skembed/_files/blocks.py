"""Whole lines of a text file, some megabytes at a time; nothing is known of what is in them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from .._kernels.vectors import count_lines
from .layout import BLOCK, LONGEST
from .opening import Content

T = TypeVar("T")

_NEWLINE = ord("\n")


class Block(NamedTuple):
    """Whole lines, each with its newline, and the number of the first one in the file."""

    text: NDArray[np.uint8]
    line: int
    n_lines: int
    is_cut: bool = False  # the file ends without a newline, which was added here


def line_blocks(file: Content, first: int, limit: int | None, most: int = BLOCK) -> Iterator[Block]:
    """Yield blocks of whole lines, at most ``limit`` lines, of which the first is ``first``.

    At most ``most`` bytes are read at once.
    """
    rest, line = np.empty(0, dtype=np.uint8), first
    # Small blocks at first, so that a few rows of a large file are read quickly.
    size = most if limit is None else min(most, 1 << 16)
    while limit is None or line < first + limit:
        n_rest = len(rest)
        text = np.empty(n_rest + size + 1, dtype=np.uint8)
        text[:n_rest] = rest
        n_bytes = n_rest + file.readinto(text[n_rest:-1].data)
        if is_cut := n_bytes == n_rest:
            if not n_rest:
                return
            text[n_bytes] = _NEWLINE
            n_bytes += 1
        n_wanted = n_bytes if limit is None else first + limit - line
        n_lines, end = count_lines(text[:n_bytes], n_wanted)
        if n_lines:
            yield Block(text[:end], line, n_lines, is_cut)
        if is_cut:
            return
        line += n_lines
        rest = text[end:n_bytes]
        if len(rest) > LONGEST:
            raise ValueError(f"line {line} has more than {LONGEST:,} bytes")
        size = min(2 * size, most)


def in_threads(function: Callable[..., T], tasks: Iterable[Any], n_threads: int) -> Iterator[T]:
    """Yield ``function(task)`` for each task in order; a few results are computed ahead.

    Threads generate the tasks themselves, one at a time, so that none of them waits for the caller.
    """
    if n_threads == 1:
        yield from map(function, tasks)
        return
    remaining = iter(tasks)

    def step(before: Event, after: Event) -> tuple[T] | None:
        before.wait()
        try:
            task = next(remaining, None)
        finally:
            after.set()
        return None if task is None else (function(task),)

    ahead: deque[Future[tuple[T] | None]] = deque()
    turn = Event()
    turn.set()
    with ThreadPoolExecutor(n_threads) as pool:
        while True:
            while len(ahead) <= 2 * n_threads:
                before, turn = turn, Event()
                ahead.append(pool.submit(step, before, turn))
            if (found := ahead.popleft().result()) is None:
                return
            yield found[0]
