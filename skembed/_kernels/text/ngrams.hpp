// N-grams of token ids, numbered by hash tables of their keys: an n-gram is the number of its beginning
// (all but its last token) and its last token. Nothing is known of strings.
#pragma once

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <stdexcept>
#include <utility>
#include <vector>

#include "common/compiler.hpp"
#include "common/parallel.hpp"
#include "text/token_table.hpp"

namespace skembed {

// The documents, and the beginning of the n-gram that ends at each token.
struct Sequences {
    const int32_t* before;   // (n_ids,) number of the beginning that ends at each token; negative: none
    const int32_t* ids;      // (n_ids,) negative: in no n-gram
    const int64_t* indptr;   // (n_documents + 1,)
    int64_t n_documents;
    int64_t n_before, n_tokens;  // numbers are less than these
};

// The place of a key in keys, plus 1, or 0 where it belongs. Of n_slots, a power of two, at least one
// must be 0.
template <typename Slot>
SKEMBED_INLINE Slot& ngram_slot(int64_t key, Slot* slots, size_t n_slots, const int64_t* keys) {
    size_t at = home_of(static_cast<uint64_t>(key), 0, n_slots);
    while (slots[at] != 0 && keys[slots[at] - 1] != key) at = (at + 1) & (n_slots - 1);
    return slots[at];
}

// Calls use(key, i, document) for the n-grams that end at tokens i of the documents from first to last.
// The slots of several of them, and then their keys, are fetched at the same time.
template <typename Wanted, typename Slots, typename Keys, typename Use>
SKEMBED_INLINE void for_ngrams(const Sequences& x, int64_t first, int64_t last, Wanted&& wanted,
                               Slots&& slot_to_fetch, Keys&& key_to_fetch, Use&& use) {
    constexpr size_t BLOCK = 32;
    int64_t keys[BLOCK], tokens[BLOCK], documents[BLOCK];
    size_t n = 0;
    const auto flush = [&] {
        for (size_t j = 0; j < n; ++j) SKEMBED_PREFETCH(slot_to_fetch(keys[j]));
        for (size_t j = 0; j < n; ++j) SKEMBED_PREFETCH(key_to_fetch(keys[j]));
        for (size_t j = 0; j < n; ++j) use(keys[j], tokens[j], documents[j]);
        n = 0;
    };
    for (int64_t d = first; d < last; ++d) {
        for (int64_t i = x.indptr[d] + 1; i < x.indptr[d + 1]; ++i) {
            const int64_t before = x.before[i - 1], id = x.ids[i];
            if (before < 0 || id < 0) continue;
            if (before >= x.n_before || id >= x.n_tokens)
                throw std::invalid_argument("a number in before or ids is too large");
            if (!wanted(before)) continue;
            keys[n] = before * x.n_tokens + id;
            tokens[n] = i;
            documents[n++] = d;
            if (n == BLOCK) flush();
        }
    }
    flush();
}

// The n-grams with beginnings in a range, numbered in the order of their keys, and their counts.
class NGramTable {
  public:
    int64_t first = 0, last = 0;  // the range
    int64_t offset = 0;           // number of the first n-gram
    std::vector<int64_t> keys, counts, document_counts;

    // Finds the n-grams. places (n_ids,) out: a number of each, until `renumber`.
    void find(const Sequences& x, int32_t* places) {
        for_ngrams(
            x, 0, x.n_documents, [this](int64_t before) { return before >= first && before < last; },
            [this](int64_t key) { return &slots_[home(key)]; },
            [this](int64_t key) { return keys.data() + slots_[home(key)] - (slots_[home(key)] != 0); },
            [&](int64_t key, int64_t i, int64_t) {
                uint32_t& slot = ngram_slot(key, slots_.data(), slots_.size(), keys.data());
                if (slot == 0) {
                    if (keys.size() >= INT32_MAX) throw std::length_error("2 ** 31 distinct n-grams");
                    keys.push_back(key);
                    slot = static_cast<uint32_t>(keys.size());
                }
                places[i] = static_cast<int32_t>(slot - 1);
                if (2 * keys.size() >= slots_.size()) grow();
            });
        sort();
    }

    // Counts the n-grams, too: here, as the arrays for it are not needed before.
    void renumber(const Sequences& x, int32_t* places) {
        counts.resize(keys.size());
        document_counts.resize(keys.size());
        std::vector<int64_t> last_document(keys.size(), -1);  // that has each n-gram
        for (int64_t d = 0; d < x.n_documents; ++d)
            for (int64_t i = x.indptr[d] + 1; i < x.indptr[d + 1]; ++i) {
                if (x.before[i - 1] < first || x.before[i - 1] >= last || x.ids[i] < 0) continue;
                const auto number = static_cast<size_t>(rank_[static_cast<size_t>(places[i])]);
                ++counts[number];
                document_counts[number] += last_document[number] != d;
                last_document[number] = d;
                places[i] = static_cast<int32_t>(offset + static_cast<int64_t>(number));
            }
        std::vector<int32_t>().swap(rank_);
    }

