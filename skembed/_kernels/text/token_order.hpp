// The order of the terms of a vocabulary: by decreasing count, then by their bytes, which for UTF-8 is the
// order of their code points.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "common/parallel.hpp"

namespace skembed {

// Sorts kept (n,), which are numbers of tokens; token i begins at begins[i] in text and occurs counts[i] times.
// Each thread sorts a part; then pairs of parts are merged.
inline void order_tokens(const char* text, const int64_t* begins, const int64_t* counts, int n_threads,
                         int64_t* kept, int64_t n) {
    struct Entry {
        int64_t count;
        uint64_t first;  // the first bytes, which in most cases decide, as a number
        int64_t token;
    };
    const auto bytes_of = [&](int64_t token) {
        return std::string_view(text + begins[token], static_cast<size_t>(begins[token + 1] - begins[token]));
    };
    const auto entry_of = [&](int64_t token) {
        const std::string_view bytes = bytes_of(token);
        uint64_t first = 0;
        for (size_t k = 0; k < 8; ++k)
            first = first << 8 | (k < bytes.size() ? static_cast<uint8_t>(bytes[k]) : 0);
        return Entry{counts[token], first, token};
    };
    const auto comes_before = [&](const Entry& a, const Entry& b) {
        if (a.count != b.count) return a.count > b.count;
        if (a.first != b.first) return a.first < b.first;
        return bytes_of(a.token) < bytes_of(b.token);
    };
    std::vector<Entry> entries(static_cast<size_t>(n));
    const int64_t n_parts = std::max(n_threads, 1);
    const auto limit = [&](int64_t p) { return entries.begin() + n * std::min(p, n_parts) / n_parts; };
    run_stages(n_threads, 1, n_parts, [&](int64_t, int64_t p, int) {
        std::transform(kept + (limit(p) - entries.begin()), kept + (limit(p + 1) - entries.begin()), limit(p),
                       entry_of);
        std::sort(limit(p), limit(p + 1), comes_before);
    });
    for (int64_t width = 1; width < n_parts; width *= 2)
        run_stages(n_threads, 1, (n_parts + 2 * width - 1) / (2 * width), [&](int64_t, int64_t pair, int) {
            const int64_t p = 2 * width * pair;
            std::inplace_merge(limit(p), limit(p + width), limit(p + 2 * width), comes_before);
        });
    for (size_t i = 0; i < entries.size(); ++i) kept[i] = entries[i].token;
}

}  // namespace skembed
