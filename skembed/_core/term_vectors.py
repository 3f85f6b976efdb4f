"""`TermVectors`: an immutable container of terms and vectors; similarity is left to `Embedding`.

Clones, threads and memory maps can share the vectors, because they are never modified.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .checks import as_count, as_terms, as_vectors, check_finite, read_only
from .mapped_subwords import scaled
from .quantized import QuantizedRows
from .shared_rows import SharedRows
from .snapshots import ArraySnapshot
from .subwords import Subwords
from .terms import Terms
from .unknown_terms import describe_unknown

MatrixRows = ArraySnapshot | QuantizedRows | SharedRows


@dataclass(frozen=True, eq=False, repr=False, init=False)
class TermVectors:
    """Terms and their vectors; see `Embedding`."""

    blocks: Mapping[str, slice]
    subwords: Subwords | None
    _terms: Terms
    _rows: MatrixRows

    def __init__(
        self,
        terms: Iterable[str],
        vectors: ArrayLike,
        *,
        blocks: Mapping[str, slice] | None = None,
        subwords: Subwords | None = None,
    ) -> None:
        # Fields of a frozen dataclass are set through __dict__.
        self.__dict__["_terms"] = Terms(as_terms(terms))
        self.__dict__["_rows"] = ArraySnapshot(as_vectors(vectors, self._terms))
        self.__dict__["blocks"] = dict(blocks or {})
        self.__dict__["subwords"] = subwords
        if subwords is not None and subwords.n_components != self.n_components:
            raise ValueError(
                f"subwords has rows of {subwords.n_components} components, vectors has "
                f"{self.n_components}; they must be equal."
            )
        if len(self.index) != len(self.terms):
            # The index keeps the last row of a duplicated term.
            twice = next(t for row, t in enumerate(self.terms) if self.index[t] != row)
            raise ValueError(f"The term {twice!r} occurs more than once.")

    @property
    def terms(self) -> NDArray[np.object_]:
        """The terms, of shape (n_terms,), dtype=object."""
        return self._terms.names

    @property
    def vectors(self) -> NDArray[np.float32]:
        """The vector of each term, of shape (n_terms, n_components)."""
        return self._rows.array

    @property
    def is_quantized(self) -> bool:
        """Whether the vectors are stored in 8-bit integers, as by ``quantize``."""
        return isinstance(self._rows, QuantizedRows)

    @property
    def _is_array(self) -> bool:
        """Whether ``vectors`` is there already, and not computed each time."""
        return isinstance(self._rows, ArraySnapshot)

    @property
    def n_components(self) -> int:
        """Number of components of each vector."""
        return int(self._rows.shape[1])

    @property
    def index(self) -> dict[str, int]:
        """The row of each term, as a dict of str to int."""
        return self._terms.index

    def __len__(self) -> int:
        """Return the number of terms."""
        return len(self._terms)

    def __contains__(self, term: object) -> bool:
        """Return whether this is one of the terms; subwords do not count."""
        return term in self.index

    def __iter__(self) -> Iterator[str]:
        """Iterate over the terms in the order of their rows."""
        return iter(self.terms.tolist())

    def __reversed__(self) -> Iterator[str]:
        """Iterate over the terms in reverse order."""
        return iter(self.terms[::-1].tolist())

    @overload
    def __getitem__(self, terms: slice) -> Self: ...

    @overload
    def __getitem__(self, terms: str | Iterable[str]) -> NDArray[np.float32]: ...

    def __getitem__(self, terms: str | Iterable[str] | slice) -> NDArray[np.float32] | Self:
        """Return the vector of a term, a row for each term, or the embedding of a slice."""
        if isinstance(terms, slice):
            part = self._sharing_terms(self._rows.part(terms), self.blocks, self.subwords)
            part.__dict__["_terms"] = Terms(as_terms(self.terms[terms]))
            return part
        # An int is an unknown term like any other; index `vectors` to get a row by its number.
        if isinstance(terms, str) or not isinstance(terms, Iterable):
            return self._vector_of(terms)
        terms = list(terms)
        vectors, is_found = self._find(terms)
        if not is_found.all():
            self._row(terms[int(np.argmin(is_found))])  # raises an error
        return vectors

    def get(self, term: str, default: Any = None) -> Any:
        """Return the vector of a term, or a default if it has none.

        Parameters
        ----------
        term : str
            The term.

        default : object, default=None
            What to return for an unknown term.

        Returns
        -------
        vector : ndarray of shape (n_components,), dtype=float32, or the default
            The vector, read-only.
        """
        return self._vector_of(term) if self._find([term])[1][0] else default

    def head(self, n: int = 10) -> Self:
        """Return the embedding of the first terms, the most frequent ones if sorted by count.

        Parameters
        ----------
        n : int, default=10
            Number of terms, at least 1; all of them if there are fewer.

        Returns
        -------
        embedding : Embedding
            It shares the memory of the vectors.
        """
        return self[: as_count(n, "n")]

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:
        """Let NumPy treat this as a single object, not as a sequence of str.

        A list of embeddings then becomes an array of objects, for example in the ``cv_results_`` of
        scikit-learn's searches.
        """
        if dtype is not None and np.dtype(dtype) != object:
            raise TypeError(
                "NumPy takes an Embedding as one object: use its vectors, or its terms."
            )
        array = np.empty((), dtype=object)
        array[()] = self
        return array

    def __repr__(self) -> str:
        """Show the sizes only, to keep the repr of estimators short."""
        sizes = f"n_terms={len(self)}, n_components={self.n_components}"
        quantized = ", quantized" if self.is_quantized else ""
        subwords = "" if self.subwords is None else f", subwords={self.subwords!r}"
        return f"{type(self).__name__}({sizes}{quantized}{subwords})"

    @classmethod
    def _of_terms(cls, terms: Terms, vectors: NDArray[np.float32]) -> Self:
        """Return an embedding of terms that need no check, with vectors that need one."""
        return cls._of_checked(terms, ArraySnapshot(as_vectors(vectors, terms)), {}, None)

    @classmethod
    def _of_checked(
        cls,
        terms: Iterable[str] | Terms,
        rows: MatrixRows,
        blocks: Mapping[str, slice],
        subwords: Subwords | None,
    ) -> Self:
        """Return an embedding of distinct terms and finite vectors, without checking them again."""
        terms = terms if isinstance(terms, Terms) else Terms.of(terms)
        embedding = object.__new__(cls)
        embedding.__dict__.update(_terms=terms, blocks=blocks, subwords=subwords, _rows=rows)
        return embedding

    def __sklearn_clone__(self) -> Self:
        """Return the object itself: it is immutable, so clones can share it."""
        return self

    def __copy__(self) -> Self:
        """Return the object itself, because it is immutable."""
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        """Return the object itself, because it is immutable."""
        return self

    def __getstate__(self) -> dict[str, Any]:
        """Pickle the terms and vectors only; cached properties are recomputed when needed."""
        rows = self.vectors if self._is_array else self._rows
        names = "terms", "blocks", "subwords"
        return {"vectors": rows, **{name: getattr(self, name) for name in names}}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Restore the arrays without a copy; they may be memory maps."""
        self.__dict__["_terms"] = Terms(state["terms"])
        self.__dict__["blocks"] = state.get("blocks", {})
        self.__dict__["subwords"] = state.get("subwords")
        rows = state["vectors"]
        is_array = isinstance(rows, np.ndarray)
        self.__dict__["_rows"] = ArraySnapshot(read_only(rows)) if is_array else rows

    def _take(self, rows: NDArray[np.integer]) -> NDArray[np.float32]:
        """Return a copy of some vectors, without building the whole ``vectors`` array."""
        return self._rows.take(rows)

    def _some(self, rows: NDArray[np.integer]) -> Self:
        """Return an embedding of some terms, with an array of their vectors."""
        terms = self._terms.take(rows)
        return self._of_checked(terms, ArraySnapshot(self._take(rows)), self.blocks, None)

    def _find(self, terms: Sequence[Any]) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
        """Return a row for each term and whether it was found, maybe by its subwords.

        The row of a term that was not found is zero.
        """
        rows = np.array([self._row_or_none(term) for term in terms], dtype=np.int64)
        is_found = rows >= 0
        if is_found.all():
            return self._take(rows), is_found
        vectors = np.zeros((len(rows), self.n_components), dtype=np.float32)
        vectors[is_found] = self._take(rows[is_found])
        if self.subwords is not None:
            unknown = [i for i in np.flatnonzero(~is_found).tolist() if isinstance(terms[i], str)]
            vectors[unknown], is_found[unknown] = self.subwords.vectors([terms[i] for i in unknown])
        return vectors, is_found

    def _vector_of(self, term: Any) -> NDArray[np.float32]:
        """Return the vector of a term, read-only, without making all of them an array."""
        vector: NDArray[np.float32] = self[[term]][0]
        vector.flags.writeable = False
        return vector

    def _changed(self, rows: NDArray[np.integer], vectors: NDArray[np.float32], scale: Any) -> Self:
        """Return the same terms with new vectors in some rows and the other vectors scaled.

        ``scale`` is one number, or one for each component. If it is 1, the other vectors are not
        copied; see `ArraySnapshot`. Subwords are scaled too.
        """
        check_finite(vectors, self._terms, rows)
        before, subwords = self._rows, scaled(self.subwords, scale)
        if isinstance(before, SharedRows):
            scales = np.broadcast_to(scale, self.n_components)
            changed = before.changed(rows, vectors, scales)
            return self._sharing_terms(changed, self.blocks, subwords)
        if isinstance(before, QuantizedRows) or not np.all(scale == 1):
            before = ArraySnapshot(self.vectors * np.float32(scale))
        return self._sharing_terms(before.changed(rows, vectors), self.blocks, subwords)

    def _with_vectors(
        self,
        vectors: NDArray[np.float32],
        blocks: Mapping[str, slice],
        subwords: Subwords | None = None,
    ) -> Self:
        """Return the same terms with other vectors, and the subwords that belong to these."""
        rows = ArraySnapshot(as_vectors(vectors, self._terms))
        return self._sharing_terms(rows, blocks, subwords)

    def _sharing_terms(
        self,
        rows: MatrixRows,
        blocks: Mapping[str, slice],
        subwords: Subwords | None = None,
    ) -> Self:
        return self._of_checked(self._terms, rows, blocks, subwords)

    def _row_or_none(self, term: Any) -> int:
        """Return the row of a term, -1 if it is unknown."""
        return self.index.get(term, -1) if isinstance(term, str) else -1

    def _row(self, term: str) -> int:
        try:
            return self.index[term]
        except KeyError:
            raise KeyError(describe_unknown(term, self.terms, self.index)) from None
        except TypeError:
            raise TypeError(f"A term must be a str, got {type(term).__name__}.") from None
