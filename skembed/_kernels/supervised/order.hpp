// Sorts the entries of each text by row, on several threads.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <vector>

#include "common/parallel.hpp"

namespace skembed {

constexpr int64_t ORDER_ITEMS = 64;  // groups of texts that a thread takes at a time
constexpr int64_t FEW_ENTRIES = 64;  // up to which comparing is faster than counting digits

// Sorts keys by their bits `first` to `last` - 1, eight at a time, from the lowest (radix sort).
inline void sort_by_bits(std::vector<uint64_t>& keys, std::vector<uint64_t>& other, int first, int last) {
    for (int shift = first; shift < last; shift += 8) {
        size_t places[257] = {0};
        for (const uint64_t key : keys) ++places[(key >> shift & 255) + 1];
        for (int digit = 0; digit < 256; ++digit) places[digit + 1] += places[digit];
        for (const uint64_t key : keys) other[places[key >> shift & 255]++] = key;
        keys.swap(other);
    }
}

// rows, weights (n_entries,): those of text i begin at indptr[i]. Rows are from 0 to n_rows - 1.
inline void sort_entries(const int64_t* indptr, int64_t n_texts, int32_t* rows, float* weights,
                         int64_t n_rows, int n_threads) {
    int last = 32;
    while (n_rows > int64_t{1} << (last - 32)) ++last;
    run_stages(n_threads, 1, ORDER_ITEMS, [&](int64_t, int64_t item, int) {
        std::vector<uint64_t> keys, other;  // a row, then the bits of its weight
        for (int64_t i = n_texts * item / ORDER_ITEMS; i < n_texts * (item + 1) / ORDER_ITEMS; ++i) {
            const int64_t begin = indptr[i], n = indptr[i + 1] - begin;
            keys.resize(static_cast<size_t>(n));
            other.resize(static_cast<size_t>(n));
            for (int64_t j = 0; j < n; ++j) {
                uint32_t weight;
                std::memcpy(&weight, weights + begin + j, sizeof weight);
                keys[static_cast<size_t>(j)] = static_cast<uint64_t>(rows[begin + j]) << 32 | weight;
            }
            if (n <= FEW_ENTRIES)
                std::sort(keys.begin(), keys.end());
            else
                sort_by_bits(keys, other, 32, last);
            for (int64_t j = 0; j < n; ++j) {
                const uint64_t key = keys[static_cast<size_t>(j)];
                const auto weight = static_cast<uint32_t>(key);
                rows[begin + j] = static_cast<int32_t>(key >> 32);
                std::memcpy(weights + begin + j, &weight, sizeof weight);
            }
        }
    });
}

}  // namespace skembed
