// Matrix products of rows of numbers with a packed kernel, in which every sum takes its terms in ascending order,
// one fused multiply-add each, whatever else is summed beside it.
//
// Rows are inputs of several steps, or states of several sequences: a weight is loaded once for all rows of a tile.
// A tile's sums fill the registers: enough independent ones to hide the latency of a multiply-add.

/// A row of numbers, and where its sums go: as a packed row [B][G][L] from some vector of units on.
typedef struct {
  const REAL *values;
  REAL *sums;
} NAME(row);

/// B, the blocks of H hidden units.
INLINE size_t NAME(blocks)(size_t hidden_size) { return (hidden_size + BLOCK - 1) / BLOCK; }

/// The vectors that hold a unit. What a block has beyond them stays zero, and is neither computed nor read.
INLINE size_t NAME(vectors)(size_t hidden_size) { return (hidden_size + LANES - 1) / LANES; }

/// Offset of vector `unit` within an array [B][rows][L].
INLINE size_t NAME(at)(size_t unit, size_t rows) {
  return unit / PARTS * rows * BLOCK + unit % PARTS * LANES;
}

/// Adds the products of the first `terms` numbers of each row with those rows of a kernel [B][size][G][L], from the
/// vector of units at which `kernel` points, to sums[unit][gate][row].
///
/// - ahead: if something is to be fetched into the second-level cache meanwhile, two places, of 64 bytes for each term.
INLINE void NAME(accumulate)(
  const int units, const int gates, const int rows, NAME(vec) *sums, const REAL *kernel, size_t size,
  size_t terms, const NAME(row) *row, const int fetches,
  const REAL *const *ahead)
{
  UNROLL_BY_4 for (size_t k = 0; k < terms; k++) {
    NAME(vec) weights[MOST_UNITS * MOST_GATES];
    EACH(i, fetches) __builtin_prefetch(ahead[i] + k * BLOCK, 0, 2);
    EACH(unit, units)
      EACH(gate, gates)
        weights[unit * gates + gate] =
          NAME(load)(kernel + NAME(at)(unit, size * gates) + (k * gates + gate) * BLOCK);
    EACH(r, rows) {
      NAME(vec) x = NAME(splat)(row[r].values[k]);
      EACH(v, units * gates) sums[v * rows + r] = NAME(fma)(x, weights[v], sums[v * rows + r]);
    }
  }
}

/// Terms of a product of rows with the kernel of a few vectors of units.
typedef struct {
  /// [B][size][G][L], from the first of the units on.
  const REAL *kernel;
  size_t size;
  /// Where the sums begin, a packed row; null for zero.
  const REAL *start;
  /// Terms before these, which are in the sums already, and how many they are.
  size_t first, terms;
  /// See `accumulate`.
  const REAL *ahead[2];
} NAME(product);

INLINE void NAME(tile)(
  const int units, const int gates, const int rows, const NAME(product) *it, const NAME(row) *from)
{
  NAME(vec) sums[MOST_SUMS];
  NAME(row) row[MOST_ROWS];
  EACH(r, rows) row[r] = (NAME(row)){from[r].values + it->first, from[r].sums};
  EACH(unit, units)
    EACH(gate, gates)
      EACH(r, rows) {
        const size_t place = NAME(at)(unit, gates) + gate * BLOCK;
        const REAL *start = it->first > 0 ? row[r].sums : it->start;
        sums[(unit * gates + gate) * rows + r] = start ? NAME(load)(start + place) : NAME(splat)(0);
      }
  NAME(accumulate)(
    units, gates, rows, sums, it->kernel + it->first * gates * BLOCK, it->size, it->terms, row, 2,
    it->ahead);
  EACH(unit, units)
    EACH(gate, gates)
      EACH(r, rows) {
        const size_t place = NAME(at)(unit, gates) + gate * BLOCK;
        NAME(store)(row[r].sums + place, sums[(unit * gates + gate) * rows + r]);
      }
}

/// Rows of a tile of so many vectors of units and gates at most.
#define TILE_ROWS(units, gates)                                                                        \
  (MOST_SUMS / ((units) * (gates)) < MOST_ROWS ? MOST_SUMS / ((units) * (gates)) : MOST_ROWS)

/// Rows dealt out into tiles of about the same size: `rows` each, and one more in the first few.
typedef struct {
  unsigned tiles, rows, longer;
} NAME(deal);

INLINE NAME(deal) NAME(deal_out)(size_t rows, const unsigned most) {
  unsigned count = (unsigned)rows, tiles = (count + most - 1) / most;
  return (NAME(deal)){tiles, count / tiles, count % tiles};
}

INLINE unsigned NAME(tile_rows)(NAME(deal) it, unsigned tile) { return it.rows + (tile < it.longer); }

#define TILE(units, gates, rows)                                                                       \
  case rows:                                                                                           \
    if (rows <= TILE_ROWS(units, gates)) NAME(tile)(units, gates, rows, it, row);                      \
    break;

/// One tile, of at most `TILE_ROWS` rows.
#define TILES(units, gates)                                                                            \
  static __attribute__((noinline)) void NAME(tile_##units##_##gates)(                                  \
    unsigned rows, const NAME(product) *it, const NAME(row) *row)                                      \
  {                                                                                                    \
    switch (rows) {                                                                                    \
      TILE(units, gates, 1)                                                                            \
      TILE(units, gates, 2)                                                                            \
      TILE(units, gates, 3)                                                                            \
      TILE(units, gates, 4)                                                                            \
      TILE(units, gates, 5)                                                                            \
      TILE(units, gates, 6)                                                                            \
      TILE(units, gates, 7)                                                                            \
      TILE(units, gates, 8)                                                                            \
    }                                                                                                  \
  }

