"""The command ``python -m skembed``: compare all vectorizers on labeled texts.

It only combines public features of the package.
"""

from ._main import main

__all__ = ["main"]
