// From a stretch of the corpus to training examples: subsampling and random windows.
//
// Every decision about a token depends on the seed and its position only. Any thread can therefore
// process any stretch, and a stretch may end in the middle of a document: words beyond its edges that
// its windows need are sampled there again, with the same result.
#pragma once

#include <algorithm>
#include <cstdint>
#include <stdexcept>

#include "common/checks.hpp"
#include "common/random.hpp"

namespace skembed {

struct Stretch {
    const int32_t* ids;          // (n_tokens,)
    const int64_t* indptr;       // (n_docs + 1,)
    int64_t n_docs;
    int64_t begin, end;          // tokens whose windows to find
    const uint32_t* keep;        // (n_terms,) keep a token if its 32 random bits do not exceed this
    const int32_t* rows;         // (n_terms,) term -> row of the matrices
    int64_t n_terms;
    int32_t window;
    int32_t span;                // maximum words on a side: window, or longest document minus 1 if less
    uint64_t seed;

    int32_t id(int64_t token) const { return checked_id(ids[token], n_terms); }
    uint64_t random(int64_t token) const { return random_at(seed, static_cast<uint64_t>(token)); }
    bool kept(int64_t token) const {
        return static_cast<uint32_t>(random(token) >> 32) <= keep[id(token)];
    }
    // the random window size of word2vec: uniform in 1 ... window
    int32_t reach(int64_t token) const {
        return 1 + static_cast<int32_t>(
                       scaled(static_cast<uint32_t>(random(token)), static_cast<uint32_t>(window)));
    }
};

struct Found {
    int64_t n;                         // number of elements used
    int64_t centre_begin, centre_end;  // range of the stretch itself
};

// Writes the rows of the kept words of the stretch, and the number of context words on each side.
// Words from beyond the edges have left = right = 0: they are only context of others. Arrays hold
// end - begin + 2 span elements. Throws std::invalid_argument if an id is not a term, or a document
// ends before it begins.
inline Found find_windows(const Stretch& s, int32_t* kept, int32_t* left, int32_t* right) {
    int64_t n = 0, stretch_begin = 0, stretch_end = 0;
    int64_t doc = std::upper_bound(s.indptr, s.indptr + s.n_docs + 1, s.begin) - s.indptr - 1;
    for (; doc < s.n_docs && s.indptr[doc] < s.end; ++doc) {
        const int64_t doc_begin = s.indptr[doc], doc_end = s.indptr[doc + 1];
        if (doc_begin < 0 || doc_end < doc_begin || doc_end <= s.begin ||
            doc_end > s.indptr[s.n_docs])
            throw std::invalid_argument("indptr must not fall");
        const int64_t first = n;  // where this document begins in `kept`
        const int64_t from = std::max(doc_begin, s.begin), to = std::min(doc_end, s.end);
        for (int64_t t = from - 1; t >= doc_begin && n - first < s.span; --t)
            if (s.kept(t)) kept[n++] = s.rows[s.id(t)];
        std::reverse(kept + first, kept + n);
        const int64_t centre_begin = n;
        if (from == s.begin) stretch_begin = n;
        for (int64_t t = from; t < to; ++t) {  // no branch: it would be unpredictable
            left[n] = s.reach(t);
            kept[n] = s.rows[s.id(t)];
            n += s.kept(t);
        }
        const int64_t centre_end = stretch_end = n;
        for (int64_t t = to; t < doc_end && n - centre_end < s.span; ++t)
            if (s.kept(t)) kept[n++] = s.rows[s.id(t)];
        std::fill(left + first, left + centre_begin, 0);
        std::fill(right + first, right + centre_begin, 0);
        std::fill(left + centre_end, left + n, 0);
        std::fill(right + centre_end, right + n, 0);
        for (int64_t i = centre_begin; i < centre_end; ++i) {
            const int64_t reach = left[i];
            left[i] = static_cast<int32_t>(std::min(reach, i - first));
            right[i] = static_cast<int32_t>(std::min(reach, n - 1 - i));
        }
    }
    return {n, stretch_begin, stretch_end};
}

}  // namespace skembed
