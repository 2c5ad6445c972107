#include "CMachine.h"

extern const cm_functions cm_functions_16, cm_functions_32, cm_functions_64;

const cm_functions *cm_functions_for(int vector_bytes) {
  switch (vector_bytes) {
#if defined(__x86_64__)
  case 32:
    return &cm_functions_32;
  case 64:
    return &cm_functions_64;
#endif
  default:
    return &cm_functions_16;
  }
}
