// One path: everything for float32, rounded or not, everything for float64, the random numbers, training, directions, and the table that
// holds them.
//
// The including file says how wide its vectors are (VECTOR_BYTES), how many vectors of units a cell advances
// together, how many sums a matrix product keeps at once, how many rows of a sum over lanes training keeps at
// once (so that the accumulators fill the registers), and the name of its table, which paths.h declares.
//
// Every template includes those it uses, so their order here does not matter.

#include "float32.h"
#include "float64.h"
#include "rounded.h"
#include "random.h"
#include "tangents.h"
#include "training_backward.h"
#include "training_forward.h"

#define REAL_FUNCTIONS(suffix)                                                                         \
  {                                                                                                    \
    .advance = advance_##suffix, .advance_together = advance_together_##suffix,                        \
    .project = project_##suffix, .sigmoid = sigmoid_array_##suffix, .tanh = tanh_array_##suffix,       \
    .squash = squash_array_##suffix,                                                                   \
  }

const ck_functions FUNCTIONS = {
  .float32 = REAL_FUNCTIONS(f32),
  .float64 = REAL_FUNCTIONS(f64),
  .rounded = REAL_FUNCTIONS(rounded),
  .round = round_array,
  .normals = normals,
  .uniforms = uniforms,
  .turn = turn,
  .training = {.answer = training_answer, .derive = training_derive, .descend = training_descend},
};
