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
// exp(-39^2 / 2) is below half the smallest float64.
#define GELU_LIMIT 39.0
// (1/9)^n / (2n + 1) is below half the last bit of 1.
#define AREA_TERMS 18
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
/// Fit of (t + 4) exp(t^2 / 2) Phi(-t) as a function of u = (t - 4) / (t + 4).
#define NORMAL_TAIL                                                                                    \
  0x1.82b4bb8c94dcep-1, -0x1.373e3a893c28ap-1, 0x1.8c6dbf2cfc2afp-2, -0x1.7dff2bff68368p-3,            \
  0x1.eec4cc3e4db85p-5, -0x1.ee2761048b5e7p-8, -0x1.c81719d610b82p-9, 0x1.ab825fc3a459bp-10,           \
  0x1.17a4aebfc01c7p-13, -0x1.e4a4260ad8c4ep-13, -0x1.001f43193794ap-19, 0x1.26d0a37c22e03p-15,        \
  0x1.80c1dea0222a0p-21, -0x1.8d4bcda0e042bp-18, -0x1.5210d6172ef2fp-21, 0x1.1238a8ad41541p-20,        \
  0x1.23d90f695d206p-22, -0x1.4cc8dd42dff5fp-23, -0x1.6ed38c82f7cd9p-24, 0x1.c85321fba99d2p-27,        \
  0x1.510ff60a84cb0p-26, 0x1.07a55f5929c3ap-29, -0x1.5aa27c5b7d63cp-29, -0x1.8f4178ebec560p-31

#include "real.h"

#endif
