// What the drivers share: the table of an instruction set, aligned memory, a rate between two.
#pragma once

#include <cstdint>
#include <vector>

#include "common/kernels.hpp"

namespace skembed {

const Kernels& kernels(int isa);

// Zeroed floats whose rows of a multiple of 16 floats are aligned to 64 bytes.
class Scratch {
  public:
    explicit Scratch(size_t n) : memory_(n + ROW_MULTIPLE, 0.0f) {}
    float* data() {
        const auto address = reinterpret_cast<uintptr_t>(memory_.data());
        return memory_.data() + ((64 - address % 64) % 64) / sizeof(float);
    }

  private:
    std::vector<float> memory_;
};

inline float interpolate(float a, float b, double share) {
    return static_cast<float>(a + (static_cast<double>(b) - a) * share);
}

}  // namespace skembed
