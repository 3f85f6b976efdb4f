// Decimal numbers as float32: for every text, the same bits as numpy.float32(float(text)) in Python.
// Only digits, one point, signs and one exponent are numbers: no underscores, no words, no hexadecimals.
#pragma once

#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>
#if !defined(__cpp_lib_to_chars) && !defined(_MSC_VER)
#include <cstdlib>
#include <string>
#if defined(__APPLE__)
#include <xlocale.h>
#else
#include <locale.h>
#endif
#endif

#include "common/compiler.hpp"

namespace skembed {

constexpr double POWERS[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                             1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

SKEMBED_INLINE bool is_digit(char c) { return static_cast<unsigned char>(c - '0') < 10; }

// The double nearest to an unsigned number, whatever the locale of the process.
inline double nearest_double(const char* begin, const char* end) {
#if defined(__cpp_lib_to_chars) || defined(_MSC_VER)
    double x = 0;
    std::from_chars(begin, end, x);
    return x;
#else
    static const locale_t c_locale = newlocale(LC_ALL_MASK, "C", nullptr);
    return strtod_l(std::string(begin, end).c_str(), nullptr, c_locale);
#endif
}

// digits * 10**exponent as float32 by way of double. The number stands in [begin, end); digits are
// its significant ones, but no more than 19.
inline float round_twice(uint64_t digits, int64_t exponent, const char* begin, const char* end) {
    if (exponent > 40) return INFINITY;
    if (exponent < -70) return 0;
    auto x = static_cast<double>(digits);
    for (; exponent < -22; exponent += 22) x /= 1e22;
    for (; exponent > 22; exponent -= 22) x *= 1e22;
    x = exponent < 0 ? x / POWERS[-exponent] : x * POWERS[exponent];
    // Each of at most six roundings, and the digits left out, move x by at most one unit in its last
    // place, so the nearest double is between low and high. Rounding keeps their order.
    uint64_t bits;
    std::memcpy(&bits, &x, sizeof x);
    double low, high;
    const uint64_t below = bits - 8, above = bits + 8;
    std::memcpy(&low, &below, sizeof low);
    std::memcpy(&high, &above, sizeof high);
    const auto rounded = static_cast<float>(low);
    return rounded == static_cast<float>(high) ? rounded
                                               : static_cast<float>(nearest_double(begin, end));
}

// The first 19 significant digits of the digits and the point in [begin, end), as one number.
inline uint64_t leading_digits(const char* begin, const char* end, int64_t& exponent) {
    uint64_t digits = 0;
    int n_digits = 0;
    bool is_fraction = false;
    exponent = 0;
    for (const char* p = begin; p < end; ++p) {
        if (*p == '.') {
            is_fraction = true;
        } else if (n_digits == 19) {
            exponent += !is_fraction;
        } else {
            digits = digits * 10 + static_cast<uint64_t>(*p - '0');
            n_digits += digits != 0;
            exponent -= is_fraction;
        }
    }
    return digits;
}

// Reads the number that begins at p; a byte that is part of no number, such as a newline, follows it.
// Returns where it ends, or nullptr if there is none or if float32 cannot represent it.
SKEMBED_INLINE const char* parse_number(const char* p, float& value) {
    const bool negative = *p == '-';
    if (negative || *p == '+') ++p;
    const char* const begin = p;
    uint64_t digits = 0;  // overflows if there are many
    for (; is_digit(*p); ++p) digits = digits * 10 + static_cast<uint64_t>(*p - '0');
    int64_t n_digits = p - begin, exponent = 0;
    if (*p == '.') {
        const char* const fraction = ++p;
        for (; is_digit(*p); ++p) digits = digits * 10 + static_cast<uint64_t>(*p - '0');
        exponent = fraction - p;
        n_digits -= exponent;
    }
    if (n_digits == 0) return nullptr;
    if (n_digits > 19) digits = leading_digits(begin, p, exponent);
    if ((*p | 0x20) == 'e') {
        const bool is_small = p[1] == '-';
        p += is_small || p[1] == '+' ? 2 : 1;
        if (!is_digit(*p)) return nullptr;
        int64_t given = 0;
        for (; is_digit(*p); ++p)
            if (given < 1000000000) given = given * 10 + (*p - '0');
        exponent += is_small ? -given : given;
    }
    float x = 0;
    if (digits <= uint64_t{1} << 53 && exponent >= -22 && exponent <= 22) {
        // Both are exact, so that the result is rounded once.
        const auto exact = static_cast<double>(digits);
        x = static_cast<float>(exponent < 0 ? exact / POWERS[-exponent] : exact * POWERS[exponent]);
    } else if (digits != 0) {
        x = round_twice(digits, exponent, begin, p);
    }
    if (!std::isfinite(x)) return nullptr;
    value = negative ? -x : x;
    return p;
}

}  // namespace skembed
