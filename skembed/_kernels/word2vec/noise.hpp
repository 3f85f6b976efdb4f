// Builds the alias table of the noise distribution, from which AliasTable draws negatives.
#pragma once

#include <cstdint>
#include <vector>

namespace skembed {

// Vose's construction of Walker's alias table; weights (size,) must not be all zero.
inline void make_alias(const double* weights, int32_t size, uint32_t* threshold, int32_t* alias) {
    double total = 0.0;
    for (int32_t i = 0; i < size; ++i) total += weights[i];
    std::vector<double> share(static_cast<size_t>(size));
    std::vector<int32_t> small, large;
    for (int32_t i = 0; i < size; ++i) {
        share[static_cast<size_t>(i)] = weights[i] / total * size;
        (share[static_cast<size_t>(i)] < 1.0 ? small : large).push_back(i);
        threshold[i] = UINT32_MAX;
        alias[i] = i;
    }
    while (!small.empty() && !large.empty()) {
        const int32_t s = small.back(), l = large.back();
        small.pop_back();
        threshold[s] = static_cast<uint32_t>(share[static_cast<size_t>(s)] * 4294967295.0);
        alias[s] = l;
        share[static_cast<size_t>(l)] -= 1.0 - share[static_cast<size_t>(s)];
        if (share[static_cast<size_t>(l)] < 1.0) {
            large.pop_back();
            small.push_back(l);
        }
    }
}

}  // namespace skembed
