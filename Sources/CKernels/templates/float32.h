// Begins float32: its vectors and its activations.

#define REAL float
#define REAL_BYTES 4
#define NAME(name) name##_f32

typedef int32_t NAME(bits_element);
typedef NAME(bits_element) NAME(bits) __attribute__((ext_vector_type(VECTOR_BYTES / REAL_BYTES)));

#include "vector.h"

#define ROUNDING_MAGIC 0x1.8p23f
#define LOG2_E 0x1.715476p0f
#define LN_2_HIGH 0x1.62e4p-1f
#define LN_2_LOW 0x1.7f7d1cp-20f
#define EXPONENT_BIAS 127
#define FRACTION_BITS 23
// exp(-104) is below half the smallest float32.
#define SIGMOID_LIMIT 104.0f
// 1 - tanh(9.1) is below a quarter of the last bit of 1.
#define TANH_LIMIT 9.1f

/// Fit of (exp(r) - 1 - r) / r^2.
INLINE NAME(vec) NAME(exp_tail)(NAME(vec) r) {
  NAME(vec) r2 = r * r;
  NAME(vec) c01 = NAME(fma)(r, NAME(splat)(0x1.555556p-3f), NAME(splat)(0x1p-1f));
  NAME(vec) c23 = NAME(fma)(r, NAME(splat)(0x1.1110e0p-7f), NAME(splat)(0x1.5554e8p-5f));
  NAME(vec) c45 = NAME(fma)(r, NAME(splat)(0x1.a1267ep-13f), NAME(splat)(0x1.6d44e4p-10f));
  return NAME(fma)(r2, NAME(fma)(r2, c45, c23), c01);
}

/// Fit of (tanh(x) / x - 1) / x^2 as a function of z = x^2.
INLINE NAME(vec) NAME(tanh_tail)(NAME(vec) z) {
  NAME(vec) z2 = z * z;
  NAME(vec) c01 = NAME(fma)(z, NAME(splat)(0x1.110feap-3f), NAME(splat)(-0x1.555554p-2f));
  NAME(vec) c23 = NAME(fma)(z, NAME(splat)(0x1.5d220ep-6f), NAME(splat)(-0x1.b9a044p-5f));
  NAME(vec) c4 = NAME(splat)(-0x1.b13536p-8f);
  return NAME(fma)(z2, NAME(fma)(z2, c4, c23), c01);
}

#include "activations.h"
