// One step of a layer forward and back, but for the matrix products: elementwise over units and lanes, H B
// numbers in a row (H units, B lanes). `vectors` vectors at `i` are worked on together.
//
// The forward equations, and their roundings, are those of cells.h.

/// Records of one step: rows of H B numbers.
typedef struct {
  /// Pre-activations of the gates, then their activations, then the derivatives of the loss with respect to
  /// the pre-activations (the deltas).
  float *gates;
  /// Before and after the step.
  const float *hidden;
  float *next;
  /// LSTM: before and after the step, and tanh of the latter.
  const float *cell;
  float *next_cell, *squashed;
  /// Derivatives with respect to `next` and to `hidden`.
  const float *slopes;
  float *earlier;
  /// LSTM: derivative with respect to the cell state. GRU with the reset gate before the product: derivative
  /// with respect to r h.
  float *carry;
  /// H B.
  size_t size;
} training_step;

/// Derivatives of sigmoid and tanh, given their values.
INLINE vec_f32 sigmoid_slope(vec_f32 value) { return fma_f32(-value, value, value); }
INLINE vec_f32 tanh_slope(vec_f32 value) { return fma_f32(-value, value, splat_f32(1)); }

#define EACH_VECTOR UNROLL for (int v = 0; v < vectors; v++)
#define GATE(number) (s->gates + (number) * s->size + i)
#define AT(array) (s->array + i + v * float_lanes)

INLINE void load_vectors(const int vectors, const float *from, vec_f32 *to) {
  EACH_VECTOR to[v] = load_f32(from + v * float_lanes);
}

INLINE void store_vectors(const int vectors, float *to, const vec_f32 *from) {
  EACH_VECTOR store_f32(to + v * float_lanes, from[v]);
}

INLINE void rnn_forward(const int vectors, const training_step *s, size_t i) {
  vec_f32 h[MOST_VECTORS];
  load_vectors(vectors, GATE(0), h);
  tanh_f32(vectors, h);
  store_vectors(vectors, s->next + i, h);
}

INLINE void rnn_backward(const int vectors, const training_step *s, size_t i) {
  EACH_VECTOR {
    vec_f32 h = load_f32(AT(next));
    store_f32(GATE(0) + v * float_lanes, load_f32(AT(slopes)) * tanh_slope(h));
  }
}

INLINE void lstm_forward(const int vectors, const training_step *s, size_t i) {
  vec_f32 in[MOST_VECTORS], f[MOST_VECTORS], g[MOST_VECTORS], o[MOST_VECTORS], c[MOST_VECTORS];
  load_vectors(vectors, GATE(0), in);
  load_vectors(vectors, GATE(1), f);
  load_vectors(vectors, GATE(2), g);
  load_vectors(vectors, GATE(3), o);
  sigmoid_f32(vectors, in);
  sigmoid_f32(vectors, f);
  tanh_f32(vectors, g);
  sigmoid_f32(vectors, o);
  EACH_VECTOR c[v] = fma_f32(f[v], load_f32(AT(cell)), in[v] * g[v]);
  store_vectors(vectors, GATE(0), in);
  store_vectors(vectors, GATE(1), f);
  store_vectors(vectors, GATE(2), g);
  store_vectors(vectors, GATE(3), o);
  store_vectors(vectors, s->next_cell + i, c);
  tanh_f32(vectors, c);
  store_vectors(vectors, s->squashed + i, c);
  EACH_VECTOR store_f32(AT(next), o[v] * c[v]);
}

INLINE void lstm_backward(const int vectors, const training_step *s, size_t i) {
  EACH_VECTOR {
    float *gates = GATE(0) + v * float_lanes;
    vec_f32 in = load_f32(gates), f = load_f32(gates + s->size);
    vec_f32 g = load_f32(gates + 2 * s->size), o = load_f32(gates + 3 * s->size);
    vec_f32 squashed = load_f32(AT(squashed)), slope = load_f32(AT(slopes));
    vec_f32 cell = fma_f32(slope * o, tanh_slope(squashed), load_f32(AT(carry)));
    store_f32(gates, cell * g * sigmoid_slope(in));
    store_f32(gates + s->size, cell * load_f32(AT(cell)) * sigmoid_slope(f));
    store_f32(gates + 2 * s->size, cell * in * tanh_slope(g));
    store_f32(gates + 3 * s->size, slope * squashed * sigmoid_slope(o));
    store_f32(AT(carry), cell * f);
  }
}

