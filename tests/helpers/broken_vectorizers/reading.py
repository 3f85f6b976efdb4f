"""Faults in what is read: containers, and errors about documents."""

import numpy as np
from toy_vectorizer import ToyVectorizer

from .registry import caught_by

# Containers


@caught_by("input_tuple")
class NoTuples(ToyVectorizer):
    def _documents(self, X):
        if isinstance(X, tuple):
            raise TypeError("A tuple is no list.")
        return super()._documents(X)


@caught_by("input_generator")
class ReadsTwice(ToyVectorizer):
    def _tokens(self, X):
        super()._tokens(X)
        return super()._tokens(X)


@caught_by("input_array", "input_pandas")
class WritesInArray(ToyVectorizer):
    def _documents(self, X):
        X = super()._documents(X)
        if isinstance(X, np.ndarray) and len(X):
            X[0] = X[0].strip()
        return X


@caught_by("input_pandas", possible=["set_output_pandas"])
class AsksForRowZero(ToyVectorizer):
    def _documents(self, X):
        if hasattr(X, "iloc") and X.ndim == 1:
            X[0]
        return super()._documents(X)


@caught_by("input_polars")
class NoPolarsFrames(ToyVectorizer):
    def _documents(self, X):
        if type(X).__module__.startswith("polars.dataframe"):
            X = X.columns
        return super()._documents(X)


@caught_by("input_pyarrow")
class ArrowScalars(ToyVectorizer):
    def _documents(self, X):
        return X if type(X).__module__.startswith("pyarrow") else super()._documents(X)


# Failing


@caught_by("error_string")
class CharactersAsDocuments(ToyVectorizer):
    def _documents(self, X):
        return list(X) if isinstance(X, str) else super()._documents(X)


@caught_by("error_none", "failed_fit", "failed_first_fit")
class NoneIsEmpty(ToyVectorizer):
    def _text(self, document, row):
        return "" if document is None else super()._text(document, row)


@caught_by("error_none")
class NoneWithoutRow(ToyVectorizer):
    def _text(self, document, row):
        return super()._text(document, row if document is not None else "")


@caught_by("error_nan")
class NaNIsText(ToyVectorizer):
    def _text(self, document, row):
        return super()._text(str(document) if isinstance(document, float) else document, row)


@caught_by("error_bytes")
class IgnoresBadBytes(ToyVectorizer):
    def _text(self, document, row):
        if isinstance(document, bytes):
            document = document.decode(errors="ignore")
        return super()._text(document, row)


@caught_by("error_no_documents", "error_no_tokens")
class SaysNothing(ToyVectorizer):
    def _check_tokens(self, tokens):
        if not any(tokens):
            raise ValueError("Bad input.")


@caught_by("error_no_tokens", possible=["failed_fit", "failed_first_fit"])
class FitsNothing(ToyVectorizer):
    def _tokens(self, X):
        tokens = super()._tokens(X)
        return [["nothing"]] * len(tokens) if tokens and not any(tokens) else tokens


@caught_by("error_wide_array", "error_wide_dataframe")
class FirstColumn(ToyVectorizer):
    def _column(self, array):
        return array[:, 0]


@caught_by("error_wide_dataframe")
class NamesOfColumns(ToyVectorizer):
    def _documents(self, X):
        return list(X) if hasattr(X, "columns") and X.shape[1] > 1 else super()._documents(X)


@caught_by("failed_fit", "callbacks_failed_fit")
class ForgetsFirst(ToyVectorizer):
    def _fit(self, X, y):
        for key in ("vocabulary_", "vectors_", "n_iter_"):
            vars(self).pop(key, None)
        return super()._fit(X, y)


@caught_by("failed_first_fit", "callbacks_failed_fit", "failed_fit")
class FittedTooEarly(ToyVectorizer):
    def _fit(self, X, y):
        self.vocabulary_, self.vectors_ = {}, np.zeros((1, 8), dtype=np.float32)
        return super()._fit(X, y)


@caught_by("callbacks_failed_fit")
class FittedAfterEachPass(ToyVectorizer):
    def _one_pass(self, state, i):
        state = super()._one_pass(state, i)
        self.vectors_ = state["vectors_"]
        return state
