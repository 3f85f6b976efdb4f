// Random numbers that depend on a seed and an index only, not on threads or on earlier draws.
#pragma once

#include <cstdint>

#include "common/compiler.hpp"

namespace skembed {

// The finalizer of SplitMix64 (Steele, Lea, Flood 2014): a bijection that mixes all 64 bits
SKEMBED_INLINE uint64_t mix(uint64_t x) {
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ull;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebull;
    return x ^ (x >> 31);
}

// random number `i` of the stream `seed`
SKEMBED_INLINE uint64_t random_at(uint64_t seed, uint64_t i) {
    return mix(seed + (i + 1) * 0x9e3779b97f4a7c15ull);
}

// floor(u * n / 2^32): a number below n from 32 random bits
SKEMBED_INLINE uint32_t scaled(uint32_t u, uint32_t n) {
    return static_cast<uint32_t>((static_cast<uint64_t>(u) * n) >> 32);
}

// Walker's alias method: slot j of `size` keeps itself with probability threshold[j] / 2^32
struct AliasTable {
    const uint32_t* threshold;
    const int32_t* alias;
    int32_t size;

    SKEMBED_INLINE int32_t draw(uint64_t random) const {
        const uint32_t j = scaled(static_cast<uint32_t>(random >> 32), static_cast<uint32_t>(size));
        const int32_t own = static_cast<int32_t>(j), other = alias[j];
        // own if the low 32 bits are below threshold[j], else other; a branch would be unpredictable
        const int64_t below = static_cast<int64_t>(random & 0xffffffffu) - threshold[j];
        return other ^ ((own ^ other) & static_cast<int32_t>(below >> 63));
    }
};

}  // namespace skembed
