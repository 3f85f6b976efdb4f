"""Plot the training loss per pass over the data for one or several estimators.

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
    """Training loss, and optionally validation score, per pass over the data.

    Once a curve is flat, more passes are of little use. It is recommended to use
    ``from_estimator`` or ``from_estimators`` to create this display.

    Parameters
    ----------
    losses : dict of str to array-like of shape (n_passes,)
        The mean loss per example in each pass, by name.

    validation_scores : dict of str to array-like of shape (n_passes,), default=None
        The score on the validation set after each pass, by name. The names must be among those
        of ``losses``.

    Attributes
    ----------
    ax_ : matplotlib Axes
        Axes with the losses.

    validation_ax_ : matplotlib Axes or None
        Axes with the validation scores, if there are any and a second axes was available.

    figure_ : matplotlib Figure
        Figure containing the plot.

    lines_ : list of matplotlib Line2D
        The loss curves, in the order of ``losses``.

    validation_lines_ : list of matplotlib Line2D
        The validation scores, in the order of ``validation_scores``. A ring marks the best pass,
        whose model the estimator kept.

    labels_ : list of matplotlib Annotation
        The names at the ends of the loss curves; empty if there is only one curve.

    See Also
    --------
    EmbeddingLearningCurveDisplay : Scores against the number of labeled documents.

    Notes
    -----
    The losses of different methods are different quantities, and so are the losses of one method
    for different values of the parameters that define them (``n_negative``, the weighting of
    counts). Compare where the curves become flat, not their values.

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
                f"validation_scores contains the name {unknown[0]!r}, which is not in losses: "
                f"{list(self.losses)}."
            )

    @classmethod
    def from_estimator(cls, estimator: Any, *, ax: Any = None) -> LossCurveDisplay:
        """Plot the loss curve of one estimator.

        Parameters
        ----------
        estimator : estimator, Pipeline or search
            A fitted estimator with the attribute ``loss_curve_``; in a pipeline, the first step
            that has one.

        ax : matplotlib Axes or two of them, default=None
            Axes to plot on, see `plot`.

        Returns
        -------
        display : LossCurveDisplay
            The display, already plotted.

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
        """Plot the loss curves of several estimators.

        Parameters
        ----------
        estimators : dict of str to estimator, or list of estimator
            Each as in `from_estimator`. In a list, they are named after their class.

        ax : matplotlib Axes or two of them, default=None
            Axes to plot on, see `plot`.

        Returns
        -------
        display : LossCurveDisplay
            The display, already plotted.

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
        """Plot the display.

        Parameters
        ----------
        ax : matplotlib Axes or two of them, default=None
            Axes to plot on. On two axes, the losses and the validation scores are plotted; on a
            single one, only the losses. If None, a new figure is created, with two axes if
            there are validation scores.

        Returns
        -------
        display : LossCurveDisplay
            This display.
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
        (axes[0] if below is None else below).set_xlabel("passes over the training data")
        self.labels_: list[Any] = []
        if len(self.losses) > 1:
            ends = [(len(curve), curve[-1]) for curve in self.losses.values()]
            colors = [ink(color) for color, _ in styles.values()]
            self.labels_ = EndLabels(axes[0], ends, list(self.losses), colors).labels
        draw_once(axes[0])
        return self

    def _plot_scores(self, ax: Any, styles: dict[str, tuple[str, str]]) -> None:
        """Plot the validation scores, with a ring around the best score of each curve."""
        for name, curve in self.validation_scores.items():
            self.validation_lines_.append(_plot(ax, curve, styles[name]))
            best = int(np.argmax(curve))
            ring = {"markerfacecolor": "none", "markeredgecolor": styles[name][0]}
            ax.plot([best + 1], [curve[best]], "o", markersize=10, **ring)
        ax.set_ylabel("validation score")


def _as_curve(values: ArrayLike, name: str) -> NDArray[np.float64]:
    curve = np.asarray(values, dtype=np.float64)
    if curve.ndim != 1 or not len(curve):
        raise ValueError(
            f"The curve of {name!r} must have shape (n_passes,) with at least one pass, got "
            f"{curve.shape}."
        )
    return curve


def _plot(ax: Any, curve: NDArray[np.float64], style: tuple[str, str]) -> Any:
    """Plot one value per pass, with markers if there are few enough passes."""
    color, marker = style
    marker = marker if len(curve) <= 30 else ""
    passes = np.arange(1, len(curve) + 1)
    return ax.plot(passes, curve, color=color, marker=marker, markersize=4, linewidth=1.6)[0]
