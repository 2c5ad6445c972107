#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)

#define VECTOR_BYTES 32
#define FUNCTIONS cm_functions_32
#define VECTOR_CONSTRAINT "x"

#include "peaks.h"

#pragma clang attribute pop
#endif
