"""Parts of word2vec.py: what is measured, the results, the page."""
