// The backward pass of training: layer after layer from the last, each over all steps from the last; and the
// descent.

#ifndef CK_TRAINING_BACKWARD_H
#define CK_TRAINING_BACKWARD_H

#include "training_layers.h"
#include "training_sums.h"

/// The deltas of one step, and what they make of the derivatives with respect to the hidden state before it.
INLINE void layer_backward_step(
  const ck_training_layer *layer, const recurrent_matrices *recurrent, const training_step *s, size_t lanes,
  int goes_on)
{
  if (layer->reset == ck_reset_before_product) {
    gru_reset_before_output_backward_step(s);
    store_transposed(&recurrent->candidate, candidate_rows(layer, s), lanes, s->carry);
  }
  cell_backward_step(layer->kernel, s);
  if (!goes_on) return;
  add_transposed(&recurrent->sums, s->gates, lanes, s->earlier);
  if (layer->reset == ck_reset_after_product)
    add_transposed(&recurrent->candidate, extra_rows(layer, s), lanes, s->earlier);
}

/// Derivatives with respect to the layer's weights, from the deltas of all steps.
static void layer_derivatives(
  const ck_training *network, const ck_training_layer *layer, layer_inputs inputs, const training_span span)
{
  const size_t units = layer->hidden_size, size = units * span.lanes, inputs_count = layer->input_size;
  const size_t columns = layer->gate_count * units, summed = summed_gates(layer) * units;
  float *extra = layer->gates + layer->gate_count * size;
  const delta_rows deltas = {layer->gates, gate_rows(layer) * size};
  ck_training_row *rows = network->rows;
  float *out = layer->derivatives;
  for (size_t i = 0; i < inputs_count; i++, out += columns)
    rows[i] = (ck_training_row){inputs.values + i * span.lanes, inputs.stride, out};
  const ck_training_row bias = {network->ones, 0, out + units * columns};
  ck_training_row *recurrent = rows + inputs_count;
  if (layer->reset != ck_no_reset) {
    rows[inputs_count] = bias;
    outer(rows, inputs_count + 1, &deltas, columns, &span, 0);
    recurrent = rows;
  }
  for (size_t k = 0; k < units; k++, out += columns)
    recurrent[k] = (ck_training_row){layer->hidden + k * span.lanes, size, out};
  recurrent[units] = bias;
  switch (layer->reset) {
  case ck_no_reset:
    outer(rows, inputs_count + units + 1, &deltas, columns, &span, 0);
    break;
  case ck_reset_after_product:
    recurrent[units].out += columns;
    outer(recurrent, units + 1, &deltas, summed, &span, 0);
    outer(recurrent, units + 1, &(delta_rows){extra, deltas.stride}, units, &span, summed);
    break;
  case ck_reset_before_product:
    outer(recurrent, units, &deltas, summed, &span, 0);
    for (size_t k = 0; k < units; k++) {
      recurrent[k].values = extra + k * span.lanes;
      recurrent[k].stride = deltas.stride;
    }
    outer(
      recurrent, units, &(delta_rows){deltas.values + summed * span.lanes, deltas.stride}, units, &span,
      summed);
    break;
  }
}

/// The layer's deltas and derivatives, and into `below` those with respect to its inputs.
static void layer_backward(
  const ck_training *network, size_t index, const ck_minibatch *batch, size_t first, float *slopes,
  float *below)
{
  const ck_training_layer *layer = network->layers + index;
  const size_t lanes = batch->lanes, units = layer->hidden_size, summed = summed_gates(layer) * units;
  if (layer->has_cell_state) fill(layer->carry, units * lanes, 0);
  const recurrent_matrices recurrent = {
    recurrent_terms(layer, 0, summed), recurrent_terms(layer, summed, units)};
  for (size_t step = batch->steps; step-- > first;) {
    const training_step s = training_step_at(layer, lanes, step, slopes);
    silence(batch, step, units, slopes + (step + 1) * s.size);
    if (layer->has_cell_state) silence(batch, step, units, layer->carry);
    layer_backward_step(layer, &recurrent, &s, lanes, step > first);
  }
  const training_span span = {first, batch->steps, lanes};
  layer_derivatives(network, layer, training_inputs(network, batch, index), span);
  if (index == 0) return;
  const size_t columns = layer->gate_count * units;
  const product_matrix kernel = {
    .weights = layer->parameters, .columns = columns, .terms = columns, .rows = layer->input_size};
  const size_t row = layer->input_size * lanes;
  fill(below + first * row, row, 0);
  for (size_t step = first; step < batch->steps; step++)
    store_transposed(
      &kernel, layer->gates + step * gate_rows(layer) * units * lanes, lanes,
      below + (step + 1) * row);
}

static void training_derive(
  const ck_training *network, const ck_minibatch *batch, float scale, size_t truncation)
{
  const size_t first = batch->steps - truncation;
  const ck_training_layer *last = network->layers + network->count - 1;
  const size_t lanes = batch->lanes, row = last->hidden_size * lanes;
  fill(network->ones, lanes, 1);
  float *slopes = network->slopes[0], *below = network->slopes[1];
  fill(slopes + first * row, (batch->steps - first) * row, 0);
  for (size_t lane = 0; lane < lanes; lane += float_lanes) {
    vec_f32 error = load_f32(network->answers + lane) - load_f32(batch->targets + lane);
    vec_f32 size = load_f32(batch->asks + lane) * scale;
    vec_f32 slope = error > 0.0f ? size : error < 0.0f ? -size : splat_f32(0);
    for (size_t unit = 0; unit < last->hidden_size; unit++)
      store_f32(slopes + batch->steps * row + unit * lanes + lane, slope);
  }
  for (size_t index = network->count; index-- > 0;) {
    layer_backward(network, index, batch, first, slopes, below);
    float *swapped = slopes;
    slopes = below;
    below = swapped;
  }
}

static void training_descend(const ck_training *network, float rate) {
  for (const ck_training_layer *layer = network->layers; layer < network->layers + network->count; layer++) {
    const size_t columns = layer->gate_count * layer->hidden_size;
    const size_t biases = (layer->input_size + layer->hidden_size) * columns;
    const size_t count = biases + (layer->reset == ck_reset_after_product ? 2 : 1) * columns;
    const float bias_rate = layer->reset == ck_reset_after_product ? rate : 2 * rate;
    for (size_t i = 0; i < count; i++)
      layer->parameters[i] = __builtin_elementwise_fma(
        -(i < biases ? rate : bias_rate), layer->derivatives[i], layer->parameters[i]);
  }
}

#endif
