// Vector types of one precision, and the few operations on them that C has no operator for.

/// Elements of one vector.
#define LANES (VECTOR_BYTES / (int)sizeof(REAL))
/// Vectors in one 64-byte block of a packed row, and its elements.
#define PARTS (ck_block_bytes / VECTOR_BYTES)
#define BLOCK (ck_block_bytes / (int)sizeof(REAL))

typedef REAL NAME(vec) __attribute__((ext_vector_type(LANES)));
typedef BITS NAME(bits) __attribute__((ext_vector_type(LANES)));
/// For reading arrays whose alignment is that of their elements.
typedef REAL NAME(loose_vec) __attribute__((ext_vector_type(LANES), aligned(sizeof(REAL))));

INLINE NAME(vec) NAME(load)(const REAL *p) { return *(const NAME(vec) *)p; }
INLINE void NAME(store)(REAL *p, NAME(vec) v) { *(NAME(vec) *)p = v; }
INLINE NAME(vec) NAME(load_loose)(const REAL *p) { return *(const NAME(loose_vec) *)p; }
INLINE void NAME(store_loose)(REAL *p, NAME(vec) v) { *(NAME(loose_vec) *)p = v; }
INLINE NAME(vec) NAME(splat)(REAL x) { return (NAME(vec))(x); }
INLINE NAME(vec) NAME(fma)(NAME(vec) a, NAME(vec) b, NAME(vec) c) {
  return __builtin_elementwise_fma(a, b, c);
}
INLINE NAME(bits) NAME(bits_of)(NAME(vec) v) { return __builtin_bit_cast(NAME(bits), v); }
INLINE NAME(vec) NAME(from_bits)(NAME(bits) v) { return __builtin_bit_cast(NAME(vec), v); }
INLINE NAME(vec) NAME(select)(NAME(bits) mask, NAME(vec) yes, NAME(vec) no) {
  return NAME(from_bits)((mask & NAME(bits_of)(yes)) | (~mask & NAME(bits_of)(no)));
}
/// The smaller; a NaN in `v` stays.
INLINE NAME(vec) NAME(at_most)(NAME(vec) v, REAL limit) {
  NAME(vec) bound = NAME(splat)(limit);
  return v > bound ? bound : v;
}
/// The larger; a NaN in `v` stays.
INLINE NAME(vec) NAME(at_least)(NAME(vec) v, REAL limit) {
  NAME(vec) bound = NAME(splat)(limit);
  return v < bound ? bound : v;
}

/// The polynomial with these coefficients, ascending, at each of `count` places: pairs of terms, then Horner's
/// rule in x^2, half as long a chain as in x.
INLINE void NAME(polynomial)(
  const int count, const int terms, const REAL *c, const NAME(vec) *x, NAME(vec) *values)
{
  const int last = (terms - 1) / 2 * 2;
  EACH(i, count)
    values[i] = last + 1 < terms ? NAME(fma)(x[i], NAME(splat)(c[last + 1]), NAME(splat)(c[last]))
                                 : NAME(splat)(c[last]);
  UNROLL for (int term = last - 2; term >= 0; term -= 2)
    EACH(i, count) {
      NAME(vec) pair = NAME(fma)(x[i], NAME(splat)(c[term + 1]), NAME(splat)(c[term]));
      values[i] = NAME(fma)(x[i] * x[i], values[i], pair);
    }
}
