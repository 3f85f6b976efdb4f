"""`IncrementalMixin`: ``partial_fit``, and a vocabulary that grows with each warm start.

Here are the terms, their counts and the order of the calls. Which matrices a method keeps, and how
it starts from them, is its own business.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self

import numpy as np
from sklearn.utils import check_random_state

from .._compat.sklearn import fit_context
from .._core.corpus import Corpus, Vocabulary
from .._fit.seeds import draw_seed, subseed
from .._text.growing import grow_vocabulary, with_earlier_counts
from .unsupervised import UnsupervisedMixin
from .vectorizer import with_names

_NO_STATE = (
    "partial_fit cannot continue from vectors alone. A fit keeps the context vectors and counts "
    "that training needs, also in pickles, only with warm_start=True; and those of an embedding_ "
    "that was replaced are unknown. Set warm_start=True before fit, or begin with partial_fit."
)


class IncrementalMixin(UnsupervisedMixin):
    """Adds ``partial_fit`` to an unsupervised vectorizer, and keeps old terms in a warm start.

    List it to the left of `BaseVectorizer`. ``_train`` of a subclass starts from the last fit if
    ``warm_start`` is True, and ``_is_partial`` tells it whether the call is one of ``partial_fit``.
    ``_settled`` are the parameters that no call of ``partial_fit`` may change.
    """

    _settled: ClassVar[tuple[str, ...]] = ("n_components",)
    _is_partial = False  # True in the snapshot that partial_fit trains

    @fit_context
    def partial_fit(self, X: Any, y: Any = None) -> Self:
        """Make one pass over more documents, with a constant ``learning_rate``.

        The first call of an unfitted vectorizer begins the training. A later call goes on from
        the vectors, and all other matrices, of the last ``partial_fit`` or of a ``fit`` with
        ``warm_start=True``. Terms keep their rows, and new terms follow, by decreasing count
        and then by term. ``min_df`` and ``max_df`` choose them in the documents of the call
        alone, ``max_features`` limits the number of all terms, and with ``vocabulary`` there
        are no others. ``init`` serves the first call only.

        Counts of terms add up over all calls. Earlier documents are forgotten otherwise: only
        the vectors remember them. ``max_iter`` and ``min_learning_rate`` are not used. A call
        takes time for all terms, not only for those of its documents: pass thousands of
        documents at once. A pickled vectorizer can be loaded and trained further, with the same
        results as without pickling.

        Parameters
        ----------
        X : iterable of str of shape (n_documents,)
            More training documents, as for `fit`.

        y : Ignored
            Not used, present for API consistency by convention.

        Returns
        -------
        self : object
            The fitted vectorizer.

        Raises
        ------
        ValueError
            If the vectorizer was fitted with ``warm_start=False``, or ``n_components`` has
            changed. The vectorizer stays as it was.
        """
        before = self._snapshot()
        once = {"warm_start": True, "max_iter": 1, "_is_partial": True}
        if hasattr(before, "min_learning_rate"):
            once["min_learning_rate"] = before.learning_rate
        before.__dict__.update(once)
        if hasattr(before, "embedding_"):
            before._check_continues()
            # the same seed in each call would draw the same noise for each batch
            seed = subseed(draw_seed(check_random_state(self.random_state)), before.n_iter_)
            before.init, before.random_state = None, seed % 2**32
        self._fit(X, y, before)
        return self

    def __getstate__(self) -> dict[str, Any]:
        """Keep all that was learned if ``partial_fit`` may go on from it."""
        state: dict[str, Any] = super().__getstate__()
        kept = self._warm_state if self.__dict__.get("_begun_by_partial_fit") else ()
        return state | {name: self.__dict__[name] for name in kept if name in self.__dict__}

    def _check_continues(self) -> None:
        """Raise if a call of ``partial_fit`` cannot go on from this fitted vectorizer."""
        self._check_fitted()
        if self._last_vocabulary() is None:
            raise ValueError(_NO_STATE)
        for name, last in self._settled_values.items():
            if getattr(self, name) != last:
                raise ValueError(
                    f"{name}={getattr(self, name)!r} is not the same as on last call to "
                    f"partial_fit, was: {last!r}. Set it back, or start over with a clone."
                )

    def _last_vocabulary(self) -> Vocabulary | None:
        """Return the terms that the last fit trained, if a warm start goes on from all it learned.

        Terms of ``init`` that were in no document are not among them.
        """
        if not self.warm_start or not hasattr(self, "_counted") or not self._has_fitted_terms():
            return None
        counted: Vocabulary = self._counted
        return counted

    def _read(self, X: Any) -> tuple[Vocabulary, Corpus, dict[str, Any]]:
        last = self._last_vocabulary()
        if last is None or self.vocabulary is not None:
            vocabulary, corpus, known = super()._read(X)
            if last is not None:
                vocabulary = with_earlier_counts(vocabulary, last)
            return vocabulary, corpus, known
        limits = {name: getattr(self, name) for name in ("min_df", "max_df", "max_features")}
        analyzer = self._fit_analyzer()
        name = type(self).__name__
        vocabulary, corpus = grow_vocabulary(X, analyzer, last, name=name, **limits)
        return vocabulary, corpus, {"_fitted_on_lists": analyzer.saw_lists}

    def _fitted_attributes(
        self, state: dict[str, Any], corpus: Corpus, vocabulary: Vocabulary
    ) -> dict[str, Any]:
        attributes: dict[str, Any] = super()._fitted_attributes(state, corpus, vocabulary)
        attributes["_settled_values"] = {name: getattr(self, name) for name in self._settled}
        if self.warm_start:
            attributes["_counted"] = vocabulary
        if self._is_partial:
            attributes["_begun_by_partial_fit"] = True
            if hasattr(self, "embedding_"):
                attributes["n_iter_"] += self.n_iter_
                losses = [self.loss_curve_, attributes["loss_curve_"]]
                attributes["loss_curve_"] = np.concatenate(losses)
        return with_names(attributes)
