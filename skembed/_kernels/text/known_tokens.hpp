// Known tokens and the row of each, made once and then only looked up: a token that fits into a word needs
// its slot, a longer one its bytes too, and nothing else of the memory. Nothing is added later.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <vector>

#include "common/compiler.hpp"
#include "text/token_table.hpp"

namespace skembed {

struct KnownSlot {
    uint64_t key;
    int32_t row;
    uint32_t place;  // 0: the slot is empty; up to LONG: length of the token, plus 1; else where it is
};

constexpr uint32_t LONG = WORD + 1;  // place, minus LONG, of a longer token in long_tokens

struct KnownTokens {
    const KnownSlot* slots;        // (n_slots,) a power of two
    int64_t n_slots;
    const uint64_t* long_tokens;   // (n_long,) words: of each token its length, then its bytes
    int64_t n_long;

    // The row of a token; UNKNOWN if there is no such token.
    SKEMBED_INLINE int32_t number(const Token& token) const {
        const KnownSlot& slot = slots[slot_of(token)];
        return slot.place != 0 ? slot.row : UNKNOWN;
    }

    SKEMBED_INLINE void prefetch(const Token& token) const { SKEMBED_PREFETCH(slots + home(token)); }

    // The slot of a token, or the empty slot where it belongs; at least one is empty.
    SKEMBED_INLINE size_t slot_of(const Token& token) const {
        size_t at = home(token);
        while (slots[at].place != 0 && !has(slots[at], token)) at = (at + 1) & mask();
        return at;
    }

  private:
    SKEMBED_INLINE size_t mask() const { return static_cast<size_t>(n_slots - 1); }

    SKEMBED_INLINE size_t home(const Token& token) const {
        return home_of(token.key, static_cast<uint32_t>(token.n), static_cast<size_t>(n_slots));
    }

    SKEMBED_INLINE bool has(const KnownSlot& slot, const Token& token) const {
        if (slot.key != token.key) return false;
        return token.n <= WORD ? slot.place == token.n + 1 : slot.place > LONG && is_at(slot.place - LONG, token);
    }

    bool is_at(int64_t place, const Token& token) const {
        const auto n = static_cast<int64_t>(token.n);
        const bool fits = place < n_long && (n_long - place - 1) * static_cast<int64_t>(WORD) >= n;
        if (place >= n_long || (long_tokens[place] == token.n && !fits))
            throw std::invalid_argument("long_tokens must be those of the table");
        return long_tokens[place] == token.n && std::memcmp(long_tokens + place + 1, token.bytes, token.n) == 0;
    }
};

// Makes the table of n tokens, of which token i begins at begins[i] in text, and has row rows[i]; equal tokens
// have the row of the last one. slots (n_slots,) out: a power of two, of which more than n remain empty. Returns
// the longer tokens, behind a word that is not used.
inline std::vector<uint64_t> index_tokens(const char* text, const int64_t* begins, const int32_t* rows, int64_t n,
                                          KnownSlot* slots, int64_t n_slots) {
    std::vector<uint64_t> long_tokens{0};
    std::fill_n(slots, n_slots, KnownSlot{0, 0, 0});
    each_token(text, begins, n, [&](int64_t i, const Token& token) {
        const KnownTokens known{slots, n_slots, long_tokens.data(), static_cast<int64_t>(long_tokens.size())};
        KnownSlot& slot = slots[known.slot_of(token)];
        if (slot.place == 0) {
            slot.place = static_cast<uint32_t>(token.n) + 1;
            if (token.n > WORD) {
                const size_t place = long_tokens.size();
                if (place > UINT32_MAX - LONG) throw std::length_error("tokens of more than 32 GB");
                slot.place = LONG + static_cast<uint32_t>(place);
                long_tokens.resize(place + 1 + (token.n + WORD - 1) / WORD);
                long_tokens[place] = token.n;
                std::memcpy(&long_tokens[place + 1], token.bytes, token.n);
            }
        }
        slot.key = token.key;
        slot.row = rows[i];
    });
    return long_tokens;
}

}  // namespace skembed
