// Pairs of words and context words from windows, sorted by the block that trains them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <vector>

#include "common/checks.hpp"
#include "word2vec/arguments.hpp"

namespace skembed {

// Calls visit(input, output) for the pairs (word, context word) of kept[begin:end], in corpus order.
template <typename Visit>
inline void each_pair(const int32_t* left, const int32_t* right, int64_t begin,
                      int64_t end, Visit&& visit) {
    for (int64_t i = begin; i < end; ++i)
        for (int64_t j = i - left[i]; j <= i + right[i]; ++j)
            if (j != i) visit(i, j);
}

// Sorts pairs by block (part of the input row, part of the output row); each part has part_size
// consecutive rows. A counting sort over fixed segments of `kept`, which is stable.
struct PairSort {
    const int32_t* kept;         // (n_kept,)
    const int32_t* left;         // (n_kept,)
    const int32_t* right;        // (n_kept,)
    int64_t n_kept;
    int32_t n_parts;             // P
    int32_t part_size;
    int64_t n_segments;          // S

    int64_t edge(int64_t segment) const { return n_kept * segment / n_segments; }

    // Parts of the words that the windows of this segment reach; the first word has index `low`.
    // Throws std::invalid_argument if a window exceeds `kept` or a word is in no part.
    std::vector<uint8_t> parts(int64_t segment, int64_t& low) const {
        const int64_t begin = edge(segment), end = edge(segment + 1);
        low = begin;
        int64_t high = end;
        for (int64_t i = begin; i < end; ++i) {
            low = std::min(low, i - left[i]);
            high = std::max(high, i + right[i] + 1);
        }
        if (low < 0 || high > n_kept) throw std::invalid_argument("windows must lie within kept");
        check_ids(kept + low, high - low, static_cast<int64_t>(n_parts) * part_size);
        std::vector<uint8_t> part(static_cast<size_t>(high - low));
        for (int64_t i = low; i < high; ++i)
            part[static_cast<size_t>(i - low)] = static_cast<uint8_t>(kept[i] / part_size);
        return part;
    }

    // counts (P * P,): number of pairs of one segment in each block
    void count(int64_t segment, int64_t* counts) const {
        int64_t low;
        const std::vector<uint8_t> part = parts(segment, low);
        std::fill(counts, counts + n_parts * n_parts, int64_t{0});
        const uint8_t* p = part.data();
        each_pair(left, right, edge(segment), edge(segment + 1), [&](int64_t i, int64_t j) {
            ++counts[p[i - low] * n_parts + p[j - low]];
        });
    }

    // offsets (P * P,): where the pairs of this segment begin in each block; updated to their end
    void fill(int64_t segment, int64_t* offsets, Pair* pairs) const {
        int64_t low;
        const std::vector<uint8_t> part = parts(segment, low);
        const uint8_t* p = part.data();
        each_pair(left, right, edge(segment), edge(segment + 1), [&](int64_t i, int64_t j) {
            pairs[offsets[p[i - low] * n_parts + p[j - low]]++] = Pair{kept[i], kept[j]};
        });
    }
};

}  // namespace skembed
