#ifndef CLAPACK_LAPACK_H
#define CLAPACK_LAPACK_H

#include <cblas.h>
#include <lapacke.h>
#include <stdbool.h>

// The functions of BLAS and LAPACK that are used, found at run time.
struct clapack_functions {
  __typeof__(&cblas_dgemm) _Nonnull dgemm;
  __typeof__(&cblas_dsyrk) _Nonnull dsyrk;
  __typeof__(&cblas_dtrsm) _Nonnull dtrsm;
  __typeof__(&LAPACKE_dgeev) _Nonnull dgeev;
  __typeof__(&LAPACKE_dgesvd) _Nonnull dgesvd;
  __typeof__(&LAPACKE_dgeqrf) _Nonnull dgeqrf;
  __typeof__(&LAPACKE_dgeqp3) _Nonnull dgeqp3;
  __typeof__(&LAPACKE_dpotrf) _Nonnull dpotrf;
  __typeof__(&LAPACKE_dorgqr) _Nonnull dorgqr;
  __typeof__(&LAPACKE_dormqr) _Nonnull dormqr;
  __typeof__(&LAPACKE_dtrtrs) _Nonnull dtrtrs;
};

/// Opens OpenBLAS, told to start no threads, and LAPACKE, and finds the functions; to be called once. Until then neither
/// is a part of the process: as it loads, OpenBLAS starts a thread for every core, each with a large buffer, whether or
/// not there is anything to compute.
///
/// Where there is no room for them the process ends with exit code 64: OpenBLAS would ask for its buffers for ever.
struct clapack_functions clapack_load(void);

/// What OpenBLAS says of its build: "OpenBLAS 0.3.21 ...". NULL where it is not there, or, unless it may be opened, not in
/// use.
const char *_Nullable clapack_version(bool opens);

/// Whether the address space of the process is limited (ulimit -v).
bool clapack_is_confined(void);

#endif
