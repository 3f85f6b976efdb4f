"""Word2vec, from its estimator to its training. The kernels are in _kernels/word2vec."""
