#include "common/checks.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace skembed {

void refuse_ids(const int32_t* ids, int64_t n, int64_t n_rows) {
    const auto range = std::minmax_element(ids, ids + n);
    const std::string bounds = "ids must lie between 0 and " + std::to_string(n_rows - 1) + ", got ";
    throw std::invalid_argument(
        *range.second < n_rows
            ? bounds + std::to_string(*range.first) + ": unknown tokens are left out, not negative"
            : bounds + std::to_string(*range.second) + ": are they those of another vocabulary?");
}

void check_indptr(const int64_t* indptr, int64_t n_docs, int64_t n_tokens) {
    bool good = n_docs >= 0 && indptr[0] == 0 && indptr[n_docs] == n_tokens;
    for (int64_t i = 0; i < n_docs; ++i) good &= indptr[i] <= indptr[i + 1];
    if (good) return;
    throw std::invalid_argument("indptr must begin at 0, never fall, and end at the number of ids, " +
                                std::to_string(n_tokens));
}

}  // namespace skembed
