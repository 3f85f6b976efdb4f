// Documents to tokens, as scikit-learn finds them: each character is mapped (lower case, accents), and
// a token is a maximal run of characters of one class, such as \w. What characters become, and what
// their class is, comes from the caller's table; nothing is known about Unicode here, except the one
// mapping that depends on the context, that of a capital sigma.
#pragma once

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <utility>
#include <vector>

#include "text/token_table.hpp"

namespace skembed {

// An entry of the table: a mapped code point (21 bits) and these flags.
constexpr uint32_t IN_TOKEN = 1u << 21;    // the mapped code point belongs to a token
constexpr uint32_t SPECIAL = 1u << 22;     // the code point is instead a position in begins
constexpr uint32_t CASED = 1u << 23;       // of the original character: cased, and not ignorable
constexpr uint32_t IGNORABLE = 1u << 24;   // of the original character: ignored around a sigma
constexpr uint32_t CODE = IN_TOKEN - 1;
constexpr uint32_t CAPITAL_SIGMA = 0x3a3, FINAL_SIGMA = 0x3c2, SMALL_SIGMA = 0x3c3;

struct Characters {
    const uint32_t* entries;       // (128,) for ASCII documents only, or (0x110000,)
    const int64_t* begins;         // (n_special + 1,) where each expansion begins
    int64_t n_special;
    const uint32_t* expansions;    // (n_expansions,) entries that replace special characters
    int64_t n_expansions;
    bool has_sigma;                // a capital sigma becomes one of two small ones
    int64_t shortest;              // minimum number of characters of a token
};

struct Document {
    const void* characters;        // uint8_t if it is ASCII, else uint32_t
    int64_t n;
    bool is_ascii;
};

// Reads documents one after the other, on one thread; Table numbers their tokens.
template <typename Table>
class Tokenizer {
  public:
    Tokenizer(const Characters& characters, const Table& numbered) : table(numbered), to_(characters) {
        for (size_t c = 0; c < N_ASCII; ++c) {
            ascii_[c] = static_cast<char>(to_.entries[c] & (N_ASCII - 1));
            is_in_token_[c] = (to_.entries[c] & IN_TOKEN) != 0;
        }
    }

    void read(const Document& document) {
        if (document.is_ascii) read_ascii(static_cast<const uint8_t*>(document.characters), document.n);
        else read_wide(static_cast<const uint32_t*>(document.characters), document.n);
    }

    Table table;
    std::vector<int32_t> ids;      // number of each token in table

  private:
    static constexpr size_t N_ASCII = 128;
    static constexpr int64_t BLOCK = 1 << 14;  // characters; a token is never cut, however long it is

    // Reads blocks that end behind a character that is in no token, or a single longer token.
    void read_ascii(const uint8_t* text, int64_t n) {
        for (int64_t begin = 0, end; begin < n; begin = end) {
            end = std::min(n, begin + BLOCK);
            if (end < n) {
                while (end > begin && is_in_token_[text[end - 1]]) --end;
                if (end == begin)
                    while (end < n && is_in_token_[text[end]]) ++end;
            }
            find_ascii(text + begin, static_cast<size_t>(end - begin));
            number_tokens();
        }
    }

    // Maps characters, and finds the tokens in between; there are no branches in the loop over them,
    // because those could not be predicted.
    void find_ascii(const uint8_t* text, size_t n) {
        if (bytes_.size() < n + WORD) bytes_.resize(n + WORD);
        edges_.resize(std::min(n, static_cast<size_t>(BLOCK)) + 2);  // a longer block is one token
        size_t n_edges = 0;
        bool before = false;
        for (size_t i = 0; i < n; ++i) {
            const bool here = is_in_token_[text[i]];
            bytes_[i] = ascii_[text[i]];
            edges_[n_edges] = i;
            n_edges += here != before;
            before = here;
        }
        edges_[n_edges] = n;
        for (size_t i = 0; i < n_edges; i += 2)
            if (static_cast<int64_t>(edges_[i + 1] - edges_[i]) >= to_.shortest)
                tokens_.emplace_back(edges_[i], edges_[i + 1]);
    }

