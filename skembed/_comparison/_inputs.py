"""The two kinds of input of a comparison: texts, or a table of categories and numbers.

All that depends on the kind is here: the baselines, what a candidate reads, how a linear model is
regularized, and what a row is called. Nothing is fitted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from sklearn.base import clone
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, StandardScaler
from sklearn.utils import get_tags

from .._compat.dataframes import as_frame
from ._baselines import tfidf_baselines

ONE_HOT = "one-hot"
_CATEGORICAL = "categorical_features"  # the parameter of encoders that can have numbers beside


@dataclass(frozen=True)
class TextInput:
    """Documents; each candidate reads them as they are."""

    unit: ClassVar[str] = "documents"
    has_texts: ClassVar[bool] = True
    squared_norm: ClassVar[float] = 1.0  # of scaled rows, for ridge regression

    def baselines(self, named: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
        """Return what ``baseline=True`` adds, and the names of all baselines."""
        return tfidf_baselines(named)

    def candidate(self, vectorizer: Any) -> Any:
        """Return what is fitted on the rows of X."""
        return vectorizer


@dataclass(frozen=True)
class TableInput:
    """Columns of categories, which each candidate encodes, and of numbers, the same for all.

    ``sparse`` is False if the estimator on the features does not accept sparse ones.
    """

    categories: list[Any]
    numbers: list[Any]
    sparse: bool

    unit: ClassVar[str] = "rows"
    has_texts: ClassVar[bool] = False
    # As if rows had norm 1, the penalty is too strong for a table: R² of one-hot on the salaries of
    # docs/benchmarks/tables falls from 0.886 to 0.860.
    squared_norm: ClassVar[float] = 10.0

    def baselines(self, named: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
        """Return one-hot encoding, unless a candidate already is that."""
        own = next((name for name, v in named.items() if type(v) is OneHotEncoder), None)
        return ({}, [own]) if own else ({ONE_HOT: one_hot()}, [ONE_HOT])

    def candidate(self, vectorizer: Any) -> Any:
        """Return the encoder of the categories beside the numbers; others choose columns."""
        scaler = make_pipeline(SimpleImputer(), StandardScaler())
        if self.numbers and getattr(vectorizer, _CATEGORICAL, None) == "from_dtype":
            numbers = [("numbers", scaler, slice(-len(self.numbers), None))]  # its last features
            return make_pipeline(vectorizer, ColumnTransformer(numbers, remainder="passthrough"))
        if _chooses_columns(vectorizer):
            return vectorizer
        steps = [("categories", vectorizer, self.categories)]
        if hasattr(vectorizer, "__single_column_transformer__"):  # skrub's own: a Series at a time
            each = enumerate(self.categories)
            steps = [(f"category {i}", clone(vectorizer), column) for i, column in each]
        if self.numbers:
            steps.append(("numbers", scaler, self.numbers))
        return ColumnTransformer(steps, sparse_threshold=0.3 if self.sparse else 0)


Input = TextInput | TableInput


def one_hot() -> OneHotEncoder:
    """Return the encoder that ``baseline=True`` adds to the candidates of a table."""
    return OneHotEncoder(handle_unknown="ignore")


def input_of(X: Any, candidates: Mapping[str, Any], estimator: Any) -> Input:
    """Return whether X is texts, or a table of which no candidate reads a column of texts.

    What else a candidate may read, such as features that are computed already, counts as texts.

    A table is a dataframe, or an array of two dimensions, with several columns; of one column if
    all candidates are encoders of categories.

    Raises
    ------
    ValueError
        If a table has no column of categories, or a column of dates.
    """
    parts = [part for candidate in candidates.values() for part in parts_of(candidate)]
    encoders = [get_tags(part).input_tags.categorical for part in parts]
    columns = _columns(X)
    if not columns or any(_reads_texts(part) for part in parts):
        return TextInput()
    if len(columns) == 1 and not all(encoders):
        return TextInput()
    if not any(encoders) and all(map(_chooses_columns, candidates.values())):
        return TextInput()  # what they choose is unknown
    if dates := [name for name, kind in columns.items() if kind == "date"]:
        raise ValueError(
            f"Column {dates[0]!r} of X has dates: replace it by numbers, such as the year, or by "
            "text."
        )
    categories = [name for name, kind in columns.items() if kind == "category"]
    if not categories and not any(encoders):
        return TextInput()  # features already
    if not categories:
        raise ValueError(
            f"X has {len(columns)} columns of numbers and none of categories. Convert columns of "
            "codes to str or to a categorical type; other numbers are passed on as they are."
        )
    numbers = [name for name, kind in columns.items() if kind == "number"]
    sparse = estimator is None or get_tags(estimator).input_tags.sparse
    return TableInput(categories, numbers, sparse)


def _columns(X: Any) -> dict[Any, str]:
    """Return "category", "number" or "date" for each column; nothing for other containers."""
    if isinstance(X, np.ndarray) and X.ndim == 2:
        kinds = [_kind_of_array(X[:, i]) for i in range(X.shape[1])]
        return dict(enumerate(kinds))
    frame = as_frame(X)
    if frame is None:
        return {}
    return {name: _kind_of_type(dtype) for name, dtype in frame.schema.items()}


def _kind_of_type(dtype: Any) -> str:
    if dtype.is_temporal():
        return "date"
    return "number" if dtype.is_numeric() else "category"


def _kind_of_array(column: Any) -> str:
    if column.dtype.kind in "mM":
        return "date"
    if column.dtype.kind != "O":
        return "number" if column.dtype.kind in "iuf" else "category"
    given = [value for value in column if value is not None]
    numbers = given and all(isinstance(v, (int, float)) and not isinstance(v, bool) for v in given)
    return "number" if numbers else "category"


def parts_of(candidate: Any) -> Iterator[Any]:
    """Yield the steps of pipelines and of ColumnTransformers, and the latter themselves."""
    if isinstance(candidate, Pipeline):
        for _, step in candidate.steps:
            yield from parts_of(step)
    elif hasattr(candidate, "fit"):
        yield candidate
        if isinstance(candidate, ColumnTransformer):
            for _, part, _ in candidate.transformers:
                yield from parts_of(part)


def _chooses_columns(candidate: Any) -> bool:
    """Return whether a candidate reads the whole table, and not the categories it is given."""
    parts = list(parts_of(candidate))
    is_function = isinstance(parts[0], FunctionTransformer)
    lists_columns = not isinstance(getattr(parts[0], _CATEGORICAL, None), str | None)
    return is_function or lists_columns or any(isinstance(p, ColumnTransformer) for p in parts)


def _reads_texts(part: Any) -> bool:
    tags = get_tags(part).input_tags
    return bool(tags.string and not tags.two_d_array)
