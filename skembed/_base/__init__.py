"""The base of all vectorizers: fit and transform, and the parameters that they share. No method."""
