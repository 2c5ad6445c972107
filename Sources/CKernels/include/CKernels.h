// The hot loops: two state columns advanced side by side through one recurrent layer.
//
// Dimension letters: I input size, H hidden size, G gates per unit, S steps of one call, L lanes of a block
// (16 float32 or 8 float64: 64 bytes), B = ceil(H / L) blocks.
//
// Every function exists once per path (portable, AVX2 + FMA, AVX-512) and precision, and every path performs
// the same IEEE operations in the same order on every element, so all paths give the same bits.
//
// `void *` stands for the element type of the table it is called from: float in `ck_functions.float32`,
// double in `ck_functions.float64`. Packed arrays and state rows are 64-byte aligned.

#ifndef CKERNELS_H
#define CKERNELS_H

#include <stddef.h>
#include <stdint.h>

#include "CTraining.h"

enum { ck_block_bytes = 64 };

/// Bits of `ck_pair.flags`.
enum {
  /// The two hidden states are not bit-identical.
  ck_outputs_differ = 1,
  /// The two complete states of this layer (h, and c where there is one) are not bit-identical.
  ck_states_differ = 2,
};

/// One layer of one network, and the two states that are advanced through it.
typedef struct {
  /// H.
  size_t hidden_size;
  /// Recurrent kernel, [B][H][G][L]; for GRU with the reset gate before the product the z and r gates only,
  /// [B][H][2][L].
  const void *recurrent_kernel;
  /// GRU with the reset gate before the product: candidate columns of the recurrent kernel, [B][H][1][L].
  const void *candidate_kernel;
  /// GRU with the reset gate after the product: recurrent bias of the candidate, [B][L].
  const void *candidate_bias;
  /// Leaky units: the share of the new activation in the new state, in (0, 1].
  double leak_rate;
  /// Input projections with biases, [S][B][G][L]; both may be the same memory.
  const void *projection_a, *projection_b;
  /// Hidden states, [S + 1][B][L]: row 0 is the state before the first step, row s + 1 that after step s.
  void *hidden_a, *hidden_b;
  /// LSTM: cell states, [B][L], updated in place. GRU with the reset gate before the product: scratch.
  void *cell_a, *cell_b;
  /// GRU with the reset gate before the product: scratch, [B][L] each.
  void *scratch_a, *scratch_b;
  /// Per step: the largest absolute difference between the two hidden states, [S]. NaN if any unit's is.
  void *difference;
  /// Per step: the flags above, [S].
  uint8_t *flags;
} ck_pair;

/// Advances `count` independent pairs of equal B by S steps, one step of each in turn, so that the processor
/// can overlap what in a single small layer is one long chain of dependent operations.
typedef void ck_advance(const ck_pair *pairs, size_t count, size_t steps);

/// Elementwise activation; `in` and `out` may be the same memory.
typedef void ck_activation(const void *in, void *out, size_t count);

typedef struct {
  ck_advance *rnn, *lstm, *gru, *gru_reset_before, *leaky_tanh, *leaky_linear;
  /// projection[s][b][g][l] = bias[b][g][l] + sum over i, ascending, of inputs[s * stride + i] * kernel[b][i][g][l],
  /// for the lanes of hidden units.
  void (*project)(
    const void *kernel, const void *bias, size_t input_size, size_t hidden_size, size_t gates,
    const void *inputs, size_t stride, size_t steps, void *projection);
  ck_activation *sigmoid, *tanh;
} ck_real_functions;

typedef struct {
  ck_real_functions float32, float64;
  /// Writes the standard normals `first ..< first + count` of the stream with this Philox key.
  void (*normals)(uint64_t key, uint64_t first, size_t count, float *out);
  /// The same with its uniforms in [0, 1).
  void (*uniforms)(uint64_t key, uint64_t first, size_t count, float *out);
  ck_training_functions training;
} ck_functions;

typedef enum { ck_portable, ck_avx2, ck_avx512 } ck_path;

/// The functions of a path, or NULL where this processor cannot run it.
const ck_functions *ck_functions_for(ck_path path);

#endif
