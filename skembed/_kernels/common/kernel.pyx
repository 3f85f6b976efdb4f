# The instruction sets of this machine, and a test of exceptions in threads.

from libc.stdint cimport int64_t

cimport skembed._kernels.common.cpp as cpp


def instruction_sets():
    """Names of the instruction sets for which this machine can run kernels, the best one last."""
    cdef int i
    return [cpp.instruction_set_name(i).decode() for i in range(cpp.n_instruction_sets())]


def fail_in_thread(
    int n_threads, int64_t n_items, int64_t fail_stage, int failing, int64_t[::1] ran
):
    """Run len(ran) stages of n_items items, as the kernels do; one item raises a MemoryError.

    For tests only. The item that raises is the first one of thread `failing` (0: the calling thread) in
    stage fail_stage. ran (n_stages,) output: number of finished items in each stage.
    """
    if ran.shape[0] < 1 or n_items < 1:
        raise ValueError("there must be at least one stage and one item")
    with nogil:
        cpp.fail_in_thread(n_threads, ran.shape[0], n_items, fail_stage, failing, &ran[0])
