"""Code shared by all kernels: vector types, threads, checks, instruction sets; no method."""

from .kernel import fail_in_thread, instruction_sets

__all__ = ["fail_in_thread", "instruction_sets"]
