"""Targets and sample weights: convert y to the numbers used in training, and predictions back."""
