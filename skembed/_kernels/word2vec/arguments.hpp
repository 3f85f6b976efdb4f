// Arguments of the loops of skip-gram and CBOW, and the table of these loops.
//
// Shapes use the same letters everywhere: V rows, d floats per row (padded with zeros to a multiple
// of 16), TILE examples that share K negatives, B bags in a batch.
#pragma once

#include <cstdint>

#include "common/matrix.hpp"
#include "common/random.hpp"

namespace skembed {

constexpr int TILE = 8;              // examples that share their negatives
constexpr int MAX_NEGATIVE = 64;     // maximum of K
constexpr int MAX_HITS = 32;         // updates of one row from one state before they are scaled down

struct Pair {
    int32_t input, output;
};

// One block of skip-gram: its pairs, and the part of the output rows that its negatives come from.
struct SkipGramBlock {
    Matrix input, output;
    const Pair* pairs;       // (n_pairs,)
    int64_t n_pairs;
    AliasTable noise;        // over rows first_output, first_output + 1, ...
    int32_t first_output;
    int32_t n_negative;      // K
    float learning_rate;
    uint64_t seed;
    float* scratch;          // (2 + TILE, d) zeros: placeholders for missing rows, and sums
};

// A word of a mini-batch: kept[first + place]
struct Place {
    int32_t row;
    int32_t place;
    int32_t word;            // its index among the distinct words of the batch
};

// One mini-batch of bags. Bag i contains kept[i - left[i]] ... kept[i + right[i]] except kept[i],
// which is its target; a bag without context words is skipped.
struct BagBatch {
    Matrix input, output;
    const int32_t* kept;     // (n_kept,) rows of the words that survived subsampling
    const int32_t* left;     // (n_kept,)
    const int32_t* right;    // (n_kept,)
    int64_t first;           // first bag of this batch
    int32_t n_bags;          // up to B
    int32_t reach;           // maximum distance of a word in a bag from the target
    float* exchange;         // (B, d) x_i, then e_i: the update of the input rows of bag first + i
    int32_t n_negative;      // K
    float learning_rate;

    SKEMBED_INLINE float* exchanged(int32_t i) const {
        return exchange + static_cast<int64_t>(i) * input.d;
    }
    SKEMBED_INLINE bool is_bag(int32_t i) const {
        return i >= 0 && i < n_bags && left[first + i] + right[first + i] > 0;
    }
};

// The bags of a mini-batch whose targets are in one part of the output rows.
struct BagBlock {
    const int32_t* places;   // (n_places,) positions of their targets in the batch
    int64_t n_places;
    AliasTable noise;        // over rows first_output, first_output + 1, ...
    int32_t first_output;
    uint64_t seed;
    float* scratch;          // (2 + TILE, d) zeros: placeholders for missing rows, and sums
};

struct Loops {
    double (*skipgram_block)(const SkipGramBlock&);                          // -> sum of the losses
    void (*bags_average)(const BagBatch&, int32_t begin, int32_t end);
    double (*bags_block)(const BagBatch&, const BagBlock&);                  // -> sum of the losses
    void (*bags_update)(const BagBatch&, const Place*, int64_t n, const int32_t* hits);
};

}  // namespace skembed
