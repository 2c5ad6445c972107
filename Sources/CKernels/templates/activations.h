// sigmoid(x) = 1 / (1 + exp(-x)) and tanh(x), and the others that a pre-activation may go through.
//
// exp: a = n ln 2 + r with n whole and |r| <= ln 2 / 2 (Cody & Waite 1980: ln 2 in two parts), then
// exp(a) = 2^n (1 + r + r^2 q(r)). q is the Chebyshev fit of (exp(r) - 1 - r) / r^2.
//
// Errors: at most 2 units in the last place in both precisions, of what is made of more operations up to 6;
// ActivationTests checks it.

// Every function here takes a few vectors at once, operation by operation: the chains of dependent operations
// of different vectors can overlap, but only if they are near each other in the program.

typedef struct {
  /// exp(a) / 2^n - 1.
  NAME(vec) fraction;
  /// n.
  NAME(vec) exponent;
  /// n, as an integer in every lane.
  NAME(bits) integer;
} NAME(exp_parts);

/// For |a| so small that n fits the low bits of ROUNDING_MAGIC, or NaN.
INLINE void NAME(exp_split)(const int count, const NAME(vec) *a, NAME(exp_parts) *parts) {
  // Adding 1.5 * 2^(fraction bits) rounds to a whole number and leaves it in the low bits.
  const NAME(vec) magic = NAME(splat)(ROUNDING_MAGIC);
  NAME(vec) shifted[MOST_VECTORS], r[MOST_VECTORS], tail[MOST_VECTORS];
  EACH(i, count) shifted[i] = NAME(fma)(a[i], NAME(splat)(LOG2_E), magic);
  EACH(i, count) parts[i].exponent = shifted[i] - magic;
  EACH(i, count) r[i] = NAME(fma)(parts[i].exponent, NAME(splat)(-LN_2_HIGH), a[i]);
  EACH(i, count) r[i] = NAME(fma)(parts[i].exponent, NAME(splat)(-LN_2_LOW), r[i]);
  const REAL c[] = {EXP_TAIL};
  NAME(polynomial)(count, sizeof c / sizeof *c, c, r, tail);
  EACH(i, count) parts[i].fraction = NAME(fma)(r[i] * r[i], tail[i], r[i]);
  EACH(i, count) parts[i].integer = NAME(bits_of)(shifted[i]) - NAME(bits_of)(magic);
}

/// x 2^n, rounded once where it falls below the range of normal numbers.
INLINE NAME(vec) NAME(scale)(NAME(vec) x, NAME(exp_parts) parts) {
#if VECTOR_BYTES == 64
  return SCALE_INSTRUCTION(x, parts.exponent);
#else
  // Two factors, because 2^n alone may be no normal number; the first product is exact.
  NAME(bits) half = parts.integer >> 1;
  NAME(vec) first = NAME(from_bits)((half + EXPONENT_BIAS) << FRACTION_BITS);
  NAME(vec) second = NAME(from_bits)((parts.integer - half + EXPONENT_BIAS) << FRACTION_BITS);
  return x * first * second;
#endif
}

/// With e = exp(-|x|): 1 / (1 + e) for x >= 0 and e / (1 + e) for x < 0, so that nothing overflows or
/// cancels and results below the normal range keep what digits they can have. The quotient is corrected by
/// what the sum lost in rounding, to first order in e, without which it could be just above 2 units in the
/// last place off.
INLINE void NAME(sigmoid)(const int count, NAME(vec) *x) {
  const NAME(bits) sign = NAME(bits_of)(NAME(splat)((REAL)-0.0));
  NAME(vec) a[MOST_VECTORS], e[MOST_VECTORS], sum[MOST_VECTORS], lost[MOST_VECTORS];
  NAME(vec) q[MOST_VECTORS];
  NAME(exp_parts) parts[MOST_VECTORS];
  EACH(i, count) a[i] = NAME(at_least)(NAME(from_bits)(NAME(bits_of)(x[i]) | sign), -SIGMOID_LIMIT);
  NAME(exp_split)(count, a, parts);
  EACH(i, count) e[i] = NAME(scale)(parts[i].fraction + (REAL)1, parts[i]);
  EACH(i, count) sum[i] = e[i] + (REAL)1;
  EACH(i, count) q[i] = (x[i] < NAME(splat)(0) ? e[i] : NAME(splat)(1)) / sum[i];
  EACH(i, count) lost[i] = e[i] - (sum[i] - (REAL)1);
  EACH(i, count) x[i] = NAME(fma)(-q[i], lost[i], q[i]);
}

