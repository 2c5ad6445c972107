// One step of a pair through some units of a layer of RNN, leaky, LSTM or GRU units, given their recurrent products.
// The loops over units, steps and pairs are in pairs.h and, for many pairs of one layer, in batches.h.
//
// A pre-activation is its input projection (inputs ascending) plus its recurrent product (hidden units
// ascending), each summed by fused multiply-adds. The product is summed from zero, not onto the projection:
// its partial sums are smaller so, and round less. That is how Keras, JAX and ONNX Runtime add, too, and it
// has to be where rounding decides when two sequences become bit-identical.
//
// A weight is loaded once for both sides of the pair. A few vectors of units advance together: enough
// independent accumulators to hide the latency of a multiply-add, few enough to stay in registers. The gates
// follow at once, while their products are still there.

/// The side of the pair that an accumulator belongs to.
enum { NAME(side_a), NAME(side_b), NAME(sides) };

/// What the two sides differ in after a step, gathered over all units.
typedef struct {
  /// Largest absolute differences, as the bits of non-negative floats, which order as integers do (with NaN
  /// above all).
  NAME(bits) largest;
  /// Or of the bits in which h, or h and c, differ.
  NAME(bits) outputs, states;
} NAME(difference);

INLINE void NAME(compare)(NAME(difference) *total, NAME(vec) a, NAME(vec) b) {
  const NAME(bits) sign = NAME(bits_of)(NAME(splat)((REAL)-0.0));
  NAME(bits) size = NAME(bits_of)(a - b) & ~sign;
  total->largest = __builtin_elementwise_max(total->largest, size);
  total->outputs |= NAME(bits_of)(a) ^ NAME(bits_of)(b);
}

INLINE void NAME(store_difference)(const ck_pair *pair, size_t step, NAME(difference) total) {
  NAME(bits) flags = ((total.outputs != 0) & ck_outputs_differ)
    | (((total.outputs | total.states) != 0) & ck_states_differ);
  pair->flags[step] = (uint8_t)__builtin_reduce_or(flags);
  ((REAL *)pair->difference)[step] = __builtin_bit_cast(REAL, __builtin_reduce_max(total.largest));
}

/// One side's memory at one step.
typedef struct {
  const REAL *projection, *hidden;
  REAL *next, *cell, *scratch;
} NAME(side);

INLINE NAME(side) NAME(side_at)(
  const ck_pair *pair, int side, size_t step, size_t blocks, const int gates)
{
  const REAL *projection = side ? pair->projection_b : pair->projection_a;
  REAL *hidden = side ? pair->hidden_b : pair->hidden_a;
  NAME(side) it = {
    .projection = projection + step * blocks * gates * BLOCK,
    .hidden = hidden + step * blocks * BLOCK,
    .next = hidden + (step + 1) * blocks * BLOCK,
    .cell = side ? pair->cell_b : pair->cell_a,
    .scratch = side ? pair->scratch_b : pair->scratch_a,
  };
  return it;
}

/// values[unit][side] = input projection + recurrent product of one gate: number `gate` of the projection's
/// `gates`, and number `product_gate` of the products' `product_gates`.
INLINE void NAME(preactivations)(
  const ck_rounding *rounding, const int units, const int gates, const int gate,
  const int product_gates, const int product_gate, const NAME(vec) *products, const NAME(side) *sides,
  size_t first, NAME(vec) *values)
{
  EACH(unit, units)
    EACH(c, NAME(sides)) {
      NAME(vec) product = products[(unit * product_gates + product_gate) * NAME(sides) + c];
      NAME(rounded)(ck_in_products, rounding, 1, &product);
      values[unit * NAME(sides) + c] =
        NAME(load)(sides[c].projection + NAME(at)(first + unit, gates) + gate * BLOCK) + product;
    }
  NAME(rounded)(ck_at_every_step, rounding, units * NAME(sides), values);
}

