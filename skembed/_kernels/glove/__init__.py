"""Kernels for GloVe: sort co-occurrence counts into blocks and train on them."""

from .blocks import MAX_PART_SIZE, count_blocks, fill_blocks, shuffle_blocks
from .training import train_rounds

__all__ = ["MAX_PART_SIZE", "count_blocks", "fill_blocks", "shuffle_blocks", "train_rounds"]
