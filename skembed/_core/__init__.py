"""Core data types and plain arithmetic on them; no text processing and no estimators."""
