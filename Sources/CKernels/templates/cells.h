// One step of a pair through a layer of RNN, leaky, LSTM or GRU units, and the loops over steps and pairs.
//
// A pre-activation is its input projection (inputs ascending) plus its recurrent product (hidden units
// ascending), each summed by fused multiply-adds. The product is summed from zero, not onto the projection:
// its partial sums are smaller so, and round less. That is how Keras, JAX and ONNX Runtime add, too, and it
// has to be where rounding decides when two sequences become bit-identical.
//
// A weight is loaded once for both columns. A few vectors of units advance together: enough independent
// accumulators to hide the latency of a multiply-add, few enough to stay in registers. The gates follow at
// once, while their products are still there.

#define BLOCK (ck_block_bytes / REAL_BYTES)

/// The column of the pair that an accumulator belongs to.
enum { NAME(column_a), NAME(column_b), NAME(columns) };

/// What the two columns of one step differ in, gathered over all units.
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

INLINE void NAME(record)(const ck_pair *pair, size_t step, NAME(difference) total) {
  NAME(bits) flags = ((total.outputs != 0) & ck_outputs_differ)
    | (((total.outputs | total.states) != 0) & ck_states_differ);
  pair->flags[step] = (uint8_t)__builtin_reduce_or(flags);
  ((REAL *)pair->difference)[step] = __builtin_bit_cast(REAL, __builtin_reduce_max(total.largest));
}

/// B, the blocks of H hidden units.
INLINE size_t NAME(blocks)(size_t hidden_size) { return (hidden_size + BLOCK - 1) / BLOCK; }

/// The vectors that hold a unit. What a block has beyond them stays zero, and is neither computed nor read.
INLINE size_t NAME(vectors)(size_t hidden_size) { return (hidden_size + LANES - 1) / LANES; }

/// Offset of vector `unit` within an array [B][rows][L].
INLINE size_t NAME(at)(size_t unit, size_t rows) {
  return unit / PARTS * rows * BLOCK + unit % PARTS * LANES;
}

/// sums[unit][gate][column] = kernel column * state, over hidden units ascending.
INLINE void NAME(multiply)(
  const int units, const int gates, NAME(vec) *sums, const REAL *kernel, size_t hidden_size, size_t first,
  const REAL *a, const REAL *b)
{
  UNROLL for (int sum = 0; sum < units * gates * NAME(columns); sum++) sums[sum] = NAME(splat)(0);
  UNROLL_BY_4 for (size_t k = 0; k < hidden_size; k++) {
    NAME(vec) ak = NAME(splat)(a[k]), bk = NAME(splat)(b[k]);
    UNROLL for (int unit = 0; unit < units; unit++) {
      const REAL *row = kernel + NAME(at)(first + unit, hidden_size * gates) + k * gates * BLOCK;
      UNROLL for (int gate = 0; gate < gates; gate++) {
        NAME(vec) weight = NAME(load)(row + gate * BLOCK);
        NAME(vec) *sum = sums + (unit * gates + gate) * NAME(columns);
        sum[NAME(column_a)] = NAME(fma)(ak, weight, sum[NAME(column_a)]);
        sum[NAME(column_b)] = NAME(fma)(bk, weight, sum[NAME(column_b)]);
      }
    }
  }
}

/// One column's memory at one step.
typedef struct {
  const REAL *projection, *hidden;
  REAL *next, *cell, *scratch;
} NAME(column);

INLINE NAME(column) NAME(column_at)(
  const ck_pair *pair, int column, size_t step, size_t blocks, const int gates)
{
  const REAL *projection = column ? pair->projection_b : pair->projection_a;
  REAL *hidden = column ? pair->hidden_b : pair->hidden_a;
  NAME(column) it = {
    .projection = projection + step * blocks * gates * BLOCK,
    .hidden = hidden + step * blocks * BLOCK,
    .next = hidden + (step + 1) * blocks * BLOCK,
    .cell = column ? pair->cell_b : pair->cell_a,
    .scratch = column ? pair->scratch_b : pair->scratch_a,
  };
  return it;
}

/// values[unit][column] = input projection + recurrent product of one gate: number `gate` of the projection's
/// `gates`, and number `product_gate` of the products' `product_gates`.
INLINE void NAME(preactivations)(
  const int units, const int gates, const int gate, const int product_gates, const int product_gate,
  const NAME(vec) *products, const NAME(column) *columns, size_t first, NAME(vec) *values)
{
  UNROLL for (int unit = 0; unit < units; unit++)
    UNROLL for (int c = 0; c < NAME(columns); c++)
      values[unit * NAME(columns) + c] =
        NAME(load)(columns[c].projection + NAME(at)(first + unit, gates) + gate * BLOCK)
        + products[(unit * product_gates + product_gate) * NAME(columns) + c];
}

