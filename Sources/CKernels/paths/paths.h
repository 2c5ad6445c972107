// The tables that the path files define and dispatch.c chooses from.

#ifndef CKERNELS_PATHS_H
#define CKERNELS_PATHS_H

#include "CKernels.h"

extern const ck_functions ck_portable_functions;
extern const ck_functions ck_avx2_functions;
extern const ck_functions ck_avx512_functions;

#endif
