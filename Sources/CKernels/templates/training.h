// Training passes: forward through all layers and steps, back, and the descent (see CTraining.h).

INLINE size_t training_gates(ck_cell cell) {
  return cell == ck_cell_rnn ? 1 : cell == ck_cell_lstm ? 4 : 3;
}

/// Rows of `gates` in a step, in units of H.
INLINE size_t training_records(ck_cell cell) { return cell == ck_cell_rnn ? 1 : 4; }

/// What a layer reads: rows [I][B] for every step.
typedef struct {
  const float *values;
  size_t stride;
} layer_inputs;

static layer_inputs training_inputs(const ck_training *network, const ck_minibatch *batch, size_t index) {
  const ck_training_layer *below = network->layers + index - 1;
  const size_t row = batch->lanes * (index ? below->hidden_size : network->layers->input_size);
  const layer_inputs inputs = {index ? below->hidden + row : batch->inputs, row};
  return inputs;
}

static training_step training_step_at(
  const ck_training_layer *layer, size_t lanes, size_t step, float *slopes)
{
  const size_t size = layer->hidden_size * lanes;
  const int has_cells = layer->cell == ck_cell_lstm;
  const training_step it = {
    .gates = layer->gates + step * training_records(layer->cell) * size,
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
static product_matrix recurrent_columns(const ck_training_layer *layer, size_t first, size_t count) {
  const size_t columns = training_gates(layer->cell) * layer->hidden_size;
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
static product_matrix recurrent_terms(const ck_training_layer *layer, size_t first, size_t count) {
  product_matrix matrix = recurrent_columns(layer, first, layer->hidden_size);
  matrix.terms = count;
  return matrix;
}

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

static void layer_forward_step(const ck_training_layer *layer, const training_step *s, size_t lanes) {
  const size_t units = layer->hidden_size;
  switch (layer->cell) {
  case ck_cell_rnn:
    add_product(recurrent_columns(layer, 0, units), s->hidden, lanes, s->gates);
    rnn_forward_step(s);
    break;
  case ck_cell_lstm:
    add_product(recurrent_columns(layer, 0, 4 * units), s->hidden, lanes, s->gates);
    lstm_forward_step(s);
    break;
  case ck_cell_gru:
    add_product(recurrent_columns(layer, 0, 2 * units), s->hidden, lanes, s->gates);
    offset_product(recurrent_columns(layer, 2 * units, units), s->hidden, lanes,
      s->gates + 3 * s->size);
    gru_forward_step(s);
    break;
  case ck_cell_gru_reset_before:
    add_product(recurrent_columns(layer, 0, 2 * units), s->hidden, lanes, s->gates);
    gru_reset_before_gates_forward_step(s);
    add_product(recurrent_columns(layer, 2 * units, units), s->gates + 3 * s->size, lanes,
      s->gates + 2 * s->size);
    gru_reset_before_forward_step(s);
    break;
  }
}

static void layer_forward(const ck_training_layer *layer, layer_inputs inputs, const ck_minibatch *batch) {
  const size_t columns = training_gates(layer->cell) * layer->hidden_size;
  product_matrix projection = {
    .weights = layer->parameters, .columns = columns, .terms = layer->input_size, .rows = columns,
    .bias = layer->parameters + (layer->input_size + layer->hidden_size) * columns,
  };
  if (layer->cell == ck_cell_gru) {
    // The recurrent biases of z and r only ever act as a sum with the others.
    for (size_t i = 0; i < columns; i++)
      layer->bias[i] =
        i < 2 * layer->hidden_size ? projection.bias[i] + projection.bias[columns + i] : projection.bias[i];
    projection.bias = layer->bias;
  }
  fill(layer->hidden, layer->hidden_size * batch->lanes, 0);
  if (layer->cell == ck_cell_lstm) fill(layer->cells, layer->hidden_size * batch->lanes, 0);
  for (size_t step = 0; step < batch->steps; step++) {
    const training_step s = training_step_at(layer, batch->lanes, step, NULL);
    project_lanes(projection, inputs.values + step * inputs.stride, batch->lanes, s.gates);
    layer_forward_step(layer, &s, batch->lanes);
    silence(batch, step, layer->hidden_size, s.next);
    if (layer->cell == ck_cell_lstm) silence(batch, step, layer->hidden_size, s.next_cell);
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

/// The deltas of one step, and what they make of the derivatives with respect to the hidden state before it.
static void layer_backward_step(const ck_training_layer *layer, const training_step *s, size_t lanes, int goes_on)
{
  const size_t units = layer->hidden_size;
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
    store_transposed(recurrent_terms(layer, 2 * units, units), s->gates + 2 * s->size, lanes,
      s->carry);
    gru_reset_before_backward_step(s);
    break;
  }
  if (!goes_on) return;
  const size_t summed = layer->cell == ck_cell_rnn ? 1 : layer->cell == ck_cell_lstm ? 4 : 2;
  add_transposed(recurrent_terms(layer, 0, summed * units), s->gates, lanes, s->earlier);
  if (layer->cell == ck_cell_gru)
    add_transposed(recurrent_terms(layer, 2 * units, units), s->gates + 3 * s->size, lanes,
      s->earlier);
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
    outer(rows, inputs_count + 1, deltas, columns, span, 0);
    recurrent = rows;
  }
  for (size_t k = 0; k < units; k++, out += columns)
    recurrent[k] = (ck_training_row){layer->hidden + k * span.lanes, size, out};
  recurrent[units] = bias;
  switch (layer->cell) {
  case ck_cell_rnn:
  case ck_cell_lstm:
    outer(rows, inputs_count + units + 1, deltas, columns, span, 0);
    break;
  case ck_cell_gru:
    recurrent[units].out += columns;
    outer(recurrent, units + 1, deltas, 2 * units, span, 0);
    outer(recurrent, units + 1, second, units, span, 2 * units);
    break;
  case ck_cell_gru_reset_before:
    outer(recurrent, units, deltas, 2 * units, span, 0);
    for (size_t k = 0; k < units; k++) {
      recurrent[k].values = layer->gates + 3 * size + k * span.lanes;
      recurrent[k].stride = deltas.stride;
    }
    outer(recurrent, units, second, units, span, 2 * units);
    break;
  }
}

/// The layer's deltas and derivatives, and into `below` those with respect to its inputs.
static void layer_backward(
  const ck_training *network, size_t index, const ck_minibatch *batch, size_t first, float *slopes, float *below)
{
  const ck_training_layer *layer = network->layers + index;
  const size_t lanes = batch->lanes, units = layer->hidden_size;
  if (layer->cell == ck_cell_lstm) fill(layer->carry, units * lanes, 0);
  for (size_t step = batch->steps; step-- > first;) {
    const training_step s = training_step_at(layer, lanes, step, slopes);
    silence(batch, step, units, slopes + (step + 1) * s.size);
    if (layer->cell == ck_cell_lstm) silence(batch, step, units, layer->carry);
    layer_backward_step(layer, &s, lanes, step > first);
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
    store_transposed(kernel, training_step_at(layer, lanes, step, NULL).gates, lanes,
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
