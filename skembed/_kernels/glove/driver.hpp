// Sorting co-occurrence counts into blocks and training on them, on several threads: the work items.
// The schedule depends on the data only; threads claim items from a fixed list.
#pragma once

#include <cstdint>

#include "glove/arguments.hpp"
#include "glove/blocks.hpp"

namespace skembed {

// Throws std::invalid_argument if an index is not a term.
void count_blocks(const Counts& counts, int64_t* table, int n_threads);
// Sorts the non-zeros by block.
void fill_blocks(const Counts& counts, int64_t* offsets, Cooccurrence* entries, int n_threads);
// Shuffles n_blocks of the P * P blocks in the order of rounds, from place `first` on; block_begin (n_blocks + 1,)
void shuffle_blocks(Cooccurrence* entries, const int64_t* block_begin, int64_t first,
                    int64_t n_blocks, int32_t n_parts, uint64_t seed, int n_threads);

struct GloveRounds {
    const Cooccurrence* entries;    // (n_nonzero,) sorted by block: by round, then by part of the word
    const int64_t* block_begin;     // (P * P + 1,)
    int32_t n_parts;                // P
    int32_t part_size;
    const int32_t* rounds;          // (n_rounds,): round r trains the blocks (i, (i + r) mod P)
    int32_t n_rounds;
    int32_t slice, n_slices;        // which slice of each block to train on
    uint64_t seed;                  // determines where the first slice of each block begins
};

// losses (n_rounds, P): sum of the losses of each block's slice.
void train_cooccurrences(const GloveBlock& shared, const GloveRounds& r, double* losses,
                         int n_threads, int isa);

}  // namespace skembed
