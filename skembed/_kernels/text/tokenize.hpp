// Many documents to the numbers of their tokens, on threads. tokenizer.hpp or char_ngrams.hpp reads each.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "common/parallel.hpp"
#include "text/char_ngrams.hpp"
#include "text/characters.hpp"
#include "text/known_tokens.hpp"
#include "text/token_table.hpp"
#include "text/tokenizer.hpp"

namespace skembed {

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

// Reads parts of the documents, of about the same number of characters, on threads; each part has its copy
// of the table. ends (n_documents + 1,) out: where each document ends in the ids of all parts.
template <typename Reader, typename Table>
std::vector<Reader> read_parts(const std::vector<Document>& documents, const Characters& characters,
                               const Rule& rule, const Table& table, int64_t n_parts, int n_threads,
                               int64_t* ends) {
    const std::vector<int64_t> limits = part_ends(documents, n_parts);
    std::vector<Reader> parts(static_cast<size_t>(n_parts), Reader(characters, rule, table));
    run_stages(n_threads, 1, n_parts, [&](int64_t, int64_t p, int) {
        Reader& part = parts[static_cast<size_t>(p)];
        for (int64_t i = limits[static_cast<size_t>(p)]; i < limits[static_cast<size_t>(p) + 1]; ++i) {
            part.read(documents[static_cast<size_t>(i)]);
            ends[i + 1] = static_cast<int64_t>(part.out.ids.size());
        }
    });
    ends[0] = 0;
    int64_t before = 0;
    for (size_t p = 0; p < parts.size(); ++p) {
        for (int64_t i = limits[p]; i < limits[p + 1]; ++i) ends[i + 1] += before;
        before += static_cast<int64_t>(parts[p].out.ids.size());
    }
    return parts;
}

// Adds all tokens of a table to another one; returns their numbers there.
inline std::vector<int32_t> add_all(const TokenTable& from, TokenTable& to) {
    std::vector<int32_t> numbers;
    for (int64_t i = 0; i < from.size(); ++i) numbers.push_back(to.number(from.token(i)));
    return numbers;
}

// See tokenize.
template <typename Reader>
void number_parts(const std::vector<Document>& documents, const Characters& characters, const Rule& rule,
                  int n_threads, std::vector<int32_t>& ids, int64_t* ends, TokenTable& table) {
    const int64_t n_parts = std::max(n_threads, 1);
    auto parts = read_parts<Reader>(documents, characters, rule, TokenTable(), n_parts, n_threads, ends);
    ids = std::move(parts[0].out.ids);
    table = std::move(parts[0].out.table);
    for (size_t p = 1; p < parts.size(); ++p) {
        const std::vector<int32_t> numbers = add_all(parts[p].out.table, table);
        for (const int32_t id : parts[p].out.ids) ids.push_back(numbers[static_cast<size_t>(id)]);
        parts[p] = Reader(characters, rule, TokenTable());  // frees its memory
    }
}

// Numbers the tokens of all documents in the order of their first occurrence. Each thread numbers those
// of one part of the documents; then the tokens of the parts are numbered in the order of the parts, so
// the result does not depend on how many there are.
inline void tokenize(const std::vector<Document>& documents, const Characters& characters, const Rule& rule,
                     int n_threads, std::vector<int32_t>& ids, int64_t* ends, TokenTable& table) {
    const auto number = rule.kind == Rule::WORDS ? number_parts<Tokenizer<TokenTable>>
                                                 : number_parts<CharacterReader<TokenTable>>;
    number(documents, characters, rule, n_threads, ids, ends, table);
}

// See look_up.
template <typename Reader>
void look_up_parts(const std::vector<Document>& documents, const Characters& characters, const Rule& rule,
                   const KnownTokens& known, int n_threads, std::vector<std::vector<int32_t>>& rows,
                   int64_t* ends) {
    const int64_t n_parts = n_threads > 1 ? 4 * static_cast<int64_t>(n_threads) : 1;
    for (auto& part : read_parts<Reader>(documents, characters, rule, known, n_parts, n_threads, ends))
        rows.push_back(std::move(part.out.ids));
}

// Finds the rows of the tokens of all documents, part by part. There are more parts than threads, because
// a thread that is done early can take another one; in `tokenize`, each part has a table of its own.
inline void look_up(const std::vector<Document>& documents, const Characters& characters, const Rule& rule,
                    const KnownTokens& known, int n_threads, std::vector<std::vector<int32_t>>& rows,
                    int64_t* ends) {
    const auto find = rule.kind == Rule::WORDS ? look_up_parts<Tokenizer<KnownTokens>>
                                               : look_up_parts<CharacterReader<KnownTokens>>;
    find(documents, characters, rule, known, n_threads, rows, ends);
}

}  // namespace skembed
