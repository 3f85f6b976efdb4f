// Characters as scikit-learn's preprocessor leaves them (lower case, accents). What each of them becomes
// comes from the caller's table; nothing is known about Unicode here, except the one mapping that depends
// on the context, that of a capital sigma.
#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <vector>

#include "common/compiler.hpp"
#include "text/token_table.hpp"

namespace skembed {

// An entry of the table: a mapped code point (21 bits) and these flags. In ASCII documents, each character
// becomes another one, and only the flag IN_TOKEN is used.
constexpr uint32_t IN_TOKEN = 1u << 21;    // the mapped code point is of the class of tokens
constexpr uint32_t SPECIAL = 1u << 22;     // the code point is instead a position in begins
constexpr uint32_t CASED = 1u << 23;       // of the original character: cased, and not ignorable
constexpr uint32_t IGNORABLE = 1u << 24;   // of the original character: ignored around a sigma
constexpr uint32_t CONTINUES = 1u << 25;   // the mapped code point belongs to a token, but begins none
constexpr uint32_t JOINS = 1u << 26;       // it does so only before one that is of the class or continues
constexpr uint32_t CODE = IN_TOKEN - 1;
constexpr uint32_t CAPITAL_SIGMA = 0x3a3, FINAL_SIGMA = 0x3c2, SMALL_SIGMA = 0x3c3;
constexpr size_t N_ASCII = 128;

struct Characters {
    const uint32_t* entries;       // (128,) for ASCII documents only, or (0x110000,)
    const int64_t* begins;         // (n_special + 1,) where each expansion begins
    int64_t n_special;
    const uint32_t* expansions;    // (n_expansions,) entries that replace special characters
    int64_t n_expansions;
    bool has_sigma;                // a capital sigma becomes one of two small ones
};

struct Document {
    const void* characters;        // uint8_t if it is ASCII, else uint32_t
    int64_t n;
    bool is_ascii;
};

// Which tokens a document has.
struct Rule {
    // Of words padded with spaces, or of documents in brackets, which are single tokens.
    enum Kind { WORDS, CHARACTERS, CHARACTERS_OF_WORDS, CHARACTERS_OF_TOKENS } kind;
    int64_t shortest;              // minimum number of characters of a token
    int64_t longest;               // maximum; WORDS have none
};

// The context in which Unicode has a final sigma (SpecialCasing.txt, Final_Sigma): a cased letter
// before it and none after it, where ignorable characters do not count.
inline bool is_final_sigma(const Characters& to, const uint32_t* text, int64_t n, int64_t i) {
    const auto has = [&](int64_t at, uint32_t flag) { return (to.entries[text[at]] & flag) != 0; };
    int64_t before = i - 1, after = i + 1;
    while (before >= 0 && has(before, IGNORABLE)) --before;
    if (before < 0 || !has(before, CASED)) return false;
    while (after < n && has(after, IGNORABLE)) ++after;
    return after == n || !has(after, CASED);
}

// Calls use(entry) for the entries of all characters that those of a text become.
template <typename Use>
SKEMBED_INLINE void for_mapped(const Characters& to, const uint32_t* text, int64_t n, Use&& use) {
    for (int64_t i = 0; i < n; ++i) {
        uint32_t entry = to.entries[text[i]];
        if (text[i] == CAPITAL_SIGMA && to.has_sigma)
            entry = to.entries[is_final_sigma(to, text, n, i) ? FINAL_SIGMA : SMALL_SIGMA];
        if ((entry & SPECIAL) == 0) {
            use(entry);
            continue;
        }
        const auto special = static_cast<int64_t>(entry & CODE);
        const bool good = special < to.n_special && to.begins[special] >= 0 &&
                          to.begins[special + 1] <= to.n_expansions;
        if (!good) throw std::invalid_argument("an expansion lies outside of expansions");
        for (int64_t k = to.begins[special]; k < to.begins[special + 1]; ++k) use(to.expansions[k]);
    }
}

// Characters in UTF-8, with at least a word behind them.
struct Utf8 {
    std::vector<char> bytes;
    size_t n = 0;

    void make_room(size_t more) {
        if (bytes.size() < n + more + WORD) bytes.resize(2 * (n + more + WORD));
    }

    // Surrogates are appended as if they were characters, as "surrogatepass" does.
    void append(uint32_t c) {
        make_room(4);
        const auto put = [this](uint32_t byte) { bytes[n++] = static_cast<char>(byte); };
        if (c < 0x80) return put(c);
        if (c < 0x800) {
            put(0xc0 | c >> 6);
        } else {
            if (c < 0x10000) {
                put(0xe0 | c >> 12);
            } else {
                put(0xf0 | c >> 18);
                put(0x80 | (c >> 12 & 0x3f));
            }
            put(0x80 | (c >> 6 & 0x3f));
        }
        put(0x80 | (c & 0x3f));
    }
};

}  // namespace skembed
