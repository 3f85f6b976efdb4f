// What differs between compilers, named once.
//
// SKEMBED_INLINE also keeps instruction sets apart: the same header is compiled once for each of
// them, and a function that the compiler does not inline would be shared by the linker, perhaps
// in its AVX-512 version on a machine that has none. Every function that the hot loops share with
// the rest is therefore inlined without exception, or lives in a namespace of its own.
#pragma once

#if defined(__GNUC__) && !defined(SKEMBED_PLAIN)
#define SKEMBED_VECTOR_TYPES 1
#define SKEMBED_UNROLL _Pragma("GCC unroll 16")
#else
#define SKEMBED_UNROLL
#endif

#if defined(__GNUC__)
#define SKEMBED_INLINE inline __attribute__((always_inline))
// to be read; to be written: no other thread keeps its copy
#define SKEMBED_PREFETCH(p) __builtin_prefetch(p, 0)
#define SKEMBED_PREFETCH_TO_WRITE(p) __builtin_prefetch(p, 1)
#else
#define SKEMBED_INLINE inline
#define SKEMBED_PREFETCH(p) ((void)(p))
#define SKEMBED_PREFETCH_TO_WRITE(p) ((void)(p))
#endif
