"""How far a comparison has come, shown while it runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from time import perf_counter


@contextmanager
def progress(what: str, n_trials: int, shown: bool) -> Iterator[Callable[[str], None]]:
    """Show what runs, how many trials are done and the time left: with rich or as lines."""
    if not shown:
        yield lambda name: None
        return
    try:
        from rich import get_console
        from rich.progress import Progress

        if get_console().is_jupyter:
            import_module("ipywidgets")  # without it, rich draws nothing in notebooks
    except ImportError:
        done, begin = 0, perf_counter()

        def say(name: str) -> None:
            nonlocal done
            done += 1
            left = (perf_counter() - begin) / done * (n_trials - done)
            print(f"{what}: {done} of {n_trials} ({name}), {left:.0f} s left", flush=True)

        yield say
        return
    with Progress() as bar:
        row = bar.add_task(what, total=n_trials)

        def move(name: str) -> None:
            bar.update(row, advance=1, description=f"{what}: {name}")

        yield move
        bar.update(row, description=f"{what} done", refresh=True)
