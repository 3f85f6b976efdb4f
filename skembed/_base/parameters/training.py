"""Parameters of training: counting, vectors, passes over the data and stopping criteria."""

from __future__ import annotations

from numbers import Real
from os import PathLike

from ..._compat.sklearn import HasMethods, Interval, RealNotInt, StrOptions, whole_number
from .parameter import VARIES, Parameter

# Above any useful number of components; with a million, training would take minutes on any data.
MAX_COMPONENTS = 1 << 14

TRAINING = {
    # Counting of co-occurrences.
    "window": Parameter(
        "int",
        10,
        [whole_number()],
        """Maximum distance between two words that count as near, within a document; at most
        65535 if a document is longer than that.""",
    ),
    "symmetric": Parameter(
        "bool",
        True,
        ["boolean"],
        "Count the words on both sides of a word. False counts those on its left only.",
    ),
    "weighting": Parameter(
        "{'harmonic', 'uniform'}",
        "harmonic",
        [StrOptions({"harmonic", "uniform"})],
        "How much a pair of words at distance :math:`D` counts: :math:`1 / D`, or 1.",
    ),
    "memory": Parameter(
        "joblib.Memory, str, path-like or None",
        None,
        [str, PathLike, HasMethods("cache"), None],
        """Cache of the counts, so that a grid search over other parameters counts once for each
        fold. Counts by a version of skembed that counted in another way are not used. If the
        cache cannot be written, as on a full disk, a warning says so. None counts anew each
        time.""",
    ),
    "memory_limit": Parameter(
        "int or str",
        "1GB",
        [str, whole_number(1, None)],
        """Memory that counting, the counts and training on them may use, in addition to the
        documents, their tokens (4 bytes each) and the vectors: bytes, or a number with a unit
        such as "256MB" or "2GiB". The rest goes to the temporary folder
        (``tempfile.gettempdir()``). The results do not depend on it.""",
    ),
    # Passes over the data.
    "n_components": Parameter(
        "int",
        VARIES,
        [whole_number(1, MAX_COMPONENTS)],
        "Number of components of a vector, at most 16384.",
    ),
    "learning_rate": Parameter(
        "float",
        VARIES,
        [Interval(Real, 0, None, closed="neither")],
        "Step size at the start of training.",
    ),
    "min_learning_rate": Parameter(
        "float",
        VARIES,
        [Interval(Real, 0, None, closed="left")],
        "Step size at the end of training; it decreases linearly.",
    ),
    "max_iter": Parameter(
        "int or 'auto'",
        "auto",
        [whole_number(), StrOptions({"auto"})],
        "Maximum number of passes over the documents. 'auto' follows from their number or length.",
    ),
    "weight_decay": Parameter(
        "float",
        0.0,
        [Interval(Real, 0, None, closed="left")],
        """Before each mini-batch, of up to 64 documents, all vectors and the head shrink by
        the factor ``1 - learning_rate * weight_decay``.""",
    ),
    "dropout": Parameter(
        "float",
        0.0,
        [Interval(Real, 0, 1, closed="left")],
        """Proportion of a document's terms, from 0 to below 1, that each pass leaves out at
        random; the weights of the others grow accordingly.""",
    ),
    # Stopping and cross-fitting.
    "early_stopping": Parameter(
        "bool",
        False,
        ["boolean"],
        """Score each pass on a validation set, stop when the score no longer improves, and keep
        the model of the best pass.""",
    ),
    "validation_fraction": Parameter(
        "float",
        0.1,
        [Interval(RealNotInt, 0, 1, closed="neither")],
        """Proportion of the documents to set aside as validation set, if `fit` is not given
        one. Documents of weight 0 are never set aside.""",
    ),
    "n_iter_no_change": Parameter(
        "int",
        VARIES,
        [whole_number()],
        "Number of passes in a row without improvement after which training stops.",
    ),
    "tol": Parameter(
        "float",
        VARIES,
        [Interval(Real, 0, None, closed="left")],
        "A pass is an improvement if its score exceeds the best one before by more than this.",
    ),
    "cv": Parameter(
        "int, cross-validation generator, iterable or None",
        5,
        ["cv_object", None],
        """Folds of `fit_transform`: the features of a document come from a model that was
        trained without it. With None they come from the model that was trained with it.""",
    ),
    # Initial vectors.
    "init": Parameter(
        "Embedding, dict, KeyedVectors, fitted vectorizer, str or path-like",
        None,
        "no_validation",
        """Initial vectors, for the terms that they hold; they must have ``n_components``
        components. None, and terms that are missing, also by ``subwords``: small random
        numbers. Terms that no document holds keep their vectors, scaled like the others, and
        come last in ``embedding_``, unless ``vocabulary`` is given; so do the ``subwords``, by
        which `transform` gives other words a vector.""",
    ),
    "freeze": Parameter(
        "bool or 'concat'",
        "concat",
        ["boolean", StrOptions({"concat"})],
        """How the vectors of ``init`` are used. 'concat' keeps them as they are, beside
        ``n_components`` learned components: the features are the mean of the given vectors and
        the weighted sum of the learned ones, side by side. Each block has a head of its own, and
        the sum of their scores, each times a multiplier, is calibrated. True keeps the vectors
        and trains only the head; terms that ``init`` does not hold have no influence. False
        trains them further, and moves those of terms that no document of `fit` holds like the
        others. Without ``init``, 'concat' and False are the same.""",
    ),
    "warm_start": Parameter(
        "bool",
        False,
        ["boolean"],
        """Start from the vectors, and the head, of the last ``fit``. The folds of
        `fit_transform` do not: those vectors have seen their targets.""",
    ),
    "new_terms": Parameter(
        "{'ignore', 'add'}",
        "ignore",
        [StrOptions({"ignore", "add"})],
        """What later calls of `partial_fit` do with tokens that are no terms yet. 'add' makes
        those of them terms that ``min_df`` and ``max_df`` admit by the documents of the call,
        while there are fewer than ``max_features`` terms. They come last in ``embedding_``, are
        part of no n-gram, start with vectors of zeros, or by the ``subwords`` of ``init``, and have
        the weight in ``pooling`` of the rarest token of the first call. Nothing is added if
        ``vocabulary`` is given or single tokens are never terms. With ``init``, it needs
        ``freeze=False``.""",
    ),
}
