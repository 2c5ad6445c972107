// One step of a pair through an RNN, LSTM or GRU layer, and the loops over steps and pairs.
//
// Every pre-activation starts from its input projection and takes the hidden units in ascending order, one
// fused multiply-add each; a weight is loaded once for both columns. A few vectors of units advance together:
// enough independent accumulators to hide the latency of a multiply-add, few enough to stay in registers. The
// gates follow at once, while their pre-activations are still there.

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
  ((NAME(bits_element) *)pair->difference)[step] = __builtin_reduce_max(total.largest);
}

/// Offset of vector `unit` within an array [B][rows][L].
INLINE size_t NAME(at)(size_t unit, size_t rows) {
  return unit / PARTS * rows * BLOCK + unit % PARTS * LANES;
}

/// sums[unit][gate][column] += kernel column * state, over hidden units ascending.
INLINE void NAME(accumulate)(
  const int units, const int gates, NAME(vec) *sums, const REAL *kernel, size_t hidden_size, size_t first,
  const REAL *a, const REAL *b)
{
  for (size_t k = 0; k < hidden_size; k++) {
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

// Each cell: `units` vectors of units starting at vector `first`, both columns, one step.

INLINE void NAME(rnn_units)(
  const int units, const ck_pair *pair, NAME(column) *columns, size_t first, NAME(difference) *total)
{
  NAME(vec) sums[units][1][NAME(columns)];
  UNROLL for (int unit = 0; unit < units; unit++)
    UNROLL for (int c = 0; c < NAME(columns); c++)
      sums[unit][0][c] = NAME(load)(columns[c].projection + NAME(at)(first + unit, 1));
  NAME(accumulate)(
    units, 1, &sums[0][0][0], pair->recurrent_kernel, pair->hidden_size, first, columns[0].hidden,
    columns[1].hidden);
  UNROLL for (int unit = 0; unit < units; unit++) {
    NAME(vec) h[NAME(columns)];
    UNROLL for (int c = 0; c < NAME(columns); c++) {
      h[c] = NAME(tanh)(sums[unit][0][c]);
      NAME(store)(columns[c].next + (first + unit) * LANES, h[c]);
    }
    NAME(compare)(total, h[0], h[1]);
  }
}

/// Gate order i, f, g (candidate), o: c' = f c + i g, h' = o tanh(c').
INLINE void NAME(lstm_units)(
  const int units, const ck_pair *pair, NAME(column) *columns, size_t first, NAME(difference) *total)
{
  NAME(vec) sums[units][4][NAME(columns)];
  UNROLL for (int unit = 0; unit < units; unit++)
    UNROLL for (int gate = 0; gate < 4; gate++)
      UNROLL for (int c = 0; c < NAME(columns); c++)
        sums[unit][gate][c] = NAME(load)(columns[c].projection + NAME(at)(first + unit, 4) + gate * BLOCK);
  NAME(accumulate)(
    units, 4, &sums[0][0][0], pair->recurrent_kernel, pair->hidden_size, first, columns[0].hidden,
    columns[1].hidden);
  UNROLL for (int unit = 0; unit < units; unit++) {
    NAME(vec) h[NAME(columns)], cell[NAME(columns)];
    UNROLL for (int c = 0; c < NAME(columns); c++) {
      REAL *place = columns[c].cell + (first + unit) * LANES;
      NAME(vec) i = NAME(sigmoid)(sums[unit][0][c]);
      NAME(vec) f = NAME(sigmoid)(sums[unit][1][c]);
      NAME(vec) g = NAME(tanh)(sums[unit][2][c]);
      NAME(vec) o = NAME(sigmoid)(sums[unit][3][c]);
      cell[c] = NAME(fma)(f, NAME(load)(place), i * g);
      h[c] = o * NAME(tanh)(cell[c]);
      NAME(store)(place, cell[c]);
      NAME(store)(columns[c].next + (first + unit) * LANES, h[c]);
    }
    NAME(compare)(total, h[0], h[1]);
    total->states |= NAME(bits_of)(cell[0]) ^ NAME(bits_of)(cell[1]);
  }
}

/// Gate order z, r, n (candidate): h' = z h + (1 - z) n.
INLINE NAME(vec) NAME(gru_output)(NAME(vec) z, NAME(vec) h, NAME(vec) n) {
  return NAME(fma)(z, h, ((REAL)1 - z) * n);
}

/// Reset gate after the product: n = tanh(Wx + b + r (U h + b')).
INLINE void NAME(gru_units)(
  const int units, const ck_pair *pair, NAME(column) *columns, size_t first, NAME(difference) *total)
{
  NAME(vec) sums[units][3][NAME(columns)];
  UNROLL for (int unit = 0; unit < units; unit++)
    UNROLL for (int c = 0; c < NAME(columns); c++) {
      const REAL *projection = columns[c].projection + NAME(at)(first + unit, 3);
      sums[unit][0][c] = NAME(load)(projection);
      sums[unit][1][c] = NAME(load)(projection + BLOCK);
      sums[unit][2][c] = NAME(load)((const REAL *)pair->candidate_bias + (first + unit) * LANES);
    }
  NAME(accumulate)(
    units, 3, &sums[0][0][0], pair->recurrent_kernel, pair->hidden_size, first, columns[0].hidden,
    columns[1].hidden);
  UNROLL for (int unit = 0; unit < units; unit++) {
    NAME(vec) h[NAME(columns)];
    UNROLL for (int c = 0; c < NAME(columns); c++) {
      NAME(vec) z = NAME(sigmoid)(sums[unit][0][c]);
      NAME(vec) r = NAME(sigmoid)(sums[unit][1][c]);
      NAME(vec) input = NAME(load)(columns[c].projection + NAME(at)(first + unit, 3) + 2 * BLOCK);
      NAME(vec) n = NAME(tanh)(NAME(fma)(r, sums[unit][2][c], input));
      h[c] = NAME(gru_output)(z, NAME(load)(columns[c].hidden + (first + unit) * LANES), n);
      NAME(store)(columns[c].next + (first + unit) * LANES, h[c]);
    }
    NAME(compare)(total, h[0], h[1]);
  }
}

/// Reset gate before the product, first half: z into `cell`, r h into `scratch`.
INLINE void NAME(gru_reset_before_gates)(
  const int units, const ck_pair *pair, NAME(column) *columns, size_t first, NAME(difference) *total)
{
  NAME(vec) sums[units][2][NAME(columns)];
  UNROLL for (int unit = 0; unit < units; unit++)
    UNROLL for (int gate = 0; gate < 2; gate++)
      UNROLL for (int c = 0; c < NAME(columns); c++)
        sums[unit][gate][c] = NAME(load)(columns[c].projection + NAME(at)(first + unit, 3) + gate * BLOCK);
  NAME(accumulate)(
    units, 2, &sums[0][0][0], pair->recurrent_kernel, pair->hidden_size, first, columns[0].hidden,
    columns[1].hidden);
  UNROLL for (int unit = 0; unit < units; unit++)
    UNROLL for (int c = 0; c < NAME(columns); c++) {
      size_t place = (first + unit) * LANES;
      NAME(vec) h = NAME(load)(columns[c].hidden + place);
      NAME(store)(columns[c].cell + place, NAME(sigmoid)(sums[unit][0][c]));
      NAME(store)(columns[c].scratch + place, NAME(sigmoid)(sums[unit][1][c]) * h);
    }
}

/// Second half: n = tanh(Wx + b + U (r h)).
INLINE void NAME(gru_reset_before_units)(
  const int units, const ck_pair *pair, NAME(column) *columns, size_t first, NAME(difference) *total)
{
  NAME(vec) sums[units][1][NAME(columns)];
  UNROLL for (int unit = 0; unit < units; unit++)
    UNROLL for (int c = 0; c < NAME(columns); c++)
      sums[unit][0][c] = NAME(load)(columns[c].projection + NAME(at)(first + unit, 3) + 2 * BLOCK);
  NAME(accumulate)(
    units, 1, &sums[0][0][0], pair->candidate_kernel, pair->hidden_size, first, columns[0].scratch,
    columns[1].scratch);
  UNROLL for (int unit = 0; unit < units; unit++) {
    NAME(vec) h[NAME(columns)];
    UNROLL for (int c = 0; c < NAME(columns); c++) {
      size_t place = (first + unit) * LANES;
      h[c] = NAME(gru_output)(
        NAME(load)(columns[c].cell + place), NAME(load)(columns[c].hidden + place),
        NAME(tanh)(sums[unit][0][c]));
      NAME(store)(columns[c].next + place, h[c]);
    }
    NAME(compare)(total, h[0], h[1]);
  }
}

/// All units of one step, `UNITS` vectors at a time. Odd steps go from the last vectors to the first, so that
/// the weights read last, still in the nearest cache, are the next to be read.
#define SWEEP(function, UNITS)                                                                         \
  for (size_t group = 0, groups = (vectors + UNITS - 1) / UNITS; group < groups; group++) {            \
    size_t first = (step % 2 ? groups - 1 - group : group) * UNITS;                                    \
    if (vectors - first >= UNITS) {                                                                    \
      NAME(function)(UNITS, pair, columns, first, &total);                                             \
    } else {                                                                                           \
      for (; first < vectors; first++) NAME(function)(1, pair, columns, first, &total);                \
    }                                                                                                  \
  }

#define ADVANCE(name, gates, sweeps)                                                                   \
  static void NAME(name)(const ck_pair *pairs, size_t count, size_t steps) {                           \
    if (count == 0) return;                                                                            \
    const size_t blocks = (pairs->hidden_size + BLOCK - 1) / BLOCK, vectors = blocks * PARTS;          \
    for (size_t step = 0; step < steps; step++) {                                                      \
      for (const ck_pair *pair = pairs; pair < pairs + count; pair++) {                                \
        NAME(column) columns[NAME(columns)] = {                                                        \
          NAME(column_at)(pair, 0, step, blocks, gates), NAME(column_at)(pair, 1, step, blocks, gates) \
        };                                                                                             \
        NAME(difference) total = {0, 0, 0};                                                            \
        sweeps                                                                                         \
        NAME(record)(pair, step, total);                                                               \
      }                                                                                                \
    }                                                                                                  \
  }

ADVANCE(advance_rnn, 1, SWEEP(rnn_units, RNN_UNITS))
ADVANCE(advance_lstm, 4, SWEEP(lstm_units, LSTM_UNITS))
ADVANCE(advance_gru, 3, SWEEP(gru_units, GRU_UNITS))
ADVANCE(
  advance_gru_reset_before, 3,
  SWEEP(gru_reset_before_gates, GRU_UNITS) SWEEP(gru_reset_before_units, RNN_UNITS))

#undef ADVANCE
#undef SWEEP
