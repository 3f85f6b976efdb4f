"""TrainingData: documents, targets and weights, read once, as a supervised training needs them.

Strings end here. Nothing is trained, and no estimator is known.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from sklearn.utils import check_random_state

from .._compat.sklearn import n_samples
from .._core.corpus import Corpus, Vocabulary
from .._core.embedding import Embedding
from .._fit.seeds import draw_seed
from .._text.analyzer import Analyzer
from .._text.encoder import FeatureEncoder
from ..pooling import Pooling
from .targets.sample_weight import check_sample_weight, combined_weight
from .targets.target_kind import TargetKind, Targets

FindKind = Callable[[Any, NDArray[np.float64], ArrayLike | None], TargetKind]


class FitInput(NamedTuple):
    """What the caller of a fit method gave."""

    X: Any
    y: Any
    sample_weight: ArrayLike | None = None
    X_val: Any = None
    y_val: Any = None
    classes: ArrayLike | None = None


class EncodedDocuments(NamedTuple):
    """Documents as rows of terms, and what turns other documents into weights of the same terms.

    ``vocabulary`` is that learned from these documents, None if it was known before.
    """

    corpus: Corpus
    vocabulary: Vocabulary | None
    encoder: FeatureEncoder
    pooling: Pooling

    def weights(self, corpus: Corpus) -> sparse.csr_array:
        """Return the weight of each term in each document, (n_documents, n_terms)."""
        weights = self.pooling.weights(corpus, self.encoder.n_rows)
        if weights.nnz > np.iinfo(np.int32).max:
            return weights
        # SciPy takes indices of 64 bits if those of the corpus are: twice the memory, for nothing.
        arrays = weights.data, weights.indices.astype(np.int32), weights.indptr.astype(np.int32)
        return sparse.csr_array(arrays, shape=weights.shape)


class ReadingParameters(NamedTuple):
    """How targets, weights and a validation set are read."""

    analyzer: Analyzer
    find_kind: FindKind
    class_weight: Any
    early_stopping: bool
    random_state: Any


class ValidationSet(NamedTuple):
    """Weights of the terms (n_documents, n_terms), and the targets as they were given.

    ``is_given``: whether it is X_val and y_val, not set aside of X and y.
    """

    weights: sparse.csr_array
    y: Any
    is_given: bool = True


class TrainingData(NamedTuple):
    """What a training needs.

    ``weights`` of shape (n_documents, n_columns): of all ``n_terms`` terms, or of those that
    ``terms``, of shape (n_columns,), has the rows of. ``y`` as it was given, ``targets`` as it is
    learned. ``validation`` is the caller's, if any.
    """

    weights: sparse.csr_array
    y: Any
    targets: Targets
    kind: TargetKind
    validation: ValidationSet | None
    seed: int
    n_terms: int
    terms: NDArray[np.integer] | None = None

    @property
    def n_documents(self) -> int:
        """Number of documents."""
        return int(self.weights.shape[0])


def fit_pooling(
    pooling: Pooling, corpus: Corpus, vocabulary: Vocabulary, n_components: int
) -> Pooling:
    """Fit a pooling before there are vectors: weighted sums learn nothing from them."""
    no_vectors = np.zeros((len(vocabulary), n_components), dtype=np.float32)
    return pooling.fit(corpus, vocabulary, Embedding(vocabulary.terms, no_vectors))


def read_training_data(
    given: FitInput, documents: EncodedDocuments, parameters: ReadingParameters
) -> TrainingData:
    """Read targets, weights and the validation set of documents that are read.

    Parameters
    ----------
    given : FitInput
        Targets, weights, validation set.

    documents : EncodedDocuments
        The documents.

    parameters : ReadingParameters
        How.

    Returns
    -------
    data : TrainingData
        For the columns of all terms.

    Raises
    ------
    ValueError
        If documents, targets or weights are not usable, or do not fit together.
    """
    n_documents = documents.corpus.n_documents
    y = as_targets(given.y, n_documents, "y")
    sample_weight = check_sample_weight(given.sample_weight, n_documents)
    kind = parameters.find_kind(y, sample_weight, given.classes)
    targets = kind.targets(y)  # a class that is not known comes first
    combined = combined_weight(sample_weight, parameters.class_weight, y)
    weights = documents.weights(documents.corpus)
    seed = draw_seed(check_random_state(parameters.random_state))
    return TrainingData(
        weights,
        y,
        targets._replace(sample_weight=combined),
        kind,
        read_validation_set(given, documents, kind, parameters),
        seed,
        documents.encoder.n_rows,
    )


def read_validation_set(
    given: FitInput, documents: EncodedDocuments, kind: TargetKind, parameters: ReadingParameters
) -> ValidationSet | None:
    """Read the documents to judge by, if the caller gave some."""
    if given.X_val is None and given.y_val is None:
        return None
    if not parameters.early_stopping:
        raise ValueError("X_val and y_val are used if early_stopping=True only.")
    if given.X_val is None or given.y_val is None:
        raise ValueError("X_val and y_val belong together: give both of them, or none.")
    corpus = documents.encoder.encode(given.X_val, parameters.analyzer)
    if corpus.n_documents == 0:
        raise ValueError("X_val holds no document: give some, or None to set some of X aside.")
    y = as_targets(given.y_val, corpus.n_documents, "y_val")
    weights = documents.weights(corpus)
    kind.targets(y, "y_val")  # refuses what is not of this kind
    return ValidationSet(weights, y)


def of_terms_there(data: TrainingData) -> tuple[TrainingData, NDArray[np.integer]]:
    """Leave out the columns of terms that are in no document; return the others' rows, too."""
    weights = data.weights
    terms, columns = np.unique(weights.indices, return_inverse=True)
    if not len(terms):
        terms = np.zeros(1, dtype=np.intp)  # a model has one row at least
    some = (weights.data, columns, weights.indptr)
    weights = sparse.csr_array(some, shape=(weights.shape[0], len(terms)))
    return data._replace(weights=weights, terms=terms), terms


def as_targets(y: Any, n_documents: int, name: str) -> Any:
    """Return targets as an array or sparse matrix, one row for each document."""
    if n_samples(y) != n_documents:
        raise ValueError(
            f"Found input variables with inconsistent numbers of samples: {n_documents} documents, "
            f"{n_samples(y)} rows of {name}."
        )
    if not sparse.issparse(y):
        return np.asarray(y)
    rows = sparse.csr_array(cast(Any, y))
    if not rows.has_canonical_format:
        rows = rows.copy()
        rows.sum_duplicates()
    return rows
