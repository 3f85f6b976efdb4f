// Co-occurrence counts, row by row: the index gives the positions of a word, and its neighbors are
// added to one dense row of sums, which stays in the cache and is written out in sorted order.
//
// Sums are integers (weights are multiples of 1 / scale), so the result does not depend on their order.
// A call ends when its budget is used up, even in the middle of a row; the caller keeps the state.
// Rows are written only when complete; memory limits and files are up to the caller.
#pragma once

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "common/matrix.hpp"
#include "cooccurrence/index.hpp"

namespace skembed {

// A set of columns that returns them in order: one bit for each column, and one for each 64 of those.
struct ColumnSet {
    uint64_t* words;             // (ceil(n_terms / 64),) zeros
    uint64_t* tops;              // (ceil(n_terms / 4096),) zeros
    int64_t n_tops;

    static SKEMBED_INLINE int64_t lowest(uint64_t bits) {
#if defined(__GNUC__)
        return __builtin_ctzll(bits);
#else
        int64_t n = 0;
        for (; (bits & 1) == 0; bits >>= 1) ++n;
        return n;
#endif
    }
    SKEMBED_INLINE void add(int32_t column) {
        words[column >> 6] |= uint64_t{1} << (column & 63);
        tops[column >> 12] |= uint64_t{1} << (column >> 6 & 63);
    }
    // writes the columns in order and clears the set
    SKEMBED_INLINE void take(int32_t* columns) {
        for (int64_t t = 0; t < n_tops; ++t)
            for (; tops[t] != 0; tops[t] &= tops[t] - 1) {
                const int64_t w = t * 64 + lowest(tops[t]);
                for (uint64_t bits = words[w]; bits != 0; bits &= bits - 1)
                    *columns++ = static_cast<int32_t>(w * 64 + lowest(bits));
                words[w] = 0;
            }
    }
};

// A range of rows being counted. Members marked "carried" are kept from one call to the next.
struct RowCount {
    const int32_t* ids;          // (n_tokens,)
    int64_t n_tokens;
    int32_t n_terms;
    const Occurrence* found;     // occurrences, row by row
    const int64_t* ends;         // (n_rows,) where each row's occurrences end
    const int64_t* counts;       // (n_rows,) occurrences of each row in the whole corpus
    int64_t n_rows;
    const int64_t* weights;      // (window,) of the distances 1, 2, ...
    int64_t window;
    double scale;
    bool symmetric;
    bool complete;               // false: more occurrences of the last row will follow
    uint32_t* narrow;            // (n_terms,) sums, zeros between rows; carried
    int64_t* wide;               // (n_terms,) the same for rows whose sums may exceed 32 bits; carried
    int32_t* touched;            // (n_terms + 1,) columns of the row so far; carried
    ColumnSet set;
    int32_t* columns;            // (room,) out
    float* values;               // (room,) out
    int64_t* sizes;              // (n_rows,) out: non-zeros of each row
    int64_t room;
    int64_t row, next, n_touched, n_out;  // carried: row, occurrence, lengths of touched and columns

    // `T` is the type of the sums of this row
    template <typename T>
    void add(int64_t to, const T* __restrict w, T* __restrict sums) {
        int64_t n = n_touched;
        for (int64_t k = next; k < to; ++k) {
            const Occurrence& soon = found[std::min(k + 16, to - 1)];
            SKEMBED_PREFETCH(ids + (soon.position - soon.left));
            SKEMBED_PREFETCH(ids + soon.position);  // 21 ids lie in three lines of the cache
            SKEMBED_PREFETCH(ids + (soon.position + soon.right));
            const int64_t left = found[k].left, right = symmetric ? found[k].right : 0;
            const int32_t* const here = ids + found[k].position;
            if (std::max(left, right) > window || found[k].position < left ||
                found[k].position + right >= n_tokens)
                throw std::invalid_argument("an occurrence lies outside of ids");
            for (int64_t d = 1; d <= left; ++d) n = add_one(here[-d], w[d - 1], sums, n);
            for (int64_t d = 1; d <= right; ++d) n = add_one(here[d], w[d - 1], sums, n);
        }
        n_touched = n;
        next = to;
    }

    template <typename T>
    SKEMBED_INLINE int64_t add_one(int32_t column, T w, T* __restrict sums, int64_t n) {
        check_row(column, n_terms);
        const T sum = sums[column];
        touched[n] = column;
        sums[column] = sum + w;
        return n + (sum == 0);   // no branch: whether a column is new is unpredictable
    }

    template <typename T>
    void write(T* __restrict sums) {
        int32_t* const out = columns + n_out;
        for (int64_t k = 0; k < n_touched; ++k) set.add(touched[k]);
        set.take(out);
        for (int64_t k = 0; k < n_touched; ++k) {
            values[n_out + k] = static_cast<float>(static_cast<double>(sums[out[k]]) / scale);
            sums[out[k]] = 0;
        }
        sizes[row++] = n_touched;
        n_out += n_touched;
        n_touched = 0;
    }

    // Continues for at most `budget` occurrences, and stops at a row for which there is no room.
    void run(int64_t budget) {
        int64_t heaviest = 0;
        for (int64_t d = 0; d < window; ++d) heaviest += weights[d];
        const int64_t most = UINT32_MAX / (symmetric ? 2 * heaviest : heaviest);
        const std::vector<uint32_t> light(weights, weights + window);
        const int64_t stop = next + budget;
        while (row < n_rows) {
            const int64_t to = std::min(ends[row], stop);
            const bool is_narrow = counts[row] <= most;
            if (is_narrow) add(to, light.data(), narrow);
            else add(to, weights, wide);
            if (to < ends[row] || (row == n_rows - 1 && !complete) || n_out + n_touched > room)
                return;
            if (is_narrow) write(narrow);
            else write(wide);
        }
    }
};

}  // namespace skembed
