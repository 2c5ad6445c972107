#include "cairo_functions.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "loader.h"

// A release brings its fonts: PREFIX/bin/memprobe draws with those of PREFIX/share/memprobe/fonts.conf, so that there are
// letters on machines without a font, and the same ones everywhere.
static void choose_fonts(void) {
  static const char fonts[] = "/share/memprobe/fonts.conf";
  char path[PATH_MAX + sizeof fonts];
  ssize_t length = readlink("/proc/self/exe", path, PATH_MAX);
  if (length < 0) return;
  path[length] = 0;
  for (int level = 0; level < 2; level++) {
    char *slash = strrchr(path, '/');
    if (!slash) return;
    *slash = 0;
  }
  strcat(path, fonts);
  if (access(path, R_OK) == 0) setenv("FONTCONFIG_FILE", path, 0);
}

struct cairo_functions cairo_load(void) {
  choose_fonts();
  void *cairo = loader_open(LOADER_NAMES("libcairo.so.2"), false);
#define FOUND(function) .function = LOADER_FIND(cairo, cairo_##function),
  return (struct cairo_functions){CCAIRO_FUNCTIONS(FOUND)};
}
