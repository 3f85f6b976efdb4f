"""Word2vec: the estimator and its training; the kernels are in ``_kernels/word2vec``."""
