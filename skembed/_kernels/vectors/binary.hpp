// Rows of word2vec's binary format: a term, a space, d raw float32 numbers and, in some files, a newline.
// Entries of fastText's dictionary: a word, a zero byte, and raw bytes.
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

// vectors (n_rows, d). Returns the number of rows before the first one that is not finite.
inline int64_t count_finite(const float* vectors, int64_t n_rows, int64_t d) {
    int64_t n = 0;
    while (n < n_rows && largest_magnitude(vectors + n * d, d) < 0x7F800000) ++n;
    return n;
}

// data (n_bytes,); words (n_bytes,) output: the words, each followed by a zero byte, after which n_rest
// bytes are left out. Stops at an entry that is not complete: n_done entries, n_read bytes of data and
// n_written bytes of words are done.
struct DictionaryEntries {
    const char* data;
    int64_t n_bytes, n_entries, n_rest;
    char* words;
    int64_t n_done, n_read, n_written;

    void run() {
        const char *word = data, *const end = data + n_bytes;
        char* out = words;
        for (n_done = 0; n_done < n_entries && word < end; ++n_done) {
            const auto left = static_cast<size_t>(end - word);
            const auto* zero = static_cast<const char*>(std::memchr(word, 0, left));
            if (zero == nullptr || end - zero - 1 < n_rest) break;
            const auto size = static_cast<size_t>(zero - word + 1);
            std::memcpy(out, word, size);
            out += size;
            word = zero + 1 + n_rest;
        }
        n_read = word - data;
        n_written = out - words;
    }
};

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
