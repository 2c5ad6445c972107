#define _GNU_SOURCE
#include "matio_functions.h"

#include <sys/mman.h>

#include "loader.h"

struct matio_functions matio_load(void) {
  // The versions of its interface that Debian has had; these functions are the same in all.
  void *matio = loader_open(LOADER_NAMES("libmatio.so.11", "libmatio.so.13", "libmatio.so.12", "libmatio.so"), false);
#define FOUND(function) .function = LOADER_FIND(matio, function),
  return (struct matio_functions){CMATIO_FUNCTIONS(FOUND)};
}

int matio_memory_file(const char *name) { return memfd_create(name, MFD_CLOEXEC); }
