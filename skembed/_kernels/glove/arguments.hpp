// Arguments of the loop of GloVe, and its table.
//
// Shapes use the same letters everywhere: V rows, d floats per row (padded with zeros to a multiple
// of 16).
#pragma once

#include <cstdint>

#include "common/matrix.hpp"

namespace skembed {

// One non-zero of the co-occurrence counts; row and column are relative to the first of the block.
struct Cooccurrence {
    uint16_t row, column;
    float count;
};

// One block of GloVe: the non-zeros whose words are in one part and whose contexts are in one part.
// A row of the input matrix is [w_i, b_i, 1], of the output matrix [c_j, 1, e_j], so that their
// product includes the biases; d floats with the padding. The rows in memory are twice as long: the
// d floats are followed by the sums of their squared gradients.
struct GloveBlock {
    Matrix input, output;
    const Cooccurrence* entries;  // (n,)
    int64_t n;
    int64_t begin, end;      // entries to visit, relative to `offset`, wrapping around at n
    int64_t offset;
    int64_t first_input, first_output;
    float x_max, alpha;
    float learning_rate;
};

struct Loops {
    double (*glove_block)(const GloveBlock&);  // -> sum of the losses
};

}  // namespace skembed
