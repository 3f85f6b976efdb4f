// From co-occurrence counts to the blocks that GloVe trains on: sorted by block, shuffled within each.
//
// The matrix rows of the words are in P parts of part_size rows; block (i, j) has the non-zeros of
// words in part i with contexts in part j, and the number i * P + j. Round r has the blocks
// (i, (i + r) mod P); the blocks lie in the order of rounds, then of i, so a round is in one piece. This
// is a counting sort over fixed segments of the words, so it is stable, and any thread may process
// any segment. Words may be sorted a range at a time. The counts themselves are not modified.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <utility>

#include "common/checks.hpp"
#include "common/random.hpp"
#include "glove/arguments.hpp"

namespace skembed {

// the number of the block that lies at r * P + i
inline int64_t number_of_block(int64_t place, int64_t n_parts) {
    const int64_t i = place % n_parts;
    return i * n_parts + (i + place / n_parts) % n_parts;
}

struct Counts {
    const int64_t* indptr;       // (n_words + 1,) of the words first_word, first_word + 1, ...
    const int32_t* indices;      // (n_nonzero,) of all words
    const float* data;           // (n_nonzero,)
    const int32_t* rows;         // (n_terms,) term -> row of the matrices
    int64_t n_terms;
    int64_t first_word, n_words;
    int32_t n_parts;             // P
    int32_t part_size;
    int64_t n_segments;          // S

    // first word of a segment, from 0 to n_words: segments have about the same number of non-zeros
    int64_t edge(int64_t segment) const {
        if (segment == n_segments) return n_words;
        const int64_t goal = indptr[0] + (indptr[n_words] - indptr[0]) * segment / n_segments;
        return std::lower_bound(indptr, indptr + n_words, goal) - indptr;
    }

    // counts (P * P,): non-zeros of one segment in each block; throws if an index is not a term
    void count(int64_t segment, int64_t* counts) const {
        const int64_t begin = indptr[edge(segment)];
        check_ids(indices + begin, indptr[edge(segment + 1)] - begin, n_terms);
        std::fill(counts, counts + n_parts * n_parts, int64_t{0});
        each(segment, [&](int64_t block, const Cooccurrence&) { ++counts[block]; });
    }

    // offsets (P * P,): where the non-zeros of this segment begin in each block; updated to their end
    void fill(int64_t segment, int64_t* offsets, Cooccurrence* entries) const {
        each(segment, [=](int64_t block, const Cooccurrence& e) { put(e, entries + offsets[block]++); });
    }

    // calls visit(block, non-zero) in the order of the counts
    template <typename Visit>
    void each(int64_t segment, Visit&& visit) const {
        // local copies, so that the compiler knows that visit does not change them
        const int32_t* const row_of = rows;
        const int32_t* const columns = indices;
        const float* const values = data;
        const auto parts = static_cast<uint32_t>(n_parts), size = static_cast<uint32_t>(part_size);
        const int64_t last = edge(segment + 1);
        for (int64_t word = edge(segment); word < last; ++word) {
            const auto row = static_cast<uint32_t>(row_of[first_word + word]);
            const int64_t first = row / size * parts, end = indptr[word + 1];
            for (int64_t at = indptr[word]; at < end; ++at) {
                check_row(columns[at], n_terms);
                const auto column = static_cast<uint32_t>(row_of[columns[at]]);
                const uint32_t part = column / size;
                visit(first + part, Cooccurrence{static_cast<uint16_t>(row % size),
                                                 static_cast<uint16_t>(column - part * size),
                                                 values[at]});
            }
        }
    }

    // *to = e, with two stores instead of three: stores to many scattered cache lines are the bottleneck
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

// Fisher-Yates shuffle; position i uses random number i of the stream `seed`
inline void shuffle(Cooccurrence* entries, int64_t n, uint64_t seed) {
    for (int64_t i = n - 1; i > 0; --i) {
        const uint64_t bits = random_at(seed, static_cast<uint64_t>(i)) >> 32;
        // 32 bits are enough for fewer than 2^32 non-zeros in a block
        std::swap(entries[i], entries[bits * static_cast<uint64_t>(i + 1) >> 32]);
    }
}

}  // namespace skembed
