"""How far a comparison has come, shown while it runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress(n_trials: int, shown: bool) -> Iterator[Callable[[str], None]]:
    """Show how many trials are done, with a progress bar of rich or, without rich, as lines."""
    if not shown:
        yield lambda name: None
        return
    try:
        from rich.progress import Progress
    except ImportError:
        done = 0

        def say(name: str) -> None:
            nonlocal done
            done += 1
            print(f"{done} of {n_trials}: {name}", flush=True)

        yield say
        return
    with Progress() as bar:
        row = bar.add_task("Comparing embeddings", total=n_trials)

        def move(name: str) -> None:
            bar.update(row, advance=1, description=name)

        yield move
        bar.update(row, description="Comparison done")
