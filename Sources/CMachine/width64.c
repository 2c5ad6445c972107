#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx512f"))), apply_to = function)

#define VECTOR_BYTES 64
#define FUNCTIONS cm_functions_64
#define VECTOR_CONSTRAINT "v"

#include "peaks.h"

#pragma clang attribute pop
#endif
