"""The version of skembed, and a mixin that stores the versions in pickles."""

from __future__ import annotations

import warnings
from functools import partial
from typing import Any, cast

import sklearn
from sklearn.exceptions import InconsistentVersionWarning

__version__ = "0.2.0"

_VERSIONS = {"_skembed_version": __version__, "_sklearn_version": sklearn.__version__}


class InconsistentSkembedVersionWarning(InconsistentVersionWarning):
    """Warning for an object that was pickled with a different version of skembed."""

    def __init__(self, *, estimator_name: str, original: dict[str, str]) -> None:
        super().__init__(
            estimator_name=estimator_name,
            current_sklearn_version=_VERSIONS["_sklearn_version"],
            original_sklearn_version=original["_sklearn_version"],
        )
        self.current_skembed_version = __version__
        self.original_skembed_version = original["_skembed_version"]

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle it by what it was made of, for worker processes that hand warnings on."""
        original = {
            "_skembed_version": self.original_skembed_version,
            "_sklearn_version": self.original_sklearn_version,
        }
        return partial(type(self), estimator_name=self.estimator_name, original=original), ()

    def __str__(self) -> str:
        """Return the message."""
        return (
            f"The {self.estimator_name} was pickled with skembed {self.original_skembed_version}, "
            f"but this is skembed {self.current_skembed_version}: it may fail or give invalid "
            "results. Fit it again with this version, or load it with the version that pickled it."
        )


class VersionedPickleMixin:
    """Mixin that stores the versions of skembed and scikit-learn in pickles.

    Unpickling with other versions warns, as for scikit-learn's own estimators. List the mixin to
    the left of the other bases, such as ``BaseEstimator``.
    """

    def __getstate__(self) -> dict[str, Any]:
        """Add the versions to the state."""
        state = cast(dict[str, Any], super().__getstate__())
        return {**state, **_VERSIONS}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Restore the state, and warn if the versions differ from the current ones."""
        name = type(self).__name__
        original = {key: state.get(key, "unknown") for key in _VERSIONS}
        if original["_skembed_version"] != __version__:
            warnings.warn(
                InconsistentSkembedVersionWarning(estimator_name=name, original=original),
                stacklevel=2,
            )
        if original["_sklearn_version"] != _VERSIONS["_sklearn_version"]:
            warnings.warn(
                InconsistentVersionWarning(
                    estimator_name=name,
                    current_sklearn_version=_VERSIONS["_sklearn_version"],
                    original_sklearn_version=original["_sklearn_version"],
                ),
                stacklevel=2,
            )
        rest = {key: value for key, value in state.items() if key not in _VERSIONS}
        if hasattr(super(), "__setstate__"):
            super().__setstate__(rest)  # type: ignore[misc]
        else:
            self.__dict__.update(rest)
