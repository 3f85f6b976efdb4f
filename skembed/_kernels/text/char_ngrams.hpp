// Documents to n-grams of their characters, as scikit-learn's analyzers "char" and "char_wb" find them, or
// to those of tokens in brackets, <token>, without the whole and without a bracket alone.
// characters.hpp maps the characters; those that are not of the class of tokens are white space.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "text/characters.hpp"
#include "text/numbering.hpp"
#include "text/token_table.hpp"

namespace skembed {

// Reads documents one after the other, on one thread; Table numbers their n-grams.
template <typename Table>
class CharacterReader {
  public:
    CharacterReader(const Characters& characters, const Rule& rule, Table& table)
        : out(table), to_(characters), rule_(rule), is_padded_(rule.kind == Rule::CHARACTERS_OF_WORDS),
          is_bracketed_(rule.kind == Rule::CHARACTERS_OF_TOKENS) {}

    void read(const Document& document) {
        const auto add = [this](uint32_t entry) { this->add(entry); };
        if (is_bracketed_) append('<');
        if (document.is_ascii) {
            const auto* const text = static_cast<const uint8_t*>(document.characters);
            for (int64_t i = 0; i < document.n; ++i) add(to_.entries[text[i]]);
        } else {
            for_mapped(to_, static_cast<const uint32_t*>(document.characters), document.n, add);
        }
        end_space();
        if (is_bracketed_) append('>');
        end_word();
        number_words();
    }

    Numbering<Table> out;

  private:
    static constexpr size_t BLOCK = 1 << 14;  // bytes of words that are numbered at once; none is cut

    // Of a word and the spaces around it, or of a whole document, if n-grams extend over words.
    struct Word {
        size_t begin, end;     // in text_
        int64_t n_characters;
    };

    // Two or more characters of white space become one space, a single one remains.
    void add(uint32_t entry) {
        const uint32_t code = entry & CODE;
        if ((entry & IN_TOKEN) != 0) {
            if (is_padded_ && n_characters_ == 0) append(' ');
            end_space();
            append(code);
        } else if (is_padded_) {
            end_word();
        } else {
            space_ = n_spaces_++ == 0 ? code : ' ';
        }
    }

    void append(uint32_t code) {
        text_.append(code);
        ++n_characters_;
    }

    void end_space() {
        if (n_spaces_ > 0) append(space_);
        n_spaces_ = 0;
    }

    void end_word() {
        if (n_characters_ == 0) return;
        if (is_padded_) append(' ');
        const size_t begin = words_.empty() ? 0 : words_.back().end;
        words_.push_back({begin, text_.n, n_characters_});
        n_characters_ = 0;
        if (text_.n > BLOCK) number_words();
    }

    // Numbers the n-grams of the words that were read, and forgets the words.
    void number_words() {
        if (words_.empty()) return;
        text_.bytes[text_.n] = 0;  // where the last character ends, another byte begins one
        for (const Word& word : words_) number_ngrams(word);
        out.finish();
        words_.clear();
        text_.n = 0;
    }

    // Adds the n-grams of each length. A padded word that is shorter than an n-gram is its only one, and no
    // longer ones are added.
    void number_ngrams(const Word& word) {
        const char* const begin = text_.bytes.data() + word.begin;
        const char* const end = text_.bytes.data() + word.end;
        for (int64_t n = rule_.shortest; n <= rule_.longest; ++n) {
            if (n >= word.n_characters) {
                if (is_padded_ || (n == word.n_characters && !is_bracketed_)) add_token(begin, end);
                return;
            }
            if (n > 1 || !is_bracketed_) add_ngrams(begin, end, n);
            else if (word.n_characters > 2) add_ngrams(begin + 1, end - 1, n);
        }
    }

    // Adds the n-grams of n characters, which are there, from left to right.
    void add_ngrams(const char* first, const char* end, int64_t n) {
        const char* last = first;
        for (int64_t i = 0; i < n; ++i) last = next_character(last);
        add_token(first, last);
        while (last != end) add_token(first = next_character(first), last = next_character(last));
    }

    void add_token(const char* first, const char* last) {
        out.add(Token(first, static_cast<size_t>(last - first)));
    }

    static SKEMBED_INLINE const char* next_character(const char* at) {
        do ++at;
        while ((*at & 0xc0) == 0x80);
        return at;
    }

    Characters to_;
    Rule rule_;
    bool is_padded_, is_bracketed_;
    Utf8 text_;                    // the words below, and what is being read
    std::vector<Word> words_;
    int64_t n_characters_ = 0;     // of what is being read
    uint32_t space_ = 0;           // the white space that was read last, of n_spaces_ characters
    int64_t n_spaces_ = 0;
};

}  // namespace skembed
