// exp, ln and 1 / sqrt of a register, accurate enough for training.
#pragma once

#include "common/vec.hpp"

namespace skembed {
namespace SKEMBED_ISA {

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

// ln(x) for normal x > 0, absolute error below 1e-6 where the logarithm is at most a few tens
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

}  // namespace SKEMBED_ISA
}  // namespace skembed
