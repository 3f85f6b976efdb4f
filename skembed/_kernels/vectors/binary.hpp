// Rows of word2vec's binary format: a term, a space, d raw float32 numbers and, in some files, a newline.
#pragma once

#include <cstdint>
#include <cstring>

#include "common/compiler.hpp"

namespace skembed {

// Highest bits of the largest absolute value in row (d,): order of bits is order of absolute values,
// and infinities and NaN are above all.
SKEMBED_INLINE uint32_t largest_magnitude(const float* row, int64_t d) {
    uint32_t largest = 0;
    for (int64_t c = 0; c < d; ++c) {
        uint32_t bits;
        std::memcpy(&bits, row + c, sizeof bits);
        bits &= 0x7FFFFFFF;
        largest = bits > largest ? bits : largest;
    }
    return largest;
}

// data (n_bytes,); vectors (n_rows, d) output; terms (n_bytes,) output: the terms, each followed by a
// newline. Stops at a row that is not complete, whose term is empty or holds a newline, or whose
// numbers are above `bound`: n_done rows, n_read bytes of data and n_written bytes of terms are done.
struct BinaryRows {
    const char* data;
    int64_t n_bytes;
    float* vectors;
    int64_t n_rows, d;
    char* terms;
    bool skips_newline;  // a newline ends each row
    float bound;
    int64_t n_done, n_read, n_written;

    void run() {
        const char *row = data, *const end = data + n_bytes;
        char* out = terms;
        uint32_t most;
        std::memcpy(&most, &bound, sizeof most);
        for (n_done = 0; n_done < n_rows; ++n_done) {
            const auto left = static_cast<size_t>(end - row);
            const auto* space = static_cast<const char*>(left ? std::memchr(row, ' ', left) : nullptr);
            if (space == nullptr || space == row || (end - space - 1) / 4 < d) break;
            const auto size = static_cast<size_t>(space - row);
            if (std::memchr(row, '\n', size) != nullptr) break;
            const char* next = space + 1 + 4 * d;
            if (skips_newline && (next == end || *next++ != '\n')) break;
            float* vector = vectors + n_done * d;
            std::memcpy(vector, space + 1, static_cast<size_t>(4 * d));
            if (largest_magnitude(vector, d) > most) break;
            std::memcpy(out, row, size);
            out += size;
            *out++ = '\n';
            row = next;
        }
        n_read = row - data;
        n_written = out - terms;
    }
};

}  // namespace skembed
