// Pooling of documents, in pieces, on several threads.
#pragma once

#include <cstdint>

#include "pooling/arguments.hpp"

namespace skembed {

void pool_weighted_sum(const Documents& x, int64_t n_docs, const Weights& weights, float* out,
                       int n_threads, int isa);
void pool_extreme(const Documents& x, int64_t n_docs, float sign, float* out, int n_threads,
                  int isa);

}  // namespace skembed
