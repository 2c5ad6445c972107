#include "hdf5_functions.h"

#include <stdio.h>

#include "loader.h"

// The version of its interface that libhdf5 has in its file's name.
#if H5_VERS_MAJOR == 1 && H5_VERS_MINOR <= 10
#define SONAME "103"
#define HL_SONAME "100"
#elif H5_VERS_MAJOR == 1 && H5_VERS_MINOR <= 12
#define SONAME "200"
#define HL_SONAME "200"
#else
#define SONAME "310"
#define HL_SONAME "310"
#endif

static void expect_version_of_headers(void *hdf5) {
  unsigned major = 0, minor = 0, release = 0;
  LOADER_FIND(hdf5, H5get_libversion)(&major, &minor, &release);
  if (major == H5_VERS_MAJOR && minor == H5_VERS_MINOR) return;
  char reason[100];
  snprintf(reason, sizeof reason, "libhdf5 is %u.%u.%u; memprobe was built for %d.%d.", major, minor, release,
           H5_VERS_MAJOR, H5_VERS_MINOR);
  loader_fail(reason);
}

// First as Debian calls its serial build, then as HDF5 itself.
#define NAMES LOADER_NAMES("libhdf5_serial.so." SONAME, "libhdf5.so." SONAME, "libhdf5_serial.so", "libhdf5.so")

bool hdf5_version(unsigned version[3], bool opens) {
  __typeof__(&H5get_libversion) get = loader_seek(NAMES, "H5get_libversion", opens);
  return get && get(&version[0], &version[1], &version[2]) >= 0;
}

struct hdf5_functions hdf5_load(void) {
  void *hdf5 = loader_open(NAMES, true);
  void *high_level = loader_open(LOADER_NAMES("libhdf5_serial_hl.so." HL_SONAME, "libhdf5_hl.so." HL_SONAME,
                                              "libhdf5_serial_hl.so", "libhdf5_hl.so"),
                                 false);
  expect_version_of_headers(hdf5);
  // Must be the first call of all that make something.
  LOADER_FIND(hdf5, H5dont_atexit)();
  LOADER_FIND(hdf5, H5open)();
  // The high-level library needs libhdf5: its functions are found there, too.
#define FUNCTION(name) .name = LOADER_FIND(high_level, name),
#define VARIABLE(name, variable) .name = *LOADER_FIND(hdf5, variable),
  return (struct hdf5_functions){CHDF5_FUNCTIONS(FUNCTION) CHDF5_VARIABLES(VARIABLE)};
}