/// x + x^3 p(x^2) for |x| < 0.55, where p is a Chebyshev fit; beyond, 1 - 2 / (exp(2|x|) + 1) with the sign
/// of x. Beyond TANH_LIMIT the result rounds to 1.
INLINE void NAME(tanh)(const int count, NAME(vec) *x) {
  const NAME(bits) sign = NAME(bits_of)(NAME(splat)((REAL)-0.0));
  NAME(vec) size[MOST_VECTORS], twice[MOST_VECTORS], sum[MOST_VECTORS];
  NAME(vec) square[MOST_VECTORS], tail[MOST_VECTORS];
  NAME(exp_parts) parts[MOST_VECTORS];
  EACH(i, count) size[i] = NAME(at_most)(NAME(from_bits)(NAME(bits_of)(x[i]) & ~sign), TANH_LIMIT);
  EACH(i, count) twice[i] = size[i] + size[i];
  NAME(exp_split)(count, twice, parts);
  EACH(i, count) {
    NAME(vec) scale = NAME(from_bits)((parts[i].integer + EXPONENT_BIAS) << FRACTION_BITS);
    sum[i] = NAME(fma)(scale, parts[i].fraction, scale + (REAL)1);
  }
  EACH(i, count) square[i] = size[i] * size[i];
  const REAL c[] = {TANH_TAIL};
  NAME(polynomial)(count, sizeof c / sizeof *c, c, square, tail);
  EACH(i, count) {
    NAME(vec) small = NAME(fma)(size[i] * square[i], tail[i], size[i]);
    NAME(vec) large = (REAL)1 - (REAL)2 / sum[i];
    NAME(vec) magnitude = size[i] < NAME(splat)((REAL)0.55) ? small : large;
    x[i] = NAME(from_bits)(NAME(bits_of)(magnitude) | (NAME(bits_of)(x[i]) & sign));
  }
}

/// exp(x), infinite where it is beyond the largest number, and exp(x) - 1 in `less`.
INLINE void NAME(exponential)(const int count, NAME(vec) *x, NAME(vec) *less) {
  NAME(vec) a[MOST_VECTORS];
  NAME(exp_parts) parts[MOST_VECTORS];
  EACH(i, count) a[i] = NAME(at_most)(NAME(at_least)(x[i], -SIGMOID_LIMIT), SIGMOID_LIMIT);
  NAME(exp_split)(count, a, parts);
  EACH(i, count) {
    NAME(vec) power = NAME(scale)(NAME(splat)(1), parts[i]);
    x[i] = NAME(scale)(parts[i].fraction + (REAL)1, parts[i]);
    less[i] = NAME(fma)(power, parts[i].fraction, power - (REAL)1);
  }
}

/// x, or exp(x) - 1 where x is negative.
INLINE void NAME(elu)(const int count, NAME(vec) *x) {
  NAME(vec) exp[MOST_VECTORS], less[MOST_VECTORS];
  EACH(i, count) exp[i] = NAME(at_most)(x[i], 0);
  NAME(exponential)(count, exp, less);
  EACH(i, count) x[i] = x[i] < NAME(splat)(0) ? less[i] : x[i];
}

/// log(1 + exp(x)) = max(x, 0) + log(1 + e) with e = exp(-|x|). That logarithm is twice the area tangent of s =
/// e / (2 + e), at most 1/3, whose series in s^2 is summed until what is left is below half a unit in the last place.
INLINE NAME(vec) NAME(softplus)(NAME(vec) x) {
  NAME(vec) e = NAME(from_bits)(NAME(bits_of)(x) | NAME(bits_of)(NAME(splat)((REAL)-0.0))), less, sum;
  NAME(exponential)(1, &e, &less);
  NAME(vec) s = e / (e + (REAL)2), square = s * s;
  REAL c[AREA_TERMS];
  UNROLL for (int term = 0; term < AREA_TERMS; term++) c[term] = (REAL)1 / (REAL)(2 * term + 1);
  NAME(polynomial)(1, AREA_TERMS, c, &square, &sum);
  return NAME(at_least)(x, 0) + (s + s) * sum;
}

/// x Phi(x) with the standard normal distribution function Phi. Phi(-t) = exp(-t^2 / 2) p(u) / (t + 4) for t >= 0 and
/// u = (t - 4) / (t + 4), with a Chebyshev fit p (Shepherd & Laframboise 1981). What the square loses in rounding is
/// made good to first order.
INLINE NAME(vec) NAME(gelu)(NAME(vec) x) {
  const NAME(bits) sign = NAME(bits_of)(NAME(splat)((REAL)-0.0));
  NAME(vec) t = NAME(at_most)(NAME(from_bits)(NAME(bits_of)(x) & ~sign), GELU_LIMIT);
  NAME(vec) half = t * (REAL)-0.5, power = half * t, lost = NAME(fma)(half, t, -power), less, tail;
  NAME(exponential)(1, &power, &less);
  NAME(vec) u = (t - (REAL)4) / (t + (REAL)4);
  const REAL c[] = {NORMAL_TAIL};
  NAME(polynomial)(1, sizeof c / sizeof *c, c, &u, &tail);
  tail = NAME(fma)(power, lost, power) * (tail / (t + (REAL)4));
  return x * (x < NAME(splat)(0) ? tail : (REAL)1 - tail);
}

