// The hot loops: two states advanced side by side through one recurrent layer, random numbers, and training.
//
// Every function exists once per path (portable, AVX2 + FMA, AVX-512) and precision, and every path performs
// the same IEEE operations in the same order on every element, so all paths give the same bits.
//
// `void *` stands for the element type of the table it is called from: float in `ck_functions.float32`,
// double in `ck_functions.float64`, and float in `ck_functions.rounded`. Packed arrays and state rows are 64-byte aligned.

#ifndef CKERNELS_H
#define CKERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ck_block_bytes = 64 };

/// What advances a layer: its cell, or the kind of unit of a reservoir, which is not trained.
/// The ones of any activations ask `ck_pair` which, the others have sigmoid gates and tanh.
typedef enum {
  ck_rnn, ck_lstm, ck_gru, ck_gru_reset_before, ck_leaky_tanh, ck_leaky_linear, ck_rnn_any, ck_lstm_any,
  ck_gru_any, ck_gru_reset_before_any, ck_kernels
} ck_kernel;

/// The kinds of what a pre-activation goes through.
typedef enum {
  ck_sigmoid, ck_tanh, ck_identity, ck_relu, ck_hard_sigmoid, ck_hard_sigmoid_sixth, ck_softsign, ck_silu,
  ck_exponential, ck_elu, ck_selu, ck_affine, ck_scaled_tanh, ck_thresholded_relu, ck_leaky_relu, ck_softplus,
  ck_gelu, ck_mish, ck_relu6, ck_hard_silu,
} ck_curve;

/// What a pre-activation goes through, and its parameters, where it has some.
typedef struct {
  ck_curve curve;
  double alpha, beta;
} ck_squashing;

/// Where a step rounds to a format of fewer digits than float32; each of these does so wherever those before it do.
typedef enum {
  ck_nowhere,
  /// h and c, as they are stored.
  ck_in_storage,
  /// The products W x and U h, too, without their biases.
  ck_in_products,
  /// The result of every operation; the products are one each with their biases.
  ck_at_every_step,
} ck_policy;

typedef struct {
  ck_policy policy;
  /// Of float32's fraction: what the format does not have.
  uint32_t dropped_bits;
  /// The smallest number with all digits, and the largest.
  float least_normal, largest;
  /// A number whose last digit in float32 is that of the format below its normal numbers.
  float anchor;
} ck_rounding;

// Two states side by side.
//
// Dimension letters: I input size, H hidden size, G gates per unit, S steps of one call, L lanes of a block
// (16 float32 or 8 float64: 64 bytes), B = ceil(H / L) blocks. The states are the sides a and b of a pair.

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
  /// GRU with the reset gate before the product: the candidate's part of the recurrent kernel, [B][H][1][L].
  const void *candidate_kernel;
  /// GRU with the reset gate after the product: recurrent bias of the candidate, [B][L].
  const void *candidate_bias;
  /// Kernels of any activations: what the gates, the candidate and the cell state go through.
  ck_squashing gates, candidate, cell_state;
  /// Kernels of any activations: pre-activations of gates and candidate are bounded to plus or minus this.
  double clip;
  /// LSTM of any activations: what of the cell state the gates i, f and o see, [B][3][L], or NULL.
  const void *peepholes;
  /// LSTM of any activations: f is 1 - i.
  bool couples_gates;
  /// Leaky units: the share of the new activation in the new state, in (0, 1].
  double leak_rate;
  /// Of the functions that round.
  ck_rounding rounding;
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

enum {
  /// Pairs that advance together at most.
  ck_most_pairs = 32,
};

/// Where the threads that share a layer wait for each other; zero at first.
typedef struct {
  uint32_t arrived, round;
} ck_barrier;

/// A thread's part of what several do together: number `part` of `parts`, which meet at the barrier. A thread alone
/// has part 0 of 1, and needs no barrier.
typedef struct {
  size_t part, parts;
  ck_barrier *barrier;
} ck_share;

/// Returns when all parts are here; what they wrote before can be read after.
void ck_meet(ck_share share);

/// Advances 1 to `ck_most_pairs` pairs of one layer by S steps, for each block of units all pairs, and of all blocks
/// those that fall to the part: every part gives `difference` and `flags` memory of its own, and finds there what its
/// units differ in. All parts meet after each step.
typedef void ck_advance_together(const ck_pair *pairs, size_t count, size_t steps, ck_share share);

/// What projects the inputs of a layer.
typedef struct {
  /// Input kernel, [B][I][G][L], and bias, [B][G][L].
  const void *kernel, *bias;
  size_t input_size, hidden_size, gates;
  /// Elements from the inputs of a step to those of the next.
  size_t stride;
  /// Of the functions that round.
  ck_rounding rounding;
} ck_projection;

/// Inputs of S steps, and where their projection goes, [S][B][G][L].
typedef struct {
  const void *inputs;
  void *projection;
} ck_sequence;

/// Elementwise activation; `in` and `out` may be the same memory.
typedef void ck_activation(const void *in, void *out, size_t count);

