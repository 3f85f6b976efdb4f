"""Parts of which_embedding.py: what is measured, the results, the page."""
