// Aligned scratch memory for the drivers.
#pragma once

#include <cstdint>
#include <vector>

#include "common/matrix.hpp"

namespace skembed {

// Floats initialized to zero; rows of a multiple of 16 floats are aligned to 64 bytes.
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

}  // namespace skembed
