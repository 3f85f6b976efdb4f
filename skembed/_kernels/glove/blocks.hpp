// From co-occurrence counts to the blocks that GloVe trains on: sorted by part, shuffled inside.
//
// The words' matrix rows are dealt into P parts of part_size rows; block (i, j) has the non-zeros of
// words of part i with contexts of part j. A counting sort over fixed segments of the words, so it is
// stable and any thread may work on any segment. The counts themselves are only read.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <utility>

#include "common/checks.hpp"
#include "common/random.hpp"
#include "glove/arguments.hpp"

namespace skembed {

struct Counts {
    const int64_t* indptr;       // (n_terms + 1,)
    const int32_t* indices;      // (n_nonzero,)
    const float* data;           // (n_nonzero,)
    const int32_t* rows;         // (n_terms,) term -> row of the matrices
    int64_t n_terms;
    int32_t n_parts;             // P
    int32_t part_size;
    int64_t n_segments;          // S

    // where a segment's words begin: segments have about as many non-zeros each
    int64_t edge(int64_t segment) const {
        if (segment == n_segments) return n_terms;
        const int64_t goal = indptr[0] + (indptr[n_terms] - indptr[0]) * segment / n_segments;
        return std::lower_bound(indptr, indptr + n_terms, goal) - indptr;
    }

    // counts (P * P,) of one segment; throws if an index is no term
    void count(int64_t segment, int64_t* counts) const {
        const int64_t begin = indptr[edge(segment)];
        check_ids(indices + begin, indptr[edge(segment + 1)] - begin, n_terms);
        std::fill(counts, counts + n_parts * n_parts, int64_t{0});
        each(segment, [&](int64_t block, const Cooccurrence&) { ++counts[block]; });
    }

    // offsets (P * P,): where this segment's non-zeros of each block begin; moved forward
    void fill(int64_t segment, int64_t* offsets, Cooccurrence* entries) const {
        each(segment, [=](int64_t block, const Cooccurrence& e) { put(e, entries + offsets[block]++); });
    }

    // visit(block, non-zero) in the order of the counts
    template <typename Visit>
    void each(int64_t segment, Visit&& visit) const {
        // copies, which the compiler knows that no visit changes
        const int32_t* const row_of = rows;
        const int32_t* const columns = indices;
        const float* const values = data;
        const auto parts = static_cast<uint32_t>(n_parts), size = static_cast<uint32_t>(part_size);
        const int64_t last = edge(segment + 1);
        for (int64_t term = edge(segment); term < last; ++term) {
            const auto row = static_cast<uint32_t>(row_of[term]);
            const int64_t first = row / size * parts, end = indptr[term + 1];
            for (int64_t at = indptr[term]; at < end; ++at) {
                check_row(columns[at], n_terms);
                const auto column = static_cast<uint32_t>(row_of[columns[at]]);
                const uint32_t part = column / size;
                visit(first + part, Cooccurrence{static_cast<uint16_t>(row % size),
                                                 static_cast<uint16_t>(column - part * size),
                                                 values[at]});
            }
        }
    }

    // *to = e by two stores instead of three: what is scattered over many lines waits for its stores
    static SKEMBED_INLINE void put(const Cooccurrence& e, Cooccurrence* to) {
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
        const uint32_t both = e.row | uint32_t{e.column} << 16;
        std::memcpy(static_cast<void*>(to), &both, sizeof both);
        to->count = e.count;
#else
        *to = e;
#endif
    }
};

// Fisher and Yates; number i of the stream `seed` belongs to place i
inline void shuffle(Cooccurrence* entries, int64_t n, uint64_t seed) {
    for (int64_t i = n - 1; i > 0; --i) {
        const uint64_t bits = random_at(seed, static_cast<uint64_t>(i)) >> 32;
        // 32 bits are enough below 2^32 non-zeros of one block
        std::swap(entries[i], entries[bits * static_cast<uint64_t>(i + 1) >> 32]);
    }
}

}  // namespace skembed