/// Stores the new hidden states, [unit][column], and compares the columns.
INLINE void NAME(keep)(
  const int units, const NAME(column) *columns, size_t first, const NAME(vec) *h, NAME(difference) *total)
{
  UNROLL for (int unit = 0; unit < units; unit++) {
    UNROLL for (int c = 0; c < NAME(columns); c++)
      NAME(store)(columns[c].next + (first + unit) * LANES, h[unit * NAME(columns) + c]);
    NAME(compare)(total, h[unit * NAME(columns)], h[unit * NAME(columns) + 1]);
  }
}

// Each cell: `units` vectors of units starting at vector `first`, both columns, one step.

/// The new activation of RNN and leaky units, [unit][column]: the pre-activation or its tanh.
INLINE void NAME(activate)(
  const int units, const int is_linear, const ck_pair *pair, const NAME(column) *columns, size_t first,
  NAME(vec) *activation)
{
  NAME(vec) sums[MOST_UNITS][1][NAME(columns)];
  NAME(multiply)(
    units, 1, &sums[0][0][0], pair->recurrent_kernel, pair->hidden_size, first, columns[0].hidden,
    columns[1].hidden);
  NAME(preactivations)(units, 1, 0, 1, 0, sums[0][0], columns, first, activation);
  if (!is_linear) NAME(tanh)(units * NAME(columns), activation);
}

INLINE void NAME(rnn_units)(
  const int units, const ck_pair *pair, NAME(column) *columns, size_t first, NAME(difference) *total)
{
  NAME(vec) h[MOST_UNITS][NAME(columns)];
  NAME(activate)(units, 0, pair, columns, first, h[0]);
  NAME(keep)(units, columns, first, h[0], total);
}

/// Leaky units: h' = (1 - a) h + a s, with the new activation s.
INLINE void NAME(leaky_units)(
  const int units, const int is_linear, const ck_pair *pair, NAME(column) *columns, size_t first,
  NAME(difference) *total)
{
  NAME(vec) h[MOST_UNITS][NAME(columns)];
  NAME(activate)(units, is_linear, pair, columns, first, h[0]);
  const REAL leak = (REAL)pair->leak_rate;
  NAME(vec) rate = NAME(splat)(leak), keep = NAME(splat)((REAL)1 - leak);
  UNROLL for (int unit = 0; unit < units; unit++)
    UNROLL for (int c = 0; c < NAME(columns); c++) {
      NAME(vec) old = NAME(load)(columns[c].hidden + (first + unit) * LANES);
      h[unit][c] = NAME(fma)(rate, h[unit][c], keep * old);
    }
  NAME(keep)(units, columns, first, h[0], total);
}

INLINE void NAME(leaky_tanh_units)(
  const int units, const ck_pair *pair, NAME(column) *columns, size_t first, NAME(difference) *total)
{
  NAME(leaky_units)(units, 0, pair, columns, first, total);
}

INLINE void NAME(leaky_linear_units)(
  const int units, const ck_pair *pair, NAME(column) *columns, size_t first, NAME(difference) *total)
{
  NAME(leaky_units)(units, 1, pair, columns, first, total);
}

/// Gate order i, f, g (candidate), o: c' = f c + i g, h' = o tanh(c').
INLINE void NAME(lstm_units)(
  const int units, const ck_pair *pair, NAME(column) *columns, size_t first, NAME(difference) *total)
{
  NAME(vec) sums[MOST_UNITS][4][NAME(columns)];
  NAME(multiply)(
    units, 4, &sums[0][0][0], pair->recurrent_kernel, pair->hidden_size, first, columns[0].hidden,
    columns[1].hidden);
  NAME(vec) i[MOST_UNITS][NAME(columns)], f[MOST_UNITS][NAME(columns)];
  NAME(vec) g[MOST_UNITS][NAME(columns)], o[MOST_UNITS][NAME(columns)];
  NAME(preactivations)(units, 4, 0, 4, 0, sums[0][0], columns, first, i[0]);
  NAME(preactivations)(units, 4, 1, 4, 1, sums[0][0], columns, first, f[0]);
  NAME(preactivations)(units, 4, 2, 4, 2, sums[0][0], columns, first, g[0]);
  NAME(preactivations)(units, 4, 3, 4, 3, sums[0][0], columns, first, o[0]);
  NAME(sigmoid)(units * NAME(columns), i[0]);
  NAME(sigmoid)(units * NAME(columns), f[0]);
  NAME(tanh)(units * NAME(columns), g[0]);
  NAME(sigmoid)(units * NAME(columns), o[0]);
  NAME(vec) cell[MOST_UNITS][NAME(columns)], h[MOST_UNITS][NAME(columns)];
  UNROLL for (int unit = 0; unit < units; unit++) {
    UNROLL for (int c = 0; c < NAME(columns); c++) {
      REAL *place = columns[c].cell + (first + unit) * LANES;
      cell[unit][c] = NAME(fma)(f[unit][c], NAME(load)(place), i[unit][c] * g[unit][c]);
      NAME(store)(place, cell[unit][c]);
      h[unit][c] = cell[unit][c];
    }
    total->states |= NAME(bits_of)(cell[unit][0]) ^ NAME(bits_of)(cell[unit][1]);
  }
  NAME(tanh)(units * NAME(columns), h[0]);
  UNROLL for (int unit = 0; unit < units; unit++)
    UNROLL for (int c = 0; c < NAME(columns); c++) h[unit][c] *= o[unit][c];
  NAME(keep)(units, columns, first, h[0], total);
}

