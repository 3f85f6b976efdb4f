// The order of the terms of a vocabulary: by decreasing count, then by their bytes, which for UTF-8 is the
// order of their code points.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

namespace skembed {

// Sorts kept (n,), which are numbers of tokens; token i begins at begins[i] in text and occurs counts[i] times.
inline void order_tokens(const char* text, const int64_t* begins, const int64_t* counts, int64_t* kept,
                         int64_t n) {
    struct Entry {
        int64_t count;
        uint64_t first;  // the first bytes, which in most cases decide, as a number
        int64_t token;
    };
    const auto bytes_of = [&](int64_t token) {
        return std::string_view(text + begins[token], static_cast<size_t>(begins[token + 1] - begins[token]));
    };
    std::vector<Entry> entries(static_cast<size_t>(n));
    for (size_t i = 0; i < entries.size(); ++i) {
        const std::string_view bytes = bytes_of(kept[i]);
        uint64_t first = 0;
        for (size_t k = 0; k < 8; ++k)
            first = first << 8 | (k < bytes.size() ? static_cast<uint8_t>(bytes[k]) : 0);
        entries[i] = {counts[kept[i]], first, kept[i]};
    }
    std::sort(entries.begin(), entries.end(), [&](const Entry& a, const Entry& b) {
        if (a.count != b.count) return a.count > b.count;
        if (a.first != b.first) return a.first < b.first;
        return bytes_of(a.token) < bytes_of(b.token);
    });
    for (size_t i = 0; i < entries.size(); ++i) kept[i] = entries[i].token;
}

}  // namespace skembed
