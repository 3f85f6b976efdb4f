"""Plot the scores of several embeddings against the number of labeled documents.

Nothing is fitted here, except by ``compare_embeddings`` when called through ``from_vectorizers``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from ._axes import GRAY, finish, ink, new_axes, note_below, set_title, style, tidy, words_of
from ._end_labels import EndLabels
from ._scores import SizeTicks, as_column, notes, refuse_nothing, scale_scores

IntervalStyle = Literal["fill_between", "errorbar"] | None


class EmbeddingLearningCurveDisplay:
    """Learning curves of several embeddings over the number of labeled documents.

    The curves show which embedding is best for a given number of labels, and where they
    cross [1]_. It is recommended to use ``from_comparison`` or ``from_vectorizers`` to create
    this display.

    Parameters
    ----------
    names : sequence of str of shape (n_vectorizers,)
        The names of the vectorizers.

    train_sizes : array-like of shape (n_sizes,)
        Numbers of labeled training documents.

    scores : array-like of shape (n_vectorizers, n_sizes)
        Mean scores; higher is better. NaN where there is no score.

    intervals : array-like of shape (n_vectorizers, n_sizes)
        Half-widths of the confidence intervals of the scores; NaN for no interval.

    score_name : str, default="score"
        Name of the score, for the label of the y axis.

    confidence : float or None, default=None
        Confidence level of the intervals, for the note below the plot; None for no such note.

    baselines : sequence of str, default=()
        Names of the baselines, which get gray lines with hollow markers.

    dummy : str or None, default=None
        Name of the predictions that ignore the documents, which get a dashed line.

    data_name : str or None, default=None
        Name of the data, for the title.

    unit : str, default="documents"
        What a sample is, for the label of the x axis.

    errors : mapping of str to str, default=None
        Names and error messages of failed vectorizers, for the note below the plot.

    Attributes
    ----------
    ax_ : matplotlib Axes
        Axes with the plot.

    figure_ : matplotlib Figure
        Figure containing the plot.

    lines_ : list of matplotlib Line2D
        Lines of the vectorizers that have a score, in the order of ``names``.

    intervals_ : list of matplotlib PolyCollection or ErrorbarContainer
        Confidence intervals around the lines; empty if there are none.

    labels_ : list of matplotlib Annotation
        The names at the ends of the lines.

    note_ : matplotlib Annotation or None
        The note below the plot.

    comparison_ : EmbeddingComparison
        The comparison shown, if the display was created with ``from_comparison`` or
        ``from_vectorizers``.

    See Also
    --------
    EmbeddingComparisonDisplay : Scores against time for a single training set size.
    sklearn.model_selection.LearningCurveDisplay : Learning curve of a single estimator, including
        the training score.

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
    ...     baselines=["tf-idf"],
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
        baselines: Sequence[str] = (),
        dummy: str | None = None,
        data_name: str | None = None,
        unit: str = "documents",
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
        self.baselines = tuple(baselines)
        self.dummy = dummy
        self.data_name = data_name
        self.unit = unit
        self.errors = dict(errors or {})

    @classmethod
    def from_comparison(
        cls,
        comparison: Any,
        *,
        scoring: str | None = None,
        confidence: float = 0.95,
        interval_style: IntervalStyle = "errorbar",
        data_name: str | None = None,
        ax: Any = None,
    ) -> EmbeddingLearningCurveDisplay:
        """Create a display from the result of `compare_embeddings` for several ``train_sizes``.

        Parameters
        ----------
        comparison : EmbeddingComparison
            The comparison.

        scoring : str, default=None
            Name of the scorer; if None, the first scorer.

        confidence : float, default=0.95
            Confidence level of the intervals, which are those of
            ``comparison.score_intervals``.

        interval_style : {"errorbar", "fill_between"} or None, default="errorbar"
            Style of the confidence intervals: error bars or bands; None does not plot them.

        data_name : str, default=None
            Name of the data, for the title.

        ax : matplotlib Axes, default=None
            Axes to plot on. If None, a new figure is created.

        Returns
        -------
        display : EmbeddingLearningCurveDisplay
            The display, already plotted.

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
            baselines=comparison.baselines,
            dummy=comparison.dummy,
            data_name=data_name,
            unit=comparison.unit,
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
        interval_style: IntervalStyle = "errorbar",
        data_name: str | None = None,
        ax: Any = None,
        **compare_options: Any,
    ) -> EmbeddingLearningCurveDisplay:
        """Compare vectorizers for several numbers of labeled documents and plot the result.

        Parameters
        ----------
        vectorizers : dict of str to transformer, or list of transformer
            The candidates, as in `compare_embeddings`.

        X : iterable of str of shape (n_documents,)
            The documents.

        y : array-like of shape (n_documents,)
            The targets.

        train_sizes : array-like of shape (n_sizes,), default=(0.05, 0.1, 0.2, 0.5, 1.0)
            Numbers of labeled training documents (int), or fractions of the smallest training
            set (float).

        confidence : float, default=0.95
            Confidence level of the intervals.

        interval_style : {"errorbar", "fill_between"} or None, default="errorbar"
            Style of the confidence intervals: error bars or bands; None does not plot them.

        data_name : str, default=None
            Name of the data, for the title.

        ax : matplotlib Axes, default=None
            Axes to plot on. If None, a new figure is created.

        **compare_options : dict
            Additional parameters passed to `compare_embeddings`.

        Returns
        -------
        display : EmbeddingLearningCurveDisplay
            The display, already plotted; its ``comparison_`` holds the numbers.
        """
        from .._comparison import compare_embeddings

        comparison = compare_embeddings(
            vectorizers, X, y, train_sizes=train_sizes, **compare_options
        )
        return cls.from_comparison(
            comparison,
            confidence=confidence,
            interval_style=interval_style,
            data_name=data_name,
            ax=ax,
        )

    def plot(
        self, ax: Any = None, *, interval_style: IntervalStyle = "errorbar"
    ) -> EmbeddingLearningCurveDisplay:
        """Plot the display.

        Parameters
        ----------
        ax : matplotlib Axes, default=None
            Axes to plot on. If None, a new figure is created.

        interval_style : {"errorbar", "fill_between"} or None, default="errorbar"
            Style of the confidence intervals: error bars or bands; None does not plot them.

        Returns
        -------
        display : EmbeddingLearningCurveDisplay
            This display.
        """
        if interval_style not in ("fill_between", "errorbar", None):
            raise ValueError(
                "interval_style must be 'fill_between', 'errorbar' or None, got "
                f"{interval_style!r}."
            )
        refuse_nothing(self.scores, self.errors)
        ax = new_axes() if ax is None else ax
        shown = np.flatnonzero(np.isfinite(self.scores).any(axis=1)).tolist()
        others = [i for i in shown if self.names[i] not in (*self.baselines, self.dummy)]
        styles = {i: style(number) for number, i in enumerate(others)}
        self.lines_: list[Any] = []
        self.intervals_: list[Any] = []
        for i in shown:
            self._plot_line(ax, i, *styles.get(i, (GRAY, "s")), interval_style)
        tidy(ax)
        SizeTicks(ax, self.train_sizes)
        halves = np.nan_to_num(self.intervals) * (interval_style is not None)
        scale_scores(ax, np.stack([self.scores - halves, self.scores + halves]), self.score_name)
        ax.set_xlabel(f"labeled training {self.unit}")
        ax.set_ylabel(words_of(self.score_name))
        set_title(ax, "Learning curves", self.data_name)
        text = notes(self._about(interval_style), self.errors)
        self.note_ = note_below(ax, text) if text else None
        # The last point of each line.
        last = [np.flatnonzero(np.isfinite(self.scores[i]))[-1] for i in shown]
        ends = np.column_stack([self.train_sizes[last], self.scores[shown, last]])
        colors = [ink(line.get_color()) for line in self.lines_]
        self.labels_ = EndLabels(ax, ends, [self.names[i] for i in shown], colors).labels
        self.ax_, self.figure_ = ax, ax.figure
        finish(ax)
        return self

    def _about(self, interval_style: IntervalStyle) -> str:
        """Explain the intervals, if there are any."""
        if not self.intervals_ or self.confidence is None:
            return ""
        bars = "Error bars" if interval_style == "errorbar" else "Bands"
        return f"{bars}: {self.confidence:.0%} confidence intervals of the mean score."

    def _plot_line(
        self, ax: Any, i: int, color: str, marker: str, interval_style: IntervalStyle
    ) -> None:
        is_dummy = self.names[i] == self.dummy
        scores, half = self.scores[i], self.intervals[i]
        (line,) = ax.plot(
            self.train_sizes,
            scores,
            color=color,
            marker="" if is_dummy else marker,
            markersize=4.5,
            markerfacecolor="white" if self.names[i] in self.baselines else color,
            linestyle="--" if is_dummy else "-",
            linewidth=1.2 if is_dummy else 1.6,
            label=self.names[i],
            zorder=3,
        )
        self.lines_.append(line)
        if interval_style is None or is_dummy or not np.isfinite(half).any():
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
