"""Parts of glove.py: what is measured, the results, the page."""
