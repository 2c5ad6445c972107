// sigmoid(x) = 1 / (1 + exp(-x)) and tanh(x).
// Included by float32.h and float64.h, which define the constants, `exp_tail` and `tanh_tail`.
//
// exp: a = n ln 2 + r with n whole and |r| <= ln 2 / 2 (Cody & Waite 1980: ln 2 in two parts), then
// exp(a) = 2^n (1 + r + r^2 q(r)). q is the Chebyshev fit of (exp(r) - 1 - r) / r^2.
//
// Errors: at most 2 units in the last place in both precisions; ActivationTests checks it.

typedef struct {
  /// exp(a) / 2^n - 1.
  NAME(vec) fraction;
  /// n, as an integer in every lane.
  NAME(bits) exponent;
} NAME(exp_parts);

/// For |a| so small that n fits the low bits of ROUNDING_MAGIC, or NaN.
INLINE NAME(exp_parts) NAME(exp_split)(NAME(vec) a) {
  // Adding 1.5 * 2^(fraction bits) rounds to a whole number and leaves it in the low bits.
  const NAME(vec) magic = NAME(splat)(ROUNDING_MAGIC);
  NAME(vec) shifted = NAME(fma)(a, NAME(splat)(LOG2_E), magic);
  NAME(vec) n = shifted - magic;
  NAME(vec) r = NAME(fma)(n, NAME(splat)(-LN_2_HIGH), a);
  r = NAME(fma)(n, NAME(splat)(-LN_2_LOW), r);
  NAME(exp_parts) parts;
  parts.fraction = NAME(fma)(r * r, NAME(exp_tail)(r), r);
  parts.exponent = NAME(bits_of)(shifted) - NAME(bits_of)(magic);
  return parts;
}

/// 2^n for n in the range of normal numbers.
INLINE NAME(vec) NAME(power_of_two)(NAME(bits) n) {
  return NAME(from_bits)((n + EXPONENT_BIAS) << FRACTION_BITS);
}

/// With e = exp(-|x|): 1 / (1 + e) for x >= 0 and e / (1 + e) for x < 0, so that nothing overflows or
/// cancels and results below the normal range keep what digits they can have. The quotient is corrected by
/// the division's remainder and by what the sum lost in rounding, without which it could be 2.6 units in the
/// last place off.
INLINE NAME(vec) NAME(sigmoid)(NAME(vec) x) {
  const NAME(bits) sign = NAME(bits_of)(NAME(splat)((REAL)-0.0));
  NAME(vec) size = NAME(at_most)(NAME(from_bits)(NAME(bits_of)(x) & ~sign), SIGMOID_LIMIT);
  NAME(exp_parts) parts = NAME(exp_split)(-size);
  // 2^n in two factors: n may lie below the exponents of normal numbers.
  NAME(bits) half = parts.exponent >> 1;
  NAME(vec) scaled = (parts.fraction + (REAL)1) * NAME(power_of_two)(half);
  NAME(vec) e = scaled * NAME(power_of_two)(parts.exponent - half);
  NAME(vec) sum = e + (REAL)1;
  NAME(vec) lost = e - (sum - (REAL)1);
  NAME(bits) negative = x < NAME(splat)(0);
  NAME(vec) numerator = negative ? e : NAME(splat)(1);
  NAME(vec) q = numerator / sum;
  // 1 / (1 + e) is the quotient itself, or 1 less it.
  NAME(vec) reciprocal = negative ? (REAL)1 - q : q;
  NAME(vec) remainder = NAME(fma)(-q, lost, NAME(fma)(-q, sum, numerator));
  return NAME(fma)(remainder, reciprocal, q);
}

/// x + x^3 p(x^2) for |x| < 0.55, where p is a Chebyshev fit; beyond, 1 - 2 / (exp(2|x|) + 1) with the sign of x.
/// Beyond TANH_LIMIT the result rounds to 1.
INLINE NAME(vec) NAME(tanh)(NAME(vec) x) {
  const NAME(bits) sign = NAME(bits_of)(NAME(splat)((REAL)-0.0));
  NAME(vec) size = NAME(at_most)(NAME(from_bits)(NAME(bits_of)(x) & ~sign), TANH_LIMIT);
  NAME(vec) square = size * size;
  NAME(vec) small = NAME(fma)(size * square, NAME(tanh_tail)(square), size);
  NAME(exp_parts) parts = NAME(exp_split)(size + size);
  NAME(vec) scale = NAME(power_of_two)(parts.exponent);
  NAME(vec) sum = NAME(fma)(scale, parts.fraction, scale + (REAL)1);
  NAME(vec) large = (REAL)1 - (REAL)2 / sum;
  NAME(vec) magnitude = size < NAME(splat)((REAL)0.55) ? small : large;
  return NAME(from_bits)(NAME(bits_of)(magnitude) | (NAME(bits_of)(x) & sign));
}

#define ACTIVATION_ARRAY(name, function)                                                               \
  static void NAME(name)(const void *in, void *out, size_t count) {                                    \
    const REAL *from = in;                                                                             \
    REAL *to = out;                                                                                    \
    size_t i = 0;                                                                                      \
    for (; i + LANES <= count; i += LANES)                                                             \
      NAME(store_loose)(to + i, NAME(function)(NAME(load_loose)(from + i)));                             \
    for (; i < count; i++) to[i] = NAME(function)(NAME(splat)(from[i]))[0];                            \
  }

ACTIVATION_ARRAY(sigmoid_array, sigmoid)
ACTIVATION_ARRAY(tanh_array, tanh)

#undef ACTIVATION_ARRAY
#undef ROUNDING_MAGIC
#undef LOG2_E
#undef LN_2_HIGH
#undef LN_2_LOW
#undef EXPONENT_BIAS
#undef FRACTION_BITS
#undef SIGMOID_LIMIT
#undef TANH_LIMIT
