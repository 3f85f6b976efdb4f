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

// Numbers the tokens of batches of documents in the order of their first occurrence. Each thread numbers
// those of one part of a batch in its own table, which it keeps for the next batches. Then the new tokens
// of these tables are added to the first one, in the order of the parts, so the numbers do not depend on
// how many parts there are.
class TokenTables {
  public:
    // left_out: tokens, n of them, that get no number; a table other than the first one is made anew when
    // it has more than most tokens.
    void begin(const char* left_out, const int64_t* begins, int64_t n, int64_t most) {
        each_token(left_out, begins, n, [&](int64_t, const Token& token) { tables_[0].number(token); });
        tables_[0].leave_out();
        most_ = most;
    }

    const TokenTable& all() const { return tables_[0]; }

    // The numbers in the first table of the tokens of each other one.
    const Ids& numbers() const { return numbers_; }

    // Returns the numbers of the tokens of a batch, those of part p in its own table; ends as in read_parts.
    template <typename Reader>
    Ids read(const std::vector<Document>& documents, const Characters& characters, const Rule& rule,
             int n_threads, int64_t* ends) {
        const auto n_parts = static_cast<size_t>(std::max(n_threads, 1));
        for (size_t p = 1; p < tables_.size(); ++p) {
            if (tables_[p].size() <= most_) continue;
            tables_[p] = tables_[0].without_numbered();
            std::vector<int32_t>().swap(numbers_[p]);
        }
        while (tables_.size() < n_parts) tables_.push_back(tables_[0].without_numbered());
        numbers_.resize(tables_.size());
        Ids ids = read_parts<Reader>(documents, characters, rule, static_cast<int64_t>(n_parts), n_threads, ends,
                                     [&](size_t p) -> TokenTable& { return tables_[p]; });
        for (size_t p = 1; p < n_parts; ++p) join(p);
        return ids;
    }

  private:
    // Adds the new tokens of table p to the first one.
    void join(size_t p) {
        Numbering<TokenTable> joined(tables_[0]);
        joined.ids.swap(numbers_[p]);
        for (auto i = static_cast<int64_t>(joined.ids.size()); i < tables_[p].size(); ++i)
            joined.add(tables_[p].token(i));
        joined.finish();
        joined.ids.swap(numbers_[p]);
    }

    std::vector<TokenTable> tables_ = std::vector<TokenTable>(1);
    Ids numbers_ = Ids(1);
    int64_t most_ = 0;
};

// Returns the numbers of the tokens of all documents; see TokenTables::read.
inline Ids tokenize(const std::vector<Document>& documents, const Characters& characters, const Rule& rule,
                    int n_threads, int64_t* ends, TokenTables& tables) {
    if (rule.kind == Rule::WORDS)
        return tables.read<Tokenizer<TokenTable>>(documents, characters, rule, n_threads, ends);
    return tables.read<CharacterReader<TokenTable>>(documents, characters, rule, n_threads, ends);
}

// Returns the rows of the tokens of all documents. There are more parts than threads, because a thread that
// is done early can take another one; in `tokenize`, each part has a table of its own.
inline Ids look_up(const std::vector<Document>& documents, const Characters& characters, const Rule& rule,
                   const KnownTokens& known, int n_threads, int64_t* ends) {
    const int64_t n_parts = n_threads > 1 ? 4 * static_cast<int64_t>(n_threads) : 1;
    const auto table = [&](size_t) -> const KnownTokens& { return known; };
    if (rule.kind == Rule::WORDS)
        return read_parts<Tokenizer<const KnownTokens>>(documents, characters, rule, n_parts, n_threads, ends, table);
    return read_parts<CharacterReader<const KnownTokens>>(documents, characters, rule, n_parts, n_threads, ends,
                                                          table);
}

// Copies the ids of all parts, one after the other, to out. If there are numbers for part p, they replace
// its ids.
inline void copy_parts(const Ids& ids, const Ids& numbers, int n_threads, int32_t* out) {
    std::vector<int32_t*> to{out};
    for (const auto& part : ids) to.push_back(to.back() + part.size());
    run_stages(n_threads, 1, static_cast<int64_t>(ids.size()), [&](int64_t, int64_t part, int) {
        const auto p = static_cast<size_t>(part);
        int32_t* const mine = to[p];
        if (p >= numbers.size() || numbers[p].empty())
            std::copy(ids[p].begin(), ids[p].end(), mine);
        else
            std::transform(ids[p].begin(), ids[p].end(), mine,
                           [&](int32_t id) { return numbers[p][static_cast<size_t>(id)]; });
    });
}

}  // namespace skembed
