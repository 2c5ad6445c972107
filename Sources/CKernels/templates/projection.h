// The input projection of many steps at once: a matrix product in which every output takes its inputs in
// ascending order, one fused multiply-add each.

/// `steps` consecutive steps of vector `part` of block `block`, all gates.
INLINE void NAME(project_steps)(
  const int steps, const int gates, const REAL *kernel, const REAL *bias, size_t input_size,
  const REAL *inputs, size_t stride, REAL *projection, size_t projection_stride)
{
  NAME(vec) sums[MOST_STEPS][MOST_GATES];
  UNROLL for (int gate = 0; gate < gates; gate++)
    UNROLL for (int step = 0; step < steps; step++) sums[step][gate] = NAME(load)(bias + gate * BLOCK);
  UNROLL_BY_4 for (size_t i = 0; i < input_size; i++) {
    NAME(vec) weights[MOST_GATES];
    UNROLL for (int gate = 0; gate < gates; gate++)
      weights[gate] = NAME(load)(kernel + (i * gates + gate) * BLOCK);
    UNROLL for (int step = 0; step < steps; step++) {
      NAME(vec) x = NAME(splat)(inputs[step * stride + i]);
      UNROLL for (int gate = 0; gate < gates; gate++)
        sums[step][gate] = NAME(fma)(x, weights[gate], sums[step][gate]);
    }
  }
  UNROLL for (int step = 0; step < steps; step++)
    UNROLL for (int gate = 0; gate < gates; gate++)
      NAME(store)(projection + step * projection_stride + gate * BLOCK, sums[step][gate]);
}

/// As many times `count` steps as are left.
#define PROJECT_STEPS(count)                                                                           \
  for (; step + count <= steps; step += count)                                                         \
    NAME(project_steps)(                                                                               \
      count, gates, unit_kernel, unit_bias, input_size, inputs + step * stride, stride, to + step * row, row);

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
    PROJECT_STEPS(together)
    PROJECT_STEPS(2)
    PROJECT_STEPS(1)
  }
}

#undef PROJECT_STEPS

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

#undef BLOCK
