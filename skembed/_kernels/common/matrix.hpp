// Rows of float32 matrices: addresses, prefetching, and optional bounds checks.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "common/compiler.hpp"

namespace skembed {

constexpr int ROW_MULTIPLE = 16;     // rows are padded to a multiple of this many floats

// Does nothing unless the build option bounds_checks is on.
SKEMBED_INLINE void check_row(int64_t i, int64_t n_rows) {
#ifdef SKEMBED_BOUNDS_CHECKS
    if (i >= 0 && i < n_rows) return;
    std::fprintf(stderr, "skembed: row %lld of a matrix of %lld rows\n", static_cast<long long>(i),
                 static_cast<long long>(n_rows));
    std::abort();
#else
    (void)i;
    (void)n_rows;
#endif
}

// Prefetches a row, for reading or for writing.
SKEMBED_INLINE void prefetch_row(const float* row, int32_t d) {
    for (int32_t c = 0; c < d; c += ROW_MULTIPLE) SKEMBED_PREFETCH(row + c);
}

SKEMBED_INLINE void prefetch_row_to_write(const float* row, int32_t d) {
    for (int32_t c = 0; c < d; c += ROW_MULTIPLE) SKEMBED_PREFETCH_TO_WRITE(row + c);
}

// (V, d) float32, rows aligned to 64 bytes
struct Matrix {
    float* data;
    int32_t n_rows;
    int32_t d;

    SKEMBED_INLINE float* row(int64_t i) const {
        check_row(i, n_rows);
        return data + i * d;
    }
};

}  // namespace skembed
