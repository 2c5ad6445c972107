// What every template uses: the declarations, and the compiler's words.

#ifndef CK_COMMON_H
#define CK_COMMON_H

#include "CKernels.h"

// Multiplications and additions are fused where, and only where, the source says so: the bits depend on it.
#pragma STDC FP_CONTRACT OFF

#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("clang loop unroll(full)")
#define UNROLL_BY_4 _Pragma("clang loop unroll_count(4)")
/// A loop over what lives in registers.
#define EACH(i, count) UNROLL for (int i = 0; i < (count); i++)

// Lengths of the small arrays of vectors that shall live in registers. With a parameter for a length, however
// constant after inlining, they would be arrays of variable length, which the compiler keeps in memory.
#define MOST_UNITS 4
#define MOST_VECTORS (2 * MOST_UNITS)
#define MOST_GATES 4
#define MOST_ROWS 8
#define TRAINING_ROWS 6
#define OUTER_COLUMNS 4

#endif
