// The calls that the Cython modules make: who works on what, on how many threads.
// Schedules depend on the data only; threads claim items of a fixed list.
#pragma once

#include <cstdint>

#include "common/kernels.hpp"

namespace skembed {

// Instruction sets of this machine, the best one last.
int n_instruction_sets();
const char* instruction_set_name(int i);

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

    // Of the output rows of a part, which begin at row `first`
    AliasTable noise(int32_t first, int32_t part_size) const {
        const int32_t left = output.n_rows - first;
        return AliasTable{threshold + first, alias + first, part_size < left ? part_size : left};
    }
    // Floats that a thread needs for itself: see SkipGramBlock, BagBlock
    int64_t scratch_size() const { return static_cast<int64_t>(2 + TILE) * input.d; }
};

// Rounds first ... last - 1: round r trains the blocks (i, (i + r) mod P), which share no row.
// losses (last - first, P): the sum of the losses of each block.
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

// Bags begin ... end - 1 in mini-batches; returns the sum of the losses. Throws
// std::invalid_argument where a window leaves `kept`, or a word has no row.
double train_bags(const Training& t, const Bags& bags);

// See find_windows; the same result for any number of threads.
int64_t sample_windows(const struct Stretch& s, int32_t* kept, int32_t* left, int32_t* right,
                       int n_threads);
void count_pairs(const struct PairSort& sort, int64_t* counts, int n_threads);
void fill_pairs(const struct PairSort& sort, int64_t* offsets, Pair* pairs, int n_threads);

// Throws std::invalid_argument if an index is no term.
void count_blocks(const struct Counts& counts, int64_t* table, int n_threads);
// Sorted by block, and shuffled inside each; block_begin (P * P + 1,)
void fill_blocks(const struct Counts& counts, int64_t* offsets, const int64_t* block_begin,
                 uint64_t seed, Cooccurrence* entries, int n_threads);

struct GloveRounds {
    const Cooccurrence* entries;    // (n_nonzero,) sorted by block
    const int64_t* block_begin;     // (P * P + 1,)
    int32_t n_parts;                // P
    int32_t part_size;
    const int32_t* rounds;          // (n_rounds,): round r trains the blocks (i, (i + r) mod P)
    int32_t n_rounds;
    int32_t slice, n_slices;        // which piece of each block
    uint64_t seed;                  // of the place in each block where its first slice begins
};

// losses (n_rounds, P): the sum of the losses of each block's piece.
void train_cooccurrences(const GloveBlock& shared, const GloveRounds& r, double* losses,
                         int n_threads, int isa);

struct Texts {
    const int64_t* indptr;          // (n_texts + 1,)
    const int32_t* rows;            // (n_entries,) rising within a text
    const float* weights;           // (n_entries,)
    const float* importance;        // (n_texts,)
    const int32_t* labels;          // (n_texts,) or null
    const float* targets;           // (n, C), those of text order[i] in row i, or null
    const int64_t* order;           // (n,) texts to visit
    int64_t n;
    int32_t batch_size;             // B
    int32_t n_parts;                // P
    int32_t part_size;
    double dropout;                 // share of the entries that a visit leaves out
    uint64_t seed;
    float first_rate, last_rate;
    float scale;                    // of the vectors, at the start
};

// Mini-batches over the texts of `order`; returns the sum of the losses times their importance.
// scale becomes that of the vectors at the end.
double train_texts(const TextModel& m, const Texts& t, float* scale, int n_threads, int isa);

void pool_weighted_sum(const Documents& x, int64_t n_docs, const float* weights, bool by_token,
                       float* out, int n_threads, int isa);
void pool_extreme(const Documents& x, int64_t n_docs, float sign, float* out, int n_threads,
                  int isa);

}  // namespace skembed
