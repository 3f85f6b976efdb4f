"""The types that every part works on, and plain arithmetic on them. No text, no estimator."""
