"""GloVe: the estimator and its training; the kernels are in ``_kernels/glove``."""
