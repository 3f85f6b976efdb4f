// What arrays from outside must be before a loop takes them for addresses: one pass over each, without
// a branch, so that the compiler vectorizes it (a tenth of a nanosecond an id).
#pragma once

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <string>

namespace skembed {

enum Negative : int32_t { NEGATIVE_REFUSED, NEGATIVE_IGNORED };  // ids that stand for no row

// Throws std::invalid_argument unless all of ids (n,) lie below n_rows, and are not negative unless
// those are ignored.
inline void check_ids(const int32_t* ids, int64_t n, int64_t n_rows,
                      Negative negative = NEGATIVE_REFUSED) {
    const auto last = static_cast<uint32_t>(std::min(n_rows, int64_t{1} << 31) - 1);
    const uint32_t refused = negative == NEGATIVE_REFUSED ? UINT32_MAX : 0;
    uint32_t bad = 0;  // its highest bit is set if one id's is: negative, or below zero in last - id
    for (int64_t i = 0; i < n; ++i) {
        const auto id = static_cast<uint32_t>(ids[i]);
        bad |= ((last - id) & ~id) | (id & refused);
    }
    if (bad >> 31 == 0) return;
    const auto range = std::minmax_element(ids, ids + n);
    const std::string bounds = "ids must lie between 0 and " + std::to_string(n_rows - 1) + ", got ";
    throw std::invalid_argument(
        *range.second < n_rows
            ? bounds + std::to_string(*range.first) + ": unknown tokens are left out, not negative"
            : bounds + std::to_string(*range.second) + ": are they those of another vocabulary?");
}

// Throws std::invalid_argument unless indptr (n_docs + 1,) rises from 0 to n_tokens.
inline void check_indptr(const int64_t* indptr, int64_t n_docs, int64_t n_tokens) {
    bool good = n_docs >= 0 && indptr[0] == 0 && indptr[n_docs] == n_tokens;
    for (int64_t i = 0; i < n_docs; ++i) good &= indptr[i] <= indptr[i + 1];
    if (good) return;
    throw std::invalid_argument("indptr must begin at 0, never fall, and end at the number of ids, " +
                                std::to_string(n_tokens));
}

}  // namespace skembed
