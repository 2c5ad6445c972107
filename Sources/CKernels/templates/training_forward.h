// The forward pass of training: layer after layer, each over all steps.

#ifndef CK_TRAINING_FORWARD_H
#define CK_TRAINING_FORWARD_H

#include "training_layers.h"
#include "training_sums.h"

INLINE void layer_forward_step(
  const ck_training_layer *layer, const recurrent_matrices *recurrent, const training_step *s, size_t lanes)
{
  add_product(&recurrent->sums, s->hidden, lanes, s->gates);
  if (layer->reset == ck_reset_after_product) {
    offset_product(&recurrent->candidate, s->hidden, lanes, extra_rows(layer, s));
  } else if (layer->reset == ck_reset_before_product) {
    gru_reset_before_gates_forward_step(s);
    add_product(&recurrent->candidate, extra_rows(layer, s), lanes, candidate_rows(layer, s));
  }
  cell_forward_step(layer->kernel, s);
}

static void layer_forward(const ck_training_layer *layer, layer_inputs inputs, const ck_minibatch *batch) {
  const size_t columns = layer->gate_count * layer->hidden_size;
  const size_t summed = summed_gates(layer) * layer->hidden_size;
  product_matrix projection = {
    .weights = layer->parameters, .columns = columns, .terms = layer->input_size, .rows = columns,
    .bias = layer->parameters + (layer->input_size + layer->hidden_size) * columns,
  };
  if (layer->reset == ck_reset_after_product) {
    // Where the recurrent bias is not the candidate's, it only ever acts as a sum with the other.
    for (size_t i = 0; i < columns; i++)
      layer->bias[i] = i < summed ? projection.bias[i] + projection.bias[columns + i] : projection.bias[i];
    projection.bias = layer->bias;
  }
  const recurrent_matrices recurrent = {
    recurrent_columns(layer, 0, summed), recurrent_columns(layer, summed, layer->hidden_size),
  };
  fill(layer->hidden, layer->hidden_size * batch->lanes, 0);
  if (layer->has_cell_state) fill(layer->cells, layer->hidden_size * batch->lanes, 0);
  for (size_t step = 0; step < batch->steps; step++) {
    const training_step s = training_step_at(layer, batch->lanes, step, NULL);
    project_lanes(&projection, inputs.values + step * inputs.stride, batch->lanes, s.gates);
    layer_forward_step(layer, &recurrent, &s, batch->lanes);
    silence(batch, step, layer->hidden_size, s.next);
    if (layer->has_cell_state) silence(batch, step, layer->hidden_size, s.next_cell);
  }
}

static float training_answer(const ck_training *network, const ck_minibatch *batch) {
  for (size_t index = 0; index < network->count; index++)
    layer_forward(network->layers + index, training_inputs(network, batch, index), batch);
  const ck_training_layer *last = network->layers + network->count - 1;
  const float *outputs = last->hidden + batch->steps * last->hidden_size * batch->lanes;
  _Alignas(ck_block_bytes) float sums[row_lanes][row_lanes] = {{0}};
  for (size_t lane = 0; lane < batch->lanes; lane += float_lanes) {
    vec_f32 answer = load_f32(outputs + lane);
    for (size_t unit = 1; unit < last->hidden_size; unit++)
      answer += load_f32(outputs + unit * batch->lanes + lane);
    store_f32(network->answers + lane, answer);
    vec_f32 error = __builtin_elementwise_abs(load_f32(batch->targets + lane) - answer);
    float *sum = sums[0] + lane % row_lanes;
    store_f32(sum, fma_f32(load_f32(batch->asks + lane), error, load_f32(sum)));
  }
  row_sums((wide *)sums);
  return sums[0][0];
}

#endif
