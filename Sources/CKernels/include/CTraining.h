// Training: gradients of a small network for many sequences side by side, by backpropagation through time.
//
// Dimension letters: I input size, H hidden size, G gates per unit, T steps, B lanes, one for each sequence,
// a multiple of 16. Arrays are 64-byte aligned. float32 only. Every path gives the same bits (see
// CKernels.h).

#ifndef CTRAINING_H
#define CTRAINING_H

#include <stddef.h>
#include <stdint.h>

enum {
  /// B is a multiple of this.
  ck_row_lanes = 16,
};

typedef enum { ck_cell_rnn, ck_cell_lstm, ck_cell_gru, ck_cell_gru_reset_before } ck_cell;

/// One layer: its weights, and what the forward pass leaves for the backward pass.
typedef struct {
  ck_cell cell;
  size_t input_size, hidden_size;
  /// Input kernel [I][G][H], recurrent kernel [H][G][H], bias [G][H], and for ck_cell_gru recurrent bias
  /// [G][H], one after the other; gates as in RecurrentLayer.
  float *parameters;
  /// Derivatives of the loss, in the same places.
  float *derivatives;
  /// ck_cell_gru: scratch for the biases of the input projection, [G][H].
  float *bias;
  /// [T][R][H][B], where R is 1 (RNN) or 4.
  float *gates;
  /// [T + 1][H][B]: row 0 is the zero state.
  float *hidden;
  /// LSTM: [T + 1][H][B].
  float *cells;
  /// LSTM: [T][H][B].
  float *squashed;
  /// LSTM, GRU with the reset gate before the product: scratch, [H][B].
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

#endif
