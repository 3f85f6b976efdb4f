// Training on mini-batches of texts, on several threads: the work items.
// The schedule depends on the data only; threads claim items from a fixed list.
#pragma once

#include <cstdint>

#include "supervised/arguments.hpp"

namespace skembed {

struct Texts {
    const int64_t* indptr;          // (n_texts + 1,)
    const int32_t* rows;            // (n_entries,) rising within a text
    const float* weights;           // (n_entries,)
    const float* importance;        // (n_texts,)
    const int32_t* labels;          // (n_texts,) or null
    const float* targets;           // (n, C), row i holds the targets of text order[i], or null
    const int64_t* order;           // (n,) texts to visit
    int64_t n;
    int32_t batch_size;             // B
    int32_t n_parts;                // P
    int32_t part_size;
    double dropout;                 // fraction of the entries that each visit drops
    uint64_t seed;
    float first_rate, last_rate;
    float scale;                    // initial scale of the vectors
};

// Trains on the texts of `order` in mini-batches; returns the sum of the losses times importance.
// *scale is set to the final scale of the vectors.
double train_texts(const TextModel& m, const Texts& t, float* scale, int n_threads, int isa);

}  // namespace skembed
