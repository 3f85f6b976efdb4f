// A learning rate between two.
#pragma once

namespace skembed {

inline float interpolate(float a, float b, double share) {
    return static_cast<float>(a + (static_cast<double>(b) - a) * share);
}

}  // namespace skembed
