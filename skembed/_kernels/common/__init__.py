"""What all kernels share: vector types, threads, checks, instruction sets. It knows no method."""

from .kernel import fail_in_thread, instruction_sets

__all__ = ["fail_in_thread", "instruction_sets"]
