// The order of the n-grams that become terms: by decreasing count, then by their tokens, so that an n-gram
// comes before those that begin with it. Tokens have the order of their numbers; nothing is known of strings.
#pragma once

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <utility>
#include <vector>

#include "common/parallel.hpp"

namespace skembed {

// The n-grams of one length, sorted by their keys: the place of the beginning among those one token shorter,
// times the number of tokens, plus the last token.
struct NGramLevel {
    const int64_t* keys;             // (n,)
    const int64_t* counts;           // (n,) occurrences
    const int64_t* document_counts;  // (n,)
    int64_t n;
    int32_t* rows;                   // (n,) out: position among the terms, -1 for n-grams that are none
};

// levels[k] has the n-grams of k + 1 tokens. The terms have at least `least` tokens, and are in at least `low`
// and at most `high` documents.
struct NGramLevels {
    std::vector<NGramLevel> levels;
    int64_t n_tokens;
    size_t least;
    double low, high;

    bool is_term(size_t k, int64_t i) const {
        const auto n = static_cast<double>(levels[k].document_counts[i]);
        return n >= low && n <= high;
    }

    // out (n_levels,): the tokens of n-gram i of k + 1 tokens, and -1.
    void spell(size_t k, int64_t i, int32_t* out) const {
        std::fill(out + k + 1, out + levels.size(), -1);
        for (; k > 0; --k) {
            const int64_t key = levels[k].keys[i];
            i = key / n_tokens;
            if (key < 0 || i >= levels[k - 1].n) throw std::invalid_argument("keys must be those of n-grams");
            out[k] = static_cast<int32_t>(key - i * n_tokens);
        }
        out[0] = static_cast<int32_t>(i);
    }

    // The first n-gram of each length that begins with a token, or a later one.
    std::vector<int64_t> from(int64_t token) const {
        std::vector<int64_t> begins;
        for (const NGramLevel& level : levels) {
            const int64_t key = begins.empty() ? token : begins.back() * n_tokens;
            begins.push_back(std::lower_bound(level.keys, level.keys + level.n, key) - level.keys);
        }
        return begins;
    }
};

// The terms in their order, in arrays with room for all n-grams; threads touch this memory first.
struct OrderedTerms {
    int32_t* tokens;  // (n, n_levels) of each, and -1
    int64_t *counts, *document_counts;  // (n,)
};

// The n-grams that begin with some tokens: those of k + 1 tokens are from first[k] to last[k].
class NGramPart {
  public:
    NGramPart(std::vector<int64_t> begins, std::vector<int64_t> ends)
        : first(std::move(begins)), last(std::move(ends)) {}

    // Calls use(k, i) for each term, and other(k, i) for each n-gram that is none, by length.
    template <typename Use, typename Other>
    void each(const NGramLevels& x, Use&& use, Other&& other) const {
        for (size_t k = 0; k < x.levels.size(); ++k)
            for (int64_t i = first[k]; i < last[k]; ++i)
                if (k + 1 >= x.least && x.is_term(k, i)) use(k, i);
                else other(k, i);
    }

    // Calls use(k, i, tokens) for each term, in the order of their tokens, (n_levels,).
    template <typename Use>
    void each_in_order(const NGramLevels& x, Use&& use) const {
        const size_t n = x.levels.size();
        std::vector<int64_t> next = first;
        std::vector<int32_t> tokens(n * n);  // of the next term of each length
        const auto tokens_of = [&](size_t k) { return tokens.data() + k * n; };
        const auto comes_before = [&](size_t a, size_t b) {
            return std::lexicographical_compare(tokens_of(a), tokens_of(a) + n, tokens_of(b), tokens_of(b) + n);
        };
        const auto find = [&](size_t k) {
            while (next[k] < last[k] && !x.is_term(k, next[k])) ++next[k];
            if (next[k] < last[k]) x.spell(k, next[k], tokens_of(k));
        };
        for (size_t k = x.least - 1; k < n; ++k) find(k);
        for (;;) {
            size_t best = n;
            for (size_t k = x.least - 1; k < n; ++k)
                if (next[k] < last[k] && (best == n || comes_before(k, best))) best = k;
            if (best == n) return;
            use(best, next[best], tokens_of(best));
            ++next[best];
            find(best);
        }
    }

