// Layers in training: what they read, the rows of their steps, and the matrices of their products.

#ifndef CK_TRAINING_LAYERS_H
#define CK_TRAINING_LAYERS_H

#include "training_cells.h"
#include "training_products.h"

/// The gates, from the first on, whose recurrent products of h are added to the input projection.
INLINE size_t summed_gates(const ck_training_layer *layer) {
  return layer->gate_count - (layer->reset != ck_no_reset);
}

/// Rows of `gates` in a step, in units of H: one for each gate, and with a reset another.
INLINE size_t gate_rows(const ck_training_layer *layer) {
  return layer->gate_count + (layer->reset != ck_no_reset);
}

/// Of a step of a layer with a reset, the rows of the candidate and of its recurrent product or of r h.
INLINE float *candidate_rows(const ck_training_layer *layer, const training_step *s) {
  return s->gates + summed_gates(layer) * s->size;
}

INLINE float *extra_rows(const ck_training_layer *layer, const training_step *s) {
  return s->gates + layer->gate_count * s->size;
}

/// What a layer reads: rows [I][B] for every step.
typedef struct {
  const float *values;
  size_t stride;
} layer_inputs;

INLINE layer_inputs training_inputs(const ck_training *network, const ck_minibatch *batch, size_t index) {
  const size_t row = batch->lanes * network->layers[index].input_size;
  const layer_inputs inputs = {index ? network->layers[index - 1].hidden + row : batch->inputs, row};
  return inputs;
}

INLINE training_step training_step_at(
  const ck_training_layer *layer, size_t lanes, size_t step, float *slopes)
{
  const size_t size = layer->hidden_size * lanes;
  const bool has_cells = layer->has_cell_state;
  const training_step it = {
    .gates = layer->gates + step * gate_rows(layer) * size,
    .hidden = layer->hidden + step * size,
    .next = layer->hidden + (step + 1) * size,
    .cell = has_cells ? layer->cells + step * size : NULL,
    .next_cell = has_cells ? layer->cells + (step + 1) * size : NULL,
    .squashed = has_cells ? layer->squashed + step * size : NULL,
    .slopes = slopes ? slopes + (step + 1) * size : NULL,
    .earlier = slopes ? slopes + step * size : NULL,
    .carry = layer->carry,
    .size = size,
  };
  return it;
}

/// Columns `first ..< first + count` of a layer's recurrent kernel, for a forward product.
INLINE product_matrix recurrent_columns(const ck_training_layer *layer, size_t first, size_t count) {
  const size_t columns = layer->gate_count * layer->hidden_size;
  const product_matrix matrix = {
    .weights = layer->parameters + layer->input_size * columns + first,
    .columns = columns,
    .bias = layer->parameters + (layer->input_size + layer->hidden_size + 1) * columns + first,
    .terms = layer->hidden_size,
    .rows = count,
  };
  return matrix;
}

/// The same for a transposed product.
INLINE product_matrix recurrent_terms(const ck_training_layer *layer, size_t first, size_t count) {
  product_matrix matrix = recurrent_columns(layer, first, layer->hidden_size);
  matrix.terms = count;
  return matrix;
}

/// The matrices of a layer's recurrent products: of the gates that add them to the projection at once, and of
/// the candidate where that is another product.
typedef struct {
  product_matrix sums, candidate;
} recurrent_matrices;

/// Zeros where a sequence has not begun.
static void silence(const ck_minibatch *batch, size_t step, size_t hidden_size, float *values) {
  if (step >= batch->latest_start) return;
  for (size_t lane = 0; lane < batch->lanes; lane += float_lanes) {
    const signed_words silent = *(const signed_words *)(batch->starts + lane) > (int32_t)step;
    for (size_t unit = 0; unit < hidden_size; unit++) {
      float *place = values + unit * batch->lanes + lane;
      store_f32(place, from_bits_f32(bits_of_f32(load_f32(place)) & ~silent));
    }
  }
}

INLINE void fill(float *values, size_t count, float value) {
  for (size_t i = 0; i < count; i += float_lanes) store_f32(values + i, splat_f32(value));
}

#endif
