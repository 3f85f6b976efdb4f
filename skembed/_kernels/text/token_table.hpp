// Hash tables of distinct tokens, numbered from 0 in the order of their first occurrence, with linear
// probing. They know bytes only; tokenize.hpp finds the tokens.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <vector>

#include "common/compiler.hpp"

namespace skembed {

constexpr char SEPARATOR = '\n';  // after each token in a text; is in no token
constexpr size_t PADDING = 8;     // zeros after a token, so that it can be hashed in words of 8 bytes

// A hash of the n bytes of a token, which is followed by PADDING zeros.
inline uint32_t token_hash(const char* token, size_t n) {
    const auto mixed = [](uint64_t h) {
        h = (h ^ h >> 32) * 0xd6e8feb86659fd93;
        h = (h ^ h >> 29) * 0x9e3779b97f4a7c15;
        return h ^ h >> 32;
    };
    uint64_t hash = n, word;
    for (size_t i = 0; i < n; i += sizeof word) {
        std::memcpy(&word, token + i, sizeof word);
        hash = mixed(hash ^ word);
    }
    return static_cast<uint32_t>(hash);
}

struct Slot {
    uint32_t hash;
    uint32_t number;  // of the token, plus 1; 0 if the slot is empty
};

// The slot of a token, or the empty slot where it belongs. Of n_slots, a power of two, at least one must
// be empty; token i begins at begins[i] in text, and SEPARATOR is its last byte there.
SKEMBED_INLINE Slot& slot_of(const char* token, size_t n, uint32_t hash, Slot* slots, size_t n_slots,
                             const char* text, const int64_t* begins) {
    size_t at = hash & (n_slots - 1);
    for (; slots[at].number != 0; at = (at + 1) & (n_slots - 1)) {
        if (slots[at].hash != hash) continue;
        const int64_t* const begin = begins + (slots[at].number - 1);
        const auto length = static_cast<size_t>(begin[1] - begin[0]) - 1;
        if (length == n && std::memcmp(text + begin[0], token, n) == 0) break;
    }
    return slots[at];
}

// A table that grows.
class TokenTable {
  public:
    // Returns the number of a token, which is followed by PADDING zeros; a new token gets the next one.
    int32_t number(const char* token, size_t n) {
        if (2 * begins_.size() >= slots_.size()) grow();
        const uint32_t hash = token_hash(token, n);
        Slot& slot = slot_of(token, n, hash, slots_.data(), slots_.size(), text_.data(), begins_.data());
        if (slot.number == 0) {
            if (begins_.size() > INT32_MAX) throw std::length_error("2 ** 31 distinct tokens");
            slot = Slot{hash, static_cast<uint32_t>(begins_.size())};
            text_.insert(text_.end(), token, token + n);
            text_.push_back(SEPARATOR);
            begins_.push_back(static_cast<int64_t>(text_.size()));
        }
        return static_cast<int32_t>(slot.number - 1);
    }

    // All tokens in the order of their numbers, each followed by SEPARATOR.
    const std::vector<char>& text() const { return text_; }

  private:
    void grow() {
        std::vector<Slot> larger(std::max<size_t>(256, 2 * slots_.size()), Slot{0, 0});
        for (const Slot& slot : slots_) {
            size_t at = slot.hash & (larger.size() - 1);
            while (larger[at].number != 0) at = (at + 1) & (larger.size() - 1);
            larger[at] = slot;
        }
        slots_.swap(larger);
    }

    std::vector<Slot> slots_;  // a power of two, at most half of them in use
    std::vector<char> text_;
    std::vector<int64_t> begins_{0};
};

// A table in arrays of the caller, which have room for all tokens that are added.
struct TokenArrays {
    Slot* slots;      // (n_slots,) a power of two
    int64_t n_slots;
    int64_t* begins;  // (n_tokens + 1,) and room
    char* text;       // (begins[n_tokens],) and room
    int64_t n_tokens;

    // Adds the tokens of found (n_bytes,), each followed by SEPARATOR. numbers (n,) out: their numbers.
    void add(const char* found, int64_t n_bytes, int32_t* numbers) {
        constexpr size_t BLOCK = 32;  // the slots of so many tokens are fetched at the same time
        const char *next[BLOCK + 1] = {found}, *const end = found + n_bytes;
        uint32_t hashes[BLOCK];
        std::vector<char> token;
        for (; next[0] != end;) {
            size_t n = 0;
            for (; n < BLOCK && next[n] != end; ++n) {
                next[n + 1] = std::find(next[n], end, SEPARATOR) + 1;
                token.assign(next[n], next[n + 1] - 1);
                token.resize(token.size() + PADDING);
                hashes[n] = token_hash(token.data(), token.size() - PADDING);
                SKEMBED_PREFETCH(slots + (hashes[n] & static_cast<uint64_t>(n_slots - 1)));
            }
            for (size_t i = 0; i < n; ++i) *numbers++ = number(next[i], next[i + 1], hashes[i]);
            next[0] = next[n];
        }
    }

  private:
    int32_t number(const char* token, const char* end, uint32_t hash) {
        const auto n = static_cast<size_t>(end - token);  // with SEPARATOR
        Slot& slot = slot_of(token, n - 1, hash, slots, static_cast<size_t>(n_slots), text, begins);
        if (slot.number == 0) {
            slot = Slot{hash, static_cast<uint32_t>(n_tokens + 1)};
            std::memcpy(text + begins[n_tokens], token, n);
            begins[n_tokens + 1] = begins[n_tokens] + static_cast<int64_t>(n);
            ++n_tokens;
        }
        return static_cast<int32_t>(slot.number - 1);
    }
};

}  // namespace skembed
