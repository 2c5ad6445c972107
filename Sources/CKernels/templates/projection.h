// The input projection of many steps at once: a matrix product in which every output takes its inputs in
// ascending order, one fused multiply-add each.

/// `steps` consecutive steps of a vector of units, all gates.
INLINE void NAME(project_steps)(
  const int steps, const int gates, const REAL *kernel, const REAL *bias, size_t input_size,
  const REAL *inputs, size_t stride, REAL *projection, size_t projection_stride)
{
  NAME(vec) sums[MOST_STEPS][MOST_GATES];
  EACH(gate, gates)
    EACH(step, steps) sums[step][gate] = NAME(load)(bias + gate * BLOCK);
  UNROLL_BY_4 for (size_t i = 0; i < input_size; i++) {
    NAME(vec) weights[MOST_GATES];
    EACH(gate, gates)
      weights[gate] = NAME(load)(kernel + (i * gates + gate) * BLOCK);
    EACH(step, steps) {
      NAME(vec) x = NAME(splat)(inputs[step * stride + i]);
      EACH(gate, gates)
        sums[step][gate] = NAME(fma)(x, weights[gate], sums[step][gate]);
    }
  }
  EACH(step, steps)
    EACH(gate, gates)
      NAME(store)(projection + step * projection_stride + gate * BLOCK, sums[step][gate]);
}

INLINE void NAME(project_gates)(
  const int gates, const REAL *kernel, const REAL *bias, size_t input_size, size_t hidden_size,
  const REAL *inputs, size_t stride, size_t steps, REAL *projection)
{
  const size_t row = NAME(blocks)(hidden_size) * gates * BLOCK;
  // With one gate, every multiply-add needs a load of its own, and half the sums hide the latency.
  const int together = gates == 1 ? PROJECTION_SUMS / 2 : PROJECTION_SUMS / gates;
  for (size_t unit = 0; unit < NAME(vectors)(hidden_size); unit++) {
    const REAL *unit_kernel = kernel + NAME(at)(unit, input_size * gates);
    const REAL *unit_bias = bias + NAME(at)(unit, gates);
    REAL *to = projection + NAME(at)(unit, gates);
    size_t step = 0;
    for (; step + together <= steps; step += together)
      NAME(project_steps)(
        together, gates, unit_kernel, unit_bias, input_size, inputs + step * stride, stride, to + step * row,
        row);
    for (; step + 2 <= steps; step += 2)
      NAME(project_steps)(
        2, gates, unit_kernel, unit_bias, input_size, inputs + step * stride, stride, to + step * row,
        row);
    if (step < steps)
      NAME(project_steps)(
        1, gates, unit_kernel, unit_bias, input_size, inputs + step * stride, stride, to + step * row, row);
  }
}

static void NAME(project)(
  const void *kernel, const void *bias, size_t input_size, size_t hidden_size, size_t gates,
  const void *inputs, size_t stride, size_t steps, void *projection)
{
  switch (gates) {
  case 1:
    NAME(project_gates)(1, kernel, bias, input_size, hidden_size, inputs, stride, steps, projection);
    break;
  case 3:
    NAME(project_gates)(3, kernel, bias, input_size, hidden_size, inputs, stride, steps, projection);
    break;
  case 4:
    NAME(project_gates)(4, kernel, bias, input_size, hidden_size, inputs, stride, steps, projection);
    break;
  }
}
