"""The training loop: passes over the data, loss, callbacks, interruption, divergence.

The loop is the same for all methods and knows none of them: a method provides an object with the
interface of `Trainer`. Each kernel call takes only a fraction of a second, so that Ctrl-C works
between calls. The estimator does not change until its ``fit`` ends.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from time import perf_counter
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from .._compat.sklearn import FitProgress
from .schedule import LinearRate
from .stopping import StoppingCriterion

_NOTHING_TO_LEARN = (
    "No word has a context word in these documents (each holds at most one known word, or "
    "subsample dropped the others): the vectors keep their initial values."
)

# Limits of the loss, as multiples of the initial loss. Training that ends above DIVERGED has made
# the model worse. The loss may exceed it temporarily, for example with large initial vectors, but
# training never recovers from a loss above HOPELESS.
DIVERGED, HOPELESS = 10, 1000


class Trainer(Protocol):
    """The interface that a method implements for `run`."""

    def steps(self, i: int, rates: LinearRate) -> Iterator[tuple[float, float]]:
        """Train pass ``i``; after each kernel call, yield (sum of losses, examples or weights)."""

    @property
    def loss_at_start(self) -> float:
        """Mean loss per example before training; read once, before the first pass.

        It must be at least the loss of a model that knows nothing, because a small loss may grow by
        a large factor.
        """

    def matrices(self) -> tuple[NDArray[np.float32], ...]:
        """Return all matrices that are learned, to check that they are finite."""

    def result(self) -> dict[str, Any]:
        """Return copies of the fitted attributes, as if training ended now."""


def run(
    trainer: Trainer,
    rates: LinearRate,
    progress: FitProgress | None,
    *,
    name: str,
    verbose: int,
    stopping_criterion: StoppingCriterion | None = None,
    stop: NDArray[np.bool_] | None = None,
) -> dict[str, Any]:
    """Run the training and return the fitted attributes.

    Parameters
    ----------
    trainer : Trainer
        The trainer of the method.

    rates : LinearRate
        Learning rate schedule and maximum number of passes.

    progress : FitProgress or None
        Reports each pass to the callbacks; training stops if a callback returns True.

    name : str
        Name of the estimator, for verbose output.

    verbose : int
        If above 0, print a line after each pass.

    stopping_criterion : StoppingCriterion or None, default=None
        Criterion to stop before the maximum number of passes.

    stop : ndarray of shape (1,), dtype=bool, default=None
        Checked after each kernel call. The caller sets it to True when the result is no
        longer needed, because a training thread cannot be terminated from outside.

    Returns
    -------
    attributes : dict
        ``trainer.result()`` with ``n_iter_`` and ``loss_curve_``, the mean loss per
        example of each pass, of shape (n_passes,), dtype float64.

    Raises
    ------
    ValueError
        If vectors are no longer finite, or the loss diverges.

    RuntimeError
        If ``stop`` was set.
    """
    losses: list[float] = []
    at_start = trainer.loss_at_start

    def result() -> dict[str, Any]:
        return {**trainer.result(), "n_iter_": len(losses), "loss_curve_": np.array(losses)}

    for i in range(rates.n_passes):
        if progress is not None:
            progress.begin_pass(i)
        begin = perf_counter()
        total, n_examples = 0.0, 0.0
        for loss, n in trainer.steps(i, rates):
            if stop is not None and stop[0]:
                raise RuntimeError("Training was stopped: its result is no longer needed.")
            total += loss
            n_examples += n
        if n_examples == 0 and i == 0:
            warnings.warn(_NOTHING_TO_LEARN, UserWarning, stacklevel=5)
        losses.append(total / n_examples if n_examples else 0.0)
        is_sound = np.isfinite(losses[-1]) and losses[-1] <= HOPELESS * at_start
        if not is_sound or not all(map(_is_finite, trainer.matrices())):
            raise _diverged(losses, at_start, rates)
        if verbose > 0:
            seconds = perf_counter() - begin
            print(f"[{name}] pass {i + 1}/{rates.n_passes}: loss {losses[-1]:.4f}, {seconds:.1f} s")
        enough = progress is not None and progress.end_pass(i, losses[-1], result)
        is_over = stopping_criterion is not None and stopping_criterion.is_over(losses)
        if is_over or enough:
            break
    # Diverging vectors may not reach infinity before the last pass.
    if not losses[-1] <= DIVERGED * at_start:
        raise _diverged(losses, at_start, rates)
    return result()


def _diverged(losses: list[float], at_start: float, rates: LinearRate) -> ValueError:
    """Return the error for training that diverged in the last of these passes."""
    return ValueError(
        f"The vectors overflowed in pass {len(losses)} (loss {losses[-1]:.3g}, at the start it was "
        f"{at_start:.3g}): learning_rate={rates.start:g} is too high for these documents. Choose a "
        "lower learning_rate. Initial vectors or sample weights much larger than 1 have the same "
        "effect: scale them down."
    )


def _is_finite(matrix: NDArray[np.float32]) -> bool:
    # A sum is finite only if all values are. The sum of squares is the fastest one that allocates
    # no memory. It can overflow although all values are finite; a float64 sum then decides.
    with np.errstate(invalid="ignore", over="ignore"):
        if np.isfinite(np.einsum("ij,ij->", matrix, matrix)):
            return True
        return bool(np.isfinite(matrix.sum(dtype=np.float64)))
