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

constexpr size_t WORD = 8;        // bytes; so many must be readable from each byte of a token on

// The first n bytes, at most a word of them, and zeros.
SKEMBED_INLINE uint64_t word_of(const char* bytes, size_t n) {
    static constexpr uint8_t ones_then_zeros[2 * WORD] = {255, 255, 255, 255, 255, 255, 255, 255};
    uint64_t word, mask;
    std::memcpy(&word, bytes, WORD);
    std::memcpy(&mask, ones_then_zeros + WORD - std::min(n, WORD), WORD);
    return word & mask;
}

SKEMBED_INLINE uint64_t mixed(uint64_t h) {
    h = (h ^ h >> 32) * 0xd6e8feb86659fd93;
    h = (h ^ h >> 29) * 0x9e3779b97f4a7c15;
    return h ^ h >> 32;
}

// The bytes themselves of a token that fits into a word, else a hash of them.
SKEMBED_INLINE uint64_t key_of(const char* token, size_t n) {
    if (n <= WORD) return word_of(token, n);
    uint64_t key = n;
    for (size_t i = 0; i < n; i += WORD) key = mixed(key ^ word_of(token + i, n - i));
    return key;
}

struct Slot {
    uint64_t key;
    uint32_t length;
    uint32_t number;  // of the token, plus 1; 0 if the slot is empty
};

SKEMBED_INLINE size_t home_of(uint64_t key, uint32_t length, size_t n_slots) {
    return mixed(key + length) & (n_slots - 1);
}

// A token that is to be found in a table.
struct Token {
    const char* bytes = nullptr;
    size_t n = 0;
    uint64_t key = 0;

    Token() = default;
    Token(const char* first, size_t size) : bytes(first), n(size), key(key_of(first, size)) {}
};

// The slot of a token, or the empty slot where it belongs. Of n_slots, a power of two, at least one must
// be empty; token i begins at begins[i] in text, and ends where the next one begins.
template <typename AnySlot>
SKEMBED_INLINE AnySlot& slot_of(const Token& token, AnySlot* slots, size_t n_slots, const char* text,
                                const int64_t* begins) {
    const auto length = static_cast<uint32_t>(token.n);
    size_t at = home_of(token.key, length, n_slots);
    for (; slots[at].number != 0; at = (at + 1) & (n_slots - 1)) {
        if (slots[at].key != token.key || slots[at].length != length) continue;
        if (token.n <= WORD) break;
        const int64_t* const begin = begins + (slots[at].number - 1);
        const auto n = static_cast<size_t>(begin[1] - begin[0]);
        if (n == token.n && std::memcmp(text + begin[0], token.bytes, n) == 0) break;
    }
    return slots[at];
}

constexpr int32_t UNKNOWN = -1, LEFT_OUT = -2;  // instead of the number of a token

// A table that grows.
class TokenTable {
  public:
    // Returns the number of a token; a new token gets the next one.
    SKEMBED_INLINE int32_t number(const Token& token) {
        Slot& slot = slot_of(token, slots_.data(), slots_.size(), text_.data(), begins_.data());
        const int32_t place = slot.number != 0 ? static_cast<int32_t>(slot.number - 1) : add(token, slot);
        return place < n_left_out_ ? LEFT_OUT : place - n_left_out_;
    }

    // Tokens, n of them, that get no number; before all others.
    void leave_out(const char* text, const int64_t* begins, int64_t n);

    // Adds n tokens, of which token i begins at begins[i] in text. numbers (n,) out: their numbers.
    void add(const char* text, const int64_t* begins, int64_t n, int32_t* numbers);

    SKEMBED_INLINE void prefetch(const Token& token) const {
        SKEMBED_PREFETCH(&slots_[home_of(token.key, static_cast<uint32_t>(token.n), slots_.size())]);
    }

    // The tokens in the order of their numbers: where each begins in text, and the last one ends.
    const char* text() const { return text_.data(); }
    const int64_t* begins() const { return begins_.data() + n_left_out_; }
    int64_t size() const { return static_cast<int64_t>(begins_.size()) - 1 - n_left_out_; }

  private:
    int32_t add(const Token& token, Slot& slot) {
        if (begins_.size() > INT32_MAX) throw std::length_error("2 ** 31 distinct tokens");
        const auto number = static_cast<uint32_t>(begins_.size());
        slot = Slot{token.key, static_cast<uint32_t>(token.n), number};
        const auto end = static_cast<size_t>(begins_.back()) + token.n;
        if (text_.capacity() < end + WORD) text_.reserve(2 * (end + WORD));
        text_.insert(text_.end(), token.bytes, token.bytes + token.n);
        begins_.push_back(static_cast<int64_t>(end));
        if (2 * begins_.size() >= slots_.size()) grow();
        return static_cast<int32_t>(number - 1);
    }

    void grow() {
        std::vector<Slot> larger(2 * slots_.size(), Slot{0, 0, 0});
        for (const Slot& slot : slots_) {
            if (slot.number == 0) continue;
            size_t at = home_of(slot.key, slot.length, larger.size());
            while (larger[at].number != 0) at = (at + 1) & (larger.size() - 1);
            larger[at] = slot;
        }
        slots_.swap(larger);
    }

    std::vector<Slot> slots_ = std::vector<Slot>(64);  // a power of two, at most half of them in use
    std::vector<char> text_;   // and room for at least a word behind it
    std::vector<int64_t> begins_{0};
    int32_t n_left_out_ = 0;   // tokens, which come before the others
};

// Calls use(i, token) for n tokens, of which token i begins at begins[i] in text.
template <typename Use>
void each_token(const char* text, const int64_t* begins, int64_t n, Use&& use) {
    std::vector<char> last(2 * WORD);  // words cannot be read where text ends
    for (int64_t i = 0; i < n; ++i) {
        const char* const begin = text + begins[i];
        const auto length = static_cast<size_t>(begins[i + 1] - begins[i]);
        const bool is_last = begins[n] - begins[i + 1] < static_cast<int64_t>(WORD);
        if (is_last) {
            last.resize(std::max(last.size(), length + WORD));
            std::memcpy(last.data(), begin, length);
        }
        use(i, Token(is_last ? last.data() : begin, length));
    }
}

inline void TokenTable::leave_out(const char* text, const int64_t* begins, int64_t n) {
    each_token(text, begins, n, [this](int64_t, const Token& token) { number(token); });
    n_left_out_ = static_cast<int32_t>(begins_.size()) - 1;
}

inline void TokenTable::add(const char* text, const int64_t* begins, int64_t n, int32_t* numbers) {
    constexpr int64_t AHEAD = 8;  // tokens whose slots are fetched before they are read
    const auto word = static_cast<int64_t>(WORD);
    each_token(text, begins, n, [&](int64_t i, const Token& token) {
        const int64_t next = i + AHEAD;
        if (next < n && begins[n] - begins[next + 1] >= word)
            prefetch(Token(text + begins[next], static_cast<size_t>(begins[next + 1] - begins[next])));
        numbers[i] = number(token);
    });
}

}  // namespace skembed
