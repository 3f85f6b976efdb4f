"""Plot the scores of a comparison of embeddings against computation time.

Nothing is fitted here, except by ``compare_embeddings`` when called through ``from_vectorizers``.
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
    """Scores of embeddings, with confidence intervals, against computation time.

    It is recommended to use ``from_comparison`` or ``from_vectorizers`` to create this display.

    Parameters
    ----------
    names : sequence of str of shape (n_vectorizers,)
        The names of the vectorizers.

    scores : array-like of shape (n_vectorizers,)
        Mean scores; higher is better. Vectorizers whose score or time is NaN are not plotted.

    intervals : array-like of shape (n_vectorizers,)
        Half-widths of the confidence intervals of the scores; NaN for no interval.

    times : array-like of shape (n_vectorizers,)
        Seconds to fit and transform.

    score_name : str, default="score"
        Name of the score, for the label of the y axis.

    confidence : float or None, default=None
        Confidence level of the intervals, for the note below the plot; None for no such note.

    baseline : str or None, default=None
        Name of the baseline, which gets a hollow marker and a horizontal line.

    errors : mapping of str to str, default=None
        Names and error messages of failed vectorizers, for the note below the plot.

    Attributes
    ----------
    ax_ : matplotlib Axes
        Axes with the plot.

    figure_ : matplotlib Figure
        Figure containing the plot.

    points_ : list of matplotlib ErrorbarContainer
        Points of the vectorizers that have a score, in the order of ``names``.

    labels_ : list of matplotlib Annotation
        Their names, in the same order; the best is bold.

    baseline_ : matplotlib Line2D or None
        Horizontal line at the score of the baseline.

    note_ : matplotlib Annotation or None
        The note below the plot.

    best_ : str
        Name of the vectorizer with the highest score.

    comparison_ : EmbeddingComparison
        The comparison shown, if the display was created with ``from_comparison`` or
        ``from_vectorizers``.

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
        # The time axis is logarithmic.
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
        """Create a display from the result of `compare_embeddings`.

        Parameters
        ----------
        comparison : EmbeddingComparison
            The comparison.

        scoring : str, default=None
            Name of the scorer; if None, the first scorer.

        train_size : int, default=-1
            Index into ``comparison.train_sizes``.

        confidence : float, default=0.95
            Confidence level of the intervals, which are those of
            ``comparison.score_intervals``.

        ax : matplotlib Axes, default=None
            Axes to plot on. If None, a new figure is created.

        Returns
        -------
        display : EmbeddingComparisonDisplay
            The display, already plotted.

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
            baseline=next(iter(comparison.baselines), None),
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
        """Compare vectorizers on a downstream task and plot the result.

        Parameters
        ----------
        vectorizers : dict of str to transformer, or list of transformer
            The candidates, as in `compare_embeddings`.

        X : iterable of str of shape (n_documents,)
            The documents.

        y : array-like of shape (n_documents,)
            The targets.

        confidence : float, default=0.95
            Confidence level of the intervals.

        ax : matplotlib Axes, default=None
            Axes to plot on. If None, a new figure is created.

        **compare_options : dict
            Additional parameters passed to `compare_embeddings`.

        Returns
        -------
        display : EmbeddingComparisonDisplay
            The display, already plotted; its ``comparison_`` holds the numbers.
        """
        from .._comparison import compare_embeddings

        comparison = compare_embeddings(vectorizers, X, y, **compare_options)
        return cls.from_comparison(comparison, confidence=confidence, ax=ax)

    def plot(self, ax: Any = None) -> EmbeddingComparisonDisplay:
        """Plot the display.

        Parameters
        ----------
        ax : matplotlib Axes, default=None
            Axes to plot on. If None, a new figure is created.

        Returns
        -------
        display : EmbeddingComparisonDisplay
            This display.
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
        ax.set_xlabel("fit and transform time per fold (seconds)")
        ax.set_ylabel(words_of(self.score_name))
        bars = "Error bars" if np.isfinite(self.intervals[shown]).any() else ""
        # A vectorizer may have failed for another training set size only.
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
        """Add the names, starting with the best, clear of the intervals and the baseline."""
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
