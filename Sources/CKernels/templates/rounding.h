// Where the steps of cells.h round to a format of fewer digits than their own. In float32 and float64 that is nowhere:
// the policy is a constant then, and nothing is left of what follows but the operations themselves.
//
// A matrix product is one operation, summed in float32 as everywhere.

INLINE ck_policy NAME(policy)(const ck_rounding *it) {
#ifdef ROUNDS
  return it->policy;
#else
  return ck_nowhere;
#endif
}

#ifdef ROUNDS
typedef uint32_t NAME(words) __attribute__((ext_vector_type(LANES)));

/// The nearest numbers of the format, and of two the one with an even last digit; infinity beyond the largest.
INLINE NAME(vec) NAME(nearest)(const ck_rounding *it, NAME(vec) x) {
  const NAME(bits) sign = NAME(bits_of)(NAME(splat)((REAL)-0.0));
  NAME(bits) signs = NAME(bits_of)(x) & sign;
  NAME(words) bits = __builtin_bit_cast(NAME(words), x);
  // Half of the last digit that is kept, less one unless that digit is odd: what it carries is rounded up.
  NAME(words) odd = bits >> (NAME(words))(it->dropped_bits) & 1;
  NAME(words) half = (NAME(words))((1u << (it->dropped_bits - 1)) - 1);
  bits = (bits + half + odd) & ~(NAME(words))((1u << it->dropped_bits) - 1);
  NAME(vec) normal = __builtin_bit_cast(NAME(vec), bits);
  NAME(vec) size = NAME(from_bits)(NAME(bits_of)(x) & ~sign);
  // Below the normal numbers digits are of one size: the last of a number of this one.
  NAME(vec) anchor = NAME(splat)(it->anchor);
  NAME(vec) small = NAME(from_bits)(NAME(bits_of)((size + anchor) - anchor) | signs);
  NAME(vec) infinite = NAME(from_bits)(NAME(bits_of)(NAME(splat)(__builtin_inff())) | signs);
  NAME(vec) result = size < NAME(splat)(it->least_normal) ? small : normal;
  result = NAME(from_bits)(NAME(bits_of)(normal) & ~sign) > NAME(splat)(it->largest) ? infinite : result;
  return x == x ? result : x;
}
#else
INLINE NAME(vec) NAME(nearest)(const ck_rounding *it, NAME(vec) x) { return x; }
#endif

/// Rounds where the policy is this one or a stricter one.
INLINE void NAME(rounded)(const ck_policy from, const ck_rounding *it, const int count, NAME(vec) *x) {
  if (NAME(policy)(it) >= from) EACH(i, count) x[i] = NAME(nearest)(it, x[i]);
}

/// a b + c.
INLINE NAME(vec) NAME(add_product)(const ck_rounding *it, NAME(vec) a, NAME(vec) b, NAME(vec) c) {
  if (NAME(policy)(it) == ck_at_every_step) return NAME(nearest)(it, NAME(nearest)(it, a * b) + c);
  return NAME(fma)(a, b, c);
}

/// A matrix product, which is one operation with its bias, if not without it.
INLINE NAME(vec) NAME(with_bias)(const ck_rounding *it, NAME(vec) product, NAME(vec) bias) {
  if (NAME(policy)(it) == ck_in_products) return NAME(nearest)(it, product) + bias;
  NAME(vec) sum = product + bias;
  NAME(rounded)(ck_at_every_step, it, 1, &sum);
  return sum;
}

/// z h + (1 - z) n; at every step as PyTorch has it, (h - n) z + n.
INLINE NAME(vec) NAME(mix)(const ck_rounding *it, NAME(vec) z, NAME(vec) h, NAME(vec) n) {
  if (NAME(policy)(it) == ck_at_every_step)
    return NAME(add_product)(it, NAME(nearest)(it, h - n), z, n);
  return NAME(fma)(z, h, ((REAL)1 - z) * n);
}