    std::vector<int64_t> first, last;
    std::vector<int64_t> n_terms;  // in each bin, and then the row of the next one
};

// Bins of counts: one for each, so that the order inside a bin is that of the tokens alone.
class CountBins {
  public:
    explicit CountBins(const NGramLevels& x) {
        for (const NGramLevel& level : x.levels)
            for (int64_t i = 0; i < level.n; ++i) {
                if (level.counts[i] < 0) throw std::invalid_argument("counts must not be negative");
                if (level.counts[i] >= N_SMALL) large_.push_back(level.counts[i]);
            }
        std::sort(large_.begin(), large_.end());
        large_.erase(std::unique(large_.begin(), large_.end()), large_.end());
    }

    size_t size() const { return static_cast<size_t>(N_SMALL) + large_.size(); }

    size_t operator()(int64_t count) const {
        if (count < N_SMALL) return static_cast<size_t>(count);
        return static_cast<size_t>(N_SMALL + (std::lower_bound(large_.begin(), large_.end(), count) - large_.begin()));
    }

  private:
    static constexpr int64_t N_SMALL = 4096;  // all counts below have a bin; of the others, those that occur
    std::vector<int64_t> large_;
};

// Sorts the terms, and sets the rows of all n-grams; returns the number of terms. Each thread has the n-grams
// that begin with some tokens.
inline int64_t order_ngrams(const NGramLevels& x, int n_threads, const OrderedTerms& terms) {
    const int64_t n_parts = n_threads > 1 ? 4 * static_cast<int64_t>(n_threads) : 1;
    const CountBins bins(x);
    std::vector<NGramPart> parts;
    std::vector<int64_t> begins(x.levels.size()), sizes;
    for (const NGramLevel& level : x.levels) sizes.push_back(level.n);
    for (int64_t p = 1; p <= n_parts; ++p) {
        parts.emplace_back(begins, p < n_parts ? x.from(sizes[0] / n_parts * p) : sizes);
        begins = parts.back().last;
    }
    run_stages(n_threads, 1, n_parts, [&](int64_t, int64_t p, int) {
        NGramPart& part = parts[static_cast<size_t>(p)];
        part.n_terms.assign(bins.size(), 0);
        part.each(x, [&](size_t k, int64_t i) { ++part.n_terms[bins(x.levels[k].counts[i])]; },
                  [&](size_t k, int64_t i) { x.levels[k].rows[i] = -1; });
    });
    int64_t n = 0;
    for (size_t bin = bins.size(); bin-- > 0;)
        for (NGramPart& part : parts) {
            const int64_t here = part.n_terms[bin];
            part.n_terms[bin] = n;
            n += here;
        }
    if (n > INT32_MAX) throw std::length_error("2 ** 31 terms");
    const size_t n_levels = x.levels.size();
    run_stages(n_threads, 1, n_parts, [&](int64_t, int64_t p, int) {
        NGramPart& part = parts[static_cast<size_t>(p)];
        part.each_in_order(x, [&](size_t k, int64_t i, const int32_t* tokens) {
            const NGramLevel& level = x.levels[k];
            const auto row = static_cast<size_t>(part.n_terms[bins(level.counts[i])]++);
            level.rows[i] = static_cast<int32_t>(row);
            terms.counts[row] = level.counts[i];
            terms.document_counts[row] = level.document_counts[i];
            std::copy(tokens, tokens + n_levels, terms.tokens + row * n_levels);
        });
    });
    return n;
}

}  // namespace skembed
