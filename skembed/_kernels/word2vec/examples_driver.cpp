#include "word2vec/examples.hpp"

#include <algorithm>
#include <memory>
#include <vector>

#include "common/parallel.hpp"
#include "common/segments.hpp"

namespace skembed {

int64_t sample_windows(const Stretch& s, int32_t* kept, int32_t* left, int32_t* right,
                       int n_threads) {
    if (n_threads <= 1) return find_windows(s, kept, left, right).n;
    // Write each segment, with the words around it, to a separate place; then concatenate them.
    const int64_t n_segments = 4 * static_cast<int64_t>(n_threads), n_tokens = s.end - s.begin;
    const auto edge = [&](int64_t i) { return n_tokens * i / n_segments; };
    const auto place = [&](int64_t i) { return edge(i) + 2 * i * s.span; };
    std::unique_ptr<int32_t[]> buffer(new int32_t[static_cast<size_t>(3 * place(n_segments))]);
    int32_t* const to[] = {kept, left, right};
    int32_t* from[3];
    for (int a = 0; a < 3; ++a) from[a] = buffer.get() + a * place(n_segments);
    std::vector<Found> found(static_cast<size_t>(n_segments));
    const auto start = [&](int64_t i) {
        int64_t n = 0;
        for (const Found* f = found.data(); f < found.data() + i; ++f)
            n += f->centre_end - f->centre_begin;
        return n;
    };
    const auto find = [&](int64_t i) {
        Stretch part = s;
        part.begin = s.begin + edge(i);
        part.end = s.begin + edge(i + 1);
        Found f = find_windows(part, from[0] + place(i), from[1] + place(i), from[2] + place(i));
        if (i == 0) f.centre_begin = 0;  // keep the words around the stretch itself
        if (i == n_segments - 1) f.centre_end = f.n;
        found[static_cast<size_t>(i)] = f;
    };
    const auto copy = [&](int64_t i) {
        const Found& f = found[static_cast<size_t>(i)];
        for (int a = 0; a < 3; ++a)
            std::copy(from[a] + place(i) + f.centre_begin, from[a] + place(i) + f.centre_end,
                      to[a] + start(i));
    };
    run_stages(n_threads, 2, n_segments,
               [&](int64_t stage, int64_t i, int) { stage == 0 ? find(i) : copy(i); });
    return start(n_segments);
}

void count_pairs(const PairSort& sort, int64_t* counts, int n_threads) {
    each_segment(sort, counts, n_threads,
                 [&](int64_t segment, int64_t* row) { sort.count(segment, row); });
}

void fill_pairs(const PairSort& sort, int64_t* offsets, Pair* pairs, int n_threads) {
    each_segment(sort, offsets, n_threads,
                 [&](int64_t segment, int64_t* row) { sort.fill(segment, row, pairs); });
}

}  // namespace skembed
