"""Plot the contributions of the terms of a document to a prediction.

All values are computed by the estimator.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ._axes import NEGATIVE, POSITIVE, finish, new_axes, set_title, tidy
from ._wrapping import wrap_name


class ContributionsDisplay:
    """Positive and negative contributions of the terms of a document to a prediction.

    It is recommended to use ``from_estimator`` to create this display.

    Parameters
    ----------
    terms : sequence of str
        The terms.

    contributions : array-like of shape (n_terms,)
        The amount that each term adds to the score.

    intercept : float
        The score of an empty document.

    target : object, default=None
        The class or target that the score is for, shown in the title.

    data_name : str, default=None
        Name of the data, for the title.

    Attributes
    ----------
    ax_ : matplotlib Axes
        Axes with the plot.

    figure_ : matplotlib Figure
        Figure containing the plot.

    bars_ : matplotlib BarContainer
        The bars, with the largest contribution on top.

    See Also
    --------
    SupervisedEmbeddingVectorizer : Its method ``contributions`` returns these values for many
        documents.

    Examples
    --------
    >>> from skembed import ContributionsDisplay, SupervisedEmbeddingVectorizer
    >>> documents = ["a fine film", "a dull film", "what a fine cast", "dull and long"] * 20
    >>> model = SupervisedEmbeddingVectorizer(n_components=8, random_state=0)
    >>> model = model.fit(documents, ["good", "bad", "good", "bad"] * 20)
    >>> display = ContributionsDisplay.from_estimator(model, "a fine film")
    >>> len(display.bars_)
    3
    """

    def __init__(
        self,
        terms: Sequence[str],
        contributions: ArrayLike,
        intercept: float,
        target: object = None,
        *,
        data_name: str | None = None,
    ) -> None:
        self.terms = list(terms)
        self.contributions: NDArray[np.float64] = np.asarray(contributions, dtype=np.float64)
        self.intercept = intercept
        self.target = target
        self.data_name = data_name

    @classmethod
    def from_estimator(
        cls,
        estimator: Any,
        document: Any,
        *,
        target: object = None,
        n_terms: int = 10,
        data_name: str | None = None,
        ax: Any = None,
    ) -> ContributionsDisplay:
        """Plot the contributions to the prediction for one document.

        Parameters
        ----------
        estimator : SupervisedEmbeddingVectorizer or SupervisedEmbeddingRegressor
            A fitted estimator.

        document : str
            The document, in any form that the estimator accepts.

        target : object, default=None
            The class, or the index of a column of y. If None, the predicted class.

        n_terms : int, default=10
            Number of terms to show: those with the largest absolute contributions.

        data_name : str, default=None
            Name of the data, for the title.

        ax : matplotlib Axes, default=None
            Axes to plot on. If None, a new figure is created.

        Returns
        -------
        display : ContributionsDisplay
            The display, already plotted.

        Raises
        ------
        ImportError
            If matplotlib is not installed.
        """
        fitted = estimator._snapshot()
        explanation = fitted._explain([document], target)
        rows = explanation.contributions
        names = fitted._names_of_rows(document, explanation.words)
        return cls(
            [names[row] for row in rows.indices.tolist()],
            rows.data,
            float(explanation.intercepts[0]),
            explanation.targets[0],
            data_name=data_name,
        ).plot(n_terms=n_terms, ax=ax)

    def plot(self, *, n_terms: int = 10, ax: Any = None) -> ContributionsDisplay:
        """Plot the display.

        Parameters
        ----------
        n_terms : int, default=10
            Number of terms to show: those with the largest absolute contributions.

        ax : matplotlib Axes, default=None
            Axes to plot on. If None, a new figure is created.

        Returns
        -------
        display : ContributionsDisplay
            This display.
        """
        order = np.argsort(-np.abs(self.contributions), kind="stable")[:n_terms]
        order = order[np.argsort(self.contributions[order], kind="stable")]
        values = self.contributions[order]
        names = [wrap_name(self.terms[i]) for i in order]
        n_lines = sum(name.count("\n") + 1 for name in names)
        ax = new_axes(5.5, 1.5 + 0.27 * max(n_lines, 1)) if ax is None else ax
        colors = [POSITIVE if value > 0 else NEGATIVE for value in values]
        from matplotlib.ticker import FixedFormatter, FixedLocator

        self.bars_ = ax.barh(range(len(order)), values, color=colors)
        ax.yaxis.set_major_locator(FixedLocator(range(len(order))))
        ax.yaxis.set_major_formatter(FixedFormatter(names))
        for label in ax.get_yticklabels():
            label.set_parse_math(False)
        ax.axvline(0, color="0.4", linewidth=0.8)
        tidy(ax, grid="x")
        ax.locator_params(axis="x", nbins=6)
        target = "the prediction" if self.target is None else str(self.target)
        score = self.contributions.sum() + self.intercept
        about = f"score {score:.2f}, including intercept {self.intercept:+.2f}"
        set_title(ax, f"Contributions to {target}", self.data_name, about)
        ax.set_xlabel("contribution to the score")
        self.ax_, self.figure_ = ax, ax.figure
        finish(ax)
        return self
