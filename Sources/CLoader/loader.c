#include "loader.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

void loader_fail(const char *reason) {
  fprintf(stderr, "error while loading shared libraries: %s\n", reason);
  exit(127);
}

void *loader_open(const char *const *names, bool is_global) {
  const int mode = RTLD_NOW | (is_global ? RTLD_GLOBAL : RTLD_LOCAL);
  for (const char *const *name = names; *name; name++) {
    void *library = dlopen(*name, mode);
    if (library) return library;
  }
  dlopen(names[0], mode);
  loader_fail(dlerror());
}

void *loader_seek(const char *const *names, const char *symbol, bool opens) {
  for (const char *const *name = names; *name; name++) {
    void *library = dlopen(*name, RTLD_NOW | RTLD_LOCAL | (opens ? 0 : RTLD_NOLOAD));
    if (library) return dlsym(library, symbol);
  }
  return NULL;
}

void *loader_find(void *library, const char *symbol) {
  void *address = dlsym(library, symbol);
  if (!address) loader_fail(dlerror());
  return address;
}
