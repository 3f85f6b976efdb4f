// Documents as sparse rows: their terms in order, and how often each occurs.
#pragma once

#include <cstdint>
#include <vector>

#include "common/checks.hpp"
#include "common/sorting.hpp"

namespace skembed {

// terms, counts (indptr[n_documents],) out: the different ids of each document, in order, and their occurrences;
// ends (n_documents + 1,) out: where each document ends. Returns the number of terms of all documents.
inline int64_t count_terms(const int32_t* ids, const int64_t* indptr, int64_t n_documents, int64_t n_terms,
                           int32_t* terms, float* counts, int64_t* ends) {
    std::vector<uint32_t> keys, other;
    const int n_bits = bits_of(n_terms);
    int64_t n = ends[0] = 0;
    for (int64_t d = 0; d < n_documents; ++d) {
        check_ids(ids + indptr[d], indptr[d + 1] - indptr[d], n_terms);
        keys.assign(ids + indptr[d], ids + indptr[d + 1]);
        other.resize(keys.size());
        sort_by_bits(keys, other, 0, n_bits);
        for (size_t i = 0, end; i < keys.size(); i = end, ++n) {
            for (end = i + 1; end < keys.size() && keys[end] == keys[i];) ++end;
            terms[n] = static_cast<int32_t>(keys[i]);
            counts[n] = static_cast<float>(end - i);
        }
        ends[d + 1] = n;
    }
    return n;
}

}  // namespace skembed