/// Gate order z, r, n (candidate): h' = z h + (1 - z) n, in place of n.
INLINE void NAME(gru_outputs)(
  const int units, const NAME(column) *columns, size_t first, const NAME(vec) *z, NAME(vec) *n)
{
  UNROLL for (int unit = 0; unit < units; unit++)
    UNROLL for (int c = 0; c < NAME(columns); c++) {
      const int i = unit * NAME(columns) + c;
      NAME(vec) h = NAME(load)(columns[c].hidden + (first + unit) * LANES);
      n[i] = NAME(fma)(z[i], h, ((REAL)1 - z[i]) * n[i]);
    }
}

/// Reset gate after the product: n = tanh(Wx + b + r (U h + b')).
INLINE void NAME(gru_units)(
  const int units, const ck_pair *pair, NAME(column) *columns, size_t first, NAME(difference) *total)
{
  NAME(vec) sums[MOST_UNITS][3][NAME(columns)];
  NAME(multiply)(
    units, 3, &sums[0][0][0], pair->recurrent_kernel, pair->hidden_size, first, columns[0].hidden,
    columns[1].hidden);
  NAME(vec) z[MOST_UNITS][NAME(columns)], r[MOST_UNITS][NAME(columns)];
  NAME(vec) n[MOST_UNITS][NAME(columns)];
  NAME(preactivations)(units, 3, 0, 3, 0, sums[0][0], columns, first, z[0]);
  NAME(preactivations)(units, 3, 1, 3, 1, sums[0][0], columns, first, r[0]);
  NAME(sigmoid)(units * NAME(columns), r[0]);
  NAME(sigmoid)(units * NAME(columns), z[0]);
  UNROLL for (int unit = 0; unit < units; unit++) {
    NAME(vec) bias = NAME(load)((const REAL *)pair->candidate_bias + (first + unit) * LANES);
    UNROLL for (int c = 0; c < NAME(columns); c++) {
      NAME(vec) input = NAME(load)(columns[c].projection + NAME(at)(first + unit, 3) + 2 * BLOCK);
      n[unit][c] = NAME(fma)(r[unit][c], sums[unit][2][c] + bias, input);
    }
  }
  NAME(tanh)(units * NAME(columns), n[0]);
  NAME(gru_outputs)(units, columns, first, z[0], n[0]);
  NAME(keep)(units, columns, first, n[0], total);
}

/// Reset gate before the product, first half: z into `cell`, r h into `scratch`.
INLINE void NAME(gru_reset_before_gates)(
  const int units, const ck_pair *pair, NAME(column) *columns, size_t first, NAME(difference) *total)
{
  NAME(vec) sums[MOST_UNITS][2][NAME(columns)];
  NAME(multiply)(
    units, 2, &sums[0][0][0], pair->recurrent_kernel, pair->hidden_size, first, columns[0].hidden,
    columns[1].hidden);
  NAME(vec) z[MOST_UNITS][NAME(columns)], r[MOST_UNITS][NAME(columns)];
  NAME(preactivations)(units, 3, 0, 2, 0, sums[0][0], columns, first, z[0]);
  NAME(preactivations)(units, 3, 1, 2, 1, sums[0][0], columns, first, r[0]);
  NAME(sigmoid)(units * NAME(columns), z[0]);
  NAME(sigmoid)(units * NAME(columns), r[0]);
  UNROLL for (int unit = 0; unit < units; unit++)
    UNROLL for (int c = 0; c < NAME(columns); c++) {
      size_t place = (first + unit) * LANES;
      NAME(store)(columns[c].cell + place, z[unit][c]);
      NAME(store)(columns[c].scratch + place, r[unit][c] * NAME(load)(columns[c].hidden + place));
    }
}

