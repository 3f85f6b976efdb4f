// Training examples from a corpus, on several threads: windows, and pairs sorted by block.
#pragma once

#include <cstdint>

#include "word2vec/pairs.hpp"
#include "word2vec/windows.hpp"

namespace skembed {

// See find_windows; the result does not depend on the number of threads.
int64_t sample_windows(const Stretch& s, int32_t* kept, int32_t* left, int32_t* right,
                       int n_threads);
// counts, offsets (S, P * P): see PairSort
void count_pairs(const PairSort& sort, int64_t* counts, int n_threads);
void fill_pairs(const PairSort& sort, int64_t* offsets, Pair* pairs, int n_threads);

}  // namespace skembed