TILES(4, 1)
TILES(1, 1)
TILES(2, 2)
TILES(1, 2)
TILES(1, 3)
TILES(1, 4)

#undef TILE
#undef TILES

INLINE void NAME(sum_tile)(
  const int units, const int gates, unsigned rows, const NAME(product) *it, const NAME(row) *row)
{
  if (gates == 4) NAME(tile_1_4)(rows, it, row);
  else if (gates == 3) NAME(tile_1_3)(rows, it, row);
  else if (gates == 2 && units == 2) NAME(tile_2_2)(rows, it, row);
  else if (gates == 2) NAME(tile_1_2)(rows, it, row);
  else if (units == 4) NAME(tile_4_1)(rows, it, row);
  else NAME(tile_1_1)(rows, it, row);
}

/// Has tile number `tile` of `tiles` fetch its part of the next `terms` terms in turn, of a kernel [B][size][G][L]: one
/// gate where there are enough tiles to fetch all, and else two. To fetch what is fetched already takes time, too.
INLINE void NAME(fetch)(
  const int units, const int gates, NAME(product) *it, const REAL *next, size_t terms, unsigned tile,
  unsigned tiles)
{
  EACH(i, 2) {
    const int line = (tiles < units * gates ? 2 * tile + i : tile) % (units * gates);
    it->ahead[i] = next + NAME(at)(line / gates, it->size * gates) + line % gates * terms * BLOCK;
  }
}

/// Vectors of units that go together where a kernel has so many gates.
INLINE int NAME(tile_units)(const int gates) { return gates == 1 ? 4 : gates == 2 ? 2 : 1; }

/// The vectors of units that fall to one of the threads that share a layer: whole blocks.
typedef struct {
  size_t first, end;
} NAME(range);

INLINE NAME(range) NAME(range_of)(size_t hidden_size, ck_share share) {
  size_t blocks = NAME(blocks)(hidden_size), vectors = NAME(vectors)(hidden_size);
  size_t end = blocks * (share.part + 1) / share.parts * PARTS;
  NAME(range) range = {blocks * share.part / share.parts * PARTS, end < vectors ? end : vectors};
  return range;
}

// The input projection of many steps.

INLINE void NAME(project_units)(
  const int units, const int gates, size_t unit, const ck_projection *it, const ck_sequence *sequences,
  size_t count, size_t steps)
{
  const size_t stride = NAME(blocks)(it->hidden_size) * gates * BLOCK;
  const REAL *kernel = (const REAL *)it->kernel + NAME(at)(unit, it->input_size * gates);
  const REAL *bias = (const REAL *)it->bias + NAME(at)(unit, gates);
  const int is_apart = NAME(policy)(&it->rounding) == ck_in_products;
  NAME(product) product = {kernel, it->input_size, is_apart ? NULL : bias, 0, it->input_size, {NULL}};
  const REAL *next = kernel + NAME(at)(units, it->input_size * gates);
  const NAME(deal) deal = NAME(deal_out)(steps, TILE_ROWS(units, gates));
  for (const ck_sequence *sequence = sequences; sequence < sequences + count; sequence++) {
    const REAL *from = sequence->inputs;
    REAL *to = (REAL *)sequence->projection + NAME(at)(unit, gates);
    for (unsigned tile = 0; tile < deal.tiles; tile++) {
      const unsigned rows = NAME(tile_rows)(deal, tile);
      NAME(row) row[MOST_ROWS];
      for (unsigned r = 0; r < rows; r++, from += it->stride, to += stride) row[r] = (NAME(row)){from, to};
      NAME(fetch)(units, gates, &product, next, it->input_size, tile, deal.tiles);
      NAME(sum_tile)(units, gates, rows, &product, row);
      if (NAME(policy)(&it->rounding) < ck_in_products) continue;
      for (unsigned r = 0; r < rows; r++)
        EACH(unit, units)
          EACH(gate, gates) {
            const size_t place = NAME(at)(unit, gates) + gate * BLOCK;
            NAME(vec) sum = NAME(nearest)(&it->rounding, NAME(load)(row[r].sums + place));
            NAME(store)(row[r].sums + place, is_apart ? sum + NAME(load)(bias + place) : sum);
          }
    }
  }
}

INLINE void NAME(project_gates)(
  const int gates, const ck_projection *it, const ck_sequence *sequences, size_t count, size_t steps,
  ck_share share)
{
  const NAME(range) range = NAME(range_of)(it->hidden_size, share);
  const size_t together = NAME(tile_units)(gates);
  size_t unit = range.first;
  for (; unit + together <= range.end; unit += together)
    NAME(project_units)(NAME(tile_units)(gates), gates, unit, it, sequences, count, steps);
  if (together > 1)
    for (; unit < range.end; unit++) NAME(project_units)(1, gates, unit, it, sequences, count, steps);
}

static void NAME(project)(
  const ck_projection *it, const ck_sequence *sequences, size_t count, size_t steps, ck_share share)
{
  switch (it->gates) {
  case 1: NAME(project_gates)(1, it, sequences, count, steps, share); break;
  case 3: NAME(project_gates)(3, it, sequences, count, steps, share); break;
  case 4: NAME(project_gates)(4, it, sequences, count, steps, share); break;
  }
}