/// Second half: n = tanh(Wx + b + U (r h)).
INLINE void NAME(gru_reset_before_units)(
  const int units, const ck_pair *pair, NAME(column) *columns, size_t first, NAME(difference) *total)
{
  NAME(vec) sums[MOST_UNITS][1][NAME(columns)];
  NAME(multiply)(
    units, 1, &sums[0][0][0], pair->candidate_kernel, pair->hidden_size, first, columns[0].scratch,
    columns[1].scratch);
  NAME(vec) z[MOST_UNITS][NAME(columns)], n[MOST_UNITS][NAME(columns)];
  NAME(preactivations)(units, 3, 2, 1, 0, sums[0][0], columns, first, n[0]);
  NAME(tanh)(units * NAME(columns), n[0]);
  UNROLL for (int unit = 0; unit < units; unit++)
    UNROLL for (int c = 0; c < NAME(columns); c++)
      z[unit][c] = NAME(load)(columns[c].cell + (first + unit) * LANES);
  NAME(gru_outputs)(units, columns, first, z[0], n[0]);
  NAME(keep)(units, columns, first, n[0], total);
}

/// All units of one step, `UNITS` vectors at a time (at most 4), and at once what is left. Odd steps go from the
/// last vectors to the first, so that the weights read last, still in the nearest cache, are the next to be read.
#define SWEEP(function, UNITS)                                                                         \
  for (size_t group = 0, groups = (vectors + UNITS - 1) / UNITS; group < groups; group++) {            \
    size_t first = (step % 2 ? groups - 1 - group : group) * UNITS;                                    \
    if (vectors - first >= UNITS) {                                                                    \
      NAME(function)(UNITS, pair, columns, first, &total);                                             \
    } else if (UNITS > 3 && vectors - first == 3) {                                                    \
      NAME(function)(3, pair, columns, first, &total);                                                 \
    } else if (UNITS > 2 && vectors - first == 2) {                                                    \
      NAME(function)(2, pair, columns, first, &total);                                                 \
    } else {                                                                                           \
      NAME(function)(1, pair, columns, first, &total);                                                 \
    }                                                                                                  \
  }

#define ADVANCE(name, gates, sweeps)                                                                   \
  static void NAME(name)(const ck_pair *pairs, size_t count, size_t steps) {                           \
    if (count == 0) return;                                                                            \
    const size_t blocks = NAME(blocks)(pairs->hidden_size);                                            \
    for (size_t step = 0; step < steps; step++) {                                                      \
      for (const ck_pair *pair = pairs; pair < pairs + count; pair++) {                                \
        const size_t vectors = NAME(vectors)(pair->hidden_size);                                       \
        NAME(column) columns[NAME(columns)] = {                                                        \
          NAME(column_at)(pair, 0, step, blocks, gates), NAME(column_at)(pair, 1, step, blocks, gates) \
        };                                                                                             \
        NAME(difference) total = {0, 0, 0};                                                            \
        sweeps                                                                                         \
        NAME(record)(pair, step, total);                                                               \
      }                                                                                                \
    }                                                                                                  \
  }

/// An LSTM has eight sums to a vector of units, enough to hide the latency. From here on the weights of two
/// vectors outgrow a first-level cache of 48 KB, and one at a time leaves more for the next step to find there.
#define LSTM_UNITS_ONE_BY_ONE 96

ADVANCE(advance_rnn, 1, SWEEP(rnn_units, RNN_UNITS))
ADVANCE(advance_leaky_tanh, 1, SWEEP(leaky_tanh_units, RNN_UNITS))
ADVANCE(advance_leaky_linear, 1, SWEEP(leaky_linear_units, RNN_UNITS))
ADVANCE(
  advance_lstm, 4,
  if (pair->hidden_size <= LSTM_UNITS_ONE_BY_ONE) { SWEEP(lstm_units, LSTM_UNITS) }
  else { SWEEP(lstm_units, 1) })
ADVANCE(advance_gru, 3, SWEEP(gru_units, GRU_UNITS))
ADVANCE(
  advance_gru_reset_before, 3,
  SWEEP(gru_reset_before_gates, GRU_UNITS) SWEEP(gru_reset_before_units, RNN_UNITS))

#undef ADVANCE
#undef LSTM_UNITS_ONE_BY_ONE
#undef SWEEP
