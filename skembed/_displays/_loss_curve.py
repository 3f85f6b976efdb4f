"""Plot the training loss per pass over the data for one or several estimators.

Nothing is fitted here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ._axes import GRAY, finish, ink, new_axes, set_title, style, tidy
from ._end_labels import EndLabels
from ._sources import find_trained, name_sources
from ._wrapping import wrap_name

# Parameters without which two losses of a class are the same quantity.
_OF_LOSS = {
    "Word2VecVectorizer": ("algorithm", "n_negative"),
    "GloVeVectorizer": ("x_max", "alpha"),
}


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

    objectives : dict of str to str, default=None
        The objective that each curve is the loss of, by the same names. Losses of different
        objectives are different quantities, so each objective has a panel of its own. If None,
        all curves have the same.

    data_name : str, default=None
        Name of the data, for the title.

    Attributes
    ----------
    ax_ : matplotlib Axes
        Axes with the losses of the first objective.

    axes_ : dict of str to matplotlib Axes
        Axes with the losses of each objective.

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
    Losses of one objective can be compared if they were computed on the same data and terms.
    `from_estimators` recognizes the objectives of skembed's own vectorizers by their class and the
    parameters that define the loss, such as ``n_negative`` and ``x_max``; for other estimators,
    the objective is the class.

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
        *,
        objectives: Mapping[str, str] | None = None,
        data_name: str | None = None,
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
        self.objectives = dict.fromkeys(self.losses, "") if objectives is None else dict(objectives)
        if missing := [name for name in self.losses if name not in self.objectives]:
            raise ValueError(f"objectives does not contain the name {missing[0]!r} of losses.")
        self.data_name = data_name

    @classmethod
    def from_estimator(
        cls, estimator: Any, *, data_name: str | None = None, ax: Any = None
    ) -> LossCurveDisplay:
        """Plot the loss curve of one estimator.

        Parameters
        ----------
        estimator : estimator, Pipeline or search
            A fitted estimator with the attribute ``loss_curve_``; in a pipeline, the first step
            that has one.

        data_name : str, default=None
            Name of the data, for the title.

        ax : matplotlib Axes or sequence of them, default=None
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
        return cls.from_estimators([estimator], data_name=data_name, ax=ax)

    @classmethod
    def from_estimators(
        cls, estimators: Any, *, data_name: str | None = None, ax: Any = None
    ) -> LossCurveDisplay:
        """Plot the loss curves of several estimators.

        Parameters
        ----------
        estimators : dict of str to estimator, or list of estimator
            Each as in `from_estimator`. In a list, they are named after their class.

        data_name : str, default=None
            Name of the data, for the title.

        ax : matplotlib Axes or sequence of them, default=None
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
            objectives={name: _objective_of(part) for name, part in found.items()},
            data_name=data_name,
        ).plot(ax)

    def plot(self, ax: Any = None) -> LossCurveDisplay:
        """Plot the display.

        Parameters
        ----------
        ax : matplotlib Axes or sequence of them, default=None
            Axes to plot on: one for each objective, and one for the validation scores, which are
            left out if it is not there. If None, a new figure with all of them is created.

        Returns
        -------
        display : LossCurveDisplay
            This display.

        Raises
        ------
        ValueError
            If there are fewer axes than objectives.
        """
        groups = list(dict.fromkeys(self.objectives[name] for name in self.losses))
        if ax is None:
            n_rows = len(groups) + bool(self.validation_scores)
            ax = new_axes(6.4, max(4.8, 2.2 * n_rows), rows=n_rows)
        axes = list(np.atleast_1d(np.asarray(ax, dtype=object)).ravel())
        if len(axes) < len(groups):
            raise ValueError(
                f"Losses of {len(groups)} different objectives need {len(groups)} axes, got "
                f"{len(axes)}: {', '.join(groups)}."
            )
        self.axes_ = dict(zip(groups, axes, strict=False))
        has_scores = len(axes) > len(groups) and self.validation_scores
        self.validation_ax_ = axes[len(groups)] if has_scores else None
        self.ax_, self.figure_ = axes[0], axes[0].figure
        styles = {name: style(number) for number, name in enumerate(self.losses)}
        self.lines_ = [
            _plot(self.axes_[self.objectives[name]], curve, styles[name])
            for name, curve in self.losses.items()
        ]
        self.labels_: list[Any] = []
        for group, each in self.axes_.items():
            each.set_ylabel("mean loss")
            if len(groups) > 1:
                # Losses fall, so the upper right corner is free.
                corner = {"xycoords": "axes fraction", "ha": "right", "va": "top"}
                each.annotate(wrap_name(group, 40), (1, 1), fontsize=9, color=GRAY, **corner)
            if len(self.losses) > 1:
                self.labels_ += self._label(each, group, styles)
        self.validation_lines_: list[Any] = []
        if self.validation_ax_ is not None:
            self._plot_scores(self.validation_ax_, styles)
        shown = [*self.axes_.values(), *([self.validation_ax_] if has_scores else [])]
        for each in shown:
            tidy(each)
            each.xaxis.get_major_locator().set_params(integer=True, min_n_ticks=1)
            each.margins(y=0.1)
        shown[-1].set_xlabel("passes over the training data")
        set_title(self.ax_, "Training loss", self.data_name)
        finish(self.ax_)
        return self

    def _label(self, ax: Any, group: str, styles: dict[str, tuple[str, str]]) -> list[Any]:
        """Write the names of the curves of an objective at their ends."""
        names = [name for name in self.losses if self.objectives[name] == group]
        ends = [(len(self.losses[name]), self.losses[name][-1]) for name in names]
        colors = [ink(styles[name][0]) for name in names]
        return EndLabels(ax, ends, names, colors).labels

    def _plot_scores(self, ax: Any, styles: dict[str, tuple[str, str]]) -> None:
        """Plot the validation scores, with a ring around the best score of each curve."""
        for name, curve in self.validation_scores.items():
            self.validation_lines_.append(_plot(ax, curve, styles[name]))
            best = int(np.argmax(curve))
            ring = {"markerfacecolor": "none", "markeredgecolor": styles[name][0]}
            ax.plot([best + 1], [curve[best]], "o", markersize=10, **ring)
        ax.set_ylabel("validation score")


def _objective_of(estimator: Any) -> str:
    """Name the objective of an estimator: its class, and the parameters that define the loss."""
    kind = type(estimator).__name__
    chosen = [f"{name}={getattr(estimator, name)}" for name in _OF_LOSS.get(kind, ())]
    return f"{kind}({', '.join(chosen)})" if chosen else kind


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
