// What this processor can do at most, for the benchmark to compare with: fused multiply-adds and reads per
// second, at the three vector widths for which the kernels exist.

#ifndef CMACHINE_H
#define CMACHINE_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
  /// Runs `rounds` rounds of independent float32 fused multiply-adds on registers; returns how many
  /// floating-point operations (two per multiply-add) that were.
  double (*multiply_add)(uint64_t rounds);
  /// The same of float64.
  double (*multiply_add_wide)(uint64_t rounds);
  /// Reads `bytes` bytes (a multiple of 1,024, 64-byte aligned) `rounds` times.
  void (*read)(const void *memory, size_t bytes, uint64_t rounds);
} cm_functions;

/// For 16, 32 (AVX2 + FMA) or 64 (AVX-512) byte vectors. The caller knows that the processor has them.
const cm_functions *cm_functions_for(int vector_bytes);

#endif
