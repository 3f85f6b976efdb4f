"""Interfaces to scikit-learn's private names and to joblib; nothing here knows about embeddings."""
