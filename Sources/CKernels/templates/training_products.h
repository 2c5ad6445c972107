// The products of training with weights, over sequences side by side: a weight times a row of lanes.
//
// Rows of lanes are multiples of 16 floats. Every sum has one order on every path: over terms ascending, by
// fused multiply-adds.

#ifndef CK_TRAINING_PRODUCTS_H
#define CK_TRAINING_PRODUCTS_H

#include "float32.h"

enum { row_lanes = ck_row_lanes, float_lanes = VECTOR_BYTES / sizeof(float) };

/// Where the sums of a product begin, and what becomes of them.
enum {
  /// From the bias; stored.
  product_project,
  /// From zero; added to what is there.
  product_add,
  /// From zero; stored.
  product_store,
  /// From zero; the bias added, stored.
  product_offset,
};

/// Weights as they are met: row by row, or column by column.
enum { weights_forward, weights_transposed };

/// A matrix [terms][columns] of weights for a forward product, which has one row of lanes for each column,
/// and [rows][columns] for a transposed one, which has a term for each column.
typedef struct {
  const float *weights;
  size_t columns;
  const float *bias;
  size_t terms, rows;
} product_matrix;

INLINE void product_tile(
  const int direction, const int mode, const int rows, const int vectors, const product_matrix *matrix,
  size_t first, const float *values, size_t lanes, float *out)
{
  const size_t columns = matrix->columns, terms = matrix->terms;
  const float *weights = matrix->weights + (direction == weights_forward ? first : first * columns);
  const size_t term_stride = direction == weights_forward ? columns : 1;
  const size_t row_stride = direction == weights_forward ? 1 : columns;
  vec_f32 sums[TRAINING_ROWS][2];
  EACH(row, rows)
    EACH(v, vectors)
      sums[row][v] = splat_f32(mode == product_project ? matrix->bias[first + row] : 0);
  for (size_t term = 0; term < terms; term++, weights += term_stride, values += lanes) {
    vec_f32 x[2];
    EACH(v, vectors) x[v] = load_f32(values + v * float_lanes);
    EACH(row, rows) {
      vec_f32 weight = splat_f32(weights[row * row_stride]);
      EACH(v, vectors) sums[row][v] = fma_f32(x[v], weight, sums[row][v]);
    }
  }
  EACH(row, rows)
    EACH(v, vectors) {
      float *place = out + (first + row) * lanes + v * float_lanes;
      vec_f32 sum = sums[row][v];
      if (mode == product_add) sum = load_f32(place) + sum;
      if (mode == product_offset) sum += splat_f32(matrix->bias[first + row]);
      store_f32(place, sum);
    }
}

/// All rows of one or two vectors of lanes, in tiles of nearly equal height.
INLINE void product_rows(
  const int direction, const int mode, const int vectors, const product_matrix *matrix, const float *values,
  size_t lanes, float *out)
{
  size_t tiles = (matrix->rows + TRAINING_ROWS - 1) / TRAINING_ROWS;
  for (size_t first = 0, rows; first < matrix->rows; first += rows, tiles--) {
    rows = (matrix->rows - first + tiles - 1) / tiles;
    switch (rows) {
    case 1: product_tile(direction, mode, 1, vectors, matrix, first, values, lanes, out); break;
    case 2: product_tile(direction, mode, 2, vectors, matrix, first, values, lanes, out); break;
    case 3: product_tile(direction, mode, 3, vectors, matrix, first, values, lanes, out); break;
    case 4: product_tile(direction, mode, 4, vectors, matrix, first, values, lanes, out); break;
    case 5: product_tile(direction, mode, 5, vectors, matrix, first, values, lanes, out); break;
    case 6: product_tile(direction, mode, 6, vectors, matrix, first, values, lanes, out); break;
    }
  }
}

/// out[row][lane] = the product of the matrix with values[term][lane].
#define PRODUCT(name, direction, mode)                                                                 \
  static void name(const product_matrix *matrix, const float *values, size_t lanes, float *out) {      \
    size_t lane = 0;                                                                                   \
    for (; lane + 2 * float_lanes <= lanes; lane += 2 * float_lanes)                                   \
      product_rows(direction, mode, 2, matrix, values + lane, lanes, out + lane);                      \
    if (lane < lanes) product_rows(direction, mode, 1, matrix, values + lane, lanes, out + lane);      \
  }

PRODUCT(project_lanes, weights_forward, product_project)
PRODUCT(add_product, weights_forward, product_add)
PRODUCT(offset_product, weights_forward, product_offset)
PRODUCT(add_transposed, weights_transposed, product_add)
PRODUCT(store_transposed, weights_transposed, product_store)

#undef PRODUCT

#endif
