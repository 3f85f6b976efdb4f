// The instruction sets of this machine, and the loops of a method for one of them.
//
// No loop is declared here: each method declares its own table, `struct Loops` in its arguments.hpp,
// and its instance.cpp fills one table for each instruction set.
#pragma once

namespace skembed {

int n_instruction_sets();
const char* instruction_set_name(int i);  // sorted, the best one last

struct Loops;
namespace baseline { extern const Loops loops; }
#ifdef SKEMBED_X86
namespace avx2 { extern const Loops loops; }
namespace avx512 { extern const Loops loops; }
#endif

// The loops for instruction set number `isa`, which this machine must support.
inline const Loops& loops(int isa) {
#ifdef SKEMBED_X86
    if (isa == 2) return avx512::loops;
    if (isa == 1) return avx2::loops;
#endif
    (void)isa;
    return baseline::loops;
}

}  // namespace skembed
