"""The loss of each pass over the data, of one estimator or several.

Nothing is fitted here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ._axes import draw_once, ink, new_axes, style, tidy
from ._end_labels import EndLabels
from ._sources import find_trained, name_sources


class LossCurveDisplay:
    """The loss of each pass over the data, and the scores of held-out documents below.

    Where a curve has become flat, more passes are of little use. Best made by
    ``from_estimator`` or ``from_estimators``.

    Parameters
    ----------
    losses : dict of str to array-like of shape (n_passes,)
        Names, and the mean loss of an example in each pass.

    validation_scores : dict of str to array-like of shape (n_passes,), default=None
        Names, of those of ``losses``, and the score of each pass on held-out documents.

    Attributes
    ----------
    ax_ : matplotlib Axes
        Of the losses.

    validation_ax_ : matplotlib Axes or None
        Of the scores, if there are any and room for them.

    figure_ : matplotlib Figure
        The figure of ``ax_``.

    lines_ : list of matplotlib Line2D
        The losses, in their order.

    validation_lines_ : list of matplotlib Line2D
        The scores, in their order; a ring marks the best pass of each, which the estimator kept.

    labels_ : list of matplotlib Annotation
        The names at the ends of the lines of losses; none for a single line.

    See Also
    --------
    EmbeddingLearningCurveDisplay : Scores against the number of labeled documents.

    Notes
    -----
    Losses of different methods, and of different parameters that define them (``n_negative``,
    the weights of counts), are different quantities: compare where their curves become flat,
    not how high they are.

    Examples
    --------
    >>> from skembed import LossCurveDisplay, Word2VecVectorizer
    >>> documents = ["the cat sat on the mat", "the dog sat on the rug"] * 50
    >>> vectorizer = Word2VecVectorizer(n_components=16, max_iter=5, random_state=0)
    >>> display = LossCurveDisplay.from_estimator(vectorizer.fit(documents))
    >>> display.lines_[0].get_xdata()
    array([1, 2, 3, 4, 5])
    """

    def __init__(
        self,
        losses: Mapping[str, ArrayLike],
        validation_scores: Mapping[str, ArrayLike] | None = None,
    ) -> None:
        self.losses = {name: _as_curve(curve, name) for name, curve in losses.items()}
        if not self.losses:
            raise ValueError("losses is empty: there is nothing to plot.")
        given = validation_scores or {}
        self.validation_scores = {name: _as_curve(curve, name) for name, curve in given.items()}
        if unknown := [name for name in self.validation_scores if name not in self.losses]:
            raise ValueError(
                f"validation_scores holds {unknown[0]!r}, which is not among the names of losses: "
                f"{list(self.losses)}."
            )

    @classmethod
    def from_estimator(cls, estimator: Any, *, ax: Any = None) -> LossCurveDisplay:
        """Plot the passes of one estimator.

        Parameters
        ----------
        estimator : estimator, Pipeline or search
            Fitted, with a ``loss_curve_``; of a pipeline the first such step counts.

        ax : matplotlib Axes or two of them, default=None
            Where to plot, see `plot`.

        Returns
        -------
        display : LossCurveDisplay
            With the artists as attributes.

        Raises
        ------
        ImportError
            If matplotlib is not installed.

        NotFittedError
            If there is no ``loss_curve_``.
        """
        return cls.from_estimators([estimator], ax=ax)

    @classmethod
    def from_estimators(cls, estimators: Any, *, ax: Any = None) -> LossCurveDisplay:
        """Plot the passes of several estimators.

        Parameters
        ----------
        estimators : dict of str to estimator, or list of estimator
            Each as in `from_estimator`. A list is named by classes.

        ax : matplotlib Axes or two of them, default=None
            Where to plot, see `plot`.

        Returns
        -------
        display : LossCurveDisplay
            With the artists as attributes.

        Raises
        ------
        ImportError
            If matplotlib is not installed.

        NotFittedError
            If there is no ``loss_curve_``.
        """
        named = name_sources(estimators, "estimators")
        found = {name: find_trained(value, name) for name, value in named.items()}
        scores = {name: getattr(part, "validation_scores_", None) for name, part in found.items()}
        return cls(
            {name: part.loss_curve_ for name, part in found.items()},
            {name: values for name, values in scores.items() if values is not None},
        ).plot(ax)

    def plot(self, ax: Any = None) -> LossCurveDisplay:
        """Plot.

        Parameters
        ----------
        ax : matplotlib Axes or two of them, default=None
            Where to plot. Two are for the losses and for the scores of held-out documents,
            which a single one has no room for. None makes a figure, with two axes if there
            are scores.

        Returns
        -------
        display : LossCurveDisplay
            This one.
        """
        if ax is None:
            ax = new_axes(rows=2 if self.validation_scores else 1)
        axes = list(np.atleast_1d(np.asarray(ax, dtype=object)).ravel())
        below = axes[1] if len(axes) > 1 and self.validation_scores else None
        styles = {name: style(number) for number, name in enumerate(self.losses)}
        self.ax_, self.validation_ax_, self.figure_ = axes[0], below, axes[0].figure
        self.lines_ = [_plot(axes[0], curve, styles[name]) for name, curve in self.losses.items()]
        axes[0].set_ylabel("mean loss")
        self.validation_lines_: list[Any] = []
        if below is not None:
            self._plot_scores(below, styles)
        for each in [axes[0]] if below is None else [axes[0], below]:
            tidy(each)
            each.xaxis.get_major_locator().set_params(integer=True, min_n_ticks=1)
            each.margins(y=0.1)
        (axes[0] if below is None else below).set_xlabel("pass over the data")
        self.labels_: list[Any] = []
        if len(self.losses) > 1:
            ends = [(len(curve), curve[-1]) for curve in self.losses.values()]
            colors = [ink(color) for color, _ in styles.values()]
            self.labels_ = EndLabels(axes[0], ends, list(self.losses), colors).labels
        draw_once(axes[0])
        return self

    def _plot_scores(self, ax: Any, styles: dict[str, tuple[str, str]]) -> None:
        """Draw the scores of held-out documents, with a ring around the best of each."""
        for name, curve in self.validation_scores.items():
            self.validation_lines_.append(_plot(ax, curve, styles[name]))
            best = int(np.argmax(curve))
            ring = {"markerfacecolor": "none", "markeredgecolor": styles[name][0]}
            ax.plot([best + 1], [curve[best]], "o", markersize=10, **ring)
        ax.set_ylabel("held-out score")


def _as_curve(values: ArrayLike, name: str) -> NDArray[np.float64]:
    curve = np.asarray(values, dtype=np.float64)
    if curve.ndim != 1 or not len(curve):
        raise ValueError(
            f"The curve of {name!r} must have shape (n_passes,) with at least one pass, got "
            f"{curve.shape}."
        )
    return curve


def _plot(ax: Any, curve: NDArray[np.float64], style: tuple[str, str]) -> Any:
    """Draw one value for each pass; markers only where they do not touch."""
    color, marker = style
    marker = marker if len(curve) <= 30 else ""
    passes = np.arange(1, len(curve) + 1)
    return ax.plot(passes, curve, color=color, marker=marker, markersize=4, linewidth=1.6)[0]
