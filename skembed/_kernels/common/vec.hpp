// A register of WIDTH floats and the few operations that the tiles need.
//
// WIDTH depends on the instruction set that this file is compiled for: 16 (AVX-512), 8 (AVX2),
// 4 (all others). This is not a SIMD library: it has no masks, no gathers, no doubles. GCC and Clang
// use vector types; other compilers use a plain array with the same names.
#pragma once

#include <cstdint>
#include <cstring>

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
// a - 0 equals a for every a, so this only broadcasts a (0 + a would lose the sign of -0)
SKEMBED_INLINE vec all(float a) { return a - vec{}; }
SKEMBED_INLINE ivec all(int32_t a) { return a - ivec{}; }
SKEMBED_INLINE ivec bits(vec a) { return reinterpret_cast<ivec>(a); }
SKEMBED_INLINE vec floats(ivec a) { return reinterpret_cast<vec>(a); }
SKEMBED_INLINE vec to_float(ivec a) { return __builtin_convertvector(a, vec); }
SKEMBED_INLINE ivec shift_left(ivec a, int n) { return a << n; }
SKEMBED_INLINE ivec shift_right(ivec a, int n) { return a >> n; }
// where(a >= 0, b, c), elementwise
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

// load and store for any alignment
SKEMBED_INLINE vec load_anywhere(const float* p) {
    vec a;
    std::memcpy(&a, p, sizeof a);
    return a;
}
SKEMBED_INLINE void store_anywhere(float* p, vec a) { std::memcpy(p, &a, sizeof a); }

SKEMBED_INLINE vec maximum(vec a, vec b) { return where_positive(a - b, a, b); }
SKEMBED_INLINE vec minimum(vec a, vec b) { return where_positive(a - b, b, a); }

}  // namespace SKEMBED_ISA
}  // namespace skembed
