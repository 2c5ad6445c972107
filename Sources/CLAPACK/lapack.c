#include "lapack.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>

static void *found(void *address) {
  if (address == NULL) {
    fprintf(stderr, "error while loading shared libraries: %s\n", dlerror());
    exit(127);
  }
  return address;
}

#define FIND(library, function) (__typeof__(&function))found(dlsym(library, #function))

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

struct clapack_functions clapack_load(void) {
  expect_room();
  setenv("OPENBLAS_NUM_THREADS", "1", 1);
  // Global and first, so that LAPACKE, too, finds its functions there, whichever LAPACK the system prefers.
  void *blas = found(dlopen("libopenblas.so.0", RTLD_NOW | RTLD_GLOBAL));
  void *lapacke = found(dlopen("liblapacke.so.3", RTLD_NOW | RTLD_LOCAL));
  return (struct clapack_functions){
      .dgemm = FIND(blas, cblas_dgemm),
      .dgeev = FIND(lapacke, LAPACKE_dgeev),
      .dgesvd = FIND(lapacke, LAPACKE_dgesvd),
      .dgeqrf = FIND(lapacke, LAPACKE_dgeqrf),
      .dgeqp3 = FIND(lapacke, LAPACKE_dgeqp3),
      .dormqr = FIND(lapacke, LAPACKE_dormqr),
      .dtrtrs = FIND(lapacke, LAPACKE_dtrtrs),
  };
}
