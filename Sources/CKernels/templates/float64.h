// float64: its vectors, activations, products and cells.

#ifndef CK_FLOAT64_H
#define CK_FLOAT64_H

#define REAL double
#define BITS int64_t
#define NAME(name) name##_f64

#define ROUNDING_MAGIC 0x1.8p52
#define LOG2_E 0x1.71547652b82fep0
#define LN_2_HIGH 0x1.62e42feep-1
#define LN_2_LOW 0x1.a39ef35793c76p-33
#define EXPONENT_BIAS 1023
#define FRACTION_BITS 52
// exp(-746) is below half the smallest float64.
#define SIGMOID_LIMIT 746.0
// 1 - tanh(19.2) is below a quarter of the last bit of 1.
#define TANH_LIMIT 19.2
#define SCALE_INSTRUCTION _mm512_scalef_pd

/// Fit of (exp(r) - 1 - r) / r^2.
#define EXP_TAIL                                                                                       \
  0x1p-1, 0x1.5555555555557p-3, 0x1.5555555555556p-5, 0x1.111111111007ap-7,                            \
  0x1.6c16c16c1629dp-10, 0x1.a01a01ac1cfa8p-13, 0x1.a01a01a6f6cefp-16, 0x1.71de018a0d245p-19,          \
  0x1.27e4db04b53c8p-22, 0x1.af4f451d9ec2bp-26, 0x1.1f73c9e1e5555p-29
/// Fit of (tanh(x) / x - 1) / x^2 as a function of z = x^2.
#define TANH_TAIL                                                                                      \
  -0x1.5555555555555p-2, 0x1.1111111111032p-3, -0x1.ba1ba1b9fec83p-5, 0x1.664f487713352p-6,            \
  -0x1.226e32f00c91dp-7, 0x1.d6d339332ba5dp-9, -0x1.7d97cfd0002c8p-10, 0x1.34c5a89d8cb8ep-11,          \
  -0x1.ec1090b46cd27p-13, 0x1.64fd8714b1eabp-14, -0x1.59a82f013a563p-16

#include "real.h"

#endif
