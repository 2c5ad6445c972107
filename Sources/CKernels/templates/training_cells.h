// One step of a layer forward and back, but for the matrix products: elementwise over units and lanes, H B
// numbers in a row (H units, B lanes). `vectors` vectors at `i` are worked on together.
//
// The forward equations, and their roundings, are those of cells.h.

#ifndef CK_TRAINING_CELLS_H
#define CK_TRAINING_CELLS_H

#include "training_products.h"

/// The rows of one step, H B numbers each.
typedef struct {
  /// Pre-activations of the gates, then their activations, then the derivatives of the loss with respect to
  /// the pre-activations (the deltas).
  float *gates;
  /// Before and after the step.
  const float *hidden;
  float *next;
  /// Cell state: before and after the step, and tanh of the latter.
  const float *cell;
  float *next_cell, *squashed;
  /// Derivatives with respect to `next` and to `hidden`.
  const float *slopes;
  float *earlier;
  /// Derivative with respect to the cell state, or, with a reset before the product, to r h.
  float *carry;
  /// H B.
  size_t size;
} training_step;

/// Derivatives of sigmoid and tanh, given their values.
INLINE vec_f32 sigmoid_slope(vec_f32 value) { return fma_f32(-value, value, value); }
INLINE vec_f32 tanh_slope(vec_f32 value) { return fma_f32(-value, value, splat_f32(1)); }

/// The row of a gate, from its number `i` on.
INLINE float *gate_at(const training_step *s, int gate, size_t i) { return s->gates + gate * s->size + i; }

INLINE void load_vectors(const int vectors, const float *from, vec_f32 *to) {
  EACH(v, vectors) to[v] = load_f32(from + v * float_lanes);
}

INLINE void store_vectors(const int vectors, float *to, const vec_f32 *from) {
  EACH(v, vectors) store_f32(to + v * float_lanes, from[v]);
}

INLINE void rnn_forward(const int vectors, const training_step *s, size_t i) {
  vec_f32 h[MOST_VECTORS];
  load_vectors(vectors, gate_at(s, 0, i), h);
  tanh_f32(vectors, h);
  store_vectors(vectors, s->next + i, h);
}

INLINE void rnn_backward(const int vectors, const training_step *s, size_t i) {
  EACH(v, vectors) {
    const size_t at = i + v * float_lanes;
    store_f32(gate_at(s, 0, at), load_f32(s->slopes + at) * tanh_slope(load_f32(s->next + at)));
  }
}

INLINE void lstm_forward(const int vectors, const training_step *s, size_t i) {
  vec_f32 in[MOST_VECTORS], f[MOST_VECTORS], g[MOST_VECTORS], o[MOST_VECTORS], c[MOST_VECTORS];
  load_vectors(vectors, gate_at(s, 0, i), in);
  load_vectors(vectors, gate_at(s, 1, i), f);
  load_vectors(vectors, gate_at(s, 2, i), g);
  load_vectors(vectors, gate_at(s, 3, i), o);
  sigmoid_f32(vectors, in);
  sigmoid_f32(vectors, f);
  tanh_f32(vectors, g);
  sigmoid_f32(vectors, o);
  EACH(v, vectors) c[v] = fma_f32(f[v], load_f32(s->cell + i + v * float_lanes), in[v] * g[v]);
  store_vectors(vectors, gate_at(s, 0, i), in);
  store_vectors(vectors, gate_at(s, 1, i), f);
  store_vectors(vectors, gate_at(s, 2, i), g);
  store_vectors(vectors, gate_at(s, 3, i), o);
  store_vectors(vectors, s->next_cell + i, c);
  tanh_f32(vectors, c);
  store_vectors(vectors, s->squashed + i, c);
  EACH(v, vectors) store_f32(s->next + i + v * float_lanes, o[v] * c[v]);
}

INLINE void lstm_backward(const int vectors, const training_step *s, size_t i) {
  EACH(v, vectors) {
    const size_t at = i + v * float_lanes;
    float *gates = gate_at(s, 0, at);
    vec_f32 in = load_f32(gates), f = load_f32(gates + s->size);
    vec_f32 g = load_f32(gates + 2 * s->size), o = load_f32(gates + 3 * s->size);
    vec_f32 squashed = load_f32(s->squashed + at), slope = load_f32(s->slopes + at);
    vec_f32 cell = fma_f32(slope * o, tanh_slope(squashed), load_f32(s->carry + at));
    store_f32(gates, cell * g * sigmoid_slope(in));
    store_f32(gates + s->size, cell * load_f32(s->cell + at) * sigmoid_slope(f));
    store_f32(gates + 2 * s->size, cell * in * tanh_slope(g));
    store_f32(gates + 3 * s->size, slope * squashed * sigmoid_slope(o));
    store_f32(s->carry + at, cell * f);
  }
}

/// h' = z h + (1 - z) n.
INLINE void gru_next(
  const int vectors, const training_step *s, size_t i, const vec_f32 *z, const vec_f32 *n)
{
  EACH(v, vectors) {
    const size_t at = i + v * float_lanes;
    store_f32(s->next + at, fma_f32(z[v], load_f32(s->hidden + at), (1.0f - z[v]) * n[v]));
  }
}

/// Gates z, r, n and, fourth, the candidate's recurrent product with its bias.
INLINE void gru_forward(const int vectors, const training_step *s, size_t i) {
  vec_f32 z[MOST_VECTORS], r[MOST_VECTORS], n[MOST_VECTORS];
  load_vectors(vectors, gate_at(s, 0, i), z);
  load_vectors(vectors, gate_at(s, 1, i), r);
  load_vectors(vectors, gate_at(s, 2, i), n);
  sigmoid_f32(vectors, z);
  sigmoid_f32(vectors, r);
  EACH(v, vectors) n[v] = fma_f32(r[v], load_f32(gate_at(s, 3, i + v * float_lanes)), n[v]);
  tanh_f32(vectors, n);
  store_vectors(vectors, gate_at(s, 0, i), z);
  store_vectors(vectors, gate_at(s, 1, i), r);
  store_vectors(vectors, gate_at(s, 2, i), n);
  gru_next(vectors, s, i, z, n);
}

