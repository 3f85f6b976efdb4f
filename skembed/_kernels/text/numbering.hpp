// The numbers of tokens, looked up a few tokens behind the reader, while the memory that this needs is fetched.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "text/token_table.hpp"

namespace skembed {

// Table numbers the tokens. Their bytes must not move before the next call of finish.
template <typename Table>
class Numbering {
  public:
    explicit Numbering(Table& numbered) : table(numbered) {}

    SKEMBED_INLINE void add(const Token& token) {
        table.prefetch(token);
        if (n_added_ >= AHEAD) number(waiting_[n_added_ % AHEAD]);
        waiting_[n_added_++ % AHEAD] = token;
    }

    void finish() {
        for (size_t i = n_added_ < AHEAD ? 0 : n_added_ - AHEAD; i < n_added_; ++i) number(waiting_[i % AHEAD]);
        n_added_ = 0;
    }

    Table& table;
    std::vector<int32_t> ids;      // number of each token in table, unless it is left out

  private:
    static constexpr size_t AHEAD = 16;

    SKEMBED_INLINE void number(const Token& token) {
        const int32_t found = table.number(token);
        if (found != LEFT_OUT) ids.push_back(found);
    }

    Token waiting_[AHEAD];
    size_t n_added_ = 0;           // since the last call of finish
};

}  // namespace skembed
