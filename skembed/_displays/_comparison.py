"""Scores against time: what a comparison of embeddings found, in one picture.

Nothing is fitted here, but by ``compare_embeddings`` if ``from_vectorizers`` is asked for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ._axes import GRAY, POSITIVE, draw_once, ink, new_axes, note_below, tidy, words_of
from ._labels import PointLabels
from ._scores import as_column, notes, refuse_nothing, scale_times

_OTHER = "#404040"
_SHORTEST = 1e-6  # seconds


class EmbeddingComparisonDisplay:
    """Scores of embeddings, with intervals, against the time that they take.

    Best made by ``from_comparison`` or ``from_vectorizers``.

    Parameters
    ----------
    names : sequence of str of shape (n_vectorizers,)
        The vectorizers.

    scores : array-like of shape (n_vectorizers,)
        Mean score of each, more is better. Those without one, or without a time (NaN), are not
        drawn.

    intervals : array-like of shape (n_vectorizers,)
        Half the width of the interval around each; NaN for none.

    times : array-like of shape (n_vectorizers,)
        Seconds to fit and to transform.

    score_name : str, default="score"
        For the axis, and the scorer that it names.

    confidence : float or None, default=None
        Of the intervals, for the note below; None says nothing of it.

    baseline : str or None, default=None
        The name to tell apart, by a hollow marker and a line across.

    errors : mapping of str to str, default=None
        Names of vectorizers that failed, and messages, for the note below.

    Attributes
    ----------
    ax_ : matplotlib Axes
        Where it was plotted.

    figure_ : matplotlib Figure
        The figure of ``ax_``.

    points_ : list of matplotlib ErrorbarContainer
        Of the vectorizers that have a score, in their order.

    labels_ : list of matplotlib Annotation
        Their names, in the same order; the best is bold.

    baseline_ : matplotlib Line2D or None
        The line at the score of the baseline.

    note_ : matplotlib Annotation or None
        The note below.

    best_ : str
        The name with the highest score.

    comparison_ : EmbeddingComparison
        What it was made from, if it was made by ``from_comparison`` or ``from_vectorizers``.

    See Also
    --------
    EmbeddingLearningCurveDisplay : Scores against the number of labeled documents.

    Examples
    --------
    >>> from skembed import EmbeddingComparisonDisplay
    >>> display = EmbeddingComparisonDisplay(
    ...     ["word2vec", "supervised", "tf-idf"],
    ...     scores=[0.81, 0.86, 0.84],
    ...     intervals=[0.02, 0.01, 0.02],
    ...     times=[9.5, 3.1, 0.4],
    ...     score_name="accuracy",
    ...     baseline="tf-idf",
    ... ).plot()
    >>> display.best_
    'supervised'
    """

    comparison_: Any

    def __init__(
        self,
        names: Sequence[str],
        scores: ArrayLike,
        intervals: ArrayLike,
        times: ArrayLike,
        *,
        score_name: str = "score",
        confidence: float | None = None,
        baseline: str | None = None,
        errors: Mapping[str, str] | None = None,
    ) -> None:
        self.names = list(names)
        self.scores = as_column(scores, "scores", len(self.names))
        self.intervals = as_column(intervals, "intervals", len(self.names))
        # The axis is logarithmic.
        self.times = np.maximum(as_column(times, "times", len(self.names)), _SHORTEST)
        self.score_name = score_name
        self.confidence = confidence
        self.baseline = baseline
        self.errors = dict(errors or {})

    @classmethod
    def from_comparison(
        cls,
        comparison: Any,
        *,
        scoring: str | None = None,
        train_size: int = -1,
        confidence: float = 0.95,
        ax: Any = None,
    ) -> EmbeddingComparisonDisplay:
        """Plot what `compare_embeddings` found.

        Parameters
        ----------
        comparison : EmbeddingComparison
            The result.

        scoring : str, default=None
            One of its scorers; None takes the first.

        train_size : int, default=-1
            Which of its ``train_sizes``, by position.

        confidence : float, default=0.95
            Of the intervals, which are those of ``comparison.score_intervals``.

        ax : matplotlib Axes, default=None
            Where to plot; None makes a figure.

        Returns
        -------
        display : EmbeddingComparisonDisplay
            With the artists as attributes.

        Raises
        ------
        ImportError
            If matplotlib is not installed.

        ValueError
            If every vectorizer failed.
        """
        times = comparison.mean_of("fit_times") + comparison.mean_of("transform_times")
        display = cls(
            comparison.names,
            comparison.mean_scores(scoring)[:, train_size],
            comparison.score_intervals(scoring, confidence)[:, train_size],
            times[:, train_size],
            score_name=comparison.main_scoring if scoring is None else scoring,
            confidence=confidence,
            baseline=comparison.baseline,
            errors=comparison.errors,
        )
        display.comparison_ = comparison
        return display.plot(ax=ax)

    @classmethod
    def from_vectorizers(
        cls,
        vectorizers: Any,
        X: Any,
        y: Any,
        *,
        confidence: float = 0.95,
        ax: Any = None,
        **compare_options: Any,
    ) -> EmbeddingComparisonDisplay:
        """Compare vectorizers on a task and plot what came out.

        Parameters
        ----------
        vectorizers : dict of str to transformer, or list of transformer
            As for `compare_embeddings`.

        X : iterable of str of shape (n_documents,)
            The documents.

        y : array-like of shape (n_documents,)
            What to predict.

        confidence : float, default=0.95
            Of the intervals.

        ax : matplotlib Axes, default=None
            Where to plot; None makes a figure.

        **compare_options : dict
            More parameters of `compare_embeddings`.

        Returns
        -------
        display : EmbeddingComparisonDisplay
            Its ``comparison_`` has the numbers.
        """
        from .._comparison import compare_embeddings

        comparison = compare_embeddings(vectorizers, X, y, **compare_options)
        return cls.from_comparison(comparison, confidence=confidence, ax=ax)

    def plot(self, ax: Any = None) -> EmbeddingComparisonDisplay:
        """Plot.

        Parameters
        ----------
        ax : matplotlib Axes, default=None
            Where to plot; None makes a figure.

        Returns
        -------
        display : EmbeddingComparisonDisplay
            This one.
        """
        scores = np.where(np.isfinite(self.times), self.scores, np.nan)
        refuse_nothing(scores, self.errors)
        ax = new_axes() if ax is None else ax
        shown = np.flatnonzero(np.isfinite(scores))
        self.best_ = self.names[int(np.nanargmax(scores))]
        self.points_ = [self._plot_point(ax, int(at)) for at in shown]
        self.baseline_ = None
        if self.baseline in self.names and np.isfinite(score := self._score(self.baseline)):
            self.baseline_ = ax.axhline(score, color="0.6", linewidth=1, linestyle="--", zorder=1)
        tidy(ax)
        scale_times(ax, self.times[shown])
        ax.margins(y=0.12)
        ax.set_xlabel("fit and transform (seconds, a fold)")
        ax.set_ylabel(words_of(self.score_name))
        bars = "Bars" if np.isfinite(self.intervals[shown]).any() else ""
        # One may have failed with another number of documents only.
        failed = {k: v for k, v in self.errors.items() if k not in {self.names[i] for i in shown}}
        text = notes(bars, self.confidence, failed)
        self.note_ = note_below(ax, text) if text else None
        self.labels_ = self._label(ax, shown)
        self.ax_, self.figure_ = ax, ax.figure
        draw_once(ax)
        return self

    def _score(self, name: str | None) -> float:
        return float(self.scores[self.names.index(str(name))])

    def _color(self, name: str) -> str:
        if name == self.best_:
            return POSITIVE
        return GRAY if name == self.baseline else _OTHER

    def _plot_point(self, ax: Any, at: int) -> Any:
        name, half = self.names[at], self.intervals[at]
        color = self._color(name)
        return ax.errorbar(
            self.times[at],
            self.scores[at],
            yerr=half if np.isfinite(half) else None,
            fmt="s" if name == self.baseline else "o",
            color=color,
            markerfacecolor="white" if name == self.baseline else color,
            markersize=7,
            elinewidth=1.4,
            capsize=3,
            zorder=3,
            label=name,
        )

    def _label(self, ax: Any, shown: NDArray[np.intp]) -> list[Any]:
        """Write the names, the best one first, clear of the intervals and of the line."""
        order = shown[np.argsort(-self.scores[shown], kind="stable")]
        halves = np.nan_to_num(self.intervals)
        steps = np.linspace(-1, 1, 21)
        taken = [
            (self.times[i], self.scores[i] + step * halves[i]) for i in shown for step in steps
        ]
        if self.baseline_ is not None:
            low, high = ax.get_xlim()
            taken += [(x, self._score(self.baseline)) for x in np.geomspace(low, high, 60)]
        labels = PointLabels(
            ax,
            np.column_stack([self.times[order], self.scores[order]]),
            [self.names[i] for i in order],
            obstacles=taken,
            radius=5.0,
            always=True,
        ).labels
        for i, label in zip(order, labels, strict=True):
            label.set_color(ink(self._color(self.names[i])))
            label.set_weight("bold" if self.names[i] == self.best_ else "normal")
        return [labels[order.tolist().index(i)] for i in shown]
