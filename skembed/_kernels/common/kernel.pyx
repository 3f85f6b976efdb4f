# What this machine offers to all kernels, and what becomes of an exception in one of their threads.

from libc.stdint cimport int64_t

cimport skembed._kernels.common.cpp as cpp


def instruction_sets():
    """Names of the instruction sets that this machine has kernels for, the best one last."""
    cdef int i
    return [cpp.instruction_set_name(i).decode() for i in range(cpp.n_instruction_sets())]


def fail_in_thread(
    int n_threads, int64_t n_items, int64_t fail_stage, int failing, int64_t[::1] ran
):
    """Run len(ran) stages of n_items items, as the kernels do; one item raises a MemoryError.

    For the tests. It is the first that thread `failing` (0: the calling one) has in stage fail_stage. ran
    (n_stages,) output: items of each stage that came to their end.
    """
    if ran.shape[0] < 1 or n_items < 1:
        raise ValueError("there must be a stage and an item")
    with nogil:
        cpp.fail_in_thread(n_threads, ran.shape[0], n_items, fail_stage, failing, &ran[0])
