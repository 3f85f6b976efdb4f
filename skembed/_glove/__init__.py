"""GloVe, from its estimator to its training. The kernels are in _kernels/glove."""
