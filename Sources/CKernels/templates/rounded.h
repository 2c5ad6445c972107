// float32 that is rounded to a format of fewer digits, here and there: see rounding.h.

#ifndef CK_ROUNDED_H
#define CK_ROUNDED_H

#define ROUNDS
#define NAME(name) name##_rounded

#include "float32_numbers.h"
#include "real.h"

static void round_array(const ck_rounding *it, const float *in, float *out, size_t count) {
  const size_t lanes = VECTOR_BYTES / sizeof(float);
  size_t i = 0;
  for (; i + lanes <= count; i += lanes)
    store_loose_rounded(out + i, nearest_rounded(it, load_loose_rounded(in + i)));
  for (; i < count; i++) out[i] = nearest_rounded(it, splat_rounded(in[i]))[0];
}

#undef ROUNDS

#endif