/// Stores the new hidden states, [unit][side], and compares the sides.
INLINE void NAME(keep)(
  const ck_rounding *rounding, const int units, const NAME(side) *sides, size_t first, NAME(vec) *h,
  NAME(difference) *total)
{
  NAME(rounded)(ck_in_storage, rounding, units * NAME(sides), h);
  EACH(unit, units) {
    EACH(c, NAME(sides))
      NAME(store)(sides[c].next + (first + unit) * LANES, h[unit * NAME(sides) + c]);
    NAME(compare)(total, h[unit * NAME(sides)], h[unit * NAME(sides) + 1]);
  }
}

// What becomes of the recurrent products of each cell, [unit][gate][side], of `units` vectors of units from vector
// `first` on, both sides, one step.

/// Bounds pre-activations, where they are to be.
INLINE void NAME(clip)(const int count, const ck_pair *pair, NAME(vec) *x) {
  if (pair->clip == __builtin_inf()) return;
  const REAL limit = (REAL)pair->clip;
  EACH(i, count) x[i] = NAME(at_most)(NAME(at_least)(x[i], -limit), limit);
}

/// What gates go through.
INLINE void NAME(gate)(const int usual, const int count, const ck_pair *pair, NAME(vec) *x) {
  if (usual) {
    NAME(sigmoid)(count, x);
  } else {
    NAME(clip)(count, pair, x);
    NAME(squash)(count, pair->gates, x);
  }
  NAME(rounded)(ck_at_every_step, &pair->rounding, count, x);
}

/// What candidates go through.
INLINE void NAME(candidate)(const int usual, const int count, const ck_pair *pair, NAME(vec) *x) {
  if (usual) {
    NAME(tanh)(count, x);
  } else {
    NAME(clip)(count, pair, x);
    NAME(squash)(count, pair->candidate, x);
  }
  NAME(rounded)(ck_at_every_step, &pair->rounding, count, x);
}

/// Zero for lanes behind the last unit: what adds up from step to step of gates that are not bounded would otherwise
/// leave the range of numbers there, where nothing is to be compared.
INLINE void NAME(blank)(const ck_pair *pair, size_t unit, NAME(vec) *value) {
  NAME(bits) lane;
  UNROLL for (int i = 0; i < LANES; i++) lane[i] = i;
  NAME(bits) is_unit = lane < (NAME(bits))((BITS)pair->hidden_size - (BITS)(unit * LANES));
  *value = NAME(select)(is_unit, *value, NAME(splat)(0));
}

/// Adds what a gate of an LSTM sees of the cell states as they stand now: number `gate` of i, f and o.
INLINE void NAME(peep)(
  const int units, const int gate, const ck_pair *pair, const NAME(side) *sides, size_t first, NAME(vec) *values)
{
  if (!pair->peepholes) return;
  EACH(unit, units) {
    NAME(vec) weight = NAME(load)((const REAL *)pair->peepholes + NAME(at)(first + unit, 3) + gate * BLOCK);
    EACH(c, NAME(sides)) {
      NAME(vec) *value = values + unit * NAME(sides) + c;
      NAME(vec) cell = NAME(load)(sides[c].cell + (first + unit) * LANES);
      *value = NAME(add_product)(&pair->rounding, weight, cell, *value);
    }
  }
}

/// The new activation of RNN and leaky units, [unit][side]: the pre-activation or its tanh.
INLINE void NAME(activate)(
  const int units, const int is_linear, const ck_pair *pair, const NAME(side) *sides, size_t first,
  const NAME(vec) *products, NAME(vec) *activation)
{
  NAME(preactivations)(&pair->rounding, units, 1, 0, 1, 0, products, sides, first, activation);
  if (!is_linear) NAME(candidate)(1, units * NAME(sides), pair, activation);
}

INLINE void NAME(rnn_of)(
  const int usual, const int units, const ck_pair *pair, const NAME(side) *sides, size_t first,
  const NAME(vec) *products, NAME(difference) *total)
{
  NAME(vec) h[MOST_UNITS][NAME(sides)];
  NAME(activate)(units, 1, pair, sides, first, products, h[0]);
  NAME(candidate)(usual, units * NAME(sides), pair, h[0]);
  NAME(keep)(&pair->rounding, units, sides, first, h[0], total);
}

