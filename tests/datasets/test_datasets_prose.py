"""From docstrings and source files to paragraphs of prose."""

from __future__ import annotations

import sys

import pytest

from skembed.datasets import _paragraphs, _sources
from skembed.datasets._prose import paragraphs

DOCSTRING = r"""
    Fit a line through points.

    The sum of squared residuals, :math:`S(a, b)`, becomes as small as it can be [1]_. It is
    found by :func:`~numpy.linalg.lstsq`::

        solution = lstsq(A, b)

    .. math::

        S = \sum_i (y_i - a - b x_i)^2

        \text{not a sentence}

    .. versionadded:: 1.4
       It was added late.

    .. note:: Outliers pull the line towards themselves.

    Parameters
    ----------
    x, y : array_like of shape (n,)
        The points. See the :ref:`User Guide <lines>`.

        Missing values are refused.
    robust : {"no", "huber"}, default="no"
        How to treat outliers:

        - "no": like all others;
        - "huber": with smaller weight.
    **options
        Passed on to the solver.

    Returns
    -------
    line : Line
        The fitted line.

    See Also
    --------
    polyfit : Fit a polynomial through points.

    Notes
    -----
    ==  ==
    method                      cost
    ==  ==
    normal equations            small for few unknowns
    orthogonal decomposition    twice as large but safe
    ==  ==

    Rounding errors grow with the *square* of the condition number.

    References
    ----------
    .. [1] Gauss, "Theoria motus corporum coelestium", 1809.

    Examples
    --------
    Points that lie on a line are met:

    >>> from lines import fit
    >>> line = fit("the first points", "the second points")
    Line(a=1, b=2)
"""
PROSE = [
    "Fit a line through points.",
    "The sum of squared residuals, S(a, b), becomes as small as it can be. It is found by lstsq:",
    "Outliers pull the line towards themselves.",
    "The points. See the User Guide.",
    "Missing values are refused.",
    "How to treat outliers:",
    '"no": like all others; "huber": with smaller weight.',
    "Passed on to the solver.",
    "The fitted line.",
    "Rounding errors grow with the square of the condition number.",
    "Points that lie on a line are met:",
]


def test_the_prose_of_a_docstring():
    assert list(paragraphs(DOCSTRING)) == PROSE


@pytest.mark.parametrize(
    ("marked_up", "plain"),
    [
        (
            "Uses ``tol`` and `maxiter` and **never** *both*.",
            "Uses tol and maxiter and never both.",
        ),
        ("A :class:`scipy.stats.norm` of :meth:`~.rvs` here", "A norm of .rvs here"),
        (
            "As told in [2]_, and by `Knuth <https://example.org/k>`_ too",
            "As told, and by Knuth too",
        ),
        (
            "See :ref:`sphx_glr_auto_examples_svm_plot_iris.py`, please",
            "See svm plot iris, please",
        ),
        ("Calls np.linalg.norm or scipy.stats.qmc.Sobol.", "Calls norm or Sobol."),
        (
            "Draws from %(name)s samples, see https://example.org/x",
            "Draws from samples, see",
        ),
        (
            r"The angle :math:`\alpha` and :math:`\frac{1}{2}\sum_i x_i y_i`.",
            "The angle alpha and.",
        ),
        ("Here a * b - c stays as it is", "Here a * b - c stays as it is"),
        ("1. first\n2. second\n   line", "first second line"),
    ],
)
def test_inline_markup(marked_up, plain):
    assert list(paragraphs(marked_up)) == [plain]


@pytest.mark.parametrize(
    "text",
    [
        "fit(points, weights, robust) -> a line with slope and intercept",
        "line = lines.fit(points, weights)",
        "alpha = beta + gamma*(delta - 1)/2**3 - [1, 2, 3]",
        "+---------+\n| a cell of a table |",
    ],
)
def test_what_is_no_sentence_is_dropped(text):
    assert list(paragraphs(text)) == []


def test_short_paragraphs_can_be_left_out():
    text = "Two words.\n\nNow there are x five words."
    assert list(paragraphs(text, min_words=5)) == ["Now there are x five words."]


def test_docstrings_of_a_source_file(tmp_path):
    source = tmp_path / "module.py"
    source.write_text(
        '"""First."""\n'
        "if True:\n"
        '    class A:\n        """Second."""\n'
        '        async def f(self):\n            """Third \\d."""\n'
        'add_newdoc("numpy", "ndarray", ("T", """\n    Fourth."""))\n'
        'x = """\nnot a docstring\n"""\n'
        "raise RuntimeError('imported')\n",
        encoding="utf-8",
    )
    found = [text.strip() for text in _sources.docstrings(source)]
    assert found == ["First.", "Second.", r"Third \d.", "Fourth."]


def test_modules_are_sorted_without_tests_and_not_imported(tmp_path, monkeypatch):
    for name in (
        "__init__",
        "b",
        "a",
        "sub/__init__",
        "sub/deep",
        "tests/test_a",
        "test/x",
    ):
        path = tmp_path / "pkg_of_test" / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("raise RuntimeError('imported')\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    names = [name for name, _ in _sources.modules("pkg_of_test")]
    assert names == ["pkg_of_test" + end for end in ("", ".a", ".b", ".sub", ".sub.deep")]
    assert "pkg_of_test" not in sys.modules


def test_a_missing_package_is_named():
    with pytest.raises(ModuleNotFoundError, match="'no_such_package'"):
        _sources.package_folder("no_such_package")


@pytest.mark.parametrize(
    ("module", "category"),
    [
        ("scipy.stats._qmc", "scipy.stats.qmc"),
        ("scipy.stats._qmvnt", "scipy.stats"),
        ("numpy._core.strings", "numpy.strings"),
        ("joblib.externals.loky", ""),
        ("sklearn.utils", ""),
        ("numpyx", ""),
    ],
)
def test_the_longest_name_decides_the_class(module, category):
    assert _paragraphs._category(module) == category


def test_repetitions():
    rows = [
        ("a", "m", "The seed is 1."),
        ("a", "n", "The  seed is 22"),
        ("a", "m", "Only in a."),
        ("a", "m", "In both"),
        ("b", "o", "in both."),
        ("b", "o", "In both"),
    ]
    kept = _paragraphs._without_repetitions([_paragraphs.Paragraph(*row) for row in rows])
    assert kept == [rows[0], rows[2]]
