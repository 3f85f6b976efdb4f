// Documents to words, as scikit-learn finds them: each character is mapped (characters.hpp), and a token is
// a maximal run of characters of one class, such as \w, or of others that continue it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "text/characters.hpp"
#include "text/numbering.hpp"
#include "text/token_table.hpp"

namespace skembed {

// Reads documents one after the other, on one thread; Table numbers their tokens.
template <typename Table>
class Tokenizer {
  public:
    Tokenizer(const Characters& characters, const Rule& rule, Table& table)
        : out(table), to_(characters), shortest_(rule.shortest) {
        for (size_t c = 0; c < N_ASCII; ++c) {
            ascii_[c] = static_cast<char>(to_.entries[c] & (N_ASCII - 1));
            is_in_token_[c] = (to_.entries[c] & IN_TOKEN) != 0;
        }
    }

    void read(const Document& document) {
        if (document.is_ascii) read_ascii(static_cast<const uint8_t*>(document.characters), document.n);
        else read_wide(static_cast<const uint32_t*>(document.characters), document.n);
    }

    Numbering<Table> out;

  private:
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
        text_.make_room(n);
        edges_.resize(std::min(n, static_cast<size_t>(BLOCK)) + 2);  // a longer block is one token
        size_t n_edges = 0;
        bool before = false;
        for (size_t i = 0; i < n; ++i) {
            const bool here = is_in_token_[text[i]];
            text_.bytes[i] = ascii_[text[i]];
            edges_[n_edges] = i;
            n_edges += here != before;
            before = here;
        }
        edges_[n_edges] = n;
        for (size_t i = 0; i < n_edges; i += 2)
            if (static_cast<int64_t>(edges_[i + 1] - edges_[i]) >= shortest_)
                tokens_.emplace_back(edges_[i], edges_[i + 1]);
    }

    void read_wide(const uint32_t* text, int64_t n) {
        for_mapped(to_, text, n, [this](uint32_t entry) { add(entry); });
        end_token();
        number_tokens();
    }

    // Characters that join are part of the token only if one that does not join follows.
    void add(uint32_t entry) {
        if ((entry & (IN_TOKEN | CONTINUES | JOINS)) == 0) {
            if (n_characters_ > 0) end_token();
        } else if ((entry & IN_TOKEN) != 0 || n_characters_ > 0) {
            text_.append(entry & CODE);
            ++n_joining_;
            if ((entry & JOINS) != 0) return;
            n_characters_ += n_joining_;
            n_joining_ = 0;
            end_ = text_.n;
        }
    }

    void end_token() {
        if (n_characters_ >= shortest_) {
            tokens_.emplace_back(begin_, end_);
            begin_ = end_;
        }
        text_.n = begin_;
        n_characters_ = n_joining_ = 0;
        if (begin_ > static_cast<size_t>(BLOCK)) number_tokens();
    }

    // Numbers the tokens that were found, and forgets their bytes.
    void number_tokens() {
        for (const auto& [begin, end] : tokens_) out.add(Token(text_.bytes.data() + begin, end - begin));
        out.finish();
        tokens_.clear();
        text_.n = begin_ = 0;
    }

    Characters to_;
    char ascii_[N_ASCII];
    bool is_in_token_[N_ASCII];
    int64_t shortest_;
    Utf8 text_;                    // the tokens below, and what is being read
    std::vector<std::pair<size_t, size_t>> tokens_;  // where each token begins and ends in text_
    std::vector<size_t> edges_;    // where tokens begin and end, by turns
    size_t begin_ = 0, end_ = 0;   // of the token that is being read
    int64_t n_characters_ = 0;     // of that token
    int64_t n_joining_ = 0;        // characters behind it, which belong to it if another one continues it
};

}  // namespace skembed
