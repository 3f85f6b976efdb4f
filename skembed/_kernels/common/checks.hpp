// What arrays from outside must be before a loop takes them for addresses.
#pragma once

#include <cstdint>

#include "common/compiler.hpp"

namespace skembed {

enum Negative : int32_t { NEGATIVE_REFUSED, NEGATIVE_IGNORED };  // ids that stand for no row

// Throws std::invalid_argument, which says what is wrong with some of ids (n,).
[[noreturn]] void refuse_ids(const int32_t* ids, int64_t n, int64_t n_rows);

// Throws std::invalid_argument unless all of ids (n,) lie below n_rows, and are not negative unless
// those are ignored. One pass without a branch, in the registers of whoever calls it: the compiler
// vectorizes it.
SKEMBED_INLINE void check_ids(const int32_t* ids, int64_t n, int64_t n_rows,
                              Negative negative = NEGATIVE_REFUSED) {
    const auto last = static_cast<uint32_t>((n_rows < int64_t{1} << 31 ? n_rows : int64_t{1} << 31) - 1);
    const uint32_t refused = negative == NEGATIVE_REFUSED ? UINT32_MAX : 0;
    uint32_t bad = 0;  // its highest bit is set if one id's is: negative, or below zero in last - id
    for (int64_t i = 0; i < n; ++i) {
        const auto id = static_cast<uint32_t>(ids[i]);
        bad |= ((last - id) & ~id) | (id & refused);
    }
    if (bad >> 31 != 0) refuse_ids(ids, n, n_rows);
}

// The same for one id, in a loop that uses it at once: cheaper there than a pass of its own.
SKEMBED_INLINE int32_t checked_id(int32_t id, int64_t n_rows) {
    if (static_cast<uint32_t>(id) >= static_cast<uint64_t>(n_rows)) refuse_ids(&id, 1, n_rows);
    return id;
}

// Throws std::invalid_argument unless indptr (n_docs + 1,) rises from 0 to n_tokens.
void check_indptr(const int64_t* indptr, int64_t n_docs, int64_t n_tokens);

}  // namespace skembed
