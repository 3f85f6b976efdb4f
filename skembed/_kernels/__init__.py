"""Compiled kernels, with one folder per method: arrays in, updated arrays and numbers out.

Each ``.pyx`` is a thin wrapper around the C++ code next to it. It holds no state, imports no Python
modules and releases the GIL. The inner loops are compiled once for each instruction set; ``ISA`` is
the index of the one in use.
"""

from __future__ import annotations

import os

from .common import instruction_sets


def _choose() -> int:
    """Return the index of the best instruction set, or of SKEMBED_INSTRUCTION_SET if it is set."""
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
