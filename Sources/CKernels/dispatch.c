#include "paths/paths.h"

#if defined(__x86_64__)
static int supports_avx2(void) {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}

static int supports_avx512(void) {
  return supports_avx2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq")
    && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl");
}
#endif

const ck_functions *ck_functions_for(ck_path path) {
  switch (path) {
  case ck_portable:
    return &ck_portable_functions;
#if defined(__x86_64__)
  case ck_avx2:
    return supports_avx2() ? &ck_avx2_functions : NULL;
  case ck_avx512:
    return supports_avx512() ? &ck_avx512_functions : NULL;
#endif
  default:
    return NULL;
  }
}
