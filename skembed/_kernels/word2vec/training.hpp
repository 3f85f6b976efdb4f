// Training with skip-gram and CBOW on several threads: the work items.
// The schedule depends on the data only; threads claim items from a fixed list.
#pragma once

#include <cstdint>

#include "word2vec/arguments.hpp"

namespace skembed {

struct Rounds {
    const Pair* pairs;              // (n_pairs,) sorted by block
    const int64_t* block_begin;     // (P * P + 1,)
    int32_t n_parts;                // P
    int32_t part_size;
    int32_t first, last;            // rounds to run
    float first_rate, last_rate;    // learning rate at the first round and after the last one
};

struct Training {
    Matrix input, output;
    const uint32_t* threshold;      // (V,) alias tables, one for each part of the output rows
    const int32_t* alias;           // (V,)
    int32_t n_negative;
    uint64_t seed;
    int n_threads;
    int isa;

    // Noise distribution of the part whose output rows begin at row `first`
    AliasTable noise(int32_t first, int32_t part_size) const {
        const int32_t left = output.n_rows - first;
        return AliasTable{threshold + first, alias + first, part_size < left ? part_size : left};
    }
    // Number of scratch floats of each thread: see SkipGramBlock, BagBlock
    int64_t scratch_size() const { return static_cast<int64_t>(2 + TILE) * input.d; }
};

// Rounds first ... last - 1: round r trains the blocks (i, (i + r) mod P), which share no row.
// losses (last - first, P): sum of the losses of each block.
void train_rounds(const Training& t, const Rounds& r, double* losses);

struct Bags {
    const int32_t* kept;            // (n_kept,)
    const int32_t* left;            // (n_kept,)
    const int32_t* right;           // (n_kept,)
    int64_t n_kept;
    int64_t begin, end;             // bags to train
    int32_t batch_size;             // B
    int32_t n_parts;                // P
    int32_t part_size;
    float first_rate, last_rate;
};

// Trains bags begin ... end - 1 in mini-batches; returns the sum of the losses. Throws
// std::invalid_argument if a window exceeds `kept` or a word has no row.
double train_bags(const Training& t, const Bags& bags);

}  // namespace skembed
