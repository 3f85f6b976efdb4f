// A register of WIDTH floats and the handful of operations that the tiles need.
//
// WIDTH follows the instruction set that this file is compiled for: 16 (AVX-512), 8 (AVX2),
// 4 (everything else). It refuses to be a SIMD library: no masks, no gathers, no doubles.
// GCC and Clang get vector types; any other compiler gets a plain array with the same names.
#pragma once

#include <cstdint>

#include "common/compiler.hpp"

#define SKEMBED_CONCAT_(a, b) a##b
#define SKEMBED_CONCAT(a, b) SKEMBED_CONCAT_(a, b)
// One namespace per instruction set, so that the linker never mixes two compilations.
#ifndef SKEMBED_ISA
#define SKEMBED_ISA baseline
#endif

namespace skembed {
namespace SKEMBED_ISA {

#if defined(__AVX512F__) && defined(SKEMBED_VECTOR_TYPES)
constexpr int WIDTH = 16;
#elif defined(__AVX2__) && defined(SKEMBED_VECTOR_TYPES)
constexpr int WIDTH = 8;
#else
constexpr int WIDTH = 4;
#endif

#ifdef SKEMBED_VECTOR_TYPES

typedef float vec __attribute__((vector_size(4 * WIDTH), may_alias));
typedef int32_t ivec __attribute__((vector_size(4 * WIDTH), may_alias));

SKEMBED_INLINE vec load(const float* p) { return *reinterpret_cast<const vec*>(p); }
SKEMBED_INLINE void store(float* p, vec a) { *reinterpret_cast<vec*>(p) = a; }
// a - 0 is a for every a, so this is a broadcast and nothing else (0 + a would lose the sign of -0)
SKEMBED_INLINE vec all(float a) { return a - vec{}; }
SKEMBED_INLINE ivec all(int32_t a) { return a - ivec{}; }
SKEMBED_INLINE ivec bits(vec a) { return reinterpret_cast<ivec>(a); }
SKEMBED_INLINE vec floats(ivec a) { return reinterpret_cast<vec>(a); }
SKEMBED_INLINE vec to_float(ivec a) { return __builtin_convertvector(a, vec); }
SKEMBED_INLINE ivec shift_left(ivec a, int n) { return a << n; }
SKEMBED_INLINE ivec shift_right(ivec a, int n) { return a >> n; }
// where(a >= 0, b, c), element by element
SKEMBED_INLINE vec where_positive(vec a, vec b, vec c) {
    const ivec mask = a >= vec{};
    return floats((mask & bits(b)) | (~mask & bits(c)));
}

#else

struct ivec {
    int32_t v[WIDTH];
};
struct vec {
    float v[WIDTH];
    float operator[](int i) const { return v[i]; }
};
#define SKEMBED_LANES(T, expression)                \
    T r;                                            \
    for (int i = 0; i < WIDTH; ++i) r.v[i] = (expression); \
    return r;
inline vec load(const float* p) { SKEMBED_LANES(vec, p[i]) }
inline void store(float* p, vec a) {
    for (int i = 0; i < WIDTH; ++i) p[i] = a.v[i];
}
inline vec all(float a) { SKEMBED_LANES(vec, a) }
inline ivec all(int32_t a) { SKEMBED_LANES(ivec, a) }
inline vec operator+(vec a, vec b) { SKEMBED_LANES(vec, a.v[i] + b.v[i]) }
inline vec operator-(vec a, vec b) { SKEMBED_LANES(vec, a.v[i] - b.v[i]) }
inline vec operator*(vec a, vec b) { SKEMBED_LANES(vec, a.v[i] * b.v[i]) }
inline vec operator/(vec a, vec b) { SKEMBED_LANES(vec, a.v[i] / b.v[i]) }
inline vec& operator+=(vec& a, vec b) { return a = a + b; }
inline vec& operator*=(vec& a, vec b) { return a = a * b; }
inline ivec operator+(ivec a, ivec b) { SKEMBED_LANES(ivec, a.v[i] + b.v[i]) }
inline ivec operator-(ivec a, ivec b) { SKEMBED_LANES(ivec, a.v[i] - b.v[i]) }
inline ivec operator&(ivec a, ivec b) { SKEMBED_LANES(ivec, a.v[i] & b.v[i]) }
inline ivec operator|(ivec a, ivec b) { SKEMBED_LANES(ivec, a.v[i] | b.v[i]) }
union Lane {
    float f;
    int32_t i;
};
inline int32_t lane_bits(float a) { Lane lane; lane.f = a; return lane.i; }
inline float lane_float(int32_t a) { Lane lane; lane.i = a; return lane.f; }
inline ivec bits(vec a) { SKEMBED_LANES(ivec, lane_bits(a.v[i])) }
inline vec floats(ivec a) { SKEMBED_LANES(vec, lane_float(a.v[i])) }
inline vec to_float(ivec a) { SKEMBED_LANES(vec, static_cast<float>(a.v[i])) }
inline ivec shift_left(ivec a, int n) {
    SKEMBED_LANES(ivec, static_cast<int32_t>(static_cast<uint32_t>(a.v[i]) << n))
}
inline ivec shift_right(ivec a, int n) { SKEMBED_LANES(ivec, a.v[i] >> n) }
inline vec where_positive(vec a, vec b, vec c) {
    SKEMBED_LANES(vec, a.v[i] >= 0.0f ? b.v[i] : c.v[i])
}
#undef SKEMBED_LANES

#endif

SKEMBED_INLINE vec maximum(vec a, vec b) { return where_positive(a - b, a, b); }
SKEMBED_INLINE vec minimum(vec a, vec b) { return where_positive(a - b, b, a); }

SKEMBED_INLINE double sum(vec a) {
    double total = 0.0;
    for (int i = 0; i < WIDTH; ++i) total += a[i];
    return total;
}

// exp(x) for x <= 0, relative error below 2e-7; below -87 it is exp(-87), about 1.6e-38.
SKEMBED_INLINE vec exp_negative(vec x) {
    x = maximum(x, all(-87.0f));
    // x = n ln 2 + r: adding 1.5 * 2^23 rounds x / ln 2 to an integer in the low bits
    const vec magic = all(12582912.0f);
    const vec shifted = x * all(1.44269504f) + magic;
    const ivec n = bits(shifted) - bits(magic);
    const vec nf = shifted - magic;
    const vec r = x - nf * all(0.693359375f) - nf * all(-2.12194440e-4f);
    vec y = all(1.9875691500e-4f);
    y = y * r + all(1.3981999507e-3f);
    y = y * r + all(8.3334519073e-3f);
    y = y * r + all(4.1665795894e-2f);
    y = y * r + all(1.6666665459e-1f);
    y = y * r + all(5.0000001201e-1f);
    y = y * r * r + r + all(1.0f);
    return y * floats(shift_left(n + all(int32_t{127}), 23));
}

// ln(x) for normal x > 0, absolute error below 1e-6 where the logarithm is a few tens
SKEMBED_INLINE vec natural_log(vec x) {
    // x = 2^n m with m in [sqrt(1/2), sqrt(2))
    const ivec i = bits(x) - all(int32_t{0x3f3504f3});
    const vec n = to_float(shift_right(i, 23));
    const vec m = floats((i & all(int32_t{0x007fffff})) + all(int32_t{0x3f3504f3})) - all(1.0f);
    vec y = all(7.0376836292e-2f);
    y = y * m + all(-1.1514610310e-1f);
    y = y * m + all(1.1676998740e-1f);
    y = y * m + all(-1.2420140846e-1f);
    y = y * m + all(1.4249322787e-1f);
    y = y * m + all(-1.6668057665e-1f);
    y = y * m + all(2.0000714765e-1f);
    y = y * m + all(-2.4999993993e-1f);
    y = y * m + all(3.3333331174e-1f);
    const vec square = m * m;
    return m + (y * m - all(0.5f)) * square + n * all(0.69314718f);
}

// 1 / sqrt(x) for normal x > 0, relative error below 1e-6. Halving the exponent by a shift gives y with
// 1 - x y^2 = e between -0.023 and 0.102; the cubic is the minimax fit of 1 / sqrt(1 - e) there.
SKEMBED_INLINE vec rsqrt(vec x) {
    const vec y = floats(all(int32_t{0x5f330000}) - shift_right(bits(x), 1));
    const vec e = all(1.0f) - x * y * y;
    return y * (((all(0.361648381f) * e + all(0.373151571f)) * e + all(0.499984503f)) * e +
                all(1.0000006f));
}

// The sums of the WIDTH registers acc[0], acc[1], ... as the lanes of one register.
// Halving blocks: (a, b) -> [a_low + a_high | b_low + b_high], then the same within the halves.
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
        // BLOCK / 2 registers on each side of the last fold, whose blocks are 2 * WIDTH / BLOCK
        return fold<2 * WIDTH / BLOCK>(Fold<BLOCK / 2>::lanes(acc),
                                       Fold<BLOCK / 2>::lanes(acc + BLOCK / 2));
    }
};
template <>
struct Fold<1> {
    static SKEMBED_INLINE vec lanes(const vec* acc) { return acc[0]; }
};

SKEMBED_INLINE vec lane_sums(const vec* acc) { return Fold<WIDTH>::lanes(acc); }

// The sum of the lanes of one register: each fold halves what is left of it.
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