/// h' = z h + (1 - z) n.
INLINE void gru_next(
  const int vectors, const training_step *s, size_t i, const vec_f32 *z, const vec_f32 *n)
{
  EACH_VECTOR store_f32(AT(next), fma_f32(z[v], load_f32(AT(hidden)), (1.0f - z[v]) * n[v]));
}

/// Gates z, r, n and, fourth, the candidate's recurrent product with its bias.
INLINE void gru_forward(const int vectors, const training_step *s, size_t i) {
  vec_f32 z[MOST_VECTORS], r[MOST_VECTORS], n[MOST_VECTORS];
  load_vectors(vectors, GATE(0), z);
  load_vectors(vectors, GATE(1), r);
  load_vectors(vectors, GATE(2), n);
  sigmoid_f32(vectors, z);
  sigmoid_f32(vectors, r);
  EACH_VECTOR n[v] = fma_f32(r[v], load_f32(GATE(3) + v * float_lanes), n[v]);
  tanh_f32(vectors, n);
  store_vectors(vectors, GATE(0), z);
  store_vectors(vectors, GATE(1), r);
  store_vectors(vectors, GATE(2), n);
  gru_next(vectors, s, i, z, n);
}

/// The deltas of z and n, and what reaches h directly; returns the delta of n.
INLINE vec_f32 gru_output_backward(const training_step *s, size_t i, const int v) {
  vec_f32 z = load_f32(GATE(0) + v * float_lanes), n = load_f32(GATE(2) + v * float_lanes);
  vec_f32 slope = load_f32(AT(slopes));
  vec_f32 candidate = slope * (1.0f - z) * tanh_slope(n);
  store_f32(GATE(0) + v * float_lanes, slope * (load_f32(AT(hidden)) - n) * sigmoid_slope(z));
  store_f32(GATE(2) + v * float_lanes, candidate);
  store_f32(AT(earlier), fma_f32(slope, z, load_f32(AT(earlier))));
  return candidate;
}

/// Deltas of z, r, n and, fourth, of the candidate's recurrent product.
INLINE void gru_backward(const int vectors, const training_step *s, size_t i) {
  EACH_VECTOR {
    vec_f32 candidate = gru_output_backward(s, i, v);
    float *reset = GATE(1) + v * float_lanes, *product = GATE(3) + v * float_lanes;
    vec_f32 r = load_f32(reset);
    store_f32(reset, candidate * load_f32(product) * sigmoid_slope(r));
    store_f32(product, candidate * r);
  }
}

/// Reset gate before the product, first half: z, r and, fourth, r h.
INLINE void gru_reset_before_gates_forward(const int vectors, const training_step *s, size_t i) {
  vec_f32 z[MOST_VECTORS], r[MOST_VECTORS];
  load_vectors(vectors, GATE(0), z);
  load_vectors(vectors, GATE(1), r);
  sigmoid_f32(vectors, z);
  sigmoid_f32(vectors, r);
  store_vectors(vectors, GATE(0), z);
  store_vectors(vectors, GATE(1), r);
  EACH_VECTOR store_f32(GATE(3) + v * float_lanes, r[v] * load_f32(AT(hidden)));
}

/// Second half: n and h'.
INLINE void gru_reset_before_forward(const int vectors, const training_step *s, size_t i) {
  vec_f32 z[MOST_VECTORS], n[MOST_VECTORS];
  load_vectors(vectors, GATE(0), z);
  load_vectors(vectors, GATE(2), n);
  tanh_f32(vectors, n);
  store_vectors(vectors, GATE(2), n);
  gru_next(vectors, s, i, z, n);
}

/// First half: deltas of z and n.
INLINE void gru_reset_before_output_backward(const int vectors, const training_step *s, size_t i) {
  EACH_VECTOR (void)gru_output_backward(s, i, v);
}

/// Second half, with the derivative with respect to r h in `carry`: delta of r, and what reaches h by r h.
INLINE void gru_reset_before_backward(const int vectors, const training_step *s, size_t i) {
  EACH_VECTOR {
    float *reset = GATE(1) + v * float_lanes;
    vec_f32 r = load_f32(reset), slope = load_f32(AT(carry));
    store_f32(reset, slope * load_f32(AT(hidden)) * sigmoid_slope(r));
    store_f32(AT(earlier), fma_f32(slope, r, load_f32(AT(earlier))));
  }
}

#undef EACH_VECTOR
#undef GATE
#undef AT

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
