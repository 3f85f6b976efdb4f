// Sorting of keys by their digits, without comparisons.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

namespace skembed {

constexpr size_t FEW_KEYS = 64;  // up to which comparing is faster than counting digits

// Sorts keys by their bits `first` to `last` - 1, eight at a time, from the lowest (radix sort); the other bits
// of keys must not decide. `other` is of the same size.
template <typename Key>
void sort_by_bits(std::vector<Key>& keys, std::vector<Key>& other, int first, int last) {
    if (keys.size() <= FEW_KEYS) {
        std::sort(keys.begin(), keys.end());
        return;
    }
    for (int shift = first; shift < last; shift += 8) {
        size_t places[257] = {0};
        for (const Key key : keys) ++places[(key >> shift & 255) + 1];
        for (int digit = 0; digit < 256; ++digit) places[digit + 1] += places[digit];
        for (const Key key : keys) other[places[key >> shift & 255]++] = key;
        keys.swap(other);
    }
}

// The number of bits of the numbers below n.
inline int bits_of(int64_t n) {
    int bits = 0;
    while (n > int64_t{1} << bits) ++bits;
    return bits;
}

}  // namespace skembed
