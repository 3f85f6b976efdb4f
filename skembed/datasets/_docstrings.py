"""The loader of the docstrings data set: technical English from installed packages.

Extraction and caching are in other modules of this package. The network is never used.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from importlib.metadata import version
from typing import Any, Literal, overload

import numpy as np
from numpy.typing import NDArray
from sklearn.utils import Bunch

from skembed.datasets import _cache
from skembed.datasets._paragraphs import DISTRIBUTIONS, MIN_WORDS, Paragraph, extract

_DESCRIPTION = """\
Docstrings data set
===================

Paragraphs from the docstrings of installed scientific packages, labeled by the subpackage that
they document. The text is real technical English, without code examples, formulas, headings,
references and markup. Paragraphs of fewer than {min_words} words are excluded. Paragraphs that
occur in several classes are excluded, and duplicates within a class are kept once (paragraphs that
only differ in case, digits or punctuation are duplicates).

Paragraphs are sorted by module name and, within a module, in the order of the text. Neighboring
paragraphs are similar: shuffle them before ordinary cross-validation, or use ``modules`` as groups.

The text was written by the authors of the packages and is distributed under the licenses of the
packages (BSD-3-Clause; gensim: LGPL-2.1).

:Paragraphs: {n_paragraphs}
:Classes: {n_classes}
:Versions: {versions}

{table}
"""


@overload
def load_docstrings(
    *,
    categories: Iterable[str] | None = ...,
    return_X_y: Literal[False] = ...,
    data_home: str | os.PathLike[str] | None = ...,
    cache: bool = ...,
) -> Bunch: ...


@overload
def load_docstrings(
    *,
    categories: Iterable[str] | None = ...,
    return_X_y: Literal[True],
    data_home: str | os.PathLike[str] | None = ...,
    cache: bool = ...,
) -> tuple[list[str], NDArray[np.int64]]: ...


def load_docstrings(
    *,
    categories: Iterable[str] | None = None,
    return_X_y: bool = False,
    data_home: str | os.PathLike[str] | None = None,
    cache: bool = True,
) -> Bunch | tuple[list[str], NDArray[np.int64]]:
    """Load the docstrings data set (text classification, no download).

    Paragraphs from the docstrings of the installed versions of NumPy, SciPy, scikit-learn, joblib
    and gensim, labeled by the subpackage that they document. The same versions of these packages
    give the same data in the same order.

    =================   ==============
    Classes                         46
    Paragraphs            about 21,000
    Features                      text
    =================   ==============

    Parameters
    ----------
    categories : str or iterable of str, default=None
        Names of the classes to load, such as ``["scipy.fft", "sklearn.svm"]``. If None, load all
        classes.
    return_X_y : bool, default=False
        If True, return ``(data, target)`` instead of a Bunch.
    data_home : str or path-like, default=None
        The folder in which the extracted paragraphs are cached, by default
        `~sklearn.datasets.get_data_home`. The first call takes a few seconds. If the folder
        cannot be written, nothing is cached.
    cache : bool, default=True
        Whether to read and write the cached file.

    Returns
    -------
    data : :class:`~sklearn.utils.Bunch`
        Dictionary-like object, with the following attributes.

        data : list of str, length n_samples
            The paragraphs.
        target : ndarray of shape (n_samples,), dtype int64
            The class of each paragraph, an index into `target_names`.
        target_names : list of str, length n_classes
            The names of the classes, sorted.
        modules : list of str, length n_samples
            The dotted name of the module that contains each paragraph; useful as groups.
        versions : dict
            The version of each package.
        DESCR : str
            The full description of the data set.

    (data, target) : tuple if `return_X_y` is True
        The paragraphs and their classes, as above.

    Raises
    ------
    ValueError
        If `categories` is empty or names an unknown class.

    Examples
    --------
    >>> from skembed.datasets import load_docstrings
    >>> docstrings = load_docstrings(categories=["scipy.fft", "sklearn.svm"])
    >>> docstrings.target_names
    ['scipy.fft', 'sklearn.svm']
    >>> len(docstrings.data) == len(docstrings.target)
    True
    """
    versions = {package: version(name) for package, name in DISTRIBUTIONS.items()}
    if cache:
        rows = _cache.load_or_make("docstrings", versions, extract, data_home)
    else:
        rows = extract()
    bunch = _bunch(_select([Paragraph(*row) for row in rows], categories), versions)
    return (bunch.data, bunch.target) if return_X_y else bunch


def _select(rows: list[Paragraph], categories: Iterable[str] | None) -> list[Paragraph]:
    """Select the paragraphs of the given classes."""
    if categories is None:
        return rows
    wanted = [categories] if isinstance(categories, str) else list(categories)
    known = sorted({row.category for row in rows})
    unknown = [name for name in wanted if name not in known]
    if unknown or not wanted:
        what = f"unknown: {unknown}" if unknown else "empty"
        raise ValueError(f"categories is {what}. Choose from {known}, or None for all.")
    return [row for row in rows if row.category in wanted]


def _bunch(rows: list[Paragraph], versions: dict[str, str]) -> Bunch:
    names = sorted({row.category for row in rows})
    index = {name: i for i, name in enumerate(names)}
    target = np.array([index[row.category] for row in rows], dtype=np.int64)
    contents: dict[str, Any] = {
        "data": [row.text for row in rows],
        "target": target,
        "target_names": names,
        "modules": [row.module for row in rows],
        "versions": versions,
        "DESCR": _describe(names, np.bincount(target), versions),
    }
    return Bunch(**contents)


def _describe(names: list[str], sizes: NDArray[np.int64], versions: dict[str, str]) -> str:
    rule = f"{'=' * 28} {'=' * 10}"
    lines = [f"{name:28} {size:10}" for name, size in zip(names, sizes, strict=True)]
    return _DESCRIPTION.format(
        min_words=MIN_WORDS,
        n_paragraphs=sizes.sum(),
        n_classes=len(names),
        versions=", ".join(f"{name} {number}" for name, number in sorted(versions.items())),
        table="\n".join([rule, f"{'Class':28} Paragraphs", rule, *lines, rule]),
    )