/// The deltas of z and n at `at`, and what reaches h directly; returns the delta of n.
INLINE vec_f32 gru_output_backward(const training_step *s, size_t at) {
  vec_f32 z = load_f32(gate_at(s, 0, at)), n = load_f32(gate_at(s, 2, at));
  vec_f32 slope = load_f32(s->slopes + at);
  vec_f32 candidate = slope * (1.0f - z) * tanh_slope(n);
  store_f32(gate_at(s, 0, at), slope * (load_f32(s->hidden + at) - n) * sigmoid_slope(z));
  store_f32(gate_at(s, 2, at), candidate);
  store_f32(s->earlier + at, fma_f32(slope, z, load_f32(s->earlier + at)));
  return candidate;
}

/// Deltas of z, r, n and, fourth, of the candidate's recurrent product.
INLINE void gru_backward(const int vectors, const training_step *s, size_t i) {
  EACH(v, vectors) {
    const size_t at = i + v * float_lanes;
    vec_f32 candidate = gru_output_backward(s, at);
    float *reset = gate_at(s, 1, at), *product = gate_at(s, 3, at);
    vec_f32 r = load_f32(reset);
    store_f32(reset, candidate * load_f32(product) * sigmoid_slope(r));
    store_f32(product, candidate * r);
  }
}

/// Reset gate before the product, first half: z, r and, fourth, r h.
INLINE void gru_reset_before_gates_forward(const int vectors, const training_step *s, size_t i) {
  vec_f32 z[MOST_VECTORS], r[MOST_VECTORS];
  load_vectors(vectors, gate_at(s, 0, i), z);
  load_vectors(vectors, gate_at(s, 1, i), r);
  sigmoid_f32(vectors, z);
  sigmoid_f32(vectors, r);
  store_vectors(vectors, gate_at(s, 0, i), z);
  store_vectors(vectors, gate_at(s, 1, i), r);
  EACH(v, vectors) {
    const size_t at = i + v * float_lanes;
    store_f32(gate_at(s, 3, at), r[v] * load_f32(s->hidden + at));
  }
}

/// Second half: n and h'.
INLINE void gru_reset_before_forward(const int vectors, const training_step *s, size_t i) {
  vec_f32 z[MOST_VECTORS], n[MOST_VECTORS];
  load_vectors(vectors, gate_at(s, 0, i), z);
  load_vectors(vectors, gate_at(s, 2, i), n);
  tanh_f32(vectors, n);
  store_vectors(vectors, gate_at(s, 2, i), n);
  gru_next(vectors, s, i, z, n);
}

/// First half: deltas of z and n.
INLINE void gru_reset_before_output_backward(const int vectors, const training_step *s, size_t i) {
  EACH(v, vectors) (void)gru_output_backward(s, i + v * float_lanes);
}

/// Second half, with the derivative with respect to r h in `carry`: delta of r, and what reaches h by r h.
INLINE void gru_reset_before_backward(const int vectors, const training_step *s, size_t i) {
  EACH(v, vectors) {
    const size_t at = i + v * float_lanes;
    float *reset = gate_at(s, 1, at);
    vec_f32 r = load_f32(reset), slope = load_f32(s->carry + at);
    store_f32(reset, slope * load_f32(s->hidden + at) * sigmoid_slope(r));
    store_f32(s->earlier + at, fma_f32(slope, r, load_f32(s->earlier + at)));
  }
}

/// All of a step's numbers, `most` vectors at a time.
#define STEP_FUNCTION(function, most)                                                                  \
  static void function##_step(const training_step *s) {                                                \
    size_t i = 0;                                                                                      \
    for (; i + most * float_lanes <= s->size; i += most * float_lanes) function(most, s, i);           \
    for (; i < s->size; i += float_lanes) function(1, s, i);                                           \
  }

STEP_FUNCTION(rnn_forward, 4)
STEP_FUNCTION(rnn_backward, 4)
STEP_FUNCTION(lstm_forward, 2)
STEP_FUNCTION(lstm_backward, 2)
STEP_FUNCTION(gru_forward, 2)
STEP_FUNCTION(gru_backward, 2)
STEP_FUNCTION(gru_reset_before_gates_forward, 2)
STEP_FUNCTION(gru_reset_before_forward, 4)
STEP_FUNCTION(gru_reset_before_output_backward, 2)
STEP_FUNCTION(gru_reset_before_backward, 2)

#undef STEP_FUNCTION

/// What is left of a step forward once the products are there. Reservoirs are not trained.
INLINE void cell_forward_step(ck_kernel kernel, const training_step *s) {
  switch (kernel) {
  case ck_rnn: rnn_forward_step(s); break;
  case ck_lstm: lstm_forward_step(s); break;
  case ck_gru: gru_forward_step(s); break;
  case ck_gru_reset_before: gru_reset_before_forward_step(s); break;
  default: break;
  }
}

/// The deltas of a step, before the products that carry them to the step before.
INLINE void cell_backward_step(ck_kernel kernel, const training_step *s) {
  switch (kernel) {
  case ck_rnn: rnn_backward_step(s); break;
  case ck_lstm: lstm_backward_step(s); break;
  case ck_gru: gru_backward_step(s); break;
  case ck_gru_reset_before: gru_reset_before_backward_step(s); break;
  default: break;
  }
}

#endif
