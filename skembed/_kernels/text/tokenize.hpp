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
#include "text/numbering.hpp"
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

using Ids = std::vector<std::vector<int32_t>>;  // those of parts of documents, one part after the other

// Reads parts of the documents, of about the same number of characters, on threads; part p with table(p).
// ends (n_documents + 1,) out: where each document ends in the ids of all parts, after ends[0].
template <typename Reader, typename Table>
Ids read_parts(const std::vector<Document>& documents, const Characters& characters, const Rule& rule,
               int64_t n_parts, int n_threads, int64_t* ends, Table&& table) {
    const std::vector<int64_t> limits = part_ends(documents, n_parts);
    Ids ids(static_cast<size_t>(n_parts));
    run_stages(n_threads, 1, n_parts, [&](int64_t, int64_t p, int) {
        Reader part(characters, rule, table(static_cast<size_t>(p)));
        for (int64_t i = limits[static_cast<size_t>(p)]; i < limits[static_cast<size_t>(p) + 1]; ++i) {
            part.read(documents[static_cast<size_t>(i)]);
            ends[i + 1] = static_cast<int64_t>(part.out.ids.size());
        }
        ids[static_cast<size_t>(p)] = std::move(part.out.ids);
    });
    int64_t before = ends[0];
    for (size_t p = 0; p < ids.size(); ++p) {
        for (int64_t i = limits[p]; i < limits[p + 1]; ++i) ends[i + 1] += before;
        before += static_cast<int64_t>(ids[p].size());
    }
    return ids;
}

// Returns the numbers of the tokens of all documents in a table, to which new ones are added.
inline Ids tokenize(const std::vector<Document>& documents, const Characters& characters, const Rule& rule,
                    int64_t* ends, TokenTable& numbered) {
    const auto table = [&](size_t) -> TokenTable& { return numbered; };
    if (rule.kind == Rule::WORDS)
        return read_parts<Tokenizer<TokenTable>>(documents, characters, rule, 1, 1, ends, table);
    return read_parts<CharacterReader<TokenTable>>(documents, characters, rule, 1, 1, ends, table);
}

// Returns the rows of the tokens of all documents. There are more parts than threads, because a thread that
// is done early can take another one.
inline Ids look_up(const std::vector<Document>& documents, const Characters& characters, const Rule& rule,
                   const KnownTokens& known, int n_threads, int64_t* ends) {
    const int64_t n_parts = n_threads > 1 ? 4 * static_cast<int64_t>(n_threads) : 1;
    const auto table = [&](size_t) -> const KnownTokens& { return known; };
    if (rule.kind == Rule::WORDS)
        return read_parts<Tokenizer<const KnownTokens>>(documents, characters, rule, n_parts, n_threads, ends, table);
    return read_parts<CharacterReader<const KnownTokens>>(documents, characters, rule, n_parts, n_threads, ends,
                                                          table);
}

// Copies the ids of all parts, one after the other, to out.
inline void copy_parts(const Ids& ids, int n_threads, int32_t* out) {
    std::vector<int32_t*> to{out};
    for (const auto& part : ids) to.push_back(to.back() + part.size());
    run_stages(n_threads, 1, static_cast<int64_t>(ids.size()), [&](int64_t, int64_t p, int) {
        const auto& part = ids[static_cast<size_t>(p)];
        std::copy(part.begin(), part.end(), to[static_cast<size_t>(p)]);
    });
}

}  // namespace skembed
