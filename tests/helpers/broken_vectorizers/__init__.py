"""Vectorizers with one fault each, and the checks that must find it.

BREAKS maps a class to two sets: the checks that must fail, and those that may ("check_*"
stands for any). The classes have no docstrings of their own, because those are checked.
"""

from . import construction, fitting, reading, surroundings, transforming
from .registry import BREAKS

__all__ = ["BREAKS", "construction", "fitting", "reading", "surroundings", "transforming"]
