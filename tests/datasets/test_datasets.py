"""The docstrings data set: prose out of docstrings, the loader, the cache."""

from __future__ import annotations

import gzip
import json
import sys
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import ComplementNB
from sklearn.pipeline import make_pipeline

from skembed.datasets import _cache, _docstrings, _paragraphs, _sources, load_docstrings
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


@pytest.fixture(scope="module")
def data_home(tmp_path_factory):
    return tmp_path_factory.mktemp("data_home")


@pytest.fixture(scope="module")
def docstrings(data_home):
    return load_docstrings(data_home=data_home)


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


def test_the_bunch(docstrings):
    n = len(docstrings.data)
    assert n > 10_000
    assert all(type(text) is str for text in docstrings.data)
    assert docstrings.target.dtype == np.int64
    assert docstrings.target.shape == (n,)
    assert len(docstrings.modules) == n
    assert docstrings.versions["sklearn"] == version("scikit-learn")
    assert docstrings.target_names == sorted(docstrings.target_names)
    assert str(n) in docstrings.DESCR


def test_every_class_of_the_table_is_there_with_enough_paragraphs(docstrings):
    assert set(docstrings.target_names) == set(_paragraphs._CLASSES) - {""}
    assert np.bincount(docstrings.target).min() >= 50


def test_the_order_is_that_of_the_modules(docstrings):
    packages = [module.split(".")[0] for module in docstrings.modules]
    assert packages == sorted(packages)
    assert list(dict.fromkeys(docstrings.modules)) == sorted(set(docstrings.modules))


def test_no_paragraph_stands_twice_is_short_or_holds_markup(docstrings):
    texts = docstrings.data
    assert len(set(texts)) == len(texts)
    assert min(len(text.split()) for text in texts) >= 10
    for markup in (
        ">>>",
        "`",
        "\n",
        "https://",
        ":ref:",
        "%(",
        "sklearn.linear_model.",
    ):
        assert not [text for text in texts if markup in text], markup


def test_the_task_can_be_learned_and_is_not_trivial(docstrings):
    X, X_test, y, y_test = train_test_split(
        docstrings.data, docstrings.target, random_state=0, stratify=docstrings.target
    )
    pipeline = make_pipeline(TfidfVectorizer(sublinear_tf=True), ComplementNB())
    chance = np.bincount(y_test).max() / len(y_test)
    assert 2 * chance < pipeline.fit(X, y).score(X_test, y_test) < 0.9


def test_uncached_gives_the_same(docstrings, data_home, monkeypatch):
    monkeypatch.setattr(_cache, "load_or_make", None)
    again = load_docstrings(cache=False)
    assert again.data == docstrings.data
    assert again.modules == docstrings.modules
    np.testing.assert_array_equal(again.target, docstrings.target)


def test_the_second_call_reads_the_cache(docstrings, data_home, monkeypatch):
    monkeypatch.setattr(_docstrings, "extract", None)
    X, y = load_docstrings(data_home=data_home, return_X_y=True)
    assert docstrings.data == X
    np.testing.assert_array_equal(y, docstrings.target)


def test_categories(docstrings, data_home):
    names = ["sklearn.svm", "scipy.fft"]
    part = load_docstrings(data_home=data_home, categories=iter(names))
    assert part.target_names == sorted(names)
    assert set(part.target) == {0, 1}
    i = docstrings.target_names.index("scipy.fft")
    assert part.target.tolist().count(0) == docstrings.target.tolist().count(i)
    alone = load_docstrings(data_home=data_home, categories="scipy.fft")
    assert alone.target_names == ["scipy.fft"]


@pytest.mark.parametrize(
    ("categories", "message"),
    [
        (["scipy.fft", "scipy.ftt"], r"unknown: \['scipy.ftt'\].*'scipy.fft'"),
        ([], "empty"),
    ],
)
def test_bad_categories(docstrings, data_home, categories, message):
    with pytest.raises(ValueError, match=message):
        load_docstrings(data_home=data_home, categories=categories)


class Maker:
    """Makes rows, and counts how often."""

    rows = (["a", "ß"], ["b", "\u2028"])

    def __init__(self):
        self.calls = 0

    def __call__(self):
        self.calls += 1
        return self.rows


def get(make, data_home, versions=None):
    rows = _cache.load_or_make("rows", versions or {"numpy": "1"}, make, data_home)
    return [list(row) for row in rows]


def test_the_cache_is_made_once_and_is_compressed_json(tmp_path):
    make = Maker()
    assert get(make, tmp_path) == get(make, tmp_path) == list(make.rows)
    assert make.calls == 1
    (file,) = (tmp_path / "skembed").iterdir()
    with gzip.open(file, "rt", encoding="utf-8") as stream:
        assert json.load(stream) == list(make.rows)


def test_other_versions_are_cached_apart(tmp_path):
    make = Maker()
    get(make, tmp_path, {"numpy": "1"})
    get(make, tmp_path, {"numpy": "2"})
    assert make.calls == 2
    assert len(list((tmp_path / "skembed").iterdir())) == 2


# Named, because what gzip writes holds the time, and every process of a test run collects anew.
DAMAGED = {
    "empty": b"",
    "not gzip": b"not gzip",
    "cut off": gzip.compress(b'[["a"]]')[:-3],
    "other bytes": gzip.compress(b'[["a"]]')[:10] + b"\xff" * 20,
    "not UTF-8": gzip.compress(b"\xff"),
    "not JSON": gzip.compress(b'[["a"]'),
    "no list": gzip.compress(b'{"a": 1}'),
    "no rows": gzip.compress(b"[]"),
    "no text": gzip.compress(b'[["a", 1]]'),
    "rows of unlike length": gzip.compress(b'[["a"], ["b", "c"]]'),
}


@pytest.mark.parametrize("contents", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_file_is_made_again(tmp_path, contents):
    make = Maker()
    get(make, tmp_path)
    (file,) = (tmp_path / "skembed").iterdir()
    file.write_bytes(contents)
    assert get(make, tmp_path) == list(make.rows)
    assert make.calls == 2
    get(make, tmp_path)
    assert make.calls == 2


def test_a_folder_that_cannot_be_made_is_no_error(tmp_path):
    (tmp_path / "file").write_text("a file, no folder", encoding="utf-8")
    make = Maker()
    assert get(make, tmp_path / "file") == list(make.rows)
    assert get(make, tmp_path / "file" / "below") == list(make.rows)
    assert make.calls == 2


def test_a_file_that_cannot_be_written_is_no_error_and_leaves_nothing(tmp_path, monkeypatch):
    def refuse(self, target):
        raise PermissionError(str(target))

    monkeypatch.setattr(Path, "replace", refuse)
    assert get(Maker(), tmp_path) == list(Maker.rows)
    assert list((tmp_path / "skembed").iterdir()) == []


def test_the_default_home_is_scikit_learns(tmp_path, monkeypatch):
    monkeypatch.setenv("SCIKIT_LEARN_DATA", str(tmp_path))
    get(Maker(), None)
    assert len(list((tmp_path / "skembed").iterdir())) == 1
