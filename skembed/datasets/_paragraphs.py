"""Extract the paragraphs of the docstrings data set from its packages, and assign classes.

Docstrings are found in `_sources` and converted to prose in `_prose`.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from skembed.datasets import _prose, _sources

# Distributions by package. All are required dependencies of skembed; with optional ones, the data
# would depend on what else is installed.
DISTRIBUTIONS = {
    "gensim": "gensim",
    "joblib": "joblib",
    "numpy": "numpy",
    "scipy": "scipy",
    "sklearn": "scikit-learn",
}

# The list of classes is fixed, so that new versions of a package change the number of paragraphs
# but rarely the classes. Excluded are modules that are small, have no subject of their own
# (`sklearn.utils`, `numpy.testing`), are vendored from other packages, or are deprecated or kept
# for compatibility.
_SUBPACKAGES = {  # each is a class
    "gensim": "similarities",
    "numpy": "linalg ma polynomial",
    "scipy": (
        "cluster fft integrate interpolate io linalg ndimage optimize signal sparse sparse.linalg "
        "spatial spatial.transform special stats"
    ),
    "sklearn": (
        "callback cluster covariance datasets decomposition feature_extraction feature_selection "
        "gaussian_process inspection linear_model manifold metrics mixture model_selection "
        "neighbors neural_network preprocessing svm"
    ),
}
_NAMES = [f"{package}.{name}" for package, names in _SUBPACKAGES.items() for name in names.split()]
# Modules by class, including their submodules; the longest matching name decides.
_CLASSES = {
    **{name: name for name in _NAMES},
    "joblib": "joblib",
    "gensim.corpora": "gensim.corpora gensim.parsing",
    "gensim.models": "gensim.models gensim.topic_coherence",
    "gensim.models.word2vec": (
        "gensim.models.word2vec gensim.models.doc2vec gensim.models.fasttext "
        "gensim.models._fasttext_bin gensim.models.keyedvectors gensim.models.poincare"
    ),
    "numpy": "numpy._core numpy.lib",
    "numpy.strings": "numpy._core.strings numpy._core.defchararray",
    "scipy.stats.qmc": "scipy.stats.qmc scipy.stats._qmc",
    "sklearn.ensemble": "sklearn.ensemble sklearn.tree",
    "sklearn.pipeline": "sklearn.pipeline sklearn.compose",
    "": "joblib.externals scipy.fft._pocketfft scipy.special._precompute",  # excluded
}
_CLASS_OF = {module: name for name, modules in _CLASSES.items() for module in modules.split()}

MIN_WORDS = 10  # shorter paragraphs could be in any class: "The number of iterations run."
_MIN_PARAGRAPHS = 50  # per class


class Paragraph(NamedTuple):
    """A paragraph, its class and the module that contains it."""

    category: str
    module: str
    text: str


def extract() -> list[Paragraph]:
    """Return the paragraphs of all classes in order, without duplicates."""
    found = [
        Paragraph(category, module, text)
        for package in sorted(DISTRIBUTIONS)
        for module, path in _sources.modules(package)
        if (category := _category(module))
        for docstring in _sources.docstrings(path)
        for text in _prose.paragraphs(docstring, min_words=MIN_WORDS)
    ]
    unique = _without_repetitions(found)
    sizes = Counter(paragraph.category for paragraph in unique)
    return [paragraph for paragraph in unique if sizes[paragraph.category] >= _MIN_PARAGRAPHS]


def _category(module: str) -> str:
    """Return the class of a module, or an empty string if it is excluded."""
    while module:
        if module in _CLASS_OF:
            return _CLASS_OF[module]
        module = module.rpartition(".")[0]
    return ""


def _without_repetitions(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Keep the first of equal paragraphs in a class; drop those that are in several classes."""
    keys = [re.sub(r"[\W\d_]+", " ", paragraph.text.lower()).strip() for paragraph in paragraphs]
    first: dict[str, Paragraph] = {}
    ambiguous = set()
    for key, paragraph in zip(keys, paragraphs, strict=True):
        if first.setdefault(key, paragraph).category != paragraph.category:
            ambiguous.add(key)
    return [paragraph for key, paragraph in first.items() if key not in ambiguous]