/// Leaky units: h' = (1 - a) h + a s, with the new activation s.
INLINE void NAME(leaky_units)(
  const int units, const int is_linear, const ck_pair *pair, const NAME(side) *sides, size_t first,
  const NAME(vec) *products, NAME(difference) *total)
{
  NAME(vec) h[MOST_UNITS][NAME(sides)];
  NAME(activate)(units, is_linear, pair, sides, first, products, h[0]);
  const REAL leak = (REAL)pair->leak_rate;
  NAME(vec) rate = NAME(splat)(leak), keep = NAME(splat)((REAL)1 - leak);
  NAME(rounded)(ck_at_every_step, &pair->rounding, 1, &keep);
  EACH(unit, units)
    EACH(c, NAME(sides)) {
      NAME(vec) old = NAME(load)(sides[c].hidden + (first + unit) * LANES);
      NAME(vec) kept = keep * old;
      NAME(rounded)(ck_at_every_step, &pair->rounding, 1, &kept);
      h[unit][c] = NAME(add_product)(&pair->rounding, rate, h[unit][c], kept);
    }
  NAME(keep)(&pair->rounding, units, sides, first, h[0], total);
}

INLINE void NAME(leaky_tanh_units)(
  const int units, const ck_pair *pair, const NAME(side) *sides, size_t first, const NAME(vec) *products,
  NAME(difference) *total)
{
  NAME(leaky_units)(units, 0, pair, sides, first, products, total);
}

INLINE void NAME(leaky_linear_units)(
  const int units, const ck_pair *pair, const NAME(side) *sides, size_t first, const NAME(vec) *products,
  NAME(difference) *total)
{
  NAME(leaky_units)(units, 1, pair, sides, first, products, total);
}

/// Gate order i, f, g (candidate), o: c' = f c + i g, h' = o tanh(c'). With peepholes i and f see c too, and o sees c'.
INLINE void NAME(lstm_of)(
  const int usual, const int units, const ck_pair *pair, const NAME(side) *sides, size_t first,
  const NAME(vec) *products, NAME(difference) *total)
{
  NAME(vec) i[MOST_UNITS][NAME(sides)], f[MOST_UNITS][NAME(sides)];
  NAME(vec) g[MOST_UNITS][NAME(sides)], o[MOST_UNITS][NAME(sides)];
  NAME(preactivations)(&pair->rounding, units, 4, 0, 4, 0, products, sides, first, i[0]);
  NAME(preactivations)(&pair->rounding, units, 4, 1, 4, 1, products, sides, first, f[0]);
  NAME(preactivations)(&pair->rounding, units, 4, 2, 4, 2, products, sides, first, g[0]);
  NAME(preactivations)(&pair->rounding, units, 4, 3, 4, 3, products, sides, first, o[0]);
  if (!usual) NAME(peep)(units, 0, pair, sides, first, i[0]);
  if (!usual) NAME(peep)(units, 1, pair, sides, first, f[0]);
  NAME(gate)(usual, units * NAME(sides), pair, i[0]);
  NAME(gate)(usual, units * NAME(sides), pair, f[0]);
  if (!usual && pair->couples_gates) {
    EACH(unit, units)
      EACH(c, NAME(sides)) f[unit][c] = (REAL)1 - i[unit][c];
    NAME(rounded)(ck_at_every_step, &pair->rounding, units * NAME(sides), f[0]);
  }
  NAME(candidate)(usual, units * NAME(sides), pair, g[0]);
  if (usual) NAME(gate)(usual, units * NAME(sides), pair, o[0]);
  NAME(vec) cell[MOST_UNITS][NAME(sides)], h[MOST_UNITS][NAME(sides)];
  EACH(unit, units) {
    EACH(c, NAME(sides)) {
      REAL *place = sides[c].cell + (first + unit) * LANES;
      NAME(vec) added = i[unit][c] * g[unit][c];
      NAME(rounded)(ck_at_every_step, &pair->rounding, 1, &added);
      cell[unit][c] = NAME(add_product)(&pair->rounding, f[unit][c], NAME(load)(place), added);
      if (!usual) NAME(blank)(pair, first + unit, &cell[unit][c]);
      h[unit][c] = cell[unit][c];
      NAME(rounded)(ck_in_storage, &pair->rounding, 1, &cell[unit][c]);
      NAME(store)(place, cell[unit][c]);
    }
    total->states |= NAME(bits_of)(cell[unit][0]) ^ NAME(bits_of)(cell[unit][1]);
  }
  if (usual) {
    NAME(tanh)(units * NAME(sides), h[0]);
  } else {
    NAME(peep)(units, 2, pair, sides, first, o[0]);
    NAME(gate)(usual, units * NAME(sides), pair, o[0]);
    NAME(squash)(units * NAME(sides), pair->cell_state, h[0]);
  }
  NAME(rounded)(ck_at_every_step, &pair->rounding, units * NAME(sides), h[0]);
  EACH(unit, units)
    EACH(c, NAME(sides)) h[unit][c] *= o[unit][c];
  NAME(keep)(&pair->rounding, units, sides, first, h[0], total);
}

