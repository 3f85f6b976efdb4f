// From a stretch of the corpus to training examples: subsampling, random windows, sorted pairs.
//
// Every decision about a token depends on the seed and on its position alone, so any stretch can
// be worked on by any thread, and a stretch may end in the middle of a document: the words that
// its windows need from beyond its edges are found again there.
#pragma once

#include <algorithm>
#include <vector>

#include "common/checks.hpp"
#include "common/kernels.hpp"

namespace skembed {

struct Stretch {
    const int32_t* ids;          // (n_tokens,)
    const int64_t* indptr;       // (n_docs + 1,)
    int64_t n_docs;
    int64_t begin, end;          // tokens whose windows are wanted
    const uint32_t* keep;        // (n_terms,) keep the token if its 32 bits do not exceed this
    const int32_t* rows;         // (n_terms,) term -> row of the matrices
    int64_t n_terms;
    int32_t window;
    int32_t span;                // words to a side at most: no document has more than this and one
    uint64_t seed;

    uint64_t random(int64_t token) const { return random_at(seed, static_cast<uint64_t>(token)); }
    bool kept(int64_t token) const {
        return static_cast<uint32_t>(random(token) >> 32) <= keep[ids[token]];
    }
    // word2vec's shrinking: uniform in 1 ... window
    int32_t reach(int64_t token) const {
        return 1 + static_cast<int32_t>(
                       scaled(static_cast<uint32_t>(random(token)), static_cast<uint32_t>(window)));
    }
};

struct Found {
    int64_t n;                         // elements used
    int64_t centre_begin, centre_end;  // those of the stretch itself
};

// The kept words of the stretch as `kept` (rows), with the number of context words to each side.
// Words from beyond the edges are there with left = right = 0: context for others only. Arrays
// hold end - begin + 2 span elements. Throws std::invalid_argument where an id is no term, or a
// document ends before it begins.
inline Found find_windows(const Stretch& s, int32_t* kept, int32_t* left, int32_t* right) {
    check_ids(s.ids + s.begin, s.end - s.begin, s.n_terms);
    const auto beyond = [&](int64_t t) {  // a word that is kept, outside of the stretch
        check_ids(s.ids + t, 1, s.n_terms);
        return s.kept(t);
    };
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
            if (beyond(t)) kept[n++] = s.rows[s.ids[t]];
        std::reverse(kept + first, kept + n);
        const int64_t centre_begin = n;
        if (from == s.begin) stretch_begin = n;
        for (int64_t t = from; t < to; ++t) {  // without a branch, which nothing could foretell
            left[n] = s.reach(t);
            kept[n] = s.rows[s.ids[t]];
            n += s.kept(t);
        }
        const int64_t centre_end = stretch_end = n;
        for (int64_t t = to; t < doc_end && n - centre_end < s.span; ++t)
            if (beyond(t)) kept[n++] = s.rows[s.ids[t]];
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

// The pairs (word, context word) of kept[begin:end], in corpus order: visit(input, output).
template <typename Visit>
inline void each_pair(const int32_t* left, const int32_t* right, int64_t begin,
                      int64_t end, Visit&& visit) {
    for (int64_t i = begin; i < end; ++i)
        for (int64_t j = i - left[i]; j <= i + right[i]; ++j)
            if (j != i) visit(i, j);
}

// Pairs are sorted by the block (part of the input row, part of the output row); parts are
// stretches of part_size rows. Counting sort over fixed segments of `kept`, hence stable.
struct PairSort {
    const int32_t* kept;         // (n_kept,)
    const int32_t* left;         // (n_kept,)
    const int32_t* right;        // (n_kept,)
    int64_t n_kept;
    int32_t n_parts;             // P
    int32_t part_size;
    int64_t n_segments;          // S

    int64_t edge(int64_t segment) const { return n_kept * segment / n_segments; }

    // The parts of the words that windows of this segment can reach, from index `low`. Throws
    // std::invalid_argument where a window leaves `kept`, or a word is in no part.
    std::vector<uint8_t> parts(int64_t segment, int64_t& low) const {
        const int64_t begin = edge(segment), end = edge(segment + 1);
        low = begin;
        int64_t high = end;
        for (int64_t i = begin; i < end; ++i) {
            low = std::min(low, i - left[i]);
            high = std::max(high, i + right[i] + 1);
        }
        if (low < 0 || high > n_kept) throw std::invalid_argument("windows must lie within kept");
        check_ids(kept + low, high - low, static_cast<int64_t>(n_parts) * part_size);
        std::vector<uint8_t> part(static_cast<size_t>(high - low));
        for (int64_t i = low; i < high; ++i)
            part[static_cast<size_t>(i - low)] = static_cast<uint8_t>(kept[i] / part_size);
        return part;
    }

    // counts (P * P,) of one segment
    void count(int64_t segment, int64_t* counts) const {
        int64_t low;
        const std::vector<uint8_t> part = parts(segment, low);
        std::fill(counts, counts + n_parts * n_parts, int64_t{0});
        const uint8_t* p = part.data();
        each_pair(left, right, edge(segment), edge(segment + 1), [&](int64_t i, int64_t j) {
            ++counts[p[i - low] * n_parts + p[j - low]];
        });
    }

    // offsets (P * P,): where this segment's pairs of each block begin; moved forward
    void fill(int64_t segment, int64_t* offsets, Pair* pairs) const {
        int64_t low;
        const std::vector<uint8_t> part = parts(segment, low);
        const uint8_t* p = part.data();
        each_pair(left, right, edge(segment), edge(segment + 1), [&](int64_t i, int64_t j) {
            pairs[offsets[p[i - low] * n_parts + p[j - low]]++] = Pair{kept[i], kept[j]};
        });
    }
};

// Vose's construction of Walker's alias table, for weights (size,) that are not all zero.
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
