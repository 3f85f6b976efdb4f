"""Targets and sample weights: what a caller gives as y becomes numbers to be learned, and back."""
