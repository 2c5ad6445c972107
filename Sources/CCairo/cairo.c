#include "cairo_functions.h"

#include "loader.h"

struct cairo_functions cairo_load(void) {
  void *cairo = loader_open(LOADER_NAMES("libcairo.so.2"), false);
#define FOUND(function) .function = LOADER_FIND(cairo, cairo_##function),
  return (struct cairo_functions){CCAIRO_FUNCTIONS(FOUND)};
}
