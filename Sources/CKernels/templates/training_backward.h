// The backward pass of training: layer after layer from the last, each over all steps from the last; and the
// descent.

/// The deltas of one step, and what they make of the derivatives with respect to the hidden state before it.
INLINE void layer_backward_step(
  const ck_training_layer *layer, const recurrent_matrices *recurrent, const training_step *s, size_t lanes,
  int goes_on)
{
  switch (layer->cell) {
  case ck_cell_rnn:
    rnn_backward_step(s);
    break;
  case ck_cell_lstm:
    lstm_backward_step(s);
    break;
  case ck_cell_gru:
    gru_backward_step(s);
    break;
  case ck_cell_gru_reset_before:
    gru_reset_before_output_backward_step(s);
    store_transposed(&recurrent->candidate, s->gates + 2 * s->size, lanes, s->carry);
    gru_reset_before_backward_step(s);
    break;
  }
  if (!goes_on) return;
  add_transposed(&recurrent->sums, s->gates, lanes, s->earlier);
  if (layer->cell == ck_cell_gru)
    add_transposed(&recurrent->candidate, s->gates + 3 * s->size, lanes, s->earlier);
}

/// Derivatives with respect to the layer's weights, from the deltas of all steps.
static void layer_derivatives(
  const ck_training *network, const ck_training_layer *layer, layer_inputs inputs, const training_span span)
{
  const size_t size = layer->hidden_size * span.lanes, inputs_count = layer->input_size;
  const size_t units = layer->hidden_size, columns = training_gates(layer->cell) * units;
  const delta_rows deltas = {layer->gates, training_records(layer->cell) * size};
  const delta_rows second = {layer->gates + (layer->cell == ck_cell_gru ? 3 : 2) * size, deltas.stride};
  ck_training_row *rows = network->rows;
  float *out = layer->derivatives;
  for (size_t i = 0; i < inputs_count; i++, out += columns)
    rows[i] = (ck_training_row){inputs.values + i * span.lanes, inputs.stride, out};
  const ck_training_row bias = {network->ones, 0, out + units * columns};
  ck_training_row *recurrent = rows + inputs_count;
  if (layer->cell == ck_cell_gru || layer->cell == ck_cell_gru_reset_before) {
    rows[inputs_count] = bias;
    outer(rows, inputs_count + 1, &deltas, columns, &span, 0);
    recurrent = rows;
  }
  for (size_t k = 0; k < units; k++, out += columns)
    recurrent[k] = (ck_training_row){layer->hidden + k * span.lanes, size, out};
  recurrent[units] = bias;
  switch (layer->cell) {
  case ck_cell_rnn:
  case ck_cell_lstm:
    outer(rows, inputs_count + units + 1, &deltas, columns, &span, 0);
    break;
  case ck_cell_gru:
    recurrent[units].out += columns;
    outer(recurrent, units + 1, &deltas, 2 * units, &span, 0);
    outer(recurrent, units + 1, &second, units, &span, 2 * units);
    break;
  case ck_cell_gru_reset_before:
    outer(recurrent, units, &deltas, 2 * units, &span, 0);
    for (size_t k = 0; k < units; k++) {
      recurrent[k].values = layer->gates + 3 * size + k * span.lanes;
      recurrent[k].stride = deltas.stride;
    }
    outer(recurrent, units, &second, units, &span, 2 * units);
    break;
  }
}

/// The layer's deltas and derivatives, and into `below` those with respect to its inputs.
static void layer_backward(
  const ck_training *network, size_t index, const ck_minibatch *batch, size_t first, float *slopes,
  float *below)
{
  const ck_training_layer *layer = network->layers + index;
  const size_t lanes = batch->lanes, units = layer->hidden_size;
  if (layer->cell == ck_cell_lstm) fill(layer->carry, units * lanes, 0);
  const recurrent_matrices recurrent = {
    recurrent_terms(layer, 0, summed_gates(layer->cell) * units), recurrent_terms(layer, 2 * units, units)};
  for (size_t step = batch->steps; step-- > first;) {
    const training_step s = training_step_at(layer, lanes, step, slopes);
    silence(batch, step, units, slopes + (step + 1) * s.size);
    if (layer->cell == ck_cell_lstm) silence(batch, step, units, layer->carry);
    layer_backward_step(layer, &recurrent, &s, lanes, step > first);
  }
  const training_span span = {first, batch->steps, lanes};
  layer_derivatives(network, layer, training_inputs(network, batch, index), span);
  if (index == 0) return;
  const size_t columns = training_gates(layer->cell) * units;
  const product_matrix kernel = {
    .weights = layer->parameters, .columns = columns, .terms = columns, .rows = layer->input_size};
  const size_t row = layer->input_size * lanes;
  fill(below + first * row, row, 0);
  for (size_t step = first; step < batch->steps; step++)
    store_transposed(
      &kernel, layer->gates + step * training_records(layer->cell) * units * lanes, lanes,
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
    const size_t columns = training_gates(layer->cell) * layer->hidden_size;
    const size_t biases = (layer->input_size + layer->hidden_size) * columns;
    const size_t count = biases + (layer->cell == ck_cell_gru ? 2 : 1) * columns;
    const float bias_rate = layer->cell == ck_cell_gru ? rate : 2 * rate;
    for (size_t i = 0; i < count; i++)
      layer->parameters[i] = __builtin_elementwise_fma(
        -(i < biases ? rate : bias_rate), layer->derivatives[i], layer->parameters[i]);
  }
}