  private:
    size_t home(int64_t key) const { return home_of(static_cast<uint64_t>(key), 0, slots_.size()); }

    void grow() {
        slots_.assign(2 * slots_.size(), 0);
        for (size_t i = 0; i < keys.size(); ++i)
            ngram_slot(keys[i], slots_.data(), slots_.size(), keys.data()) = static_cast<uint32_t>(i + 1);
    }

    // Memory is freed as soon as it is not needed: there may be as many n-grams as tokens.
    void sort() {
        std::vector<uint32_t>().swap(slots_);
        std::vector<std::pair<int64_t, int32_t>> order(keys.size());
        for (size_t i = 0; i < keys.size(); ++i) order[i] = {keys[i], static_cast<int32_t>(i)};
        std::vector<int64_t>().swap(keys);
        std::sort(order.begin(), order.end());
        keys.resize(order.size());
        rank_.resize(order.size());
        for (size_t i = 0; i < order.size(); ++i) {
            keys[i] = order[i].first;
            rank_[static_cast<size_t>(order[i].second)] = static_cast<int32_t>(i);
        }
    }

    std::vector<uint32_t> slots_ = std::vector<uint32_t>(64);
    std::vector<int32_t> rank_;
};

// Ranges of beginnings, with about as many n-grams in each: tables without n-grams.
inline std::vector<NGramTable> ranges(const Sequences& x, int64_t n_ranges) {
    std::vector<int64_t> sums(static_cast<size_t>(x.n_before) + 1);
    const int64_t n = x.indptr[x.n_documents];
    for (int64_t i = 0; i < n; ++i) {
        if (x.before[i] >= x.n_before) throw std::invalid_argument("a number in before or ids is too large");
        if (x.before[i] >= 0) ++sums[static_cast<size_t>(x.before[i]) + 1];
    }
    std::partial_sum(sums.begin(), sums.end(), sums.begin());
    std::vector<NGramTable> tables(static_cast<size_t>(n_ranges));
    for (int64_t t = 0; t < n_ranges; ++t) {
        NGramTable& table = tables[static_cast<size_t>(t)];
        table.first = t > 0 ? tables[static_cast<size_t>(t) - 1].last : 0;
        const auto end = std::lower_bound(sums.begin(), sums.end(), sums.back() / n_ranges * (t + 1));
        table.last = t + 1 < n_ranges ? std::max<int64_t>(table.first, end - sums.begin()) : x.n_before;
    }
    return tables;
}

// Numbers the n-grams of all documents in the order of their keys. places (n_ids,) out: the number of the
// n-gram that ends at each token, -1 for none. Each thread has the n-grams of a range of beginnings.
inline std::vector<NGramTable> number_ngrams(const Sequences& x, int n_threads, int32_t* places) {
    const int64_t n_tables = std::max(n_threads, 1);
    std::vector<NGramTable> tables = n_tables > 1 ? ranges(x, n_tables) : std::vector<NGramTable>(1);
    tables.back().last = x.n_before;
    std::fill(places, places + x.indptr[x.n_documents], -1);
    run_stages(n_threads, 1, n_tables, [&](int64_t, int64_t t, int) { tables[static_cast<size_t>(t)].find(x, places); });
    int64_t n = 0;
    for (NGramTable& table : tables) {
        table.offset = n;
        n += static_cast<int64_t>(table.keys.size());
    }
    if (n > INT32_MAX) throw std::length_error("2 ** 31 distinct n-grams");
    run_stages(n_threads, 1, n_tables, [&](int64_t, int64_t t, int) { tables[static_cast<size_t>(t)].renumber(x, places); });
    return tables;
}

// slots (n_slots,) out: a table of different keys (n_keys,), of which at least twice as many slots.
inline void index_ngrams(const int64_t* keys, int64_t n_keys, uint32_t* slots, int64_t n_slots) {
    std::fill(slots, slots + n_slots, 0);
    for (int64_t i = 0; i < n_keys; ++i)
        ngram_slot(keys[i], slots, static_cast<size_t>(n_slots), keys) = static_cast<uint32_t>(i + 1);
}

// places (n_ids,) out: the place in keys of the n-gram that ends at each token, -1 for none.
inline void find_ngrams(const Sequences& x, const int64_t* keys, const uint32_t* slots,
                        int64_t n_slots, int n_threads, int32_t* places) {
    const auto n = static_cast<size_t>(n_slots);
    const auto home = [&](int64_t key) { return slots + home_of(static_cast<uint64_t>(key), 0, n); };
    std::fill(places, places + x.indptr[x.n_documents], -1);
    const int64_t n_parts = std::max(n_threads, 1);
    run_stages(n_threads, 1, n_parts, [&](int64_t, int64_t p, int) {
        for_ngrams(
            x, x.n_documents * p / n_parts, x.n_documents * (p + 1) / n_parts, [](int64_t) { return true; },
            home, [&](int64_t key) { return keys + *home(key) - (*home(key) != 0); },
            [&](int64_t key, int64_t i, int64_t) {
                places[i] = static_cast<int32_t>(ngram_slot(key, slots, n, keys)) - 1;
            });
    });
}

}  // namespace skembed
