"""Parts of supervised.py: what is measured, the results, the page."""
