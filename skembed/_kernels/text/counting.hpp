// Ids of terms in documents: their occurrences counted, and other ids in their place, on threads.
#pragma once

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <utility>
#include <vector>

#include "common/checks.hpp"
#include "common/parallel.hpp"

namespace skembed {

// Where n_parts parts of the documents, of about the same number of tokens, begin and end, (n_parts + 1,)
inline std::vector<int64_t> document_limits(const int64_t* indptr, int64_t n_documents, int64_t n_parts) {
    std::vector<int64_t> limits(static_cast<size_t>(n_parts) + 1, n_documents);
    for (int64_t p = 0; p < n_parts; ++p) {
        const int64_t tokens = indptr[n_documents] / n_parts * p;
        limits[static_cast<size_t>(p)] = std::lower_bound(indptr, indptr + n_documents, tokens) - indptr;
    }
    return limits;
}

// counts[t] += occurrences of term t, document_counts[t] += documents that contain it, both (n_terms,).
// Negative ids are ignored. Each thread counts in its part of the documents, with 16 bytes for each term.
inline void count_occurrences(const int32_t* ids, const int64_t* indptr, int64_t n_documents, int64_t n_terms,
                        int n_threads, int64_t* counts, int64_t* document_counts) {
    struct Count {
        int64_t tokens = 0;
        uint32_t documents = 0, last = 0;  // number of documents, and the last one, counted from 1
    };
    const int64_t n_parts = std::max<int64_t>(n_threads, 1 + (n_documents >> 31));
    const std::vector<int64_t> limits = document_limits(indptr, n_documents, n_parts);
    std::vector<std::vector<Count>> parts(static_cast<size_t>(n_parts));
    run_stages(n_threads, 1, n_parts, [&](int64_t, int64_t p, int) {
        const int64_t first = limits[static_cast<size_t>(p)], last = limits[static_cast<size_t>(p) + 1];
        std::vector<Count> part(static_cast<size_t>(n_terms));
        for (int64_t d = first; d < last; ++d) {
            const auto document = static_cast<uint32_t>(d - first + 1);
            for (int64_t i = indptr[d]; i < indptr[d + 1]; ++i) {
                if (ids[i] < 0) continue;
                if (ids[i] >= n_terms) refuse_ids(ids + i, 1, n_terms);
                Count& count = part[static_cast<size_t>(ids[i])];
                ++count.tokens;
                count.documents += count.last != document;
                count.last = document;
            }
        }
        parts[static_cast<size_t>(p)] = std::move(part);
    });
    run_stages(n_threads, 1, n_parts, [&](int64_t, int64_t block, int) {
        for (const auto& part : parts)
            for (int64_t t = n_terms * block / n_parts; t < n_terms * (block + 1) / n_parts; ++t) {
                counts[t] += part[static_cast<size_t>(t)].tokens;
                document_counts[t] += part[static_cast<size_t>(t)].documents;
            }
    });
}

// Places of numbers (n_numbers,) that are to be in a part of out.
struct Numbered {
    const int32_t* places;
    int64_t n;
    const int32_t* numbers;
    int64_t n_numbers;
};

// out <- numbers[places] of all parts, one after the other.
inline void copy_numbers(const std::vector<Numbered>& parts, int n_threads, int32_t* out) {
    std::vector<int32_t*> to{out};
    for (const Numbered& part : parts) to.push_back(to.back() + part.n);
    run_stages(n_threads, 1, static_cast<int64_t>(parts.size()), [&](int64_t, int64_t p, int) {
        const Numbered& part = parts[static_cast<size_t>(p)];
        check_ids(part.places, part.n, part.n_numbers);
        int32_t* const mine = to[static_cast<size_t>(p)];
        for (int64_t i = 0; i < part.n; ++i) mine[i] = part.numbers[part.places[i]];
    });
}

// ids[i] <- rows[ids[i]], or ids[i] if rows is null; negative ids and rows are dropped, and what is kept moves
// to the left. indptr (n_documents + 1,), updated; n_dropped (n_documents,) out. Returns the ids kept.
inline int64_t recode(int32_t* ids, int64_t* indptr, int64_t n_documents, const int32_t* rows, int64_t n_rows,
                      int n_threads, int64_t* n_dropped) {
    const int64_t n_parts = std::max(n_threads, 1);
    const std::vector<int64_t> limits = document_limits(indptr, n_documents, n_parts);
    run_stages(n_threads, 1, n_parts, [&](int64_t, int64_t p, int) {
        const int64_t first = limits[static_cast<size_t>(p)], last = limits[static_cast<size_t>(p) + 1];
        int64_t kept = indptr[first];  // where the part begins; it moves later
        for (int64_t d = first; d < last; ++d) {
            const int64_t before = kept;
            for (int64_t i = indptr[d]; i < indptr[d + 1]; ++i) {
                int32_t row = ids[i];
                if (row >= n_rows) refuse_ids(ids + i, 1, n_rows);
                if (row >= 0 && rows != nullptr) row = rows[row];
                ids[kept] = row;
                kept += row >= 0;
            }
            n_dropped[d] = indptr[d + 1] - indptr[d] - (kept - before);
        }
    });
    std::vector<int64_t> begins;  // of the parts, before anything moves
    for (const int64_t first : limits) begins.push_back(indptr[first]);
    int64_t end = 0;
    for (int64_t d = 0; d < n_documents; ++d) {
        const int64_t n = indptr[d + 1] - end - n_dropped[d];
        end = indptr[d + 1];
        indptr[d + 1] = indptr[d] + n;
    }
    for (size_t p = 1; p < limits.size() - 1; ++p) {
        const int64_t to = indptr[limits[p]], n = indptr[limits[p + 1]] - to;
        if (to < begins[p]) std::copy(ids + begins[p], ids + begins[p] + n, ids + to);
    }
    return indptr[n_documents];
}

// Appends rows[places[i]], or places[i] if rows is null, to the row of their document in out; negative places and
// rows are left out. next (n_documents,): where to write, updated; if out (n_out,) is null, only next is.
inline void append_rows(const int32_t* places, const int32_t* rows, int64_t n_rows, const int64_t* indptr,
                        int64_t n_documents, int n_threads, int64_t* next, int32_t* out, int64_t n_out) {
    const int64_t n_parts = std::max(n_threads, 1);
    const std::vector<int64_t> limits = document_limits(indptr, n_documents, n_parts);
    run_stages(n_threads, 1, n_parts, [&](int64_t, int64_t p, int) {
        for (int64_t d = limits[static_cast<size_t>(p)]; d < limits[static_cast<size_t>(p) + 1]; ++d) {
            int64_t to = next[d];
            for (int64_t i = indptr[d]; i < indptr[d + 1]; ++i) {
                int32_t row = places[i];
                if (row >= n_rows) refuse_ids(places + i, 1, n_rows);
                if (row >= 0 && rows != nullptr) row = rows[row];
                if (row < 0) continue;
                if (out != nullptr) {
                    if (to < 0 || to >= n_out) throw std::invalid_argument("out must have room for all rows");
                    out[to] = row;
                }
                ++to;
            }
            next[d] = to;
        }
    });
}

}  // namespace skembed
