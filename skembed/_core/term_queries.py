"""`TermQueries`: cosine similarities of terms and vectors; storage is left to `TermVectors`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .checks import as_count
from .linalg import row_norms, unit
from .neighbors import as_items, cosines, largest
from .term_vectors import TermVectors


class TermQueries(TermVectors):
    """Queries on terms and their vectors; see `Embedding`."""

    def similarity(self, a: str | ArrayLike, b: str | ArrayLike) -> float:
        """Cosine similarity of two terms or vectors.

        Parameters
        ----------
        a, b : str or array-like of shape (n_components,)
            Terms or vectors.

        Returns
        -------
        cosine : float
            A value between -1 and 1; 0 if one of the vectors is zero.

        Raises
        ------
        KeyError
            If a term has no vector.
        """
        cosine = float(unit(self._vector(a)) @ unit(self._vector(b)))
        return min(max(cosine, -1.0), 1.0)

    def most_similar(
        self,
        positive: str | ArrayLike | Sequence[str | ArrayLike] | None = None,
        negative: str | ArrayLike | Sequence[str | ArrayLike] | None = None,
        *,
        n: int = 10,
        restrict_to: int | Iterable[str] | None = None,
        ignore_missing: bool = False,
        topn: int | None = None,
    ) -> list[tuple[str, float]]:
        """Find the terms with the highest cosine similarity to a query.

        The query is the sum of the positive vectors minus the sum of the negative ones. As in
        gensim, the vectors of terms are first scaled to unit length; vectors passed as arrays
        are not scaled. The analogy "a is to b as c is to what?" is ``most_similar([b, c], [a])``.

        Parameters
        ----------
        positive : str, array-like of shape (n_components,) or list of these, default=None
            Terms or vectors to add.

        negative : str, array-like of shape (n_components,) or list of these, default=None
            Terms or vectors to subtract.

        n : int, default=10
            Maximum number of terms to return. The terms of the query are never returned.

        restrict_to : int or iterable of str, default=None
            Terms to search: an int for the first rows only (the most frequent terms, if
            skembed learned the embedding), or the terms themselves. None searches all.

        ignore_missing : bool, default=False
            Leave out unknown terms of the query instead of raising a KeyError.

        topn : int, default=None
            The name that gensim uses for ``n``; it replaces ``n`` if given.

        Returns
        -------
        neighbors : list of (str, float)
            Terms and their cosine similarities, the most similar first.

        Raises
        ------
        KeyError
            If a term has no vector, or none has with ``ignore_missing``.

        ValueError
            If neither ``positive`` nor ``negative`` is given, a vector does not have
            ``n_components`` components or is not finite, or a number is negative.
        """
        n = as_count(n, "n") if topn is None else as_count(topn, "topn")
        wanted, unwanted = as_items(positive), as_items(negative)
        if not wanted and not unwanted:
            raise ValueError("most_similar needs at least one term or vector to start from.")
        if ignore_missing:
            self._known([*wanted, *unwanted], ignore_missing)  # raises an error if none is
            wanted, unwanted = ([i for i in some if self._has(i)] for some in (wanted, unwanted))
        direction = np.zeros(self.n_components, dtype=np.float64)
        for item in wanted:
            direction += self._direction(item)
        for item in unwanted:
            direction -= self._direction(item)
        if not np.all(np.isfinite(direction)):
            raise ValueError("The sum of the vectors asked with overflows: scale them down.")
        asked = {item for item in [*wanted, *unwanted] if isinstance(item, str)}
        rows = self._candidates(restrict_to)
        values = self._cosines(rows, direction)
        terms = self.terms[rows]
        nearest = largest(values, n + len(asked))
        found = [(terms[i], float(values[i])) for i in nearest if terms[i] not in asked]
        return found[:n]

    def distance(self, a: str | ArrayLike, b: str | ArrayLike) -> float:
        """Cosine distance of two terms or vectors: 1 minus `similarity`.

        Parameters
        ----------
        a, b : str or array-like of shape (n_components,)
            Terms or vectors.

        Returns
        -------
        distance : float
            A value between 0 and 2.

        Raises
        ------
        KeyError
            If a term has no vector.
        """
        return 1 - self.similarity(a, b)

    def n_similarity(
        self, a: Sequence[str], b: Sequence[str], *, ignore_missing: bool = False
    ) -> float:
        """Cosine similarity of the means of the vectors of two lists of terms.

        Parameters
        ----------
        a, b : sequence of str
            Terms or vectors. As in gensim, the vectors are not scaled before the mean is taken.

        ignore_missing : bool, default=False
            Leave out unknown terms instead of raising a KeyError.

        Returns
        -------
        cosine : float
            A value between -1 and 1; 0 if a mean is zero.

        Raises
        ------
        KeyError
            If a term has no vector, or none of a list has with ``ignore_missing``.

        ValueError
            If a list is empty.
        """
        means = []
        for items in (as_items(a), as_items(b)):
            if not items:
                raise ValueError("n_similarity compares two lists of terms, one is empty.")
            vectors = [self._vector(item) for item in self._known(items, ignore_missing)]
            means.append(np.mean(vectors, axis=0))
        return self.similarity(*means)

    def doesnt_match(self, terms: Sequence[str], *, ignore_missing: bool = False) -> str:
        """Return the term that is least similar to the mean of all of them.

        The vectors are scaled to unit length before the mean is taken, as in gensim.

        Parameters
        ----------
        terms : sequence of str
            The terms.

        ignore_missing : bool, default=False
            Leave out unknown terms instead of raising a KeyError.

        Returns
        -------
        term : str
            The term; the first one if several are equally similar.

        Raises
        ------
        KeyError
            If a term has no vector, or none has with ``ignore_missing``.

        ValueError
            If there are no terms.
        """
        if not (terms := as_items(terms)):
            raise ValueError("doesnt_match needs at least one term.")
        terms = self._known(terms, ignore_missing)
        directions = np.array([self._direction(term) for term in terms])
        found: str = terms[int(np.argmin(directions @ directions.sum(axis=0)))]
        return found

    @cached_property
    def _norms(self) -> NDArray[np.float64]:
        """Euclidean norm of each vector, of shape (n_terms,); 1 for a zero vector."""
        norms = np.concatenate([row_norms(rows) for rows in self._rows.parts(slice(None))])
        norms[norms == 0] = 1
        return norms

    def _cosines(
        self, rows: slice | list[int], direction: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Return the cosine of some rows and a direction."""
        norms, found, start = self._norms[rows], [], 0
        for part in self._rows.parts(rows):
            found.append(cosines(part, norms[start : start + len(part)], direction))
            start += len(part)
        return np.concatenate(found)

    def _has(self, item: Any) -> bool:
        """Return whether a term has a vector, maybe by subwords; a vector is one."""
        return not isinstance(item, str) or bool(self._find([item])[1][0])

    def _known(self, items: list[Any], ignore_missing: bool) -> list[Any]:
        """Return the items that have a vector, all of them unless ``ignore_missing``."""
        if not ignore_missing:
            return items
        known = [item for item in items if self._has(item)]
        if not known:
            self._row(items[0])  # raises an error
        return known

    def _direction(self, item: str | ArrayLike) -> NDArray[np.float64]:
        """Return the vector of a term scaled to unit length, or the given vector unchanged."""
        return unit(self._vector(item)) if isinstance(item, str) else self._vector(item)

    def _vector(self, item: str | ArrayLike) -> NDArray[np.float64]:
        """Return the vector of a term, or the given vector."""
        vector: NDArray[np.float64] = np.asarray(
            self._vector_of(item) if isinstance(item, str) else item, dtype=np.float64
        )
        if vector.shape != (self.n_components,):
            raise ValueError(
                f"A vector must have shape ({self.n_components},), got {vector.shape}."
            )
        if not np.all(np.isfinite(vector)):
            raise ValueError("A vector to compare with is not finite.")
        return vector

    def _candidates(self, restrict_to: int | Iterable[str] | None) -> slice | list[int]:
        """Return the rows to search; a slice if possible, because it copies nothing."""
        if restrict_to is None:
            return slice(0, None)
        if isinstance(restrict_to, str) or not isinstance(restrict_to, Iterable):
            return slice(0, as_count(restrict_to, "restrict_to", "or several terms"))
        return list(dict.fromkeys(self._row(term) for term in restrict_to))
