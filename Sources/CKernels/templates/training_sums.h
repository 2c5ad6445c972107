// The sums of training over all steps and sequences, of products of two rows of lanes: what a weight's
// derivative is.
//
// Every sum has one order on every path: over steps, then blocks of 16 lanes, by fused multiply-adds in 16
// sums, which a tree adds up.

#ifndef CK_TRAINING_SUMS_H
#define CK_TRAINING_SUMS_H

#include "training_products.h"

typedef float wide __attribute__((ext_vector_type(row_lanes)));

/// The sums of 16 rows of 16 numbers: the lower and the upper half of a row are added, then the halves of
/// that, and so on.
INLINE void row_sums(wide rows[row_lanes]) {
  EACH(i, 8) {
    wide a = rows[2 * i], b = rows[2 * i + 1];
    rows[i] = __builtin_shufflevector(a, b, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23)
      + __builtin_shufflevector(a, b, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31);
  }
  EACH(i, 4) {
    wide a = rows[2 * i], b = rows[2 * i + 1];
    rows[i] = __builtin_shufflevector(a, b, 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27)
      + __builtin_shufflevector(a, b, 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31);
  }
  EACH(i, 2) {
    wide a = rows[2 * i], b = rows[2 * i + 1];
    rows[i] = __builtin_shufflevector(a, b, 0, 1, 4, 5, 8, 9, 12, 13, 16, 17, 20, 21, 24, 25, 28, 29)
      + __builtin_shufflevector(a, b, 2, 3, 6, 7, 10, 11, 14, 15, 18, 19, 22, 23, 26, 27, 30, 31);
  }
  wide a = rows[0], b = rows[1];
  rows[0] = __builtin_shufflevector(a, b, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30)
    + __builtin_shufflevector(a, b, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31);
}

/// Steps and lanes that a sum runs over.
typedef struct {
  size_t first, end, lanes;
} training_span;

/// Deltas of the gates, [step][row][lane].
typedef struct {
  const float *values;
  size_t stride;
} delta_rows;

INLINE void outer_tile(
  const int rows, const int columns, const ck_training_row *left, const delta_rows *deltas, size_t column,
  const training_span *span, size_t out)
{
  _Alignas(ck_block_bytes) float sums_of[row_lanes][row_lanes];
  const size_t lanes = span->lanes;
  for (size_t part = 0; part < row_lanes; part += float_lanes) {
    vec_f32 sums[OUTER_ROWS][OUTER_COLUMNS];
    EACH(r, rows)
      EACH(c, columns) sums[r][c] = splat_f32(0);
    for (size_t step = span->first; step < span->end; step++) {
      const float *delta = deltas->values + step * deltas->stride + column * lanes;
      for (size_t lane = part; lane < lanes; lane += row_lanes) {
        vec_f32 x[OUTER_ROWS];
        EACH(r, rows) x[r] = load_f32(left[r].values + step * left[r].stride + lane);
        EACH(c, columns) {
          vec_f32 d = load_f32(delta + c * lanes + lane);
          EACH(r, rows) sums[r][c] = fma_f32(x[r], d, sums[r][c]);
        }
      }
    }
    EACH(r, rows)
      EACH(c, columns) store_f32(sums_of[r * columns + c] + part, sums[r][c]);
    UNROLL for (int i = rows * columns; i < row_lanes; i++) store_f32(sums_of[i] + part, splat_f32(0));
  }
  row_sums((wide *)sums_of);
  EACH(r, rows)
    EACH(c, columns) left[r].out[out + c] = sums_of[0][r * columns + c];
}

INLINE void outer_columns(
  const int rows, const ck_training_row *left, const delta_rows *deltas, size_t columns,
  const training_span *span, size_t out)
{
  size_t tiles = (columns + OUTER_COLUMNS - 1) / OUTER_COLUMNS;
  for (size_t first = 0, count; first < columns; first += count, tiles--) {
    count = (columns - first + tiles - 1) / tiles;
    switch (count) {
    case 1: outer_tile(rows, 1, left, deltas, first, span, out + first); break;
    case 2: outer_tile(rows, 2, left, deltas, first, span, out + first); break;
    case 3: outer_tile(rows, 3, left, deltas, first, span, out + first); break;
    case 4: outer_tile(rows, 4, left, deltas, first, span, out + first); break;
    }
  }
}

/// left[row].out[out + column] = sum over steps and lanes of left[row] times deltas[column].
static void outer(
  const ck_training_row *left, size_t rows, const delta_rows *deltas, size_t columns,
  const training_span *span, size_t out)
{
  size_t tiles = (rows + OUTER_ROWS - 1) / OUTER_ROWS;
  for (size_t first = 0, count; first < rows; first += count, tiles--) {
    count = (rows - first + tiles - 1) / tiles;
    switch (count) {
    case 1: outer_columns(1, left + first, deltas, columns, span, out); break;
    case 2: outer_columns(2, left + first, deltas, columns, span, out); break;
    case 3: outer_columns(3, left + first, deltas, columns, span, out); break;
    case 4: outer_columns(OUTER_ROWS, left + first, deltas, columns, span, out); break;
    }
  }
}

#endif
