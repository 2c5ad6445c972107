// x86-64 with AVX-512: 64-byte vectors, 32 registers.

#if defined(__x86_64__)
#include <immintrin.h>

#pragma clang attribute push( \
  __attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,avx2,fma"))), apply_to = function)

#define VECTOR_BYTES 64
#define LSTM_UNITS 2
#define GRU_UNITS 2
#define RNN_UNITS 4
#define MOST_SUMS 24
#define OUTER_ROWS 4
#define FUNCTIONS ck_avx512_functions

#include "paths.h"

#include "../templates/path.h"

#pragma clang attribute pop
#endif
