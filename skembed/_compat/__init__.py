"""Doors to other people's code: scikit-learn's private names, joblib's jobs and threads."""
