"""Parts of features.py: what is measured, the results, the page."""
