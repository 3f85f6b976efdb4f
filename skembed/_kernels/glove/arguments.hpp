// What the loop of GloVe is given, and its table.
//
// Shapes, in the same letters everywhere: V rows, d floats a row (padded to a multiple of 16 with
// zeros).
#pragma once

#include <cstdint>

#include "common/matrix.hpp"

namespace skembed {

// One non-zero of the co-occurrence counts, its row and column counted from the block's first.
struct Cooccurrence {
    uint16_t row, column;
    float count;
};

// One block of GloVe: the non-zeros whose words are all in one part and contexts all in another.
// A row of the input matrix is [w_i, b_i, 1], of the output matrix [c_j, 1, e_j], so that their
// product holds the biases; d floats with the padding. The matrices' rows are twice as long: behind
// the d floats stand the sums of their squared gradients.
struct GloveBlock {
    Matrix input, output;
    const Cooccurrence* entries;  // (n,)
    int64_t n;
    int64_t begin, end;      // those to visit, counted from `offset` and round the end
    int64_t offset;
    int64_t first_input, first_output;
    float x_max, alpha;
    float learning_rate;
};

struct Loops {
    double (*glove_block)(const GloveBlock&);  // -> sum of the losses
};

}  // namespace skembed
