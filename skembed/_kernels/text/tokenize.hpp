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

#include "common/parallel.hpp"
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

// Reads documents one after the other, on one thread.
class Tokenizer {
  public:
    explicit Tokenizer(const Characters& characters) : to_(characters) {}

    void read(const Document& document) {
        if (document.is_ascii) read_ascii(static_cast<const uint8_t*>(document.characters), document.n);
        else read_wide(static_cast<const uint32_t*>(document.characters), document.n);
    }

    TokenTable table;
    std::vector<int32_t> ids;      // number of each token in table

  private:
    void read_ascii(const uint8_t* text, int64_t n) {
        for (int64_t begin = 0, end = 0; end < n; begin = end + 1) {
            for (end = begin; end < n && (to_.entries[text[end]] & IN_TOKEN) != 0;) ++end;
            if (end - begin < to_.shortest) continue;
            n_bytes_ = static_cast<size_t>(end - begin);
            make_room();
            for (size_t i = 0; i < n_bytes_; ++i)
                token_[i] = static_cast<char>(to_.entries[text[begin + static_cast<int64_t>(i)]]);
            n_characters_ = end - begin;
            end_token();
        }
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
        make_room();
        append(entry & CODE);
        ++n_characters_;
    }

    // Appends a code point in UTF-8; surrogates as if they were characters, as "surrogatepass" does.
    void append(uint32_t c) {
        const auto put = [this](uint32_t byte) { token_[n_bytes_++] = static_cast<char>(byte); };
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

    // Makes room for n_bytes_, one more character and the padding.
    void make_room() {
        if (token_.size() < n_bytes_ + 4 + PADDING) token_.resize(2 * (n_bytes_ + 4 + PADDING));
    }

    void end_token() {
        if (n_characters_ >= to_.shortest) {
            std::memset(&token_[n_bytes_], 0, PADDING);
            ids.push_back(table.number(token_.data(), n_bytes_));
        }
        n_bytes_ = 0;
        n_characters_ = 0;
    }

    Characters to_;
    std::vector<char> token_;      // the token that is being read, in UTF-8
    size_t n_bytes_ = 0;
    int64_t n_characters_ = 0;
};

// Where n_parts parts of about the same number of characters begin and end, (n_parts + 1,)
inline std::vector<int64_t> part_ends(const std::vector<Document>& documents, int64_t n_parts) {
    int64_t total = 0, sum = 0;
    for (const Document& document : documents) total += document.n;
    std::vector<int64_t> ends{0};
    for (size_t i = 0; i < documents.size(); ++i) {
        sum += documents[i].n;
        const auto n_ends = static_cast<int64_t>(ends.size());
        if (n_ends < n_parts && sum >= total / n_parts * n_ends) ends.push_back(static_cast<int64_t>(i) + 1);
    }
    ends.resize(static_cast<size_t>(n_parts), static_cast<int64_t>(documents.size()));
    ends.push_back(static_cast<int64_t>(documents.size()));
    return ends;
}

// Adds all tokens of a table to another one; returns their numbers there.
inline std::vector<int32_t> add_all(const TokenTable& from, TokenTable& to) {
    std::vector<char> token;
    std::vector<int32_t> numbers;
    for (auto begin = from.text().begin(); begin != from.text().end();) {
        const auto end = std::find(begin, from.text().end(), SEPARATOR);
        token.assign(begin, end);
        token.resize(token.size() + PADDING);
        numbers.push_back(to.number(token.data(), token.size() - PADDING));
        begin = end + 1;
    }
    return numbers;
}

// Numbers the tokens of all documents in the order of their first occurrence. Each thread numbers those
// of one part of the documents; then the tokens of the parts are numbered in the order of the parts, so
// the result does not depend on how many there are. ends (n_documents + 1,) out: where each document
// ends in ids.
inline void tokenize(const std::vector<Document>& documents, const Characters& characters,
                     int n_threads, std::vector<int32_t>& ids, int64_t* ends, TokenTable& table) {
    const int64_t n_parts = std::max(n_threads, 1);
    const std::vector<int64_t> limits = part_ends(documents, n_parts);
    std::vector<Tokenizer> parts(static_cast<size_t>(n_parts), Tokenizer(characters));
    run_stages(n_threads, 1, n_parts, [&](int64_t, int64_t p, int) {
        Tokenizer& part = parts[static_cast<size_t>(p)];
        for (int64_t i = limits[static_cast<size_t>(p)]; i < limits[static_cast<size_t>(p) + 1]; ++i) {
            part.read(documents[static_cast<size_t>(i)]);
            ends[i + 1] = static_cast<int64_t>(part.ids.size());
        }
    });
    ends[0] = 0;
    ids = std::move(parts[0].ids);
    table = std::move(parts[0].table);
    for (size_t p = 1; p < parts.size(); ++p) {
        for (int64_t i = limits[p]; i < limits[p + 1]; ++i) ends[i + 1] += static_cast<int64_t>(ids.size());
        const std::vector<int32_t> numbers = add_all(parts[p].table, table);
        for (const int32_t id : parts[p].ids) ids.push_back(numbers[static_cast<size_t>(id)]);
        parts[p] = Tokenizer(characters);  // frees its memory
    }
}

}  // namespace skembed
