// Counting sort into P * P blocks, by fixed segments of the input, each on any thread.
#pragma once

#include <cstdint>

#include "common/parallel.hpp"

namespace skembed {

// calls each(segment, its row of table (S, P * P)); sort has n_parts (P) and n_segments (S)
template <typename Sort, typename Each>
void each_segment(const Sort& sort, int64_t* table, int n_threads, Each&& each) {
    const int64_t n_blocks = static_cast<int64_t>(sort.n_parts) * sort.n_parts;
    run_stages(n_threads, 1, sort.n_segments, [&](int64_t, int64_t segment, int) {
        each(segment, table + segment * n_blocks);
    });
}

}  // namespace skembed
