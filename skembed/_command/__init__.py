"""The command: every vectorizer compared on texts and labels, a table, pictures.

It only puts together what the package offers to anybody.
"""

from ._main import main

__all__ = ["main"]
