#include "pooling/driver.hpp"

#include <algorithm>

#include "common/checks.hpp"
#include "common/dispatch.hpp"
#include "common/parallel.hpp"

namespace skembed {

namespace {

// Calls piece(begin, end) for pieces of documents with about the same number of tokens.
template <typename Piece>
void each_piece(const Documents& x, int64_t n_docs, int n_threads, Piece&& piece) {
    constexpr int64_t FEW = 1 << 15;  // tokens: checked ids are still in the cache when they are pooled
    const int64_t n_tokens = x.indptr[n_docs];
    const int64_t n_pieces = std::max<int64_t>(8 * static_cast<int64_t>(n_threads), n_tokens / FEW);
    check_indptr(x.indptr, n_docs, x.n_tokens);
    const auto edge = [&](int64_t i) -> int64_t {
        if (i == n_pieces) return n_docs;
        // each document counts as one more token, so that empty documents are distributed as well
        int64_t low = 0, high = n_docs;
        const int64_t goal = (n_tokens + n_docs) * i / n_pieces;
        while (low < high) {
            const int64_t middle = (low + high) / 2;
            if (x.indptr[middle] + middle < goal)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    };
    run_stages(n_threads, 1, n_pieces, [&](int64_t, int64_t i, int) {
        piece(edge(i), edge(i + 1));
    });
}

}  // namespace

void pool_weighted_sum(const Documents& x, int64_t n_docs, const Weights& weights, float* out,
                       int n_threads, int isa) {
    each_piece(x, n_docs, n_threads, [&](int64_t begin, int64_t end) {
        loops(isa).weighted_sum(x, weights, out, begin, end);
    });
}

void pool_extreme(const Documents& x, int64_t n_docs, float sign, float* out, int n_threads,
                  int isa) {
    each_piece(x, n_docs, n_threads,
               [&](int64_t begin, int64_t end) { loops(isa).extreme(x, sign, out, begin, end); });
}

}  // namespace skembed
