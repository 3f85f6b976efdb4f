"""TrainingData: documents, targets and weights, read once and converted for training.

No strings are used after this. Nothing is trained here, and nothing depends on estimators.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from sklearn.utils import check_random_state

from .._compat.sklearn import n_samples
from .._core.corpus import Corpus
from .._core.embedding import Embedding
from .._core.mapped_corpus import MappedCorpus, parts_of
from .._core.targets import check_targets
from .._fit.seeds import draw_seed
from .._text.analyzer import Analyzer
from .._text.encoder import FeatureEncoder
from ..pooling import Pooling
from . import stored_weights
from .targets.sample_weight import check_sample_weight, combined_weight
from .targets.target_kind import TargetKind, Targets

# Finds the kind of y from (y, sample_weight, classes); each kind looks at what it needs.
FindKind = Callable[[Any, NDArray[np.float64], ArrayLike | None], TargetKind]


class FitInput(NamedTuple):
    """The arguments of a fit method."""

    X: Any
    y: Any
    sample_weight: ArrayLike | None = None
    X_val: Any = None
    y_val: Any = None
    classes: ArrayLike | None = None


class EncodedDocuments(NamedTuple):
    """Encoded documents, with all that is needed to encode and weight other documents.

    ``blank`` is an embedding of the terms whose vectors are to be replaced. The first
    ``n_learned`` terms have learned components. ``composes`` is true if words that are no terms may
    have a vector by subwords; then ``pooling`` has one more term, which stands for all of them.
    """

    corpus: Corpus
    blank: Embedding
    analyzer: Analyzer
    encoder: FeatureEncoder
    pooling: Pooling
    n_learned: int
    composes: bool = False

    def weight_terms(self, weights: NDArray[Any], unseen: float = 1) -> None:
        """Multiply the weights of the terms in the pooling, and that of words that are no terms."""
        weights = np.append(weights, [unseen] * self.composes)
        self.pooling.weight_terms(weights.astype(np.float32))

    def weights(self, corpus: Corpus) -> sparse.csr_array:
        """Return the weight of each term in each document, (n_documents, n_learned)."""
        weights = self.pooling.weights(corpus, self.encoder.n_rows)
        if self.n_learned < self.encoder.n_rows:
            weights.resize(weights.shape[0], self.n_learned)
        if weights.nnz > np.iinfo(np.int32).max:
            return weights
        # SciPy uses 64-bit indices if the corpus does, which takes twice the memory needlessly.
        arrays = weights.data, weights.indices.astype(np.int32), weights.indptr.astype(np.int32)
        return sparse.csr_array(arrays, shape=weights.shape)

    def training_weights(self) -> sparse.csr_array:
        """Return `weights` of the documents, in files if the documents are."""
        if not isinstance(self.corpus, MappedCorpus):
            return self.weights(self.corpus)
        parts = map(self.weights, parts_of(self.corpus, stored_weights.BLOCK))
        few = self.corpus.n_tokens <= np.iinfo(np.int32).max
        return stored_weights.in_files(parts, np.int32 if few else np.int64)


class Ridge(NamedTuple):
    """The penalty of the squared norms of the vectors, if any, and the weight of n-grams."""

    alpha: float | None
    ngram_weight: float


# Gives the n-grams of documents their weight, from (documents, targets, seed).
WeightNgrams = Callable[[EncodedDocuments, Targets, int], Ridge | None]


class ValidationSet(NamedTuple):
    """Weights of the terms (n_documents, n_terms), and the targets as they were given.

    ``is_given``: whether it is X_val and y_val, not set aside of X and y.
    """

    weights: sparse.csr_array
    y: Any
    is_given: bool = True


class TrainingData(NamedTuple):
    """The input of a training.

    ``weights`` has shape (n_documents, n_columns), with a column for each of all ``n_terms`` terms,
    or for the terms whose rows are in ``terms``, of shape (n_columns,). ``y`` holds the targets as
    given, ``targets`` as they are learned. ``validation`` is the validation set of the caller, if
    any. ``weight_scale`` is the typical norm of the weights of a document of the first fit.
    ``ridge`` is that of a regressor.
    """

    weights: sparse.csr_array
    y: Any
    targets: Targets
    kind: TargetKind
    validation: ValidationSet | None
    seed: int
    n_terms: int
    weight_scale: float
    terms: NDArray[np.integer] | None = None
    ridge: Ridge | None = None

    @property
    def n_documents(self) -> int:
        """Number of documents."""
        return int(self.weights.shape[0])


def read_training_data(
    given: FitInput,
    documents: EncodedDocuments,
    find_kind: FindKind,
    *,
    class_weight: Any,
    early_stopping: bool,
    random_state: Any,
    weight_ngrams: WeightNgrams | None,
) -> TrainingData:
    """Check the targets, weights and validation set of encoded documents, and convert them."""
    n_documents = documents.corpus.n_documents
    y = _as_targets(given.y, n_documents, "y")
    sample_weight = check_sample_weight(given.sample_weight, n_documents)
    kind = find_kind(y, sample_weight, given.classes)
    targets = kind.targets(y)  # before class weights, so that unknown classes are reported first
    targets = targets._replace(sample_weight=combined_weight(sample_weight, class_weight, y))
    seed = draw_seed(check_random_state(random_state))
    ridge = weight_ngrams(documents, targets, seed) if weight_ngrams else None
    weights = documents.training_weights()
    return TrainingData(
        weights,
        y,
        targets,
        kind,
        _read_validation_set(given, documents, kind, early_stopping),
        seed,
        documents.n_learned,
        weight_scale_of(weights),
        ridge=ridge,
    )


def weight_scale_of(weights: sparse.csr_array) -> float:
    """Return the geometric mean of the norms of the rows, without rows of zeros."""
    squares = stored_weights.of_rows(weights, squared_norms)
    positive = squares[squares > 0]
    return float(np.exp(np.log(positive).mean() / 2)) if len(positive) else 1.0


def squared_norms(weights: sparse.csr_array) -> NDArray[np.float64]:
    """Return the squared norm of each row."""
    return np.asarray(weights.power(2, dtype=np.float64).sum(axis=1))


def _read_validation_set(
    given: FitInput, documents: EncodedDocuments, kind: TargetKind, early_stopping: bool
) -> ValidationSet | None:
    """Read the validation set, if the caller passed one."""
    if given.X_val is None and given.y_val is None:
        return None
    if not early_stopping:
        raise ValueError("X_val and y_val are used only if early_stopping=True.")
    if given.X_val is None or given.y_val is None:
        raise ValueError("X_val and y_val belong together: pass both of them, or neither.")
    corpus = documents.encoder.encode(given.X_val, documents.analyzer)
    if corpus.n_documents == 0:
        raise ValueError("X_val has no documents: pass some, or pass None to set part of X aside.")
    y = _as_targets(given.y_val, corpus.n_documents, "y_val")
    weights = documents.weights(corpus)
    kind.targets(y, "y_val")  # raises if y_val is not of this kind
    return ValidationSet(weights, y)


def of_terms_there(data: TrainingData) -> tuple[TrainingData, NDArray[np.integer]]:
    """Drop the columns of terms that are in no document; also return the rows of the others."""
    weights, terms = of_columns_there(data.weights)
    return data._replace(weights=weights, terms=terms), terms


def of_columns_there(weights: sparse.csr_array) -> tuple[sparse.csr_array, NDArray[np.integer]]:
    """Drop columns without entries, but for one if all are; also return the numbers of the rest."""
    kept, columns = np.unique(weights.indices, return_inverse=True)
    if not len(kept):
        kept = np.zeros(1, dtype=np.intp)  # a model has at least one row
    some = (weights.data, columns, weights.indptr)
    return sparse.csr_array(some, shape=(weights.shape[0], len(kept))), kept


def check_length(y: Any, n_documents: int, name: str = "y") -> None:
    """Raise if there is not one row of targets for each document."""
    if n_samples(y) != n_documents:
        raise ValueError(
            f"Found input variables with inconsistent numbers of samples: {n_documents} documents, "
            f"{n_samples(y)} rows of {name}."
        )


def _as_targets(y: Any, n_documents: int, name: str) -> Any:
    """Return targets as an array or sparse array, with one row for each document."""
    check_length(y, n_documents, name)
    check_targets(y, name)
    if not sparse.issparse(y):
        return np.asarray(y)
    rows = sparse.csr_array(cast(Any, y))
    if not rows.has_canonical_format:
        rows = rows.copy()
        rows.sum_duplicates()
    return rows
