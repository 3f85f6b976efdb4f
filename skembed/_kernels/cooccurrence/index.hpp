// Positions of words in a corpus: the count of each word, and an index of the occurrences of some.
//
// The words around them are counted in rows.hpp.
#pragma once

#include <algorithm>
#include <cstdint>
#include <stdexcept>

#include "common/checks.hpp"

namespace skembed {

struct Tokens {
    const int32_t* ids;          // (n_tokens,)
    const int64_t* indptr;       // (n_docs + 1,)
    int64_t n_tokens, n_docs;
};

// One occurrence of the word of a row, with the number of tokens in its window on each side.
struct Occurrence {
    uint32_t position;
    uint16_t left, right;
};

// Adds the occurrences of words row_begin ... row_begin + n_rows - 1 in ids[begin:end] to the index.
// next[row - row_begin] is where the next occurrence of a row is written, and is advanced.
inline void index_occurrences(const Tokens& t, int64_t begin, int64_t end, int32_t row_begin,
                              uint32_t n_rows, int64_t window, int64_t* next, Occurrence* out,
                              int64_t room) {
    constexpr int64_t BLOCK = 32;  // tokens checked together: many blocks contain none of the words
    constexpr int64_t HITS = 256;  // occurrences collected, without a branch, before they are written
    constexpr int64_t AHEAD = 16;  // occurrences, when the place of one is fetched into the cache
    const auto row_of = [&](int64_t i) {
        return static_cast<uint32_t>(t.ids[i]) - static_cast<uint32_t>(row_begin);
    };
    int64_t doc = std::upper_bound(t.indptr, t.indptr + t.n_docs + 1, begin) - t.indptr - 1;
    int64_t hits[HITS], n = 0;
    for (int64_t block = begin; block < end; block += BLOCK) {
        const int64_t to = std::min(block + BLOCK, end);
        int32_t any = 0;
        for (int64_t i = block; i < to; ++i) any |= row_of(i) < n_rows;
        for (int64_t i = any ? block : to; i < to; ++i) {
            hits[n] = i;
            n += row_of(i) < n_rows;
        }
        if (n <= HITS - BLOCK && to < end) continue;
        for (int64_t k = 0; k < n; ++k) {
            const int64_t soon = next[row_of(hits[std::min(k + AHEAD, n - 1)])];
            SKEMBED_PREFETCH_TO_WRITE(out + std::min(std::max<int64_t>(soon, 0), room - 1));
            const int64_t i = hits[k];
            while (doc < t.n_docs && t.indptr[doc + 1] <= i) ++doc;
            const int64_t at = next[row_of(i)]++;
            if (at < 0 || at >= room) throw std::invalid_argument("occurrences have no room");
            const int64_t left = i - t.indptr[doc], right = t.indptr[doc + 1] - 1 - i;
            out[at] = Occurrence{static_cast<uint32_t>(i),
                                 static_cast<uint16_t>(std::min(window, left)),
                                 static_cast<uint16_t>(std::min(window, right))};
        }
        n = 0;
    }
}

// counts[t] += occurrences of t in ids (n_tokens,); if an id is not a term, throws without counting
inline void count_terms(const int32_t* ids, int64_t n_tokens, int64_t* counts, int64_t n_terms) {
    check_ids(ids, n_tokens, n_terms);
    for (int64_t i = 0; i < n_tokens; ++i) ++counts[ids[i]];
}

}  // namespace skembed