/// x tanh(softplus(x)) = x n / (n + 2) with n = e (e + 2) and e = exp(x); from 40 on x itself.
INLINE NAME(vec) NAME(mish)(NAME(vec) x) {
  NAME(vec) e = NAME(at_most)(x, 40), less;
  NAME(exponential)(1, &e, &less);
  NAME(vec) n = e * (e + (REAL)2);
  return x * (n / (n + (REAL)2));
}

/// Any activation, of a few vectors. Called, not inlined: the usual ones do not come here.
static __attribute__((noinline)) void NAME(squash)(int count, ck_squashing squashing, NAME(vec) *x) {
  const NAME(bits) sign = NAME(bits_of)(NAME(splat)((REAL)-0.0));
  const REAL alpha = (REAL)squashing.alpha, beta = (REAL)squashing.beta;
  for (int i = 0; i < count; i++) {
    NAME(vec) other;
    switch (squashing.curve) {
    case ck_sigmoid: NAME(sigmoid)(1, x + i); break;
    case ck_tanh: NAME(tanh)(1, x + i); break;
    case ck_identity: break;
    case ck_relu: x[i] = NAME(at_least)(x[i], 0); break;
    case ck_hard_sigmoid:
      x[i] = NAME(at_most)(NAME(at_least)(x[i] * alpha + beta, 0), 1);
      break;
    case ck_hard_sigmoid_sixth:
      x[i] = NAME(at_most)(NAME(at_least)(x[i] + (REAL)3, 0), 6) / (REAL)6;
      break;
    case ck_softsign:
      x[i] /= NAME(from_bits)(NAME(bits_of)(x[i]) & ~sign) + (REAL)1;
      break;
    case ck_silu:
      other = x[i];
      NAME(sigmoid)(1, &other);
      x[i] *= other;
      break;
    case ck_exponential: NAME(exponential)(1, x + i, &other); break;
    case ck_elu:
      NAME(elu)(1, x + i);
      x[i] = x[i] < NAME(splat)(0) ? x[i] * alpha : x[i];
      break;
    case ck_selu:
      NAME(elu)(1, x + i);
      other = x[i] * (REAL)1.6732632423543772;
      x[i] = (x[i] < NAME(splat)(0) ? other : x[i]) * (REAL)1.0507009873554805;
      break;
    case ck_affine: x[i] = x[i] * alpha + beta; break;
    case ck_scaled_tanh:
      x[i] *= beta;
      NAME(tanh)(1, x + i);
      x[i] *= alpha;
      break;
    case ck_thresholded_relu: x[i] = x[i] <= NAME(splat)(alpha) ? NAME(splat)(0) : x[i]; break;
    case ck_leaky_relu: x[i] = x[i] < NAME(splat)(0) ? x[i] * alpha : x[i]; break;
    case ck_softplus: x[i] = NAME(softplus)(x[i]); break;
    case ck_gelu: x[i] = NAME(gelu)(x[i]); break;
    case ck_mish: x[i] = NAME(mish)(x[i]); break;
    case ck_relu6: x[i] = NAME(at_most)(NAME(at_least)(x[i], 0), 6); break;
    case ck_hard_silu:
      x[i] *= NAME(at_most)(NAME(at_least)(x[i] + (REAL)3, 0), 6) / (REAL)6;
      break;
    }
  }
}

#define ACTIVATION_ARRAY(name, function)                                                               \
  static void NAME(name)(const void *in, void *out, size_t count) {                                    \
    const REAL *from = in;                                                                             \
    REAL *to = out;                                                                                    \
    size_t i = 0;                                                                                      \
    for (; i + LANES <= count; i += LANES) {                                                           \
      NAME(vec) x = NAME(load_loose)(from + i);                                                        \
      NAME(function)(1, &x);                                                                           \
      NAME(store_loose)(to + i, x);                                                                    \
    }                                                                                                  \
    for (; i < count; i++) {                                                                           \
      NAME(vec) x = NAME(splat)(from[i]);                                                              \
      NAME(function)(1, &x);                                                                           \
      to[i] = x[0];                                                                                    \
    }                                                                                                  \
  }

ACTIVATION_ARRAY(sigmoid_array, sigmoid)
ACTIVATION_ARRAY(tanh_array, tanh)

#undef ACTIVATION_ARRAY

static void NAME(squash_array)(ck_squashing squashing, const void *in, void *out, size_t count) {
  const REAL *from = in;
  REAL *to = out;
  for (size_t i = 0; i < count; i += LANES) {
    const int lanes = count - i < LANES ? (int)(count - i) : LANES;
    NAME(vec) x = NAME(splat)(0);
    for (int lane = 0; lane < lanes; lane++) x[lane] = from[i + lane];
    NAME(squash)(1, squashing, &x);
    for (int lane = 0; lane < lanes; lane++) to[i + lane] = x[lane];
  }
}
