#ifndef CLAPACK_SHIM_H
#define CLAPACK_SHIM_H

#include <cblas.h>
#include <lapacke.h>

// Which cblas.h is found is Debian's choice of BLAS, and the reference's does not have this function.
void openblas_set_num_threads(int number_of_threads);

#endif
