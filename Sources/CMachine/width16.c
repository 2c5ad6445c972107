#define VECTOR_BYTES 16
#define FUNCTIONS cm_functions_16
#if defined(__x86_64__)
#define VECTOR_CONSTRAINT "x"
#else
#define VECTOR_CONSTRAINT "w"
#endif

#include "peaks.h"
