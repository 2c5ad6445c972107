// One step of many pairs through one layer: a weight is loaded once for several pairs, and the layer's units may be
// shared out over threads.
//
// The products of a few vectors of units with the states of all pairs come first, tile by tile, while the weights stay
// in the second-level cache; then the gates of one pair after the other, as cells.h has them.

/// All pairs at one step.
typedef struct {
  const ck_pair *pairs;
  size_t count, step;
  NAME(side) sides[ck_most_pairs][NAME(sides)];
  NAME(difference) totals[ck_most_pairs];
  /// The units of this thread.
  NAME(range) range;
} NAME(batch);

/// Terms of a product that are summed for all pairs before the next: their weights, up to 24 KB, stay in the
/// first-level cache meanwhile.
enum { NAME(most_terms) = 96 * (int)sizeof(float) / (int)sizeof(REAL) };

#define TOGETHER(stage, gates, kernel_name, state)                                                     \
  /* - next: the first vector of the group after this one. */                                          \
  INLINE void NAME(stage##_batch_group)(                                                               \
    const int units, NAME(batch) *it, const NAME(row) *rows, size_t first, size_t next)                \
  {                                                                                                    \
    const size_t size = it->pairs->hidden_size;                                                        \
    const REAL *kernel = it->pairs->kernel_name;                                                       \
    NAME(product) product = {kernel + NAME(at)(first, size * gates), size, NULL, 0, 0, {NULL}};        \
    const NAME(deal) deal = NAME(deal_out)(NAME(sides) * it->count, TILE_ROWS(units, gates));          \
    for (; product.first < size; product.first += product.terms) {                                     \
      const size_t rest = size - product.first;                                                        \
      product.terms = rest < NAME(most_terms) ? rest : NAME(most_terms);                               \
      const REAL *after = rest > product.terms                                                         \
        ? product.kernel + (product.first + product.terms) * gates * BLOCK                             \
        : kernel + NAME(at)(next, size * gates);                                                       \
      const NAME(row) *row = rows;                                                                     \
      for (unsigned tile = 0, count; tile < deal.tiles; tile++, row += count) {                        \
        count = NAME(tile_rows)(deal, tile);                                                           \
        NAME(fetch)(units, gates, &product, after, product.terms, tile, deal.tiles);                   \
        NAME(sum_tile)(units, gates, count, &product, row);                                            \
      }                                                                                                \
    }                                                                                                  \
    for (size_t pair = 0; pair < it->count; pair++) {                                                  \
      NAME(vec) products[MOST_UNITS * gates * NAME(sides)];                                            \
      EACH(unit, units)                                                                                \
        EACH(gate, gates)                                                                              \
          EACH(c, NAME(sides))                                                                         \
            products[(unit * gates + gate) * NAME(sides) + c] = NAME(load)(                            \
              rows[NAME(sides) * pair + c].sums + NAME(at)(unit, gates) + gate * BLOCK);               \
      NAME(stage##_units)(                                                                             \
        units, it->pairs + pair, it->sides[pair], first, products, it->totals + pair);                 \
    }                                                                                                  \
  }                                                                                                    \
                                                                                                       \
  /* Odd steps go from the last vectors to the first, as those of one pair do. */                      \
  static void NAME(stage##_batch)(NAME(batch) *it) {                                                   \
    enum { units = gates == 1 ? 4 : gates == 2 ? 2 : 1, row_size = MOST_GATES * BLOCK };               \
    REAL sums[NAME(sides) * ck_most_pairs][row_size] __attribute__((aligned(ck_block_bytes)));         \
    NAME(row) rows[NAME(sides) * ck_most_pairs];                                                       \
    for (size_t column = 0; column < NAME(sides) * it->count; column++) {                              \
      rows[column].values = it->sides[column / NAME(sides)][column % NAME(sides)].state;               \
      rows[column].sums = sums[column];                                                                \
    }                                                                                                  \
    const size_t first = it->range.first, vectors = it->range.end - first;                             \
    const size_t whole = vectors / units, groups = whole + vectors % units;                            \
    for (size_t place = 0; place < groups; place++) {                                                  \
      size_t group = it->step % 2 ? groups - 1 - place : place;                                        \
      size_t unit = first + (group < whole ? group * units : whole * (units - 1) + group);             \
      size_t next = it->step % 2 ? unit - units : unit + units;                                        \
      if (next < first || next >= it->range.end) next = unit;                                          \
      if (group < whole) NAME(stage##_batch_group)(units, it, rows, unit, next);                       \
      else NAME(stage##_batch_group)(1, it, rows, unit, next);                                         \
    }                                                                                                  \
  }

STAGES(TOGETHER)

#undef TOGETHER

INLINE void NAME(rnn_step)(NAME(batch) *it, ck_share share) { NAME(rnn_batch)(it); }

INLINE void NAME(leaky_tanh_step)(NAME(batch) *it, ck_share share) { NAME(leaky_tanh_batch)(it); }

INLINE void NAME(leaky_linear_step)(NAME(batch) *it, ck_share share) { NAME(leaky_linear_batch)(it); }

INLINE void NAME(lstm_step)(NAME(batch) *it, ck_share share) { NAME(lstm_batch)(it); }

INLINE void NAME(gru_step)(NAME(batch) *it, ck_share share) { NAME(gru_batch)(it); }

INLINE void NAME(gru_reset_before_step)(NAME(batch) *it, ck_share share) {
  NAME(gru_gates_batch)(it);
  ck_meet(share);
  NAME(gru_candidate_batch)(it);
}

INLINE void NAME(rnn_any_step)(NAME(batch) *it, ck_share share) { NAME(rnn_any_batch)(it); }

INLINE void NAME(lstm_any_step)(NAME(batch) *it, ck_share share) { NAME(lstm_any_batch)(it); }

INLINE void NAME(gru_any_step)(NAME(batch) *it, ck_share share) { NAME(gru_any_batch)(it); }

INLINE void NAME(gru_reset_before_any_step)(NAME(batch) *it, ck_share share) {
  NAME(gru_gates_any_batch)(it);
  ck_meet(share);
  NAME(gru_candidate_any_batch)(it);
}

/// All steps of all pairs of one layer with this cell.
#define ADVANCE(cell, gates)                                                                           \
  static void NAME(advance_together_##cell)(                                                           \
    const ck_pair *pairs, size_t count, size_t steps, ck_share share)                                  \
  {                                                                                                    \
    const size_t blocks = NAME(blocks)(pairs->hidden_size);                                            \
    NAME(batch) it = {.pairs = pairs, .count = count};                                                 \
    it.range = NAME(range_of)(pairs->hidden_size, share);                                              \
    for (it.step = 0; it.step < steps; it.step++) {                                                    \
      for (size_t pair = 0; pair < count; pair++) {                                                    \
        EACH(c, NAME(sides))                                                                           \
          it.sides[pair][c] = NAME(side_at)(pairs + pair, c, it.step, blocks, gates);                  \
        it.totals[pair] = (NAME(difference)){0, 0, 0};                                                 \
      }                                                                                                \
      NAME(cell##_step)(&it, share);                                                                   \
      for (size_t pair = 0; pair < count; pair++)                                                      \
        NAME(store_difference)(pairs + pair, it.step, it.totals[pair]);                                \
      ck_meet(share);                                                                                  \
    }                                                                                                  \
  }

CELLS(ADVANCE)

#undef ADVANCE

#define ENTRY(cell, gates) [ck_##cell] = NAME(advance_together_##cell),

static ck_advance_together *const NAME(advance_together)[ck_kernels] = {CELLS(ENTRY)};

#undef ENTRY
#undef STAGES
#undef CELLS
#undef TILE_ROWS
