"""Plot the scores of a comparison of embeddings against computation time.

Nothing is fitted here, except by ``compare_embeddings`` when called through ``from_vectorizers``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ._axes import (
    GRAY,
    POSITIVE,
    finish,
    ink,
    new_axes,
    note_below,
    set_title,
    tidy,
    words_of,
)
from ._labels import PointLabels
from ._scores import as_column, notes, refuse_nothing, scale_scores, scale_times

_OTHER = "#404040"
_SHORTEST = 1e-6  # seconds
_NEAR = 3.0  # a dummy further below the candidates, in units of their range, would flatten them


class EmbeddingComparisonDisplay:
    """Scores of embeddings against computation time, and their differences from the best.

    It is recommended to use ``from_comparison`` or ``from_vectorizers`` to create this display.

    Parameters
    ----------
    names : sequence of str of shape (n_vectorizers,)
        The names of the vectorizers.

    scores : array-like of shape (n_vectorizers,)
        Mean scores; higher is better. Vectorizers whose score or time is NaN are not plotted.

    intervals : array-like of shape (n_vectorizers,)
        Half-widths of the confidence intervals of the *differences* from the best score; NaN or
        0 for no interval.

    times : array-like of shape (n_vectorizers,)
        Seconds to fit and transform.

    score_name : str, default="score"
        Name of the score, for the label of the y axis.

    confidence : float or None, default=None
        Confidence level of the intervals, for the note below the plot; None for no such note.

    baselines : sequence of str, default=()
        Names of the baselines, which get hollow markers.

    dummy : str or None, default=None
        Name of the predictions that ignore the documents. Their score is a dashed line, or, if it
        is far below the others, given in the note below the plot.

    best : str or None, default=None
        Name of the best vectorizer, which has the highest score; None for the first of these.

    data_name : str or None, default=None
        Name of the data, for the title.

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

    best_line_ : matplotlib Line2D
        Horizontal line at the score of the best.

    dummy_line_ : matplotlib Line2D or None
        Dashed line at the score of the dummy.

    note_ : matplotlib Annotation or None
        The note below the plot.

    best_ : str
        Name of the vectorizer with the highest score, the dummy excluded.

    comparison_ : EmbeddingComparison
        The comparison shown, if the display was created with ``from_comparison`` or
        ``from_vectorizers``.

    See Also
    --------
    EmbeddingLearningCurveDisplay : Scores against the number of labeled documents.

    Notes
    -----
    The bar of a vectorizer is as long as the confidence interval of its difference from the best,
    with its score in the middle. If it reaches the line of the best, the interval contains 0: the
    data do not show which of the two is better. Intervals of the scores themselves would not
    tell, because all vectorizers are scored on the same folds, which are easy or hard for all.

    Examples
    --------
    >>> from skembed import EmbeddingComparisonDisplay
    >>> display = EmbeddingComparisonDisplay(
    ...     ["word2vec", "supervised", "tf-idf"],
    ...     scores=[0.81, 0.86, 0.84],
    ...     intervals=[0.02, 0.0, 0.03],
    ...     times=[9.5, 3.1, 0.4],
    ...     score_name="accuracy",
    ...     baselines=["tf-idf"],
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
        baselines: Sequence[str] = (),
        dummy: str | None = None,
        best: str | None = None,
        data_name: str | None = None,
        errors: Mapping[str, str] | None = None,
    ) -> None:
        self.names = list(names)
        self.scores = as_column(scores, "scores", len(self.names))
        self.intervals = as_column(intervals, "intervals", len(self.names))
        # The time axis is logarithmic.
        self.times = np.maximum(as_column(times, "times", len(self.names)), _SHORTEST)
        self.score_name = score_name
        self.confidence = confidence
        self.baselines = tuple(baselines)
        self.dummy = dummy
        self.best = best
        self.data_name = data_name
        self.errors = dict(errors or {})

    @classmethod
    def from_comparison(
        cls,
        comparison: Any,
        *,
        scoring: str | None = None,
        train_size: int = -1,
        confidence: float = 0.95,
        data_name: str | None = None,
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
            Confidence level of the intervals, which are those of ``comparison.differences``, as in
            the table.

        data_name : str, default=None
            Name of the data, for the title.

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
            comparison.differences(scoring, train_size, confidence)[1],
            times[:, train_size],
            score_name=comparison.main_scoring if scoring is None else scoring,
            confidence=confidence,
            baselines=comparison.baselines,
            dummy=comparison.dummy,
            best=comparison.best(scoring, train_size),
            data_name=data_name,
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
        data_name: str | None = None,
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

        data_name : str, default=None
            Name of the data, for the title.

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
        return cls.from_comparison(comparison, confidence=confidence, data_name=data_name, ax=ax)

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
        is_candidate = np.array([name != self.dummy for name in self.names])
        scores = np.where(np.isfinite(self.times) & is_candidate, self.scores, np.nan)
        refuse_nothing(scores, self.errors)
        ax = new_axes() if ax is None else ax
        shown = np.flatnonzero(np.isfinite(scores))
        best = int(np.nanargmax(scores)) if self.best is None else self.names.index(self.best)
        self.best_ = self.names[best]
        self.points_ = [self._plot_point(ax, int(at)) for at in shown]
        line = {"linewidth": 1.2, "zorder": 1}
        self.best_line_ = ax.axhline(scores[best], color=POSITIVE, alpha=0.4, **line)
        halves = np.nan_to_num(self.intervals[shown])
        seen = np.append(scores[shown] - halves, scores[shown] + halves)
        self.dummy_line_: Any = None
        if is_near := self._dummy_score() > seen.min() - _NEAR * (seen.max() - seen.min()):
            self.dummy_line_ = ax.axhline(self._dummy_score(), color=GRAY, linestyle="--", **line)
            ax.annotate(
                str(self.dummy),
                (1, self._dummy_score()),
                (-2, 2),
                xycoords=ax.get_yaxis_transform(),
                textcoords="offset points",
                ha="right",
                fontsize=8,
                color=GRAY,
                parse_math=False,
            )
        tidy(ax)
        scale_times(ax, self.times[shown])
        scale_scores(ax, np.append(seen, self._dummy_score() if is_near else []), self.score_name)
        ax.set_xlabel("fit and transform time per fold (seconds)")
        ax.set_ylabel(words_of(self.score_name))
        set_title(ax, "Comparison of embeddings", self.data_name)
        # A vectorizer may have failed for another training set size only.
        failed = {k: v for k, v in self.errors.items() if k not in {self.names[i] for i in shown}}
        text = notes(self._about(shown), failed)
        self.note_ = note_below(ax, text) if text else None
        self.labels_ = self._label(ax, shown)
        self.ax_, self.figure_ = ax, ax.figure
        finish(ax)
        return self

    def _dummy_score(self) -> float:
        """Return the score of the dummy; NaN if there is none."""
        found = self.scores[[name == self.dummy for name in self.names]]
        return float(found[0]) if len(found) else np.nan

    def _about(self, shown: NDArray[np.intp]) -> str:
        """Explain the bars, hollow markers and the dummy, as far as they are there."""
        parts = []
        if self.confidence is not None and np.nan_to_num(self.intervals[shown]).any():
            parts.append(
                f"Error bars: {self.confidence:.0%} confidence intervals of the difference from "
                "the best, which is not significant if they reach its line."
            )
        if any(self.names[i] in self.baselines for i in shown):
            parts.append("Hollow: baselines.")
        if self.dummy_line_ is None and np.isfinite(score := self._dummy_score()):
            parts.append(f"Below the axis: {self.dummy} ({score:.2f}).")
        return " ".join(parts)

    def _color(self, name: str) -> str:
        if name == self.best_:
            return POSITIVE
        return GRAY if name in self.baselines else _OTHER

    def _plot_point(self, ax: Any, at: int) -> Any:
        name, half = self.names[at], self.intervals[at]
        color = self._color(name)
        return ax.errorbar(
            self.times[at],
            self.scores[at],
            yerr=half if half > 0 else None,
            fmt="s" if name in self.baselines else "o",
            color=color,
            markerfacecolor="white" if name in self.baselines else color,
            markersize=7,
            elinewidth=1.4,
            capsize=3,
            zorder=3,
            label=name,
        )

    def _label(self, ax: Any, shown: NDArray[np.intp]) -> list[Any]:
        """Add the names, starting with the best, clear of the intervals and the lines."""
        order = shown[np.argsort(-self.scores[shown], kind="stable")]
        halves = np.nan_to_num(self.intervals)
        steps = np.linspace(-1, 1, 21)
        taken = [
            (self.times[i], self.scores[i] + step * halves[i]) for i in shown for step in steps
        ]
        for line in filter(None, [self.best_line_, self.dummy_line_]):
            low, high = ax.get_xlim()
            taken += [(x, line.get_ydata()[0]) for x in np.geomspace(low, high, 60)]
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
