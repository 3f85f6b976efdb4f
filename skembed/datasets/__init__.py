"""Data sets of text that need no download."""

from skembed.datasets._docstrings import load_docstrings

__all__ = ["load_docstrings"]
