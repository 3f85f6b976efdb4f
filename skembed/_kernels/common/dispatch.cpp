#include "common/dispatch.hpp"

#include <cstddef>
#include <vector>

namespace skembed {

namespace {

std::vector<const char*> detect() {
    std::vector<const char*> found = {"baseline"};
#ifdef SKEMBED_X86
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
        found.push_back("avx2");
        if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
            __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw"))
            found.push_back("avx512");
    }
#endif
    return found;
}

const std::vector<const char*>& instruction_sets() {
    static const std::vector<const char*> found = detect();
    return found;
}

}  // namespace

int n_instruction_sets() { return static_cast<int>(instruction_sets().size()); }
const char* instruction_set_name(int i) { return instruction_sets()[static_cast<size_t>(i)]; }

}  // namespace skembed
