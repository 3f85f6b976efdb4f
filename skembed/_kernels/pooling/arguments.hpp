// What the loops of the poolings are given, and the table of them.
//
// Shapes, in the same letters everywhere: V rows, d floats a row, of any width and alignment.
#pragma once

#include <cstdint>

#include "common/matrix.hpp"

namespace skembed {

struct Documents {
    const int32_t* ids;      // (n_tokens,)
    int64_t n_tokens;
    const int64_t* indptr;   // (n_docs + 1,)
    const float* vectors;    // (V, d), any alignment, rows of d floats
    int64_t n_rows;          // V
    int64_t d;
};

// Of the documents begin ... end - 1; an id that names no row throws std::invalid_argument.
struct Loops {
    void (*weighted_sum)(const Documents&, const float* weights, bool by_token, float* out,
                         int64_t begin, int64_t end);
    void (*extreme)(const Documents&, float sign, float* out, int64_t begin, int64_t end);
};

}  // namespace skembed
