// Checks of arrays from outside, before a loop uses their values as indices.
#pragma once

#include <cstdint>

#include "common/compiler.hpp"

namespace skembed {

enum Negative : int32_t { NEGATIVE_REFUSED, NEGATIVE_IGNORED };  // how to treat negative ids

// Throws std::invalid_argument with a message that says which of ids (n,) is out of range.
[[noreturn]] void refuse_ids(const int32_t* ids, int64_t n, int64_t n_rows);

// Throws std::invalid_argument unless all ids (n,) are below n_rows and, unless negative ids are
// ignored, not negative. A single pass without branches, inlined into the caller so that the compiler
// vectorizes it for the caller's instruction set.
SKEMBED_INLINE void check_ids(const int32_t* ids, int64_t n, int64_t n_rows,
                              Negative negative = NEGATIVE_REFUSED) {
    const auto last = static_cast<uint32_t>((n_rows < int64_t{1} << 31 ? n_rows : int64_t{1} << 31) - 1);
    const uint32_t refused = negative == NEGATIVE_REFUSED ? UINT32_MAX : 0;
    uint32_t bad = 0;  // highest bit set if any id is bad: id is negative, or last - id is
    for (int64_t i = 0; i < n; ++i) {
        const auto id = static_cast<uint32_t>(ids[i]);
        bad |= ((last - id) & ~id) | (id & refused);
    }
    if (bad >> 31 != 0) refuse_ids(ids, n, n_rows);
}

// The same check for a single id that a loop uses right away, cheaper than a separate pass.
SKEMBED_INLINE int32_t checked_id(int32_t id, int64_t n_rows) {
    if (static_cast<uint32_t>(id) >= static_cast<uint64_t>(n_rows)) refuse_ids(&id, 1, n_rows);
    return id;
}

// Throws std::invalid_argument unless indptr (n_docs + 1,) rises from 0 to n_tokens.
void check_indptr(const int64_t* indptr, int64_t n_docs, int64_t n_tokens);

}  // namespace skembed
