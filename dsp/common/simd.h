// Fixed lanes of 8 floats, so that every CPU adds in the same order (STYLE.md 4.6).
#pragma once

// One binary, the best of these for the CPU it runs on. Arithmetic is the same in both: no
// contraction. Sanitizers hook functions before the choice can be made, and clang 14 cannot clone
// here.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) &&                             \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define CW_SIMD_CLONES __attribute__((target_clones("avx2", "default")))
#else
#define CW_SIMD_CLONES
#endif

// Helpers that take or give lanes have to vanish into their caller: across a call the lanes would
// be passed by the rules of the plainest CPU. That they do vanish is why the compiler's note about
// those rules is moot.
#define CW_SIMD_INLINE __attribute__((always_inline)) inline
#pragma GCC diagnostic ignored "-Wpsabi"

namespace cw::dsp {

using f8 = float __attribute__((vector_size(32), aligned(4), may_alias));
using f4 = float __attribute__((vector_size(16), aligned(4), may_alias));
using i8 = int __attribute__((vector_size(32)));

} // namespace cw::dsp
