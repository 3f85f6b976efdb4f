// The instruction sets of this machine, and a method's loops for one of them.
//
// It refuses to know any loop: each method has a table of its own, `struct Loops` in its arguments.hpp,
// and its instance.cpp fills one for each instruction set.
#pragma once

namespace skembed {

int n_instruction_sets();
const char* instruction_set_name(int i);  // the best one last

struct Loops;
namespace baseline { extern const Loops loops; }
#ifdef SKEMBED_X86
namespace avx2 { extern const Loops loops; }
namespace avx512 { extern const Loops loops; }
#endif

// Those of instruction set number `isa`, which must be one of this machine.
inline const Loops& loops(int isa) {
#ifdef SKEMBED_X86
    if (isa == 2) return avx512::loops;
    if (isa == 1) return avx2::loops;
#endif
    (void)isa;
    return baseline::loops;
}

}  // namespace skembed