typedef struct {
  /// By `ck_kernel`.
  ck_advance *const *advance;
  ck_advance_together *const *advance_together;
  /// projection[s][b][g][l] = bias[b][g][l] + sum over i, ascending, of inputs[s * stride + i] * kernel[b][i][g][l]
  /// for every sequence, for the lanes of hidden units in the part's blocks.
  void (*project)(
    const ck_projection *it, const ck_sequence *sequences, size_t count, size_t steps, ck_share share);
  ck_activation *sigmoid, *tanh;
  void (*squash)(ck_squashing squashing, const void *in, void *out, size_t count);
} ck_real_functions;

// Training: gradients of a small network for many sequences side by side, by backpropagation through time.
//
// Dimension letters: I input size, H hidden size, G gates per unit, T steps, B lanes, one for each sequence,
// a multiple of 16. Arrays are 64-byte aligned. float32 only.

enum {
  /// B is a multiple of this.
  ck_row_lanes = 16,
};

/// Where a reset gate meets the recurrent product of the candidate, which is then the last gate.
typedef enum {
  ck_no_reset,
  /// The product is that of r h.
  ck_reset_before_product,
  /// The product, with a bias of its own, is multiplied by r.
  ck_reset_after_product,
} ck_reset;

/// One layer: its weights, and what the forward pass leaves for the backward pass.
typedef struct {
  ck_kernel kernel;
  ck_reset reset;
  bool has_cell_state;
  /// G.
  size_t gate_count;
  size_t input_size, hidden_size;
  /// Input kernel [I][G][H], recurrent kernel [H][G][H], bias [G][H], and with the reset after the product
  /// recurrent bias [G][H], one after the other; gates as in RecurrentLayer.
  float *parameters;
  /// Derivatives of the loss, in the same places.
  float *derivatives;
  /// Reset after the product: scratch for the biases of the input projection, [G][H].
  float *bias;
  /// [T][R][H][B], where R is G, and one more with a reset: the candidate's recurrent product, or r h.
  float *gates;
  /// [T + 1][H][B]: row 0 is the zero state.
  float *hidden;
  /// Cell states: [T + 1][H][B].
  float *cells;
  /// What is shown of them, before the output gate: [T][H][B].
  float *squashed;
  /// Cell states, or a reset before the product: scratch, [H][B].
  float *carry;
} ck_training_layer;

/// A row of numbers per step, and where a row of derivatives goes: used within the kernels.
typedef struct {
  const float *values;
  size_t stride;
  float *out;
} ck_training_row;

typedef struct {
  /// From the first, which reads the inputs, to the last, the sum of whose units is the answer.
  const ck_training_layer *layers;
  size_t count;
  /// Scratch, [T + 1][largest H][B] each.
  float *slopes[2];
  /// Scratch, [B].
  float *ones;
  /// Scratch, largest I + H + 1.
  ck_training_row *rows;
  /// The answers of the last forward pass, [B].
  float *answers;
} ck_training;

/// Sequences that all end at step T - 1.
typedef struct {
  size_t steps, lanes;
  /// [T][I][B].
  const float *inputs;
  /// The step with each sequence's first input, [B], and the largest of them.
  const int32_t *starts;
  size_t latest_start;
  const float *targets;
  /// 1 for sequences that have a target, 0 for others, [B].
  const float *asks;
} ck_minibatch;

typedef struct {
  /// The forward pass; returns the sum of |target - answer| over the sequences that have a target.
  float (*answer)(const ck_training *, const ck_minibatch *);
  /// After `answer` for the same minibatch: derivatives of `scale` times that sum, back over the last
  /// `truncation` steps (1 ... T). Whatever `answer` left is used up.
  void (*derive)(const ck_training *, const ck_minibatch *, float scale, size_t truncation);
  /// Takes from every weight its derivative times the rate; from a bias that stands for two, twice as much.
  void (*descend)(const ck_training *, float rate);
} ck_training_functions;

// Directions in the state of a layer of U units, in float64.

/// What a step makes of them, unit by unit.
typedef struct {
  /// U.
  size_t hidden_size;
  /// That reach what is carried on: 1 or 3.
  size_t gates;
  /// What is left of it, [U]; what every gate adds of its product, [gates][U], and behind them, of an LSTM, what the gate
  /// that shows it adds.
  const double *keep, *slopes;
  /// LSTM: what h shows of c, [U]; otherwise NULL.
  const double *shown;
} ck_turn;

// The tables.

typedef struct {
  ck_real_functions float32, float64;
  /// float32 that is rounded as its pairs and projections say; activations by themselves are not.
  ck_real_functions rounded;
  /// The nearest numbers of the format; `in` and `out` may be the same memory.
  void (*round)(const ck_rounding *it, const float *in, float *out, size_t count);
  /// Writes the standard normals `first ..< first + count` of the stream with this Philox key.
  void (*normals)(uint64_t key, uint64_t first, size_t count, float *out);
  /// The same with its uniforms in [0, 1).
  void (*uniforms)(uint64_t key, uint64_t first, size_t count, float *out);
  ck_training_functions training;
  /// Advances `count` directions, [count][U], of an LSTM h and c, [count][2][U], by the products of the recurrent kernel with
  /// those of h, [count][B][gates][L], of an LSTM with those of the gate that shows c behind them.
  void (*turn)(const ck_turn *it, double *directions, const double *products, size_t count);
} ck_functions;

typedef enum { ck_portable, ck_avx2, ck_avx512 } ck_path;

/// The functions of a path, or NULL where this processor cannot run it.
const ck_functions *ck_functions_for(ck_path path);

#endif