/// Gate order z, r, n (candidate): h' = z h + (1 - z) n, in place of n.
INLINE void NAME(gru_outputs)(
  const int usual, const int units, const ck_pair *pair, const NAME(side) *sides, size_t first,
  const NAME(vec) *z, NAME(vec) *n)
{
  EACH(unit, units)
    EACH(c, NAME(sides)) {
      const int i = unit * NAME(sides) + c;
      NAME(vec) h = NAME(load)(sides[c].hidden + (first + unit) * LANES);
      n[i] = NAME(mix)(&pair->rounding, z[i], h, n[i]);
      if (!usual) NAME(blank)(pair, first + unit, n + i);
    }
}

/// Reset gate after the product: n = tanh(Wx + b + r (U h + b')).
INLINE void NAME(gru_of)(
  const int usual, const int units, const ck_pair *pair, const NAME(side) *sides, size_t first,
  const NAME(vec) *products, NAME(difference) *total)
{
  NAME(vec) z[MOST_UNITS][NAME(sides)], r[MOST_UNITS][NAME(sides)];
  NAME(vec) n[MOST_UNITS][NAME(sides)];
  NAME(preactivations)(&pair->rounding, units, 3, 0, 3, 0, products, sides, first, z[0]);
  NAME(preactivations)(&pair->rounding, units, 3, 1, 3, 1, products, sides, first, r[0]);
  NAME(gate)(usual, units * NAME(sides), pair, r[0]);
  NAME(gate)(usual, units * NAME(sides), pair, z[0]);
  EACH(unit, units) {
    NAME(vec) bias = NAME(load)((const REAL *)pair->candidate_bias + (first + unit) * LANES);
    EACH(c, NAME(sides)) {
      NAME(vec) input = NAME(load)(sides[c].projection + NAME(at)(first + unit, 3) + 2 * BLOCK);
      NAME(vec) product =
        NAME(with_bias)(&pair->rounding, products[(unit * 3 + 2) * NAME(sides) + c], bias);
      n[unit][c] = NAME(add_product)(&pair->rounding, r[unit][c], product, input);
    }
  }
  NAME(candidate)(usual, units * NAME(sides), pair, n[0]);
  NAME(gru_outputs)(usual, units, pair, sides, first, z[0], n[0]);
  NAME(keep)(&pair->rounding, units, sides, first, n[0], total);
}

/// Reset gate before the product, first half: z into `cell`, r h into `scratch`.
INLINE void NAME(gru_gates_of)(
  const int usual, const int units, const ck_pair *pair, const NAME(side) *sides, size_t first,
  const NAME(vec) *products, NAME(difference) *total)
{
  NAME(vec) z[MOST_UNITS][NAME(sides)], r[MOST_UNITS][NAME(sides)];
  NAME(preactivations)(&pair->rounding, units, 3, 0, 2, 0, products, sides, first, z[0]);
  NAME(preactivations)(&pair->rounding, units, 3, 1, 2, 1, products, sides, first, r[0]);
  NAME(gate)(usual, units * NAME(sides), pair, z[0]);
  NAME(gate)(usual, units * NAME(sides), pair, r[0]);
  EACH(unit, units)
    EACH(c, NAME(sides)) {
      size_t place = (first + unit) * LANES;
      NAME(vec) reset = r[unit][c] * NAME(load)(sides[c].hidden + place);
      NAME(rounded)(ck_at_every_step, &pair->rounding, 1, &reset);
      NAME(store)(sides[c].cell + place, z[unit][c]);
      NAME(store)(sides[c].scratch + place, reset);
    }
}

