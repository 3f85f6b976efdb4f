// Known n-grams of token ids, looked up in hash tables of their keys: the number of the beginning times that of
// all tokens, plus the last token. ngram_numbers.hpp finds them; nothing is known of strings.
#pragma once

#include <algorithm>
#include <cstdint>

#include "common/compiler.hpp"
#include "common/parallel.hpp"
#include "text/sequences.hpp"
#include "text/token_table.hpp"

namespace skembed {

// The place of a key in keys, plus 1, or 0 where it belongs. Of n_slots, a power of two, at least one
// must be 0.
template <typename Slot>
SKEMBED_INLINE Slot& ngram_slot(int64_t key, Slot* slots, size_t n_slots, const int64_t* keys) {
    size_t at = home_of(static_cast<uint64_t>(key), 0, n_slots);
    while (slots[at] != 0 && keys[slots[at] - 1] != key) at = (at + 1) & (n_slots - 1);
    return slots[at];
}

// slots (n_slots,) out: a table of different keys (n_keys,), of which at least twice as many slots.
inline void index_ngrams(const int64_t* keys, int64_t n_keys, uint32_t* slots, int64_t n_slots) {
    std::fill(slots, slots + n_slots, 0);
    for (int64_t i = 0; i < n_keys; ++i)
        ngram_slot(keys[i], slots, static_cast<size_t>(n_slots), keys) = static_cast<uint32_t>(i + 1);
}

// places (n_ids,) out: the place in keys of the n-gram that ends at each token, -1 for none. The slots of
// several n-grams, and then their keys, are fetched at the same time.
inline void find_ngrams(const Sequences& x, const int64_t* keys, const uint32_t* slots,
                        int64_t n_slots, int n_threads, int32_t* places) {
    constexpr size_t BLOCK = 32;
    const auto n_all = static_cast<size_t>(n_slots);
    const int64_t n_tokens = x.indptr[x.n_documents], n_parts = std::max(n_threads, 1);
    const auto limit = [&](int64_t p) { return part_begin(n_tokens, p, n_parts); };
    run_stages(n_threads, 1, n_parts, [&](int64_t, int64_t p, int) {
        int64_t wanted[BLOCK], at[BLOCK];
        size_t n = 0;
        const auto flush = [&] {
            const uint32_t* homes[BLOCK];
            for (size_t j = 0; j < n; ++j) {
                homes[j] = slots + home_of(static_cast<uint64_t>(wanted[j]), 0, n_all);
                SKEMBED_PREFETCH(homes[j]);
            }
            for (size_t j = 0; j < n; ++j) SKEMBED_PREFETCH(keys + *homes[j] - (*homes[j] != 0));
            for (size_t j = 0; j < n; ++j)
                places[at[j]] = static_cast<int32_t>(ngram_slot(wanted[j], slots, n_all, keys)) - 1;
            n = 0;
        };
        std::fill(places + limit(p), places + limit(p + 1), -1);
        each_ngram(x, limit(p), limit(p + 1), [&](int64_t before, int64_t id, int64_t i, int64_t) {
            wanted[n] = before * x.n_tokens + id;
            at[n++] = i;
            if (n == BLOCK) flush();
        });
        flush();
    });
}

}  // namespace skembed
