// Macros for the differences between compilers.
//
// SKEMBED_INLINE also keeps instruction sets apart. The same header is compiled once for each of
// them, and if the compiler did not inline a function, the linker would keep only one version of it,
// perhaps the AVX-512 version, which other machines cannot run. Therefore every function that the hot
// loops share with other code is always inlined, or is in a namespace of its instruction set.
#pragma once

#if defined(__GNUC__) && !defined(SKEMBED_PLAIN)
#define SKEMBED_VECTOR_TYPES 1
#define SKEMBED_UNROLL _Pragma("GCC unroll 16")
#else
#define SKEMBED_UNROLL
#endif

#if defined(__GNUC__)
#define SKEMBED_INLINE inline __attribute__((always_inline))
// for reading; for writing, which also invalidates copies in the caches of other cores
#define SKEMBED_PREFETCH(p) __builtin_prefetch(p, 0)
#define SKEMBED_PREFETCH_TO_WRITE(p) __builtin_prefetch(p, 1)
#else
#define SKEMBED_INLINE inline
#define SKEMBED_PREFETCH(p) ((void)(p))
#define SKEMBED_PREFETCH_TO_WRITE(p) ((void)(p))
#endif
