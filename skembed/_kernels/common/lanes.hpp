// Sums over the lanes of registers.
#pragma once

#include "common/vec.hpp"

namespace skembed {
namespace SKEMBED_ISA {

SKEMBED_INLINE double sum(vec a) {
    double total = 0.0;
    for (int i = 0; i < WIDTH; ++i) total += a[i];
    return total;
}

// Returns the sums of the WIDTH registers acc[0], acc[1], ... as the lanes of one register.
// Blocks are halved: (a, b) -> [a_low + a_high | b_low + b_high], then the same within the halves.
template <int BLOCK>
SKEMBED_INLINE vec fold(vec a, vec b) {
    vec r{};
#ifdef SKEMBED_VECTOR_TYPES
    constexpr int half = BLOCK / 2;
    ivec low, high;
    SKEMBED_UNROLL
    for (int i = 0; i < WIDTH; ++i) {
        // lane i of the result is the (i % half)-th element of the (i / half)-th block of [a | b]
        low[i] = (i / half) * BLOCK + i % half;
        high[i] = low[i] + half;
    }
#if defined(__clang__)
    vec x{}, y{};
    SKEMBED_UNROLL
    for (int i = 0; i < WIDTH; ++i) {
        x[i] = low[i] < WIDTH ? a[low[i] % WIDTH] : b[low[i] % WIDTH];
        y[i] = high[i] < WIDTH ? a[high[i] % WIDTH] : b[high[i] % WIDTH];
    }
    r = x + y;
#else
    r = __builtin_shuffle(a, b, low) + __builtin_shuffle(a, b, high);
#endif
#else
    const int half = BLOCK / 2;
    for (int i = 0; i < WIDTH; ++i) {
        const int low = (i / half) * BLOCK + i % half, high = low + half;
        r.v[i] = (low < WIDTH ? a.v[low] : b.v[low - WIDTH]) +
                 (high < WIDTH ? a.v[high] : b.v[high - WIDTH]);
    }
#endif
    return r;
}

template <int BLOCK>
struct Fold {
    static SKEMBED_INLINE vec lanes(const vec* acc) {
        // BLOCK / 2 registers on each side of the last fold, whose block size is 2 * WIDTH / BLOCK
        return fold<2 * WIDTH / BLOCK>(Fold<BLOCK / 2>::lanes(acc),
                                       Fold<BLOCK / 2>::lanes(acc + BLOCK / 2));
    }
};
template <>
struct Fold<1> {
    static SKEMBED_INLINE vec lanes(const vec* acc) { return acc[0]; }
};

SKEMBED_INLINE vec lane_sums(const vec* acc) { return Fold<WIDTH>::lanes(acc); }

// The sum of the lanes of one register: each fold halves the number of lanes left to add.
template <int BLOCK>
struct Halves {
    static SKEMBED_INLINE vec sum(vec a) { return Halves<BLOCK / 2>::sum(fold<BLOCK>(a, a)); }
};
template <>
struct Halves<1> {
    static SKEMBED_INLINE vec sum(vec a) { return a; }
};

SKEMBED_INLINE float lane_sum(vec a) { return Halves<WIDTH>::sum(a)[0]; }

}  // namespace SKEMBED_ISA
}  // namespace skembed
