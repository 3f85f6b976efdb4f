// Documents as sequences of n-grams of token ids: an n-gram is the number of its beginning (all but its last
// token) and its last token.
#pragma once

#include <algorithm>
#include <cstdint>
#include <stdexcept>

#include "common/compiler.hpp"

namespace skembed {

// The documents, and the beginning of the n-gram that ends at each token.
struct Sequences {
    const int32_t* before;   // (n_ids,) number of the beginning that ends at each token; negative: none
    const int32_t* ids;      // (n_ids,) negative: in no n-gram
    const int64_t* indptr;   // (n_documents + 1,)
    int64_t n_documents;
    int64_t n_before, n_tokens;  // numbers are less than these
};

// The first token of part p of n_parts, of n tokens.
inline int64_t part_begin(int64_t n, int64_t p, int64_t n_parts) { return n / n_parts * p + n % n_parts * p / n_parts; }

// Calls use(beginning, last token, i, document) for the n-grams that end at tokens i from first to last.
template <typename Use>
SKEMBED_INLINE void each_ngram(const Sequences& x, int64_t first, int64_t last, Use&& use) {
    int64_t d = std::upper_bound(x.indptr, x.indptr + x.n_documents + 1, first) - x.indptr - 1;
    for (int64_t end = first; end < last; ++d) {
        int64_t i = std::max(end, x.indptr[d] + 1);
        end = std::min(last, x.indptr[d + 1]);
        for (; i < end; ++i) {
            const int64_t before = x.before[i - 1], id = x.ids[i];
            if (before < 0 || id < 0) continue;
            if (before >= x.n_before || id >= x.n_tokens)
                throw std::invalid_argument("a number in before or ids is too large");
            use(before, id, i, d);
        }
    }
}

}  // namespace skembed
