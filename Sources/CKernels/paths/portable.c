// For any processor: 16-byte vectors (SSE2, NEON). Without a hardware fused multiply-add the C library's is
// called, which is slow and gives the same bits.

#define VECTOR_BYTES 16
#define LSTM_UNITS 1
#define GRU_UNITS 1
#define RNN_UNITS 4
#define MOST_SUMS 12
#define OUTER_ROWS 3
#define FUNCTIONS ck_portable_functions

#include "paths.h"

#include "../templates/path.h"
