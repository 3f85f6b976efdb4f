"""Compiled kernels: arrays in, arrays updated, numbers out. A folder for each method.

Each ``.pyx`` is a thin boundary over the C++ beside it; it holds no state, imports no Python and
releases the GIL. The hot loops exist once per instruction set; ``ISA`` is the one in use.
"""

from __future__ import annotations

import os

from .common import instruction_sets


def _choose() -> int:
    """Index of the instruction set to use: the best, or what SKEMBED_INSTRUCTION_SET names."""
    names = instruction_sets()
    wanted = os.environ.get("SKEMBED_INSTRUCTION_SET")
    if wanted is None:
        return len(names) - 1
    if wanted not in names:
        raise ImportError(
            f"SKEMBED_INSTRUCTION_SET={wanted!r} is not available here; choose among {names}."
        )
    return names.index(wanted)


ISA: int = _choose()
