// One vector width: included with VECTOR_BYTES and FUNCTIONS defined.

#include "CMachine.h"

typedef float floats __attribute__((ext_vector_type(VECTOR_BYTES / 4)));
typedef double doubles __attribute__((ext_vector_type(VECTOR_BYTES / 8)));
typedef int32_t integers __attribute__((ext_vector_type(VECTOR_BYTES / 4)));

/// Sums in flight: enough to hide the latency of a multiply-add, few enough for 16 registers.
enum { sums = 12 };

#define MULTIPLY_ADD(NAME, VECTOR, NUMBER)                                                                              \
  static double NAME(uint64_t rounds) {                                                                                 \
    VECTOR total[sums], factor = 1 - (NUMBER)0x1p-20, term = (NUMBER)0x1p-20;                                           \
    _Pragma("clang loop unroll(full)") for (int i = 0; i < sums; i++) total[i] = (VECTOR)(NUMBER)i;                     \
    for (uint64_t round = 0; round < rounds; round++) {                                                                 \
      _Pragma("clang loop unroll(full)") for (int i = 0; i < sums; i++) total[i] =                                      \
          __builtin_elementwise_fma(total[i], factor, term);                                                            \
    }                                                                                                                   \
    _Pragma("clang loop unroll(full)") for (int i = 0; i < sums; i++) __asm__ volatile("" : : VECTOR_CONSTRAINT(total[i])); \
    return 2.0 * sums * (VECTOR_BYTES / sizeof(NUMBER)) * (double)rounds;                                               \
  }

MULTIPLY_ADD(multiply_add, floats, float)
MULTIPLY_ADD(multiply_add_wide, doubles, double)

static void read_memory(const void *memory, size_t bytes, uint64_t rounds) {
  enum { step = 16 };
  for (uint64_t round = 0; round < rounds; round++) {
    const integers *place = memory, *end = (const integers *)((const char *)memory + bytes);
    for (; place < end; place += step) {
#pragma clang loop unroll(full)
      for (int i = 0; i < step; i++) {
        integers value = place[i];
        __asm__ volatile("" : : VECTOR_CONSTRAINT(value));
      }
    }
  }
}

const cm_functions FUNCTIONS = {multiply_add, multiply_add_wide, read_memory};