    void read_wide(const uint32_t* text, int64_t n) {
        for (int64_t i = 0; i < n; ++i) {
            uint32_t entry = to_.entries[text[i]];
            if (text[i] == CAPITAL_SIGMA && to_.has_sigma)
                entry = to_.entries[is_final(text, n, i) ? FINAL_SIGMA : SMALL_SIGMA];
            if ((entry & SPECIAL) == 0) {
                add(entry);
                continue;
            }
            const auto special = static_cast<int64_t>(entry & CODE);
            const bool good = special < to_.n_special && to_.begins[special] >= 0 &&
                              to_.begins[special + 1] <= to_.n_expansions;
            if (!good) throw std::invalid_argument("an expansion lies outside of expansions");
            for (int64_t k = to_.begins[special]; k < to_.begins[special + 1]; ++k)
                add(to_.expansions[k]);
        }
        end_token();
        number_tokens();
    }

    // The context in which Unicode has a final sigma (SpecialCasing.txt, Final_Sigma): a cased letter
    // before it and none after it, where ignorable characters do not count.
    bool is_final(const uint32_t* text, int64_t n, int64_t i) const {
        const auto has = [&](int64_t at, uint32_t flag) { return (to_.entries[text[at]] & flag) != 0; };
        int64_t before = i - 1, after = i + 1;
        while (before >= 0 && has(before, IGNORABLE)) --before;
        if (before < 0 || !has(before, CASED)) return false;
        while (after < n && has(after, IGNORABLE)) ++after;
        return after == n || !has(after, CASED);
    }

    void add(uint32_t entry) {
        if ((entry & IN_TOKEN) == 0) {
            if (n_characters_ > 0) end_token();
            return;
        }
        append(entry & CODE);
        ++n_characters_;
    }

    // Appends a code point in UTF-8; surrogates as if they were characters, as "surrogatepass" does.
    void append(uint32_t c) {
        if (bytes_.size() < n_bytes_ + 4 + WORD) bytes_.resize(2 * (n_bytes_ + 4 + WORD));
        const auto put = [this](uint32_t byte) { bytes_[n_bytes_++] = static_cast<char>(byte); };
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

    void end_token() {
        if (n_characters_ >= to_.shortest) tokens_.emplace_back(begin_, n_bytes_);
        else n_bytes_ = begin_;
        begin_ = n_bytes_;
        n_characters_ = 0;
        if (begin_ > static_cast<size_t>(BLOCK)) number_tokens();
    }

    // Numbers the tokens that were found, and forgets their bytes. The slots of the next tokens of the
    // table are fetched meanwhile.
    void number_tokens() {
        constexpr size_t AHEAD = 8;
        Token next[AHEAD];
        const auto fetch = [&](size_t i) {
            next[i % AHEAD] = Token(bytes_.data() + tokens_[i].first, tokens_[i].second - tokens_[i].first);
            table.prefetch(next[i % AHEAD]);
        };
        const size_t n = tokens_.size();
        for (size_t i = 0; i < std::min(n, AHEAD); ++i) fetch(i);
        for (size_t i = 0; i < n; ++i) {
            const int32_t number = table.number(next[i % AHEAD]);
            if (i + AHEAD < n) fetch(i + AHEAD);
            if (number != LEFT_OUT) ids.push_back(number);
        }
        tokens_.clear();
        n_bytes_ = begin_ = 0;
    }

    Characters to_;
    char ascii_[N_ASCII];
    bool is_in_token_[N_ASCII];
    std::vector<char> bytes_;      // of the tokens below, in UTF-8, and of what is being read
    std::vector<std::pair<size_t, size_t>> tokens_;  // where each token begins and ends in bytes_
    std::vector<size_t> edges_;    // where tokens begin and end, by turns
    size_t begin_ = 0, n_bytes_ = 0;  // of the token that is being read
    int64_t n_characters_ = 0;
};

}  // namespace skembed
