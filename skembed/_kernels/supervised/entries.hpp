// The entries of a text in one part of the rows, and their prefetching.
#pragma once

#include "common/vec.hpp"
#include "supervised/arguments.hpp"

namespace skembed {
namespace SKEMBED_ISA {

constexpr int32_t ENTRIES_AHEAD = 16;

SKEMBED_INLINE void prefetch_entries(const TextModel& m, const TextBatch& b, int64_t begin,
                                     int64_t end) {
    for (int64_t j = begin; j < end; ++j) {
        SKEMBED_PREFETCH(m.sums + b.rows[j]);
        prefetch_row(m.vectors.row(b.rows[j]), m.vectors.d);
    }
}

// Returns the range [begin, end) of entries of text i in the part; prefetches those of the next text.
struct Span {
    int64_t begin, end;
};
SKEMBED_INLINE Span span(const TextModel& m, const TextBatch& b, int32_t i, int32_t part) {
    const auto at = [&](int32_t text) { return b.edges + text * (b.n_parts + 1) + part; };
    if (i + 1 < b.n) {
        const int64_t first = at(i + 1)[0], last = at(i + 1)[1];
        prefetch_entries(m, b, first, last < first + ENTRIES_AHEAD ? last : first + ENTRIES_AHEAD);
    }
    return {at(i)[0], at(i)[1]};
}

}  // namespace SKEMBED_ISA
}  // namespace skembed
