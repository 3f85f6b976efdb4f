"""Running a training: passes, loss, callbacks, interruption, divergence.

Everything here is the same for every method. A method brings an object with the
members of `Trainer`; it refuses to know which. Kernels run for a fraction of a
second at a time, so that Ctrl-C is heard between two of them; nothing of the estimator
is touched until its ``fit`` ends.
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
    "subsample dropped the others): the vectors stay as they began."
)

# Times the loss at the start. A training that ends above the first has made the model worse; one
# that begins far off, as with large initial vectors, may pass through that on its way down, but no
# training comes back from the second.
DIVERGED, HOPELESS = 10, 1000


class Trainer(Protocol):
    """What a method brings to `run`."""

    def steps(self, i: int, rates: LinearRate) -> Iterator[tuple[float, float]]:
        """Train pass ``i``; after each kernel call yield (sum of losses, examples or weights)."""

    @property
    def loss_at_start(self) -> float:
        """Mean loss of an example before any training; asked for once, before the first pass.

        Not below what a model without any knowledge would have: a small loss may grow by much.
        """

    def matrices(self) -> tuple[NDArray[np.float32], ...]:
        """Return everything that is being learned, for the check that it is finite."""

    def result(self) -> dict[str, Any]:
        """Return the fitted attributes, as copies, if training ended now."""


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
    """Make the passes and return the fitted attributes.

    Parameters
    ----------
    trainer : Trainer
        The method.

    rates : LinearRate
        Learning rate and number of passes.

    progress : FitProgress or None
        Where callbacks hear of each pass; one that returns True ends the training.

    name : str
        The estimator's name, for messages.

    verbose : int
        Above 0, a line is printed after each pass.

    stopping_criterion : StoppingCriterion or None, default=None
        When to end before all passes are made.

    stop : ndarray of shape (1,), dtype=bool, default=None
        Looked at after each kernel call: the caller sets it when he wants no result any more,
        for a training in a thread, which nobody can end from outside.

    Returns
    -------
    attributes : dict
        ``trainer.result()`` with ``n_iter_`` and ``loss_curve_``, the mean loss per
        example of each pass, of shape (n_passes,), dtype float64.

    Raises
    ------
    ValueError
        If vectors stop being finite numbers, or the loss explodes.

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
                raise RuntimeError("Nobody waits for the result of this training any more.")
            total += loss
            n_examples += n
        if n_examples == 0 and i == 0:
            warnings.warn(_NOTHING_TO_LEARN, UserWarning, stacklevel=5)
        losses.append(total / n_examples if n_examples else 0.0)
        if not _is_sound(trainer, losses[-1], HOPELESS * at_start):
            raise diverged(losses, at_start, rates)
        if verbose > 0:
            seconds = perf_counter() - begin
            print(f"[{name}] pass {i + 1}/{rates.n_passes}: loss {losses[-1]:.4f}, {seconds:.1f} s")
        enough = progress is not None and progress.end_pass(i, losses[-1], result)
        is_over = stopping_criterion is not None and stopping_criterion.is_over(losses)
        if is_over or enough:
            break
    # Vectors that are on their way to infinity may need more passes than there are to get there.
    if not losses[-1] <= DIVERGED * at_start:
        raise diverged(losses, at_start, rates)
    return result()


def _is_sound(trainer: Trainer, loss: float, limit: float) -> bool:
    """Tell whether the loss is finite and not above the limit, and all that is learned finite."""
    return bool(np.isfinite(loss) and loss <= limit) and all(map(_is_finite, trainer.matrices()))


def diverged(losses: list[float], at_start: float, rates: LinearRate) -> ValueError:
    """Return the error of a training that diverged in the last of these passes."""
    return ValueError(
        f"The vectors overflowed in pass {len(losses)} (loss {losses[-1]:.3g}, at the start it was "
        f"{at_start:.3g}): learning_rate={rates.start:g} is too high for these documents. Choose a "
        "lower learning_rate. Initial vectors or sample weights much larger than 1 have the same "
        "effect: scale them down."
    )


def _is_finite(matrix: NDArray[np.float32]) -> bool:
    # A sum is finite only if every term is. That of the squares is the fastest that allocates
    # nothing; it can overflow where values are finite, which a sum in float64 then tells.
    with np.errstate(invalid="ignore", over="ignore"):
        if np.isfinite(np.einsum("ij,ij->", matrix, matrix)):
            return True
        return bool(np.isfinite(matrix.sum(dtype=np.float64)))
