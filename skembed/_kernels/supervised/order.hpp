// Sorts the entries of each text by row, on several threads.
#pragma once

#include <cstdint>
#include <cstring>
#include <vector>

#include "common/parallel.hpp"
#include "common/sorting.hpp"

namespace skembed {

constexpr int64_t ORDER_ITEMS = 64;  // groups of texts that a thread takes at a time

// rows, weights (n_entries,): those of text i begin at indptr[i]. Rows are from 0 to n_rows - 1.
inline void sort_entries(const int64_t* indptr, int64_t n_texts, int32_t* rows, float* weights,
                         int64_t n_rows, int n_threads) {
    const int last = 32 + bits_of(n_rows);
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
