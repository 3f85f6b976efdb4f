// The dot product of two rows, and the norms by which the sum of a text may be divided.
#pragma once

#include <cmath>

#include "common/lanes.hpp"
#include "common/vec.hpp"
#include "supervised/arguments.hpp"

namespace skembed {
namespace SKEMBED_ISA {

SKEMBED_INLINE float dot(const float* x, const float* y, int32_t d) {
    vec total{};
    for (int32_t c = 0; c < d; c += WIDTH) total += load(x + c) * load(y + c);
    return lane_sum(total);
}

// |x| and its gradient with respect to x: x / |x| (L2), signs (L1), sign at the largest entry (max norm)
SKEMBED_INLINE float norm_of(int32_t norm, const float* x, float* gradient, int32_t d) {
    float length = 0.0f;
    int32_t largest = 0;
    if (norm == NORM_L2) length = std::sqrt(dot(x, x, d));
    for (int32_t c = 0; c < d; ++c) {
        if (norm == NORM_L1) length += std::fabs(x[c]);
        if (norm == NORM_MAX && std::fabs(x[c]) > std::fabs(x[largest])) largest = c;
    }
    if (norm == NORM_MAX) length = std::fabs(x[largest]);
    for (int32_t c = 0; c < d; ++c) {
        const float sign = static_cast<float>((x[c] > 0.0f) - (x[c] < 0.0f));
        if (norm == NORM_L2) gradient[c] = length > 0.0f ? x[c] / length : 0.0f;
        if (norm == NORM_L1) gradient[c] = sign;
        if (norm == NORM_MAX) gradient[c] = c == largest ? sign : 0.0f;
    }
    return length;
}

}  // namespace SKEMBED_ISA
}  // namespace skembed
