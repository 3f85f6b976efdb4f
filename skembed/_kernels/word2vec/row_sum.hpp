// The sum of any number of rows, several at a time, so that it stays in registers.
#pragma once

#include <cstdint>

#include "common/columns.hpp"

namespace skembed {
namespace SKEMBED_ISA {

constexpr int MANY = 32;  // rows that are added at a time

// out <- scale * sum of n rows, or with ONTO: out <- out + scale * sum of n rows
template <bool ONTO>
SKEMBED_INLINE void add_rows(const float* const* rows, int n, float scale, float* out, int32_t d) {
    each_chunk<REGISTERS>(d, [&](auto columns, int32_t c) {
        constexpr int N = decltype(columns)::n;
        vec sum[N];
        SKEMBED_UNROLL
        for (int q = 0; q < N; ++q) sum[q] = vec{};
        for (int j = 0; j < n; ++j) {
            const float* const v = rows[j] + c;
            SKEMBED_UNROLL
            for (int q = 0; q < N; ++q) sum[q] += load(v + q * WIDTH);
        }
        SKEMBED_UNROLL
        for (int q = 0; q < N; ++q) {
            float* const to = out + c + q * WIDTH;
            store(to, ONTO ? load(to) + all(scale) * sum[q] : all(scale) * sum[q]);
        }
    });
}

// The same for any number of rows, added one by one; out is complete after the last flush.
class RowSum {
  public:
    SKEMBED_INLINE RowSum(float* out, bool onto, float scale, int32_t d)
        : out_(out), onto_(onto), scale_(scale), d_(d) {}
    SKEMBED_INLINE void add(const float* row, bool wanted) {
        rows_[n_] = row;
        n_ += wanted;
        if (n_ == MANY) flush();
    }
    SKEMBED_INLINE void flush() {
        if (n_ == 0) return;
        if (onto_)
            add_rows<true>(rows_, n_, scale_, out_, d_);
        else
            add_rows<false>(rows_, n_, scale_, out_, d_);
        onto_ = true;
        n_ = 0;
    }

  private:
    const float* rows_[MANY];
    int n_ = 0;
    float* out_;
    bool onto_;
    float scale_;
    int32_t d_;
};

}  // namespace SKEMBED_ISA
}  // namespace skembed
