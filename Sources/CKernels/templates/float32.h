// Begins float32: its vectors and its activations.

#define REAL float
#define REAL_BYTES 4
#define NAME(name) name##_f32

typedef int32_t NAME(bits) __attribute__((ext_vector_type(VECTOR_BYTES / REAL_BYTES)));

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

#if VECTOR_BYTES == 64
INLINE NAME(vec) NAME(scale_instruction)(NAME(vec) x, NAME(vec) n) { return _mm512_scalef_ps(x, n); }
#endif

/// Fit of (exp(r) - 1 - r) / r^2.
INLINE void NAME(exp_tail)(const int count, const NAME(vec) *r, NAME(vec) *tail) {
  const REAL c[] = {
    0x1p-1f, 0x1.555556p-3f, 0x1.5554e8p-5f, 0x1.1110e0p-7f, 0x1.6d44e4p-10f, 0x1.a1267ep-13f,
  };
  NAME(polynomial)(count, 6, c, r, tail);
}

/// Fit of (tanh(x) / x - 1) / x^2 as a function of z = x^2.
INLINE void NAME(tanh_tail)(const int count, const NAME(vec) *z, NAME(vec) *tail) {
  const REAL c[] = {-0x1.555554p-2f, 0x1.110feap-3f, -0x1.b9a044p-5f, 0x1.5d220ep-6f, -0x1.b13536p-8f};
  NAME(polynomial)(count, 5, c, z, tail);
}

#include "activations.h"
