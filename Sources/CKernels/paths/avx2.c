// x86-64 with AVX2 and FMA: 32-byte vectors, 16 registers.

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)

#define VECTOR_BYTES 32
#define LSTM_UNITS 1
#define GRU_UNITS 1
#define RNN_UNITS 4
#define MOST_SUMS 12
#define OUTER_ROWS 3
#define FUNCTIONS ck_avx2_functions

#include "paths.h"

#include "../templates/path.h"

#pragma clang attribute pop
#endif
