"""Whole lines of a text file, some megabytes at a time; nothing is known of what is in them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple, TypeVar

from .layout import BLOCK, LONGEST
from .opening import Content

T = TypeVar("T")


class Block(NamedTuple):
    """Whole lines, each with its newline, and the number of the first one in the file."""

    text: bytes
    line: int
    n_lines: int
    is_cut: bool = False  # the file ends without a newline, which was added here


def line_blocks(file: Content, first: int, limit: int | None) -> Iterator[Block]:
    """Yield blocks of whole lines, at most ``limit`` lines, of which the first is ``first``."""
    rest, line = b"", first
    # Small blocks at first, so that a few rows of a large file are read quickly.
    size = BLOCK if limit is None else min(BLOCK, 1 << 16)
    while limit is None or line < first + limit:
        piece = file.read(size)
        end = piece.rfind(b"\n") + 1
        if is_cut := not piece:
            if not rest:
                return
            text, rest = rest + b"\n", b""
        elif end:
            text, rest = b"".join([rest, memoryview(piece)[:end]]), piece[end:]
        else:
            text, rest = b"", rest + piece
        if limit is not None:
            text = _first_lines(text, first + limit - line)
        if n_lines := text.count(b"\n"):
            yield Block(text, line, n_lines, is_cut)
        if is_cut:
            return
        line += n_lines
        if len(rest) > LONGEST:
            raise ValueError(f"line {line} has more than {LONGEST:,} bytes")
        size = min(2 * size, BLOCK)


def _first_lines(text: bytes, n: int) -> bytes:
    """Return the first ``n`` lines, each of which ends with a newline."""
    n_bytes = 0
    if text.count(b"\n") <= n:
        return text
    for _ in range(n):
        n_bytes = text.index(b"\n", n_bytes) + 1
    return text[:n_bytes]


def in_threads(function: Callable[..., T], tasks: Iterable[Any], n_threads: int) -> Iterator[T]:
    """Yield ``function(task)`` for each task in order; a few results are computed ahead.

    The tasks themselves are generated in the thread of the caller, one at a time.
    """
    if n_threads == 1:
        yield from map(function, tasks)
        return
    with ThreadPoolExecutor(n_threads) as pool:
        ahead: deque[Any] = deque()
        for task in tasks:
            ahead.append(pool.submit(function, task))
            if len(ahead) > n_threads:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()
