// One path: everything for float32, everything for float64, the normals, and the table that holds them.
//
// The including file says how wide its vectors are (VECTOR_BYTES), how many vectors of units a cell advances
// together, how many sums a projection keeps at once, how many rows of a sum over lanes training keeps at
// once (so that the accumulators fill the registers), and the name of its table.

#include <stddef.h>
#include <stdint.h>

#include "../paths/paths.h"

// Multiplications and additions are fused where, and only where, the source says so: the bits depend on it.
#pragma STDC FP_CONTRACT OFF

#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("clang loop unroll(full)")
#define UNROLL_BY_4 _Pragma("clang loop unroll_count(4)")

// Lengths of the small arrays of vectors that shall live in registers. With a parameter for a length, however
// constant after inlining, they would be arrays of variable length, which the compiler keeps in memory.
#define MOST_UNITS 4
#define MOST_VECTORS (2 * MOST_UNITS)
#define MOST_GATES 4
#define MOST_STEPS 12
#define TRAINING_ROWS 6
#define OUTER_COLUMNS 4

#include "float32.h"
#include "cells.h"
#include "projection.h"
#include "undefine.h"

#include "float64.h"
#include "cells.h"
#include "projection.h"
#include "undefine.h"

#include "normals.h"
#include "uniforms.h"
#include "training_products.h"
#include "training_sums.h"
#include "training_cells.h"
#include "training_layers.h"
#include "training_forward.h"
#include "training_backward.h"

#define REAL_FUNCTIONS(suffix)                                                                         \
  {                                                                                                    \
    .rnn = advance_rnn_##suffix, .lstm = advance_lstm_##suffix, .gru = advance_gru_##suffix,           \
    .gru_reset_before = advance_gru_reset_before_##suffix, .leaky_tanh = advance_leaky_tanh_##suffix,  \
    .leaky_linear = advance_leaky_linear_##suffix, .project = project_##suffix,                        \
    .sigmoid = sigmoid_array_##suffix, .tanh = tanh_array_##suffix,                                    \
  }

const ck_functions FUNCTIONS = {
  .float32 = REAL_FUNCTIONS(f32),
  .float64 = REAL_FUNCTIONS(f64),
  .normals = normals,
  .uniforms = uniforms,
  .training = {.answer = training_answer, .derive = training_derive, .descend = training_descend},
};
