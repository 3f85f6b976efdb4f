"""Kernels for GloVe: sort co-occurrence counts into blocks and train on them."""

from .kernel import MAX_PART_SIZE, count_blocks, fill_blocks, train_rounds

__all__ = ["MAX_PART_SIZE", "count_blocks", "fill_blocks", "train_rounds"]
