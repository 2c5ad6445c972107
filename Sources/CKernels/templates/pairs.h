// All steps of one pair, or of several that take their steps in turn, through one layer: see cells.h.

/// A stage, all units of one step, `most` vectors at a time (at most 4), and at once what is left. Odd steps go
/// from the last vectors to the first, so that the weights read last, still in the nearest cache, are the next to
/// be read.
#define SWEEP(stage, gates, kernel, state)                                                             \
  INLINE void NAME(stage##_group)(                                                                     \
    const int units, const ck_pair *pair, const NAME(side) *sides, size_t first,                       \
    NAME(difference) *total)                                                                           \
  {                                                                                                    \
    NAME(vec) products[MOST_UNITS * gates * NAME(sides)];                                              \
    NAME(row) rows[NAME(sides)] = {{.values = sides[0].state}, {.values = sides[1].state}};            \
    EACH(sum, units * gates * NAME(sides)) products[sum] = NAME(splat)(0);                             \
    const size_t size = pair->hidden_size;                                                             \
    NAME(accumulate)(                                                                                  \
      units, gates, NAME(sides), products,                                                             \
      (const REAL *)pair->kernel + NAME(at)(first, size * gates), size, size, rows, 0, NULL);          \
    NAME(stage##_units)(units, pair, sides, first, products, total);                                   \
  }                                                                                                    \
                                                                                                       \
  INLINE void NAME(stage##_sweep)(                                                                     \
    const int most, const ck_pair *pair, const NAME(side) *sides, size_t step,                         \
    NAME(difference) *total)                                                                           \
  {                                                                                                    \
    const size_t vectors = NAME(vectors)(pair->hidden_size);                                           \
    for (size_t group = 0, groups = (vectors + most - 1) / most; group < groups; group++) {            \
      size_t first = (step % 2 ? groups - 1 - group : group) * most;                                   \
      if (vectors - first >= most) {                                                                   \
        NAME(stage##_group)(most, pair, sides, first, total);                                          \
      } else if (most > 3 && vectors - first == 3) {                                                   \
        NAME(stage##_group)(3, pair, sides, first, total);                                             \
      } else if (most > 2 && vectors - first == 2) {                                                   \
        NAME(stage##_group)(2, pair, sides, first, total);                                             \
      } else {                                                                                         \
        NAME(stage##_group)(1, pair, sides, first, total);                                             \
      }                                                                                                \
    }                                                                                                  \
  }

STAGES(SWEEP)

#undef SWEEP

INLINE void NAME(rnn_layer)(
  const ck_pair *pair, const NAME(side) *sides, size_t step, NAME(difference) *total)
{
  NAME(rnn_sweep)(RNN_UNITS, pair, sides, step, total);
}

INLINE void NAME(leaky_tanh_layer)(
  const ck_pair *pair, const NAME(side) *sides, size_t step, NAME(difference) *total)
{
  NAME(leaky_tanh_sweep)(RNN_UNITS, pair, sides, step, total);
}

INLINE void NAME(leaky_linear_layer)(
  const ck_pair *pair, const NAME(side) *sides, size_t step, NAME(difference) *total)
{
  NAME(leaky_linear_sweep)(RNN_UNITS, pair, sides, step, total);
}

/// An LSTM has eight sums to a vector of units, enough to hide the latency. Above 96 units the weights of two
/// vectors outgrow a first-level cache of 48 KB, and one at a time leaves more for the next step to find there.
INLINE void NAME(lstm_layer)(
  const ck_pair *pair, const NAME(side) *sides, size_t step, NAME(difference) *total)
{
  if (pair->hidden_size <= 96) NAME(lstm_sweep)(LSTM_UNITS, pair, sides, step, total);
  else NAME(lstm_sweep)(1, pair, sides, step, total);
}

INLINE void NAME(gru_layer)(
  const ck_pair *pair, const NAME(side) *sides, size_t step, NAME(difference) *total)
{
  NAME(gru_sweep)(GRU_UNITS, pair, sides, step, total);
}

INLINE void NAME(gru_reset_before_layer)(
  const ck_pair *pair, const NAME(side) *sides, size_t step, NAME(difference) *total)
{
  NAME(gru_gates_sweep)(GRU_UNITS, pair, sides, step, total);
  NAME(gru_candidate_sweep)(RNN_UNITS, pair, sides, step, total);
}

// With any activations, which take more time than what can be gained by more vectors at once.

INLINE void NAME(rnn_any_layer)(
  const ck_pair *pair, const NAME(side) *sides, size_t step, NAME(difference) *total)
{
  NAME(rnn_any_sweep)(RNN_UNITS, pair, sides, step, total);
}

INLINE void NAME(lstm_any_layer)(
  const ck_pair *pair, const NAME(side) *sides, size_t step, NAME(difference) *total)
{
  NAME(lstm_any_sweep)(1, pair, sides, step, total);
}

INLINE void NAME(gru_any_layer)(
  const ck_pair *pair, const NAME(side) *sides, size_t step, NAME(difference) *total)
{
  NAME(gru_any_sweep)(1, pair, sides, step, total);
}

INLINE void NAME(gru_reset_before_any_layer)(
  const ck_pair *pair, const NAME(side) *sides, size_t step, NAME(difference) *total)
{
  NAME(gru_gates_any_sweep)(1, pair, sides, step, total);
  NAME(gru_candidate_any_sweep)(1, pair, sides, step, total);
}

/// All steps of all pairs of layers with this cell.
#define ADVANCE(cell, gates)                                                                           \
  static void NAME(advance_##cell)(const ck_pair *pairs, size_t count, size_t steps) {                 \
    if (count == 0) return;                                                                            \
    const size_t blocks = NAME(blocks)(pairs->hidden_size);                                            \
    for (size_t step = 0; step < steps; step++) {                                                      \
      for (const ck_pair *pair = pairs; pair < pairs + count; pair++) {                                \
        NAME(side) sides[NAME(sides)] = {                                                              \
          NAME(side_at)(pair, 0, step, blocks, gates), NAME(side_at)(pair, 1, step, blocks, gates)     \
        };                                                                                             \
        NAME(difference) total = {0, 0, 0};                                                            \
        NAME(cell##_layer)(pair, sides, step, &total);                                                 \
        NAME(store_difference)(pair, step, total);                                                     \
      }                                                                                                \
    }                                                                                                  \
  }

CELLS(ADVANCE)

#undef ADVANCE

#define ENTRY(cell, gates) [ck_##cell] = NAME(advance_##cell),

static ck_advance *const NAME(advance)[ck_kernels] = {CELLS(ENTRY)};

#undef ENTRY
