"""Scores of several embeddings against the number of labeled documents.

Nothing is fitted here, but by ``compare_embeddings`` if ``from_vectorizers`` is asked for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from ._axes import GRAY, draw_once, ink, new_axes, note_below, style, tidy, words_of
from ._end_labels import EndLabels
from ._scores import as_column, notes, refuse_nothing, scale_sizes

IntervalStyle = Literal["fill_between", "errorbar"] | None


class EmbeddingLearningCurveDisplay:
    """Scores against the number of labeled documents, a line for each embedding.

    It shows for how many labels which embedding is the best, and where the lines cross [1]_.
    Best made by ``from_comparison`` or ``from_vectorizers``.

    Parameters
    ----------
    names : sequence of str of shape (n_vectorizers,)
        The vectorizers.

    train_sizes : array-like of shape (n_sizes,)
        Numbers of labeled documents.

    scores : array-like of shape (n_vectorizers, n_sizes)
        Mean scores, more is better. NaN where there is none.

    intervals : array-like of shape (n_vectorizers, n_sizes)
        Half the width of the interval around each; NaN for none.

    score_name : str, default="score"
        For the axis.

    confidence : float or None, default=None
        Of the intervals, for the note below; None says nothing of it.

    baseline : str or None, default=None
        The name to tell apart, by a gray dashed line.

    errors : mapping of str to str, default=None
        Names of vectorizers that failed, and messages, for the note below.

    Attributes
    ----------
    ax_ : matplotlib Axes
        Where it was plotted.

    figure_ : matplotlib Figure
        The figure of ``ax_``.

    lines_ : list of matplotlib Line2D
        Of the vectorizers that have a score, in their order.

    intervals_ : list of matplotlib PolyCollection or ErrorbarContainer
        Around the lines; empty if there are none.

    labels_ : list of matplotlib Annotation
        The names at the ends of the lines.

    note_ : matplotlib Annotation or None
        The note below.

    comparison_ : EmbeddingComparison
        What it was made from, if it was made by ``from_comparison`` or ``from_vectorizers``.

    See Also
    --------
    EmbeddingComparisonDisplay : Scores against time, for one number of documents.
    sklearn.model_selection.LearningCurveDisplay : Of one estimator, with the training score.

    References
    ----------
    .. [1] Y. Qi, D. Sachan, M. Felix, S. Padmanabhan, G. Neubig, "When and Why are Pre-trained
       Word Embeddings Useful for Neural Machine Translation?", NAACL 2018.
       https://arxiv.org/abs/1804.06323

    Examples
    --------
    >>> from skembed import EmbeddingLearningCurveDisplay
    >>> display = EmbeddingLearningCurveDisplay(
    ...     ["word2vec", "tf-idf"],
    ...     train_sizes=[50, 200, 800],
    ...     scores=[[0.71, 0.78, 0.81], [0.62, 0.77, 0.85]],
    ...     intervals=[[0.04, 0.02, 0.01], [0.05, 0.02, 0.01]],
    ...     baseline="tf-idf",
    ... ).plot()
    >>> [label.get_text() for label in display.labels_]
    ['word2vec', 'tf-idf']
    """

    comparison_: Any

    def __init__(
        self,
        names: Sequence[str],
        train_sizes: ArrayLike,
        scores: ArrayLike,
        intervals: ArrayLike,
        *,
        score_name: str = "score",
        confidence: float | None = None,
        baseline: str | None = None,
        errors: Mapping[str, str] | None = None,
    ) -> None:
        self.names = list(names)
        self.train_sizes = np.asarray(train_sizes, dtype=np.float64)
        self.scores = as_column(scores, "scores", len(self.names))
        self.intervals = as_column(intervals, "intervals", len(self.names))
        for name, values in [("scores", self.scores), ("intervals", self.intervals)]:
            if values.shape != (len(self.names), len(self.train_sizes)):
                raise ValueError(
                    f"{name} must have shape (n_vectorizers, n_sizes) = "
                    f"({len(self.names)}, {len(self.train_sizes)}), got {values.shape}."
                )
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
        confidence: float = 0.95,
        interval_style: IntervalStyle = "fill_between",
        ax: Any = None,
    ) -> EmbeddingLearningCurveDisplay:
        """Plot what `compare_embeddings` found with several ``train_sizes``.

        Parameters
        ----------
        comparison : EmbeddingComparison
            The result.

        scoring : str, default=None
            One of its scorers; None takes the first.

        confidence : float, default=0.95
            Of the intervals, which are those of ``comparison.score_intervals``.

        interval_style : {"fill_between", "errorbar"} or None, default="fill_between"
            Bands, bars or nothing around the lines.

        ax : matplotlib Axes, default=None
            Where to plot; None makes a figure.

        Returns
        -------
        display : EmbeddingLearningCurveDisplay
            With the artists as attributes.

        Raises
        ------
        ImportError
            If matplotlib is not installed.

        ValueError
            If every vectorizer failed.
        """
        display = cls(
            comparison.names,
            comparison.train_sizes,
            comparison.mean_scores(scoring),
            comparison.score_intervals(scoring, confidence),
            score_name=comparison.main_scoring if scoring is None else scoring,
            confidence=confidence,
            baseline=comparison.baseline,
            errors=comparison.errors,
        )
        display.comparison_ = comparison
        return display.plot(ax, interval_style=interval_style)

    @classmethod
    def from_vectorizers(
        cls,
        vectorizers: Any,
        X: Any,
        y: Any,
        *,
        train_sizes: ArrayLike = (0.05, 0.1, 0.2, 0.5, 1.0),
        confidence: float = 0.95,
        interval_style: IntervalStyle = "fill_between",
        ax: Any = None,
        **compare_options: Any,
    ) -> EmbeddingLearningCurveDisplay:
        """Compare vectorizers with more and more labeled documents, and plot what came out.

        Parameters
        ----------
        vectorizers : dict of str to transformer, or list of transformer
            As for `compare_embeddings`.

        X : iterable of str of shape (n_documents,)
            The documents.

        y : array-like of shape (n_documents,)
            What to predict.

        train_sizes : array-like of shape (n_sizes,), default=(0.05, 0.1, 0.2, 0.5, 1.0)
            Numbers of labeled documents (int), or shares of a training part (float).

        confidence : float, default=0.95
            Of the intervals.

        interval_style : {"fill_between", "errorbar"} or None, default="fill_between"
            Bands, bars or nothing around the lines.

        ax : matplotlib Axes, default=None
            Where to plot; None makes a figure.

        **compare_options : dict
            More parameters of `compare_embeddings`.

        Returns
        -------
        display : EmbeddingLearningCurveDisplay
            Its ``comparison_`` has the numbers.
        """
        from .._comparison import compare_embeddings

        comparison = compare_embeddings(
            vectorizers, X, y, train_sizes=train_sizes, **compare_options
        )
        return cls.from_comparison(
            comparison, confidence=confidence, interval_style=interval_style, ax=ax
        )

    def plot(
        self, ax: Any = None, *, interval_style: IntervalStyle = "fill_between"
    ) -> EmbeddingLearningCurveDisplay:
        """Plot.

        Parameters
        ----------
        ax : matplotlib Axes, default=None
            Where to plot; None makes a figure.

        interval_style : {"fill_between", "errorbar"} or None, default="fill_between"
            Bands, bars or nothing around the lines.

        Returns
        -------
        display : EmbeddingLearningCurveDisplay
            This one.
        """
        if interval_style not in ("fill_between", "errorbar", None):
            raise ValueError(
                "interval_style must be 'fill_between', 'errorbar' or None, got "
                f"{interval_style!r}."
            )
        refuse_nothing(self.scores, self.errors)
        ax = new_axes() if ax is None else ax
        shown = np.flatnonzero(np.isfinite(self.scores).any(axis=1)).tolist()
        others = [i for i in shown if self.names[i] != self.baseline]
        styles = {i: style(number) for number, i in enumerate(others)}
        self.lines_: list[Any] = []
        self.intervals_: list[Any] = []
        for i in shown:
            self._plot_line(ax, i, *styles.get(i, (GRAY, "s")), interval_style)
        tidy(ax)
        scale_sizes(ax, self.train_sizes)
        ax.set_xlabel("labeled documents")
        ax.set_ylabel(words_of(self.score_name))
        bars = "Bands" if interval_style == "fill_between" else "Bars"
        text = notes(bars if self.intervals_ else "", self.confidence, self.errors)
        self.note_ = note_below(ax, text) if text else None
        # The last point that a line has.
        last = [np.flatnonzero(np.isfinite(self.scores[i]))[-1] for i in shown]
        ends = np.column_stack([self.train_sizes[last], self.scores[shown, last]])
        colors = [ink(line.get_color()) for line in self.lines_]
        self.labels_ = EndLabels(ax, ends, [self.names[i] for i in shown], colors).labels
        self.ax_, self.figure_ = ax, ax.figure
        draw_once(ax)
        return self

    def _plot_line(
        self, ax: Any, i: int, color: str, marker: str, interval_style: IntervalStyle
    ) -> None:
        is_baseline = self.names[i] == self.baseline
        scores, half = self.scores[i], self.intervals[i]
        (line,) = ax.plot(
            self.train_sizes,
            scores,
            color=color,
            marker=marker,
            markersize=4.5,
            markerfacecolor="white" if is_baseline else color,
            linestyle="--" if is_baseline else "-",
            linewidth=1.6,
            label=self.names[i],
            zorder=3,
        )
        self.lines_.append(line)
        if interval_style is None or not np.isfinite(half).any():
            return
        if interval_style == "errorbar":
            bars = ax.errorbar(
                self.train_sizes, scores, half, fmt="none", ecolor=color, capsize=2, elinewidth=1
            )
            self.intervals_.append(bars)
            return
        band = {"color": color, "alpha": 0.13, "linewidth": 0, "zorder": 1}
        self.intervals_.append(
            ax.fill_between(self.train_sizes, scores - half, scores + half, **band)
        )
