// Linear interpolation between two learning rates.
#pragma once

namespace skembed {

inline float interpolate(float a, float b, double share) {
    return static_cast<float>(a + (static_cast<double>(b) - a) * share);
}

}  // namespace skembed