/// Second half: n = tanh(Wx + b + U (r h)).
INLINE void NAME(gru_candidate_of)(
  const int usual, const int units, const ck_pair *pair, const NAME(side) *sides, size_t first,
  const NAME(vec) *products, NAME(difference) *total)
{
  NAME(vec) z[MOST_UNITS][NAME(sides)], n[MOST_UNITS][NAME(sides)];
  NAME(preactivations)(&pair->rounding, units, 3, 2, 1, 0, products, sides, first, n[0]);
  NAME(candidate)(usual, units * NAME(sides), pair, n[0]);
  EACH(unit, units)
    EACH(c, NAME(sides))
      z[unit][c] = NAME(load)(sides[c].cell + (first + unit) * LANES);
  NAME(gru_outputs)(usual, units, pair, sides, first, z[0], n[0]);
  NAME(keep)(&pair->rounding, units, sides, first, n[0], total);
}

/// Every cell twice: with the usual activations, and with those that the pair names.
#define BOTH(stage)                                                                                    \
  INLINE void NAME(stage##_units)(                                                                     \
    const int units, const ck_pair *pair, const NAME(side) *sides, size_t first,                       \
    const NAME(vec) *products, NAME(difference) *total)                                                \
  {                                                                                                    \
    NAME(stage##_of)(1, units, pair, sides, first, products, total);                                   \
  }                                                                                                    \
                                                                                                       \
  INLINE void NAME(stage##_any_units)(                                                                 \
    const int units, const ck_pair *pair, const NAME(side) *sides, size_t first,                       \
    const NAME(vec) *products, NAME(difference) *total)                                                \
  {                                                                                                    \
    NAME(stage##_of)(0, units, pair, sides, first, products, total);                                   \
  }

BOTH(rnn)
BOTH(lstm)
BOTH(gru)
BOTH(gru_gates)
BOTH(gru_candidate)

#undef BOTH

/// The stages of a step: what becomes of the product of which kernel, of so many gates, with which state.
#define STAGES(DO)                                                                                     \
  DO(rnn, 1, recurrent_kernel, hidden)                                                                 \
  DO(leaky_tanh, 1, recurrent_kernel, hidden)                                                          \
  DO(leaky_linear, 1, recurrent_kernel, hidden)                                                        \
  DO(lstm, 4, recurrent_kernel, hidden)                                                                \
  DO(gru, 3, recurrent_kernel, hidden)                                                                 \
  DO(gru_gates, 2, recurrent_kernel, hidden)                                                           \
  DO(gru_candidate, 1, candidate_kernel, scratch)                                                      \
  DO(rnn_any, 1, recurrent_kernel, hidden)                                                             \
  DO(lstm_any, 4, recurrent_kernel, hidden)                                                            \
  DO(gru_any, 3, recurrent_kernel, hidden)                                                             \
  DO(gru_gates_any, 2, recurrent_kernel, hidden)                                                       \
  DO(gru_candidate_any, 1, candidate_kernel, scratch)

/// The kernels that advance a layer, and the gates of its projections.
#define CELLS(DO)                                                                                      \
  DO(rnn, 1)                                                                                           \
  DO(lstm, 4)                                                                                          \
  DO(gru, 3)                                                                                           \
  DO(gru_reset_before, 3)                                                                              \
  DO(leaky_tanh, 1)                                                                                    \
  DO(leaky_linear, 1)                                                                                  \
  DO(rnn_any, 1)                                                                                       \
  DO(lstm_any, 4)                                                                                      \
  DO(gru_any, 3)                                                                                       \
  DO(gru_reset_before_any, 3)
