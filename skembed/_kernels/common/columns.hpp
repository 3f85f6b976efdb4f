// Splits rows into pieces of as many columns as registers can hold, so that a sum over rows stays in
// registers. What is summed is up to the caller.
#pragma once

#include "common/vec.hpp"

namespace skembed {
namespace SKEMBED_ISA {

constexpr int REGISTERS = 8;      // registers of columns held at a time

template <int N>
struct Columns {
    static constexpr int n = N;
};

// body(Columns<n>, c) if n is at most N
template <int N, typename Body>
SKEMBED_INLINE void one_chunk(int32_t n, int32_t c, Body&& body) {
    if constexpr (N > 0) {
        if (n == N)
            body(Columns<N>{}, c);
        else
            one_chunk<N - 1>(n, c, body);
    }
}

// body(Columns<n>, c) for the columns c ... c + n * WIDTH - 1, at most MOST registers of them
template <int MOST, typename Body>
SKEMBED_INLINE void each_chunk(int32_t d, Body&& body) {
    int32_t c = 0;
    for (; c + MOST * WIDTH <= d; c += MOST * WIDTH) body(Columns<MOST>{}, c);
    one_chunk<MOST - 1>((d - c) / WIDTH, c, body);
}

}  // namespace SKEMBED_ISA
}  // namespace skembed
