// What float32 takes for exp, tanh and others: see activations.h.

#define REAL float
#define BITS int32_t

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
// exp(-15^2 / 2) is below half the smallest float32.
#define GELU_LIMIT 15.0f
// (1/9)^n / (2n + 1) is below half the last bit of 1.
#define AREA_TERMS 8
#define SCALE_INSTRUCTION _mm512_scalef_ps

/// Fit of (exp(r) - 1 - r) / r^2.
#define EXP_TAIL                                                                                       \
  0x1p-1f, 0x1.555556p-3f, 0x1.5554e8p-5f, 0x1.1110e0p-7f, 0x1.6d44e4p-10f, 0x1.a1267ep-13f
/// Fit of (tanh(x) / x - 1) / x^2 as a function of z = x^2.
#define TANH_TAIL                                                                                      \
  -0x1.555554p-2f, 0x1.110feap-3f, -0x1.b9a044p-5f, 0x1.5d220ep-6f, -0x1.b13536p-8f
/// Fit of (t + 4) exp(t^2 / 2) Phi(-t) as a function of u = (t - 4) / (t + 4).
#define NORMAL_TAIL                                                                                    \
  0x1.82b4bcp-1f, -0x1.373e38p-1f, 0x1.8c6d90p-2f, -0x1.7dffeep-3f, 0x1.eed8f4p-5f, -0x1.ed2f4ep-8f,   \
  -0x1.cd803ep-9f, 0x1.9abfa6p-10f, 0x1.8c5abcp-13f, -0x1.0750a6p-13f
