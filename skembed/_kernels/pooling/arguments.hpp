// Arguments of the loops of the poolings, and the table of these loops.
//
// Shapes use the same letters everywhere: V rows, d floats per row, of any width and alignment.
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

// What the rows of a document are multiplied by: w_t is values[t] (by_token), values[ids[t]], or 1 (null).
// If mean, the sum is divided by the number of tokens.
struct Weights {
    const float* values;
    bool by_token;
    bool mean;
};

// The loops for documents begin ... end - 1; they throw std::invalid_argument if an id has no row.
struct Loops {
    void (*weighted_sum)(const Documents&, const Weights&, float* out, int64_t begin, int64_t end);
    void (*extreme)(const Documents&, float sign, float* out, int64_t begin, int64_t end);
};

}  // namespace skembed
