// Training on texts: which batch, part and text when, on which thread.
// Schedules depend on the data only; threads claim items of a fixed list.
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

}  // namespace skembed
