#include "lapack.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>

#include "loader.h"

// What the libraries take, and the buffer of one thread that computes.
static const size_t room = (size_t)256 << 20;

static void expect_room(void) {
  void *address = mmap(NULL, room, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (address == MAP_FAILED) {
    fprintf(stderr, "Error: linear algebra takes %zu MB of address space; allow for more (ulimit -v).\n", room >> 20);
    exit(64);
  }
  munmap(address, room);
}

bool clapack_is_confined(void) {
  struct rlimit limit;
  return getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY;
}

#define BLAS_NAMES LOADER_NAMES("libopenblas.so.0")

const char *clapack_version(bool opens) {
  if (opens) setenv("OPENBLAS_NUM_THREADS", "1", 1);
  char *(*get)(void) = loader_seek(BLAS_NAMES, "openblas_get_config", opens);
  return get ? get() : NULL;
}

struct clapack_functions clapack_load(void) {
  expect_room();
  setenv("OPENBLAS_NUM_THREADS", "1", 1);
  // Global and first, so that LAPACKE, too, finds its functions there, whichever LAPACK the system prefers.
  void *blas = loader_open(BLAS_NAMES, true);
  void *lapacke = loader_open(LOADER_NAMES("liblapacke.so.3"), false);
  return (struct clapack_functions){
      .dgemm = LOADER_FIND(blas, cblas_dgemm),
      .dsyrk = LOADER_FIND(blas, cblas_dsyrk),
      .dtrsm = LOADER_FIND(blas, cblas_dtrsm),
      .dgeev = LOADER_FIND(lapacke, LAPACKE_dgeev),
      .dgesvd = LOADER_FIND(lapacke, LAPACKE_dgesvd),
      .dgeqrf = LOADER_FIND(lapacke, LAPACKE_dgeqrf),
      .dgeqp3 = LOADER_FIND(lapacke, LAPACKE_dgeqp3),
      .dpotrf = LOADER_FIND(lapacke, LAPACKE_dpotrf),
      .dorgqr = LOADER_FIND(lapacke, LAPACKE_dorgqr),
      .dormqr = LOADER_FIND(lapacke, LAPACKE_dormqr),
      .dtrtrs = LOADER_FIND(lapacke, LAPACKE_dtrtrs),
  };
}
