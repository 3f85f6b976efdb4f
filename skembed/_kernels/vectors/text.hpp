// Rows of text: a term, d numbers, a newline. Between them stand spaces or tabs. The term may hold
// these too: the numbers are the last d fields of a line.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "vectors/numbers.hpp"

namespace skembed {

// text (n_bytes,). Returns the number of whole lines, at most n_most, and their size in bytes.
inline int64_t count_lines(const char* text, int64_t n_bytes, int64_t n_most, int64_t& n_read) {
    const char *line = text, *const end = text + n_bytes;
    int64_t n = 0;
    for (; n < n_most && line < end; ++n) {
        const auto left = static_cast<size_t>(end - line);
        const auto* newline = static_cast<const char*>(std::memchr(line, '\n', left));
        if (newline == nullptr) break;
        line = newline + 1;
    }
    n_read = line - text;
    return n;
}

SKEMBED_INLINE bool is_separator(char c) { return c == ' ' || c == '\t'; }

inline const char* field_begin(const char* line, const char* end) {
    while (end > line && !is_separator(end[-1])) --end;
    return end;
}

// Whether a field is a number, and whether it consists of digits only.
inline bool is_number(const char* begin, const char* end) {
    float unused;
    return begin < end && parse_number(begin, unused) == end;
}

inline bool is_plain(const char* begin, const char* end) {
    return std::all_of(begin, end, is_digit);
}

// The term [line, end) ends with a number: is it a word of the term, such as "top 10", or one number
// too many? A word has only digits, where some number of the vector [vector, stop) has not.
inline bool is_term_with_number(const char* line, const char* end, const char* vector,
                                const char* stop) {
    const char* word = field_begin(line, end);
    if (word == line || !is_number(word, end)) return true;
    const auto is_part = [](char c) { return is_digit(c) || is_separator(c); };
    return is_plain(word, end) && !std::all_of(vector, stop, is_part);
}

// The term may hold separators: numbers are read from the right. If some numbers are separated by
// more than one separator, so may be the term, and it does not end with one; else a single separator
// follows the term. Returns where the term ends, or nullptr.
inline const char* parse_from_right(const char* line, const char* stop, float* row, int64_t d) {
    bool is_wide = false;
    const char* begin = stop;
    for (int64_t c = d - 1; c >= 0; --c) {
        const char* const end = begin;
        begin = field_begin(line, end);
        if (begin == line || begin == end || parse_number(begin, row[c]) != end) return nullptr;
        if (c == 0) break;
        const char* const gap = begin;
        while (begin > line && is_separator(begin[-1])) --begin;
        is_wide |= gap - begin > 1;
    }
    const char* end = begin - 1;
    while (is_wide && end > line && is_separator(end[-1])) --end;
    if (end == line) end = begin - 1;  // the term is a space
    return end > line && is_term_with_number(line, end, begin, stop) ? end : nullptr;
}

// Reads a line, which a newline at `stop` ends. Returns where the term ends, or nullptr.
SKEMBED_INLINE const char* parse_row(const char* line, const char* stop, float* row, int64_t d) {
    while (stop > line && (is_separator(stop[-1]) || stop[-1] == '\r')) --stop;
    const char* p = line;
    while (p < stop && !is_separator(*p)) ++p;
    const char* const term_end = p;
    int64_t c = 0;
    if (p > line && p < stop && !is_separator(p[1]))
        for (; c < d && is_separator(*p); ++c) {
            while (is_separator(*p)) ++p;
            p = parse_number(p, row[c]);
            if (p == nullptr) break;
        }
    return c == d && p == stop ? term_end : parse_from_right(line, stop, row, d);
}

// text (n_bytes,): whole lines; vectors (n_rows, d) output; terms (n_bytes,) output: the terms, each
// followed by a newline. Stops before a line that is no row: n_done rows, n_read bytes of text and
// n_written bytes of terms are what was done.
struct TextRows {
    const char* text;
    int64_t n_bytes;
    float* vectors;
    int64_t n_rows, d;
    char* terms;
    int64_t n_done, n_read, n_written;

    void run() {
        const char *line = text, *const end = text + n_bytes;
        char* out = terms;
        for (n_done = 0; n_done < n_rows && line < end; ++n_done) {
            const auto left = static_cast<size_t>(end - line);
            const auto* stop = static_cast<const char*>(std::memchr(line, '\n', left));
            const char* term_end = parse_row(line, stop, vectors + n_done * d, d);
            if (term_end == nullptr) break;
            out = std::copy(line, term_end, out);
            *out++ = '\n';
            line = stop + 1;
        }
        n_read = line - text;
        n_written = out - terms;
    }
};

}  // namespace skembed
